/** Periods around today as SQL, by the database's clock in the workspace's zone; what they mean is said by `periodRange` of libs/model. */

import type { FilterOperand, RelativePeriod } from '@tessera/contract';
import type { StorageKind } from './storage.ts';
import { timeZone, type ValueEnv } from './value-expression.ts';

type Env = Pick<ValueEnv, 'statement' | 'timeZone'>;

export const today = (env: Env): string => `(now() AT TIME ZONE ${timeZone(env)})::date`;

/** Half open. Of an instant both are instants, of a day both are days. */
export function periodBounds(env: Env, kind: StorageKind, operand: FilterOperand | undefined): { readonly from: string; readonly to: string } {
  if (!isPeriod(operand)) throw new Error('not a period');
  const { period } = operand;
  const [first, count] = 'offset' in operand ? [operand.offset, 1] : 'last' in operand ? [1 - operand.last, operand.last] : [0, operand.next];
  const start = `date_trunc('${period}', ${today(env)}::timestamp)`;
  const at = (periods: number): string => {
    const day = `(${start} + ${env.statement.bind(periods * UNITS[period].count, 'int')} * interval '1 ${UNITS[period].unit}')`;
    return kind === 'timestamptz' ? `(${day} AT TIME ZONE ${timeZone(env)})` : `${day}::date`;
  };
  return { from: at(first), to: at(first + count) };
}

const UNITS = {
  day: { unit: 'day', count: 1 },
  week: { unit: 'day', count: 7 },
  month: { unit: 'month', count: 1 },
  quarter: { unit: 'month', count: 3 },
  year: { unit: 'month', count: 12 },
} as const satisfies Record<RelativePeriod['period'], { readonly unit: string; readonly count: number }>;

const isPeriod = (operand: FilterOperand | undefined): operand is RelativePeriod => typeof operand === 'object' && operand !== null && 'period' in operand;
