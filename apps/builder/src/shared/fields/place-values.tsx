/** Where something is: a region, an address, a point on the globe. */

import { EnvironmentOutlined } from '@ant-design/icons';
import { regionText } from '@tessera/model';
import type { AddressValue, GeoPointValue } from '@tessera/contract';
import { useTexts } from '../i18n/index.ts';
import { useRegions } from '../regions/index.ts';
import { fieldTexts } from './texts.ts';
import styles from './field-value.module.css';

export function RegionName({ code }: { code: string }) {
  useRegions();
  return <span className={styles.cut}>{regionText(code)}</span>;
}

export function AddressText({ value: { region, detail, postalCode }, full }: { value: AddressValue; full: boolean }) {
  const t = useTexts(fieldTexts);
  useRegions(region !== undefined);
  const line = `${region === undefined ? '' : regionText(region)} ${detail ?? ''}`.trim();
  if (!full) return <span className={styles.cut}>{line}</span>;
  return (
    <span className={styles.parts}>
      <span>{line}</span>
      {postalCode ? <span className={styles.aside}>{t('postalCode', { code: postalCode })}</span> : null}
    </span>
  );
}

/** `geo:` opens whatever the device uses as a map (RFC 5870); nothing is loaded from outside. */
export function GeoPointText({ value: { lat, lng } }: { value: GeoPointValue }) {
  const t = useTexts(fieldTexts);
  return (
    <a className={styles.geo} href={`geo:${lat},${lng}`} title={t('showMap')} onClick={(event) => event.stopPropagation()}>
      <EnvironmentOutlined aria-hidden />
      <span className={styles.number}>
        {lat}, {lng}
      </span>
    </a>
  );
}

export const isAddress = (value: unknown): value is AddressValue => typeof value === 'object' && value !== null && typeof (value as AddressValue).detail === 'string';
export const isGeoPoint = (value: unknown): value is GeoPointValue =>
  typeof value === 'object' && value !== null && typeof (value as GeoPointValue).lat === 'string' && typeof (value as GeoPointValue).lng === 'string';
