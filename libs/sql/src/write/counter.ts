/** Automatic numbers. The row of the counter stays locked until the transaction ends, so numbers have no gaps. */

import { tableName } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';

export interface CounterRequest {
  readonly schema: string;
  /** Of the counter, e.g. `order.number`. */
  readonly key: string;
  /** Numbers start anew with each period (`autoNumberSeries` of libs/model). */
  readonly period: string;
  /** How many numbers to take; 1 without it. */
  readonly count?: number;
}

/** One row `{ value: number }`: the last of the numbers taken; the first is `value - count + 1`. */
export function takeNumbers({ schema, key, period, count = 1 }: CounterRequest): SqlText {
  const statement = createStatement();
  const values = [statement.bind(key, 'text'), statement.bind(period, 'text'), statement.bind(count, 'bigint')];
  return statement.finish(
    `INSERT INTO ${tableName(schema, '_counter')} AS c ("key", "period", "value") VALUES (${values.join(', ')})` +
      ` ON CONFLICT ("key", "period") DO UPDATE SET "value" = c."value" + EXCLUDED."value" RETURNING c."value"::float8 AS "value"`,
  );
}
