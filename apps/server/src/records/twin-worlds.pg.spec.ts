/**
 * The same questions, made by chance, are asked of two worlds that differ only in what the asker may not see. Every
 * byte of the answers must be the same. On failure the seed is named; give it as SEED to ask the same again.
 */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { found, idOf, startRestrictedWorld, type RestrictedWorld } from './testing/restricted-world.ts';

const QUESTIONS = 250;
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  account: ['name', 'city', 'level', 'type', 'owner', 'code', 'created_at', 'version', 'parent_account', 'credit_limit', 'tax_no', 'room', 'parent_account.name'],
  contact: ['name', 'title', 'account', 'account.name', 'account.city', 'account.owner', 'account.credit_limit', 'mobile', 'wechat', 'owner'],
  order: ['code', 'status', 'account', 'account.name', 'total', 'order_date', 'account.room', 'owner', 'lines'],
  order_line: ['product', 'quantity', 'amount', 'unit_price', 'description', 'parent', 'parent.code', 'product.cost', 'product.name'],
  product: ['name', 'unit_price', 'cost', 'status'],
};
/** Ways to other rows, some of them to what is hidden or is not there. */
const RELATED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  account: [['contact:account', 'contact'], ['order:account', 'order'], ['account:parent_account', 'account'], ['parent_account', 'account'], ['opportunity:account', 'account'], ['no:where', 'account']],
  contact: [['account', 'account'], ['no_such', 'account']],
  order: [['lines', 'order_line'], ['account', 'account']],
  order_line: [['product', 'product']],
  product: [['order_line:product', 'order_line']],
};
const BUCKETS = ['day', 'week', 'month', 'year'];
const AGGREGATES = ['count', 'filled', 'empty', 'unique', 'sum', 'avg', 'min', 'max'];
const OPERATORS = ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'gt', 'gte', 'lt', 'lte', 'isEmpty', 'isNotEmpty'];

let world: RestrictedWorld;
beforeAll(async () => {
  world = await startRestrictedWorld();
});
afterAll(() => world.crm.stop());

it('answers a representative the same, whatever is hidden from them', async () => {
  const seed = Number(process.env['SEED'] ?? 20_261_122);
  const guesses = [...(await cellsOf(world)), ...world.marks().slice(0, 40)];
  const questions = makeQuestions(seed, guesses);
  const before = await askAll(world.rep, questions);
  const marks = [...world.marks()];
  await world.change();
  expect(world.marks().filter((mark) => marks.includes(mark))).toEqual([]);
  const after = await askAll(world.rep, questions);

  const different = questions.flatMap((question, at) => (before[at] === after[at] ? [] : [{ seed, question, before: before[at], after: after[at] }]));
  expect(different.slice(0, 1)).toEqual([]);
  // What the asker has guessed is their own.
  const told = questions.flatMap((question, at) => found(before[at] ?? '', marks).filter((mark) => !JSON.stringify(question).includes(mark)).map((mark) => ({ seed, question, mark })));
  expect(told).toEqual([]);
  expect(before.filter((answer) => answer.startsWith('200')).length).toBeGreaterThan(QUESTIONS / 4);
  expect(before.filter((answer) => answer.length > 400).length).toBeGreaterThan(QUESTIONS / 8);
});

it('would have noticed: an administrator is answered differently', async () => {
  const questions = makeQuestions(1, await cellsOf(world));
  const before = await askAll(world.crm.admin, questions);
  await world.change();
  const after = await askAll(world.crm.admin, questions);
  expect(before.filter((answer, at) => answer !== after[at]).length).toBeGreaterThan(20);
});

interface Question {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Also asks for the page after. */
  readonly pages?: boolean;
}

