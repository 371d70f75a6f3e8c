/**
 * Oracle O2. The same questions, made by chance, are asked of two worlds that differ only in what the asker may not see;
 * every byte of the answers must be the same. And whoever looks through somebody's eyes is answered as they are.
 */

import { checkTrail } from './audit-trail.ts';
import { chanceOf } from './chance.ts';
import { openWorld, type CrmWorld, type Ground, type Someone } from './crm-ground.ts';
import { idOf, type Perspective } from './crm-rows.ts';
import { Interrogation, shown, type Finding } from './interrogation.ts';
import { makeQuestions, type Question } from './questions.ts';

export interface Twins {
  /** Asks a number of questions of both worlds; findings so far. */
  ask(seed: number, asMany: number, untilFound?: boolean): Promise<readonly Finding[]>;
  readonly asked: () => number;
  readonly answered: () => number;
  readonly worlds: readonly Interrogation[];
  stop(): Promise<void>;
}

const READERS: Readonly<Record<Perspective, readonly Someone[]>> = { rep: ['rep', 'rep', 'rep', 'key', 'viewer'], manager: ['manager', 'manager', 'manager', 'nobody', 'auditor'] };

export async function openTwins(ground: Ground, perspective: Perspective): Promise<Twins> {
  const [one, other] = await Promise.all([openWorld(ground, { variant: 0, perspective }), openWorld(ground, { variant: 1, perspective })]);
  const [left, right] = [new Interrogation(one, one.canaries), new Interrogation(other, other.canaries)];
  const readers = READERS[perspective].filter((who) => ground.identities[who] !== undefined);
  const guesses = [...(await cellsOf(one)), ...(await cellsOf(other))];
  const differences: Finding[] = [];
  const trail: Finding[] = [];
  let looked = false;
  const tasks = await idsIn(one, '_task');
  const instances = await idsIn(one, '_instance');

  const compare = async (question: Question): Promise<void> => {
    const [before, after] = await Promise.all([left.ask(question), right.ask(question)]);
    if (before.text !== after.text) differences.push({ oracle: 'O2 twin', request: shown(question), difference: firstDifference(before.text, after.text) });
    const renamed = hiddenAsMissing(question, ground);
    if (renamed) {
      if (before.status < 400) differences.push({ oracle: 'Q1 hidden as missing', request: shown(question), difference: 'names what is hidden and is not refused' });
      const missing = await left.ask(renamed);
      const plain = asMissing(before.text);
      if (missing.text !== plain) differences.push({ oracle: 'Q1 hidden as missing', request: shown(question), difference: firstDifference(plain, missing.text) });
    }
    const elsewhere = unseenAsMissing(question, perspective);
    if (elsewhere) {
      const missing = await left.ask(elsewhere.question);
      const plain = (text: string): string => text.replaceAll(elsewhere.id, '<id>').replaceAll(MISSING, '<id>');
      if (plain(missing.text) !== plain(before.text)) differences.push({ oracle: 'Q2 unseen as missing', request: shown(question), difference: firstDifference(plain(before.text), plain(missing.text)) });
    }
    if (question.who !== 'rep' || !ground.identities.viewer || question.path === '/api/session' || !isAsking(question)) return;
    const throughTheirEyes = await left.ask({ ...question, who: 'viewer' });
    if (throughTheirEyes.text !== before.text) differences.push({ oracle: 'view-as', request: shown(question), difference: firstDifference(before.text, throughTheirEyes.text) });
  };
  return {
    worlds: [left, right],
    asked: () => left.asked + right.asked,
    answered: () => left.answered + right.answered,
    ask: async (seed, asMany, untilFound = false) => {
      const questions = makeQuestions({ chance: chanceOf(seed), guesses, asMany, readers, links: perspective === 'rep' ? ground.links : {}, fileIds: ground.fileIds, tasks, instances });
      const found = (): Finding[] => [...differences, ...trail, ...left.findings, ...right.findings];
      for (const question of questions) {
        await compare(question);
        if (untilFound && found().some(({ oracle }) => oracle !== 'broken')) break;
      }
      // Of one person in a minute only so many refusals are written one by one: later rounds are not looked at.
      if (!untilFound && !looked) trail.push(...(await checkTrail(one, left.traffic)));
      looked = true;
      left.traffic.length = 0;
      return found();
    },
    stop: async () => {
      await Promise.all([one.stop(), other.stop()]);
    },
  };
}

