/** region, address, geoPoint. */

import { Input } from 'antd';
import type { RegionLevel } from '@tessera/model';
import type { AddressValue, GeoPointValue } from '@tessera/contract';
import { useTexts } from '../../i18n/index.ts';
import { GeoPointInput, RegionInput } from '../../inputs/index.ts';
import { textOrNull, type FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import { useWidgetOptions } from './widget-options.ts';
import styles from './widgets.module.css';

export function RegionWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, invalid, cell, label } = props;
  const { level } = useWidgetOptions<{ readonly level: RegionLevel }>(props);
  if (readonly) return <ReadOnlyWidget {...props} />;
  return <RegionInput id={id} level={level} value={textOrNull(value)} onChange={onChange} status={invalid ? 'error' : undefined} {...(cell ? { ariaLabel: label, variant: 'borderless' as const } : {})} />;
}

/** The parts may be given in any order; without words there is no address. */
export function AddressWidget(props: FieldWidgetProps) {
  const t = useTexts(recordFormTexts);
  const { id, value, onChange, readonly, invalid, cell, label } = props;
  if (readonly) return <ReadOnlyWidget {...props} />;
  const { region, detail = '', postalCode = '' } = (typeof value === 'object' && value !== null ? value : {}) as Partial<AddressValue>;
  const change = (part: Partial<Record<keyof AddressValue, string | null>>) => {
    const next = { region, detail, postalCode, ...part };
    const given = Object.fromEntries(Object.entries(next).filter(([, text]) => text !== undefined && text !== null && text !== ''));
    onChange(Object.keys(given).length === 0 ? null : given);
  };
  const status = invalid ? ('error' as const) : undefined;
  return (
    <div className={styles.address} data-cell={cell || undefined}>
      <RegionInput loose value={region ?? null} onChange={(code) => change({ region: code })} ariaLabel={t('addressRegion', { field: label })} />
      <Input className={styles.postalCode ?? ''} aria-label={t('addressPostalCode', { field: label })} placeholder={t('postalCode')} autoComplete="off" maxLength={20} value={postalCode} onChange={(event) => change({ postalCode: event.target.value })} />
      <Input.TextArea
        id={id}
        className={styles.addressDetail ?? ''}
        {...(status ? { status } : {})}
        {...(cell ? { 'aria-label': label } : {})}
        autoSize={{ minRows: 1, maxRows: 4 }}
        autoComplete="off"
        placeholder={t('addressDetail')}
        value={detail}
        onChange={(event) => change({ detail: event.target.value })}
      />
    </div>
  );
}

export function GeoPointWidget(props: FieldWidgetProps) {
  const { id, value, onChange, readonly, invalid } = props;
  if (readonly) return <ReadOnlyWidget {...props} />;
  const point = typeof value === 'object' && value !== null ? (value as GeoPointValue) : null;
  return <GeoPointInput id={id} value={point} onChange={onChange} status={invalid ? 'error' : undefined} />;
}
