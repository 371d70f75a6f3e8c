/**
 * `npm run prove -- access`: the proofs of access for as long as is asked, with seeds that can be asked again. Prints what
 * is done and ends with 1 when something is found. Bundled and started by scripts/prove.mjs, which gives a Postgres and
 * lets parts of it loose on planted leaks.
 */

import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { dropGround, makeGround, openWorld, type Ground } from './crm-ground.ts';
import { CALLERS, knockOnEveryDoor } from './every-door.ts';
import type { Finding } from './interrogation.ts';
import type { PlantedLeak } from './planted-leaks.ts';
import { openRefusals } from './refused-writes.ts';
import { proveRevocation } from './revocation.ts';
import { openTwins } from './twin-worlds.ts';

interface Given {
  readonly minutes?: number;
  readonly seed?: number;
  /** Ends after so many rounds, however long they take. */
  readonly rounds?: number;
  /** Only this part, on this ground; ends with the first finding. */
  readonly part?: PlantedLeak['by'];
  readonly ground?: Ground;
  /** Writes the ground there, and does nothing else. */
  readonly groundTo?: string;
}

type Part = (ground: Ground, run: Run) => Promise<readonly Finding[]>;

interface Run {
  readonly seed: number;
  /** Questions or requests a round. */
  readonly size: number;
  readonly untilFound: boolean;
  goOn(round: number): boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const twins = (perspective: 'rep' | 'manager'): Part => async (ground, { seed, size, untilFound, goOn }) => {
  const worlds = await openTwins(ground, perspective);
  try {
    for (let round = 0; goOn(round); round += 1) {
      const findings = await worlds.ask(seed + round, size, untilFound);
      say(`${perspective}: seed ${seed + round}, ${worlds.asked()} requests, ${worlds.answered()} answered, ${findings.length} findings`);
      if (findings.length > 0) return findings;
    }
    return [];
  } finally {
    await worlds.stop();
  }
};

const changes: Part = async (ground, { seed, size, untilFound, goOn }) => {
  const refusals = await openRefusals(ground);
  try {
    for (let round = 0; goOn(round); round += 1) {
      const findings = await refusals.send(seed + round, size, untilFound);
      say(`changes: seed ${seed + round}, ${refusals.asked()} requests, ${refusals.refused()} refused, ${findings.length} findings`);
      if (findings.length > 0) return findings;
    }
    return [];
  } finally {
    await refusals.stop();
  }
};

const doors: Part = async (ground) => {
  const world = await openWorld(ground, { variant: 0, perspective: 'rep' });
  const findings: Finding[] = [];
  for (const caller of CALLERS) findings.push(...(await knockOnEveryDoor(world, caller)));
  await world.stop();
  say(`doors: ${findings.length} findings`);
  return findings;
};

const revocation: Part = async (ground) => {
  const findings = await proveRevocation(ground);
  say(`revocation: ${findings.length} findings`);
  return findings;
};

const PARTS: Readonly<Record<PlantedLeak['by'], Part>> = { doors, revocation, rep: twins('rep'), manager: twins('manager'), changes };

async function prove({ minutes = 1, seed = Date.now() % 2 ** 31, rounds = Infinity, part, ground: given, groundTo }: Given): Promise<void> {
  if (groundTo !== undefined) return writeFileSync(groundTo, JSON.stringify(await makeGround()));
  say(`seed ${seed}`);
  const ground = given ?? (await makeGround());
  const parts = part === undefined ? Object.values(PARTS) : [PARTS[part]];
  const findings: Finding[] = [];
  const started = Date.now();
  for (const [at, one] of parts.entries()) {
    // What takes long has an equal share of the time.
    const deadline = started + (minutes * 60_000 * (at + 1)) / parts.length;
    findings.push(...(await one(ground, { seed, size: 200, untilFound: part !== undefined, goOn: (round) => round === 0 || (round < rounds && Date.now() < deadline) })));
  }
  if (!given) await dropGround(ground);
  for (const finding of ofEachKind(findings)) say(JSON.stringify(finding, null, 1));
  say(findings.length === 0 ? 'Nothing was found.' : `${findings.length} findings; ask again with --seed ${seed}.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

/** The first of each oracle and path. */
function ofEachKind(all: readonly Finding[]): Finding[] {
  const kinds = new Map<string, Finding>();
  for (const finding of all) {
    const { path = '' } = finding.request as { path?: string };
    const kind = `${finding.oracle} ${path.replaceAll(/[0-9a-f-]{36}|\?.*$/g, '')}`;
    if (!kinds.has(kind)) kinds.set(kind, finding);
  }
  // That something broke says the least.
  return [...kinds.values()].sort((one, other) => Number(one.oracle === 'broken') - Number(other.oracle === 'broken')).slice(0, 12);
}

await prove(JSON.parse(process.env['TESSERA_PROVE'] ?? '{}') as Given);
// Connections of servers that were stopped may linger.
process.exit();
