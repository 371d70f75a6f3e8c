/**
 * The question of a saved view that sorts by a formula and filters by a rollup over three lines a record, asked by somebody
 * who sees own records only. Reference: the same question on two plain number columns that hold the same values, over the
 * same API. Median latency of one reader, in turns.
 */

import type { Filter } from '@tessera/contract';
import { aidsAreReady, makeSalesWorld, saveView } from './support/sales.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const ROUNDS = 10;
const REQUESTS = 40;

const stack = await startStack();
try {
  const world = await makeSalesWorld(stack, ROWS);
  const threshold = (await stack.pool.query<{ t: string }>(`SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY total_plain)::text AS t FROM "${world.schema}".sale`)).rows[0]!.t;
  const question = (total: string, margin: string) => ({ sort: [{ field: margin, desc: true }], filter: { field: total, op: 'gt', value: threshold } as Filter });
  await saveView(world, 'plain', question('total_plain', 'margin_plain'));
  await aidsAreReady(world);
  await saveView(world, 'computed', question('total', 'margin'));
  console.log(`kept columns were ready after ${((await aidsAreReady(world)) / 1000).toFixed(1)} s`);
  await stack.pool.query(`VACUUM ANALYZE "${world.schema}".sale`);

  type Page = { rows: { id: string }[] };
  const ask = (total: string, margin: string): Promise<Page> => world.representative.call<Page>('POST', '/api/records/sale/query', { fields: ['name', 'level', total, margin], ...question(total, margin), limit: 50 });
  const [ours, theirs] = [await ask('total', 'margin'), await ask('total_plain', 'margin_plain')];
  const ids = (page: Page): string => page.rows.map(({ id }) => id).join();
  if (ours.rows.length === 0 || ids(ours) !== ids(theirs)) throw new Error('the two sides answer differently');

  const times = { ours: [] as number[], reference: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = [['ours', 'total', 'margin'], ['reference', 'total_plain', 'margin_plain']] as const;
    for (const [side, total, margin] of round % 2 === 0 ? turns : [...turns].reverse()) {
      for (let request = 0; request < REQUESTS; request += 1) {
        const started = performance.now();
        await ask(total, margin);
        times[side].push(performance.now() - started);
      }
    }
  }
  const [mine, plain] = [median(times.ours), median(times.reference)];
  console.log(`formula-sort ours=${mine.toFixed(1)}ms reference=${plain.toFixed(1)}ms ratio=${(mine / plain).toFixed(2)}`);
} finally {
  await stack.stop();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
