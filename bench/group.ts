/**
 * Count and sum of a representative's sales by two keys, through HTTP with rights, against the raw SQL through pg. One
 * call at a time; the ratio is that of the speeds.
 */

import { compareLatency, post } from './support/latency.ts';
import { makeSalesWorld } from './support/sales.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);

const stack = await startStack();
try {
  const { schema, representative } = await makeSalesWorld(stack, ROWS);
  const { rows } = await stack.pool.query<{ owner: string }>(`SELECT m.id AS owner FROM "${schema}"._member m JOIN "${schema}".sale s ON s.owner = m.id LIMIT 1`);
  const ours = (): Promise<{ groups: { keys: unknown[]; values: unknown[] }[] }> =>
    post(representative, '/api/records/sale/group', { by: [{ field: 'level' }, { field: 'paid' }], aggregates: [{ aggregate: 'count' }, { aggregate: 'sum', field: 'cost' }] });
  const raw = {
    name: 'group',
    text: `SELECT level, paid, count(*)::int AS count, sum(cost) AS sum FROM "${schema}".sale WHERE deleted_at IS NULL AND owner = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
    values: [rows[0]!.owner],
  };
  const [mine, theirs] = [await ours(), (await stack.pool.query<{ level: string; paid: boolean; count: number; sum: string }>(raw)).rows];
  if (JSON.stringify(mine.groups.map(({ keys, values }) => [...keys, values[0], Number(values[1])])) !== JSON.stringify(theirs.map(({ level, paid, count, sum }) => [level, paid, count, Number(sum)]))) {
    throw new Error(`the two sides answer differently:\n${JSON.stringify(mine)}\n${JSON.stringify(theirs)}`);
  }
  await compareLatency('group', { name: 'ours', call: ours }, { name: 'raw SQL', call: () => stack.pool.query(raw) });
} finally {
  await stack.stop();
}
