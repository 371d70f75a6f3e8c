/** number, money, percent: exact decimals. */

import type { MoneyOptions } from '@tessera/contract';
import { DecimalInput, type DecimalKind } from '../../inputs/index.ts';
import { textOrNull, type FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

function decimalWidget(kind: DecimalKind) {
  return function DecimalWidget(props: FieldWidgetProps) {
    const { id, field, value, onChange, readonly, invalid, cell, label } = props;
    if (readonly) return <ReadOnlyWidget {...props} />;
    const { scale, currency } = (field.options ?? {}) as MoneyOptions;
    return (
      <DecimalInput
        id={id}
        kind={kind}
        value={textOrNull(value)}
        onChange={onChange}
        scale={kind === 'money' ? (scale ?? 2) : scale}
        currency={currency}
        status={invalid ? 'error' : undefined}
        {...(cell ? { ariaLabel: label, variant: 'borderless' as const } : {})}
      />
    );
  };
}

export const NumberWidget = decimalWidget('number');
export const MoneyWidget = decimalWidget('money');
export const PercentWidget = decimalWidget('percent');
