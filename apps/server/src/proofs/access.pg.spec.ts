/**
 * The proofs of access, small: `npm run prove -- access --minutes N` goes on for longer. On failure the finding names the
 * oracle, the request and the difference; the seed is printed, and asked again with SEED.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chanceOf } from './chance.ts';
import { dropGround, makeGround, openWorld, type Ground } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { Interrogation } from './interrogation.ts';
import { makeQuestions } from './questions.ts';
import { openRefusals } from './refused-writes.ts';
import { proveRevocation } from './revocation.ts';
import { openTwins } from './twin-worlds.ts';

/** The same questions each time, so that a finding is that of a change; `npm run prove` asks new ones. */
const seed = Number(process.env['SEED'] ?? 20_261_122);

let ground: Ground;
beforeAll(async () => {
  ground = await makeGround();
});
afterAll(async () => {
  if (ground) await dropGround(ground);
});

describe('whoever may see little', () => {
  it.each(['rep', 'manager'] as const)('is answered the same in two worlds that differ only in what they may not see, and sent nothing of it (%s)', async (perspective) => {
    const twins = await openTwins(ground, perspective);
    const findings = await twins.ask(seed, 260);
    await twins.stop();
    expect({ seed, findings: findings.slice(0, 2) }).toEqual({ seed, findings: [] });
    expect(twins.answered()).toBeGreaterThan(twins.asked() / 4);
  });

  it('is refused without a trace, whatever they try to change', async () => {
    const refusals = await openRefusals(ground);
    const findings = await refusals.send(seed, 150);
    await refusals.stop();
    expect({ seed, findings: findings.slice(0, 2) }).toEqual({ seed, findings: [] });
    expect(refusals.refused()).toBeGreaterThan(100);
    expect(refusals.seen.refused.size).toBeGreaterThan(20);
  });
});

it('loses at once what is taken away, in every process', async () => {
  expect(await proveRevocation(ground)).toEqual([]);
});

it('has in the trail that a button made an address of a phone number', async () => {
  const world = await openWorld(ground, { variant: 0, perspective: 'rep' });
  const answer = await world.as('rep').post(`/api/records/customer/${idOf('customer', 0)}/buttons/call`);
  const entries = await world.server.db.query('SELECT action, fields, records FROM ws_example._audit WHERE request = $1 AND cardinality(fields) > 0', [answer.headers['x-request-id']]);
  await world.stop();
  expect(answer.body.url).toMatch(/139\d{8}$/);
  expect(entries).toEqual([{ action: 'record.read', fields: ['phone'], records: 1 }]);
});

it('would notice: an administrator is answered differently in the two worlds, and sent what is hidden', async () => {
  const [one, other] = [await openWorld(ground, { variant: 0, perspective: 'rep' }), await openWorld(ground, { variant: 1, perspective: 'rep' })];
  const [left, right] = [new Interrogation(one, one.canaries), new Interrogation(other, other.canaries)];
  const questions = makeQuestions({ chance: chanceOf(1), guesses: ['a', 'CNRY', '5'], asMany: 60, readers: ['admin'], links: {}, fileIds: ground.fileIds, tasks: [ground.people.rep], instances: [ground.people.rep] });
  let different = 0;
  for (const question of questions) {
    const [before, after] = [await left.ask(question), await right.ask(question)];
    if (before.text !== after.text) different += 1;
    left.search('rep', before.text, question);
  }
  await Promise.all([one.stop(), other.stop()]);
  expect(different).toBeGreaterThan(15);
  expect(left.findings.filter(({ oracle }) => oracle === 'O1 canary').length).toBeGreaterThan(20);
});