function makeQuestions(seed: number, guesses: readonly unknown[]): Question[] {
  const random = mulberry32(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = <T>(list: readonly T[], most: number): T[] => Array.from({ length: below(most + 1) }, () => pick(list));

  const operand = (op: string): unknown => {
    const value = pick(guesses);
    if (op === 'in' || op === 'notIn') return [value, pick(guesses)];
    return (op === 'contains' || op === 'startsWith') && typeof value === 'string' ? value.slice(below(2), 2 + below(8)) : value;
  };
  const condition = (entity: string): unknown => {
    const [field, op] = [pick(FIELDS[entity] ?? []), pick(OPERATORS)];
    return op.startsWith('is') ? { field, op } : { field, op, value: random() < 0.2 ? { var: 'me' } : operand(op) };
  };
  const related = (entity: string, depth: number): unknown => {
    const [name, target] = pick(RELATED[entity] ?? []);
    if (random() < 0.4) return { related: name, count: { op: pick(['eq', 'gt', 'lte']), value: below(4) }, ...(random() < 0.5 ? { where: filter(target, depth + 1) } : {}) };
    return { related: name, [pick(['some', 'none', 'every'])]: filter(target, depth + 1) };
  };
  const filter = (entity: string, depth = 0): unknown => {
    const kind = depth > 2 ? 9 : below(10);
    if (kind === 3) return related(entity, depth);
    if (kind < 2) return { [kind === 0 ? 'and' : 'or']: Array.from({ length: 1 + below(2) }, () => filter(entity, depth + 1)) };
    return kind === 2 ? { not: filter(entity, depth + 1) } : condition(entity);
  };
  const sort = (entity: string) => some(FIELDS[entity] ?? [], 2).map((field) => ({ field, desc: random() < 0.5 }));
  const onlyFilter = ({ sort: _, ...rest }: { sort?: unknown }): object => rest;
  const id = (entity: string): string => idOf(entity, pick([0, 1, 2, 3, 5, 10, 11, 12, 14, 99]));
  const asked = (entity: string) => ({
    ...(random() < 0.6 ? { filter: filter(entity) } : {}),
    ...(random() < 0.5 ? { sort: sort(entity) } : {}),
    ...(random() < 0.25 ? { search: String(pick(guesses)).slice(0, 3 + below(12)) } : {}),
  });

  return Array.from({ length: QUESTIONS }, (): Question => {
    const entity = pick(Object.keys(FIELDS));
    const at = `/api/records/${entity}`;
    switch (below(16)) {
      case 0:
        return { method: 'POST', path: `${at}/count`, body: onlyFilter(asked(entity)) };
      case 1:
        return { method: 'POST', path: `${at}/export`, body: asked(entity) };
      case 2:
        return { method: 'GET', path: `${at}/${id(entity)}` };
      case 3:
        return { method: 'GET', path: `${at}/${id(entity)}/history` };
      case 4:
        // Only what is refused in either world: nothing may be changed between the questions.
        return { method: 'PATCH', path: `${at}/${id(entity)}`, body: { version: 1, values: { [pick(['credit_limit', 'tax_no', 'room', 'nothing'])]: pick(guesses) } } };
      case 5:
        return { method: 'POST', path: '/api/records/contact', body: { values: { name: 'x', account: idOf('account', pick([10, 11, 12, 17, 99])) } } };
      case 6:
        return pick<Question>([{ method: 'DELETE', path: `${at}/${id(entity)}?version=1` }, { method: 'GET', path: '/api/app' }, { method: 'GET', path: `${at}/${id(entity)}/instances` }]);
      case 7:
        return { method: 'POST', path: `${at}/group`, body: { ...onlyFilter(asked(entity)), by: some(FIELDS[entity] ?? [], 2).map((field) => ({ field, ...(random() < 0.2 ? { bucket: pick(BUCKETS) } : {}) })), aggregates: [{ aggregate: 'count' }, ...some(FIELDS[entity] ?? [], 2).map((field) => ({ aggregate: pick(AGGREGATES), field }))] } };
      case 8:
        return { method: 'POST', path: `${at}/distinct`, body: { ...onlyFilter(asked(entity)), field: pick(FIELDS[entity] ?? []), ...(random() < 0.3 ? { startsWith: String(pick(guesses)).slice(0, 2) } : {}) } };
      case 9:
        return pick<Question>([{ method: 'GET', path: `${at}/trash` }, { method: 'POST', path: `${at}/duplicates`, body: { values: { name: String(pick(guesses)), tax_no: String(pick(guesses)) } } }, { method: 'POST', path: `${at}/bulk`, body: { mode: 'each', changes: [{ op: 'upsert', by: ['tax_no'], values: { tax_no: String(pick(guesses)), name: 'x' } }, { op: 'delete', id: id(entity), version: 77 }] } }]);
      case 10:
        return { method: 'POST', path: `${at}/query`, body: { ...asked(entity), expand: [pick(RELATED[entity] ?? [])[0]], limit: 1 + below(6) } };
      default:
        return { method: 'POST', path: `${at}/query`, pages: random() < 0.4, body: { ...asked(entity), ...(random() < 0.4 ? { fields: some(FIELDS[entity] ?? [], 4) } : {}), limit: 1 + below(6) } };
    }
  });
}

async function askAll(by: TestBrowser, questions: readonly Question[]): Promise<string[]> {
  const answers: string[] = [];
  for (const { method, path, body, pages = false } of questions) {
    const first = await by.send(method, path, body);
    const next = pages && first.status === 200 && first.body.next !== null ? await by.send(method, path, { ...(body as object), cursor: first.body.next }) : null;
    answers.push([first, next].map((answer) => (answer === null ? '' : bytesOf(answer))).join('\n'));
  }
  return answers;
}

/** A page mark is sealed anew each time; how long it is could tell something. */
const bytesOf = ({ status, text, headers }: TestAnswer): string => {
  const { 'x-request-id': _id, date: _date, ...others } = headers;
  const said = text.replaceAll(/"requestId":"[^"]*"/g, '').replaceAll(/"(next|prev)":"([^"]*)"/g, (_, side: string, mark: string) => `"${side}":${mark.length}`);
  return `${status} ${said} ${JSON.stringify(others)}`;
};

/** Cells as they are in the database: whoever guesses, guesses well. */
async function cellsOf({ crm }: RestrictedWorld): Promise<unknown[]> {
  const rows = await crm.db.query(`SELECT to_jsonb(a) AS row FROM ws_example.account a UNION ALL SELECT to_jsonb(c) FROM ws_example.contact c UNION ALL SELECT to_jsonb(p) FROM ws_example.product p`);
  const cells = rows.flatMap(({ row }) => Object.values(row as Record<string, unknown>)).filter((cell) => cell !== null && typeof cell !== 'object');
  return [...cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell)), 'a', '北', 'Mine', true, '0', 5];
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
