import { useState } from 'react';
import { Input, type InputProps } from 'antd';
import { formatMoney, formatNumber, formatPercent } from '../fields/format-value.ts';
import { useLocale } from '../i18n/index.ts';
import { editText, parseDecimal, type DecimalKind } from './decimal-text.ts';

interface DecimalInputProps {
  readonly id?: string | undefined;
  readonly kind: DecimalKind;
  /** Wire value; what could not be read as a number comes back as it was typed, for the validator to refuse. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly scale?: number | null | undefined;
  readonly currency?: string | undefined;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly placeholder?: string | undefined;
  readonly status?: 'error' | undefined;
  readonly size?: InputProps['size'];
  readonly variant?: InputProps['variant'];
  readonly ariaLabel?: string | undefined;
  readonly onBlur?: () => void;
  readonly onFocus?: () => void;
}

/** An exact decimal: plain digits while one types, with separators and the currency once one is done. */
export function DecimalInput({ kind, value, onChange, scale, currency, ariaLabel, onBlur, onFocus, status, size, variant, id, ...rest }: DecimalInputProps) {
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? '' : pretty(value));

  function pretty(decimal: string): string {
    if (kind === 'percent') return formatPercent(decimal, locale);
    return kind === 'money' ? formatMoney(decimal, currency ?? 'CNY', locale, scale) : formatNumber(decimal, locale, scale);
  }

  return (
    <Input
      {...rest}
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      {...(size ? { size } : {})}
      {...(variant ? { variant } : {})}
      aria-label={ariaLabel}
      className="t-num"
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      suffix={kind === 'percent' ? <span aria-hidden>{typed === null ? '' : '%'}</span> : undefined}
      onFocus={(event) => {
        setTyped(editText(value, kind));
        const input = event.target;
        requestAnimationFrame(() => input.select());
        onFocus?.();
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        const parsed = parseDecimal(event.target.value, kind);
        onChange(parsed === undefined ? event.target.value : parsed);
      }}
      onBlur={() => {
        setTyped(null);
        onBlur?.();
      }}
    />
  );
}
