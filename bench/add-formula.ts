/**
 * A formula is added to the large table, and a saved view that sorts by it, while four people write without a pause: its
 * column comes, is kept by triggers, filled and indexed. Then a rollup over the lines, of which there are three times as
 * many. Reference: 200 ms, the longest that any of them may stand before a lock, so that a ratio below 1 is within the aim.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { aidsAreReady, makeSalesWorld, saveField, saveView } from './support/sales.ts';
import { startStack } from './support/stack.ts';
import { someIds, startWriters } from './support/writers.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const AIM = 200;

const stack = await startStack();
try {
  const world = await makeSalesWorld(stack, ROWS);
  await aidsAreReady(world);
  const writers = await startWriters(stack, world.schema, await someIds(stack, world.schema));
  await wait(5000);
  const quiet = writers.look();
  console.log(`no change: blocked ${quiet.blocked.toFixed(0)} ms, longest write ${quiet.longest.toFixed(0)} ms in ${quiet.writes} writes`);
  let [worst, slowest] = [0, 0];
  const change = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now();
    await work();
    await aidsAreReady(world);
    await wait(500);
    const { blocked, longest, writes } = writers.look();
    worst = Math.max(worst, blocked);
    slowest = Math.max(slowest, longest);
    console.log(`${what}: blocked ${blocked.toFixed(0)} ms, longest write ${longest.toFixed(0)} ms in ${writes} writes, ready after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  await change('a formula that nothing sorts by', () => saveField(world, { key: 'doubled', type: 'formula', label: { en: 'Doubled' }, options: { expression: 'cost * 2' } }));
  await change('a view that sorts by it', () => saveView(world, 'by_doubled', { sort: [{ field: 'doubled', desc: true }] }));
  await change('a view that filters by a rollup', () => saveView(world, 'by_total', { filter: { field: 'total', op: 'gt', value: '1000' } }));
  await writers.stop();
  console.log(`add-formula ours=${worst.toFixed(0)}ms reference=${AIM}ms ratio=${(worst / AIM).toFixed(2)} no-change=${quiet.blocked.toFixed(0)}ms longest-write=${slowest.toFixed(0)}ms`);
} finally {
  await stack.stop();
}
