import { useState } from 'react';
import { Button, Input, Space, Tooltip } from 'antd';
import { AimOutlined } from '@ant-design/icons';
import { fieldType } from '@tessera/model';
import type { GeoPointValue } from '@tessera/contract';
import { useLocale, useTexts } from '../i18n/index.ts';
import { inputTexts } from './texts.ts';

interface GeoPointInputProps {
  readonly id?: string | undefined;
  readonly value: GeoPointValue | null;
  readonly onChange: (value: GeoPointValue | null) => void;
  readonly disabled?: boolean;
  readonly status?: 'error' | undefined;
}

const DIGITS = 6;

/** Latitude and longitude; both may be pasted at once, or taken from the device. */
export function GeoPointInput({ id, value, onChange, disabled, status }: GeoPointInputProps) {
  const t = useTexts(inputTexts);
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { lat = '', lng = '' } = value ?? {};

  const change = (part: 'lat' | 'lng', text: string) => {
    const both = /[,，\s]\S/.test(text.trim()) ? fieldType('geoPoint').parseText(text, { key: 'place', type: 'geoPoint', label: {} }, { timeZone: 'UTC', locale }) : null;
    if (both?.ok && both.value !== null) return onChange(both.value as GeoPointValue);
    const next = { lat, lng, [part]: text.trim() };
    onChange(next.lat === '' && next.lng === '' ? null : next);
  };
  const locate = () => {
    setAsking(true);
    setProblem(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        onChange({ lat: trimmed(coords.latitude), lng: trimmed(coords.longitude) });
      },
      ({ code }) => {
        setAsking(false);
        setProblem(code === 1 ? t('positionDenied') : t('positionUnknown'));
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  return (
    <div>
      <Space.Compact block>
        <Input {...(id ? { id } : {})} {...(status ? { status } : {})} className="t-num" disabled={disabled ?? false} inputMode="decimal" autoComplete="off" aria-label={t('latitude')} prefix={<Axis>{t('lat')}</Axis>} value={lat} onChange={(event) => change('lat', event.target.value)} />
        <Input {...(status ? { status } : {})} className="t-num" disabled={disabled ?? false} inputMode="decimal" autoComplete="off" aria-label={t('longitude')} prefix={<Axis>{t('lng')}</Axis>} value={lng} onChange={(event) => change('lng', event.target.value)} />
        {'geolocation' in navigator ? (
          <Tooltip title={t('useMyPosition')}>
            <Button icon={<AimOutlined />} loading={asking} disabled={disabled ?? false} aria-label={t('useMyPosition')} onClick={locate} />
          </Tooltip>
        ) : null}
      </Space.Compact>
      {problem ? (
        <div role="status" style={{ marginTop: 4, color: 'var(--t-text-3)', fontSize: 12.5 }}>
          {problem}
        </div>
      ) : null}
    </div>
  );
}

const Axis = ({ children }: { children: string }) => (
  <span aria-hidden style={{ color: 'var(--t-text-3)', fontSize: 12.5 }}>
    {children}
  </span>
);

const trimmed = (degrees: number): string => String(Number(degrees.toFixed(DIGITS)));
