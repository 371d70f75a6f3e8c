/**
 * `npm run prove -- access`: the proofs of access for as long as is asked, with seeds that can be asked again. Prints what
 * is done and ends with 1 when something is found. Bundled and started by scripts/prove.mjs, which gives a Postgres.
 */

import 'reflect-metadata';
import { dropGround, makeGround, type Ground } from './crm-ground.ts';
import { openRefusals } from './refused-writes.ts';
import { openTwins } from './twin-worlds.ts';
import type { Finding } from './interrogation.ts';

interface Asked {
  readonly seed: number;
  readonly deadline: number;
  /** Ends after so many rounds, however long they take; Infinity for until the deadline. */
  readonly rounds: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function prove(ground: Ground, { seed, deadline, rounds }: Asked): Promise<readonly Finding[]> {
  for (const perspective of ['rep', 'manager'] as const) {
    const twins = await openTwins(ground, perspective);
    try {
      for (let round = 0; round < rounds && Date.now() < deadline; round += 1) {
        const findings = await twins.ask(seed + round, 200);
        say(`${perspective}: seed ${seed + round}, ${twins.asked()} requests, ${twins.answered()} answered, ${findings.length} findings`);
        if (findings.length > 0) return findings;
      }
    } finally {
      await twins.stop();
    }
  }
  const refusals = await openRefusals(ground);
  try {
    for (let round = 0; round < rounds && Date.now() < deadline; round += 1) {
      const findings = await refusals.send(seed + round, 200);
      say(`changes: seed ${seed + round}, ${refusals.asked()} requests, ${refusals.refused()} refused, ${findings.length} findings`);
      if (findings.length > 0) return findings;
    }
  } finally {
    await refusals.stop();
  }
  return [];
}

/** The first of each oracle and path. */
function ofEachKind(all: readonly Finding[]): Finding[] {
  const kinds = new Map<string, Finding>();
  for (const finding of all) {
    const { path = '' } = finding.request as { path?: string };
    const kind = `${finding.oracle} ${path.replaceAll(/[0-9a-f-]{36}|\?.*$/g, '')}`;
    if (!kinds.has(kind)) kinds.set(kind, finding);
  }
  return [...kinds.values()].slice(0, 12);
}

const given = JSON.parse(process.env['TESSERA_PROVE'] ?? '{}') as { minutes?: number; seed?: number; rounds?: number };
const seed = given.seed ?? Date.now() % 2 ** 31;
say(`seed ${seed}`);
const ground = await makeGround();
const findings = await prove(ground, { seed, deadline: Date.now() + (given.minutes ?? 1) * 60_000, rounds: given.rounds ?? Infinity });
await dropGround(ground);
for (const finding of ofEachKind(findings)) say(JSON.stringify(finding, null, 1));
say(findings.length === 0 ? 'Nothing was found.' : `${findings.length} findings; ask again with --seed ${seed}.`);
process.exit(findings.length === 0 ? 0 : 1);
