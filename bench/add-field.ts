/**
 * A field is added to the large table while four people write to it without a pause. Reference: 200 ms, the longest that
 * any of them may stand before a lock, so that a ratio below 1 is within the aim; how long they wait without a change is said too.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { aidsAreReady, makeSalesWorld, saveField } from './support/sales.ts';
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
    console.log(`${what}: blocked ${blocked.toFixed(0)} ms, longest write ${longest.toFixed(0)} ms in ${writes} writes, done after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  await change('a text', () => saveField(world, { key: 'note', type: 'text', label: { en: 'Note' } }));
  await change('a unique number', () => saveField(world, { key: 'serial', type: 'number', label: { en: 'Serial' }, unique: true }));
  await change('a relation', () => saveField(world, { key: 'follows', type: 'relation', label: { en: 'Follows' }, options: { entity: 'sale' } }));
  await writers.stop();
  console.log(`add-field ours=${worst.toFixed(0)}ms reference=${AIM}ms ratio=${(worst / AIM).toFixed(2)} no-change=${quiet.blocked.toFixed(0)}ms longest-write=${slowest.toFixed(0)}ms`);
} finally {
  await stack.stop();
}