/** Hidden on every row from whoever asks: what is computed from such a field as well. */
const HIDDEN_NAMES = /\b(card|credit_limit|contract|secret_partner|score|vip|head_limit|mobiles|margins)\b/g;

const asMissing = (text: string): string => text.replaceAll(HIDDEN_NAMES, (name) => `no_${name}`);

/** The same question with names that do not exist, where it names something hidden and nothing is refused before that. */
function hiddenAsMissing(question: Question, ground: Ground): Question | null {
  const { body, path, who, then } = question;
  if (!['rep', 'manager'].includes(who) || then || !/^\/api\/records\/customer\/(query|count|group|distinct|export)$/.test(path) || !ground.identities[who]) return null;
  const text = JSON.stringify(body);
  if (text.search(HIDDEN_NAMES) < 0) return null;
  // Only names of fields: what they are compared with stays.
  const rename = (value: unknown): unknown => (typeof value === 'string' ? asMissing(value) : Array.isArray(value) ? value.map(rename) : value);
  const renamed = JSON.stringify(body, (key, value: unknown) => (['field', 'fields', 'related', 'expand'].includes(key) ? rename(value) : value));
  if (renamed === text) return null;
  return { ...question, body: JSON.parse(renamed) };
}

const MISSING = idOf('customer', 99);
const UNSEEN: Readonly<Record<Perspective, readonly number[]>> = { rep: [13, 14, 21, 22, 23, 24, 25, 30, 41, 42], manager: [20, 21, 22, 23, 24, 25, 30, 41] };

/** The same question about a record that does not exist, where it is about a customer out of sight. */
function unseenAsMissing(question: Question, perspective: Perspective): { question: Question; id: string } | null {
  if (question.who !== perspective || question.then || !question.path.startsWith('/api/records/customer/') && !question.path.startsWith('/api/files/')) return null;
  const id = UNSEEN[perspective].map((n) => idOf('customer', n)).find((one) => question.path.includes(one));
  if (id === undefined) return null;
  const { body } = question;
  const renamed = body === undefined ? {} : { body: JSON.parse(JSON.stringify(body).replaceAll(id, MISSING)) as unknown };
  return { id, question: { ...question, path: question.path.replace(id, MISSING), ...renamed } };
}

/** Those that only look may ask; of the rest they are refused. */
const isAsking = ({ method, path }: Question): boolean => (method === 'GET' && !/^\/api\/(exports|imports|account|keys|shares)/.test(path)) || /\/(query|count|group|distinct|export|duplicates|explain)$/.test(path);

function firstDifference(one: string, other: string): { at: number; one: string; other: string } {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const piece = (text: string): string => text.slice(Math.max(0, at - 120), at + 240);
  return { at, one: piece(one), other: piece(other) };
}

const idsIn = async ({ server }: CrmWorld, table: string): Promise<string[]> => (await server.db.query<{ id: string }>(`SELECT id FROM ws_example."${table}" ORDER BY id`)).map(({ id }) => id);

/** Cells as they are stored. */
async function cellsOf({ server }: CrmWorld): Promise<unknown[]> {
  const rows = await server.db.query(`SELECT to_jsonb(a) AS row FROM ws_example.customer a UNION ALL SELECT to_jsonb(c) FROM ws_example.contact c UNION ALL SELECT to_jsonb(o) FROM ws_example.opportunity o UNION ALL SELECT to_jsonb(l) FROM ws_example.order_line l`);
  const cells = rows.flatMap(({ row }) => Object.values(row as Record<string, unknown>)).filter((cell) => cell !== null && typeof cell !== 'object');
  return [...new Set(cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell))), 'a', 'North', '139', 'CNRY', true, '0', 5, '100.00'];
}
