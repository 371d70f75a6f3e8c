/** A time of day, and a length of time. */

import { useState } from 'react';
import { Input, TimePicker, type InputProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { fieldType, formatDuration, isClockText, isDecimal } from '@tessera/model';
import { useLocale, useTexts } from '../i18n/index.ts';
import { inputTexts } from './texts.ts';

interface ClockInputProps {
  readonly id?: string | undefined;
  readonly value: string | null;
  /** What could not be read comes as it was typed, for the validator to refuse. */
  readonly onChange: (value: string | null) => void;
  readonly disabled?: boolean;
  readonly status?: 'error' | undefined;
  readonly variant?: InputProps['variant'];
  readonly ariaLabel?: string | undefined;
}

/** 'HH:MM:SS'. */
export function ClockInput({ id, value, onChange, ariaLabel, status, variant, disabled }: ClockInputProps) {
  const shown = value !== null && isClockText(value) ? dayjs(`2000-01-01T${value}`) : null;
  return (
    <TimePicker
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      style={{ width: '100%' }}
      disabled={disabled ?? false}
      needConfirm={false}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      value={shown}
      format={value?.endsWith(':00') === false ? 'HH:mm:ss' : ['HH:mm', 'HH:mm:ss', 'H:mm', 'HHmm']}
      onChange={(next: Dayjs | null) => onChange(next ? next.format('HH:mm:ss') : null)}
    />
  );
}

/** Whole seconds as decimal text, written "1:30:00", "90 min" or "1小时30分". */
export function DurationInput({ id, value, onChange, ariaLabel, status, variant, disabled }: ClockInputProps) {
  const t = useTexts(inputTexts);
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : isDecimal(value) ? formatDuration(value) : value);
  return (
    <Input
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      className="t-num"
      autoComplete="off"
      disabled={disabled ?? false}
      placeholder={t('durationSample')}
      value={shown}
      onFocus={() => setTyped(shown)}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.target.value);
        const parsed = fieldType('duration').parseText(event.target.value, { key: 'duration', type: 'duration', label: {} }, { timeZone: 'UTC', locale });
        onChange(parsed.ok ? (parsed.value as string | null) : event.target.value);
      }}
    />
  );
}
