/** The proofs are let loose on copies of the server into which one leak each was planted. Here some; `npm run prove -- planted` takes all. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { PLANTED_LEAKS } from './planted-leaks.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** For the two worlds, for what a refusal leaves behind, for the inventory of routes. */
const SOME = ['a condition on something hidden is dropped', 'what was written before a refusal stays', 'whoever is signed in may do anything'];

it('each have a place in the sources, once', () => {
  const lost = PLANTED_LEAKS.filter(({ file, text }) => readFileSync(join(ROOT, file), 'utf8').split(text).length !== 2).map(({ name }) => name);
  expect(lost).toEqual([]);
  expect(PLANTED_LEAKS.length).toBeGreaterThanOrEqual(10);
  expect(SOME.filter((name) => !PLANTED_LEAKS.some((leak) => leak.name === name))).toEqual([]);
});

it('are found', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/prove.mjs'), 'planted', ...SOME, '--seed', '1', '--rounds', '1'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LOG_LEVEL: 'silent' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`All of ${SOME.length} planted leaks were found.`) });
}, 300_000);
