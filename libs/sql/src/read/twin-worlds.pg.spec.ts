import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess } from '@tessera/access';
import { GROUP_AGGREGATES, type Result, type RoleDocument } from '@tessera/contract';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import type { SqlText } from '../statement.ts';
import { pathsFrom, relatedFrom, somePart, someFilter, someSort, type QuestionMaker } from '../testing/spec-questions.ts';
import { readPage } from '../testing/spec-rows.ts';
import { isVisible, type Reader } from '../testing/spec-scope.ts';
import { MARK, withHiddenMade } from '../testing/spec-twins.ts';
import { allow, below, chance, deny, loadStatements, makeWorld, ME, pick, role, schemaStatements, specDesign, type Chance, type World } from '../testing/spec-world.ts';
import { countQuery, distinctQuery, exportQuery, groupQuery, labelsQuery, pageQuery, recordQuery, trashQuery, type GroupRequest, type PageMark, type PageRequest, type ReadContext } from './index.ts';

const design = specDesign();
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const look = { actions: ['read', 'export'] as ('read' | 'export')[] };

/** Ways to be shut out: fields, rows, fields on some rows, links, subforms, several roles at once. */
const READERS: Readonly<Record<string, readonly RoleDocument[]>> = {
  'whose fields are hidden': [role(allow('*', look), deny('account', ['credit_limit', 'notes', 'manager'], look), deny('product', ['cost', 'title'], look), deny('order_line', ['price'], look))],
  'who sees own rows': [role(allow('*', { ...look, where: mine }))],
  'who sees what hangs on own accounts': [role(allow('account', { ...look, where: mine }), allow('order', { ...look, where: { field: 'account.owner', op: 'eq', value: { var: 'me' } } }), allow('product', look))],
  'who sees some rows and hidden fields of what hangs on everything': [role(allow('account', look), allow('product', look), allow('contact', { ...look, where: mine }), deny('contact', ['watchers'], look), allow('order', { ...look, where: { related: 'lines', some: { field: 'quantity', op: 'gt', value: '12' } } }), deny('order', ['paid'], { ...look, where: { field: 'status', op: 'eq', value: 'draft' } }))],
  'who sees links to records that are not theirs': [role(allow('contact', look), allow('order', look), allow('account', { ...look, where: mine }), allow('product', { ...look, where: { field: 'price', op: 'gt', value: '3' } }))],
  'who sees no account at all': [role(allow('contact', look), allow('order', look))],
  'who sees some fields on some rows': [
    role(allow('account', look), deny('account', ['name', 'phone', 'level', 'employees', 'tags'], { ...look, where: { not: { field: 'vip', op: 'eq', value: true } } }), allow('contact', look), allow('order', look), deny('order', ['lines', 'account'], { ...look, where: { field: 'status', op: 'eq', value: 'draft' } }), allow('product', look)),
  ],
  'to whom cells are masked': [
    role(
      allow('*', look),
      allow('account', { fields: ['name'], mask: { start: 1, end: 1 }, where: { field: 'vip', op: 'eq', value: true } }),
      allow('account', { fields: ['phone', 'credit_limit', 'tags', 'vip', 'level'], mask: { start: 2, end: 2 }, where: { not: mine } }),
      allow('contact', { fields: ['phone', 'birthday', 'watchers'], mask: { start: 0, end: 0 } }),
      allow('contact', { fields: ['name'], mask: { start: 1, end: 0 }, where: { formula: 'owner <> ME()' } }),
      allow('product', { fields: ['title', 'cost'], mask: { start: 1, end: 2 } }),
      allow('order_line', { fields: ['price'], mask: { start: 1, end: 1 }, where: { field: 'quantity', op: 'gt', value: '10' } }),
    ),
  ],
  'who sees what their team has': [
    role(allow('account', { ...look, where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }), allow('contact', { ...look, where: { field: 'team', op: 'in', value: { var: 'myDepartmentsBelow' } } }), deny('contact', ['phone'], { ...look, where: { field: 'owner', op: 'notIn', value: { var: 'myReports' } } }), allow('product', look)),
    { ...role(allow('order', { ...look, where: { formula: 'AND(status = "draft", NOT(ISBLANK(account)))' } }), allow('contact', { fields: ['phone'], mask: { start: 1, end: 0 } })), key: 'second' },
  ],
  'with two roles': [
    role(allow('account', { ...look, where: mine })),
    { ...role(allow('account', { ...look, fields: ['name', 'level'], where: { field: 'vip', op: 'eq', value: true } }), allow('contact', { ...look, where: { field: 'account.vip', op: 'eq', value: true } })), key: 'second' },
  ],
};

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  for (const schema of ['ws_left', 'ws_right']) for (const sql of schemaStatements(schema, design)) await db.query(sql);
});
afterAll(() => db.drop());

describe.each(Object.entries(READERS))('a reader %s', (_, roles) => {
  const access = buildAccess({ design, roles, member: ME });
  const context = (schema: string): ReadContext => ({ schema, design, access, member: ME, timeZone: 'Asia/Shanghai' });

  /** A question as the two schemas are asked it; the same for both. */
  type Question = (context: ReadContext) => Result<SqlText, unknown>;

  async function answer(question: Question, schema: string): Promise<string> {
    const statement = question(context(schema));
    if (!statement.ok) return JSON.stringify(statement.problem);
    return JSON.stringify(await db.query(statement.value.text, statement.value.values));
  }

  const page = (asker: ReadContext, request: PageRequest, mark?: PageMark): Result<SqlText, unknown> => {
    const question = pageQuery(asker, request);
    return question.ok ? { ok: true, value: question.value.statement(mark) } : question;
  };

  it('gets the same answers from two worlds that differ only in what they may not see, and never what is hidden', async () => {
    let asked = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const random = chance(seed);
        const base: Reader = { design, access, world: makeWorld(design, random, 14) };
        const worlds = [withHiddenMade(base, random), withHiddenMade(base, random)] as const;
        for (const [schema, world] of [['ws_left', worlds[0]], ['ws_right', worlds[1]]] as const) {
          for (const { text, values } of loadStatements(schema, design, world)) await db.query(text, values);
        }
        const maker = { design, random, worlds };
        for (let count = 0; count < 12; count += 1) {
          const entity = pick(random, ['account', 'contact', 'order', 'order_line', 'product']);
          const question = someQuestion(maker, entity, await someCursor(random, entity));
          const [left, right] = [await answer(question, 'ws_left'), await answer(question, 'ws_right')];
          expect(left).toBe(right);
          expect(left).not.toContain(MARK.text);
          expect(left).not.toContain(MARK.digits);
          asked += 1;
          if (left.length > 200) found += 1;
        }
      }),
      { numRuns: 10 },
    );
    // Not because there was nothing to see.
    expect(found).toBeGreaterThan(asked / 20);
  }, 60_000);

  it('sees the rows in scope and no other', async () => {
    const reader: Reader = { design, access, world: makeWorld(design, chance(3), 14) };
    for (const { text, values } of loadStatements('ws_left', design, reader.world)) await db.query(text, values);
    for (const entity of design.entities.keys()) {
      const all = pageQuery(context('ws_left'), { entity, fields: [], sort: [{ field: 'id' }], limit: 1000 });
      const { rows } = all.ok ? await readPage(db, all.value.statement()) : { rows: [] };
      const visible = reader.world[entity]!.filter((row) => isVisible(reader, entity, row));
      expect(rows.map(({ id }) => id)).toEqual(visible.map(({ id }) => id).sort());
    }
  });

  /** Where a page of the left world ends: an honest place to go on from in either. */
  async function someCursor(random: Chance, entity: string): Promise<{ sort: ReturnType<typeof someSort>; mark?: PageMark }> {
    const known = readable(entity);
    if (known.length === 0) return { sort: [] };
    const sort = someSort({ design, random, worlds: [] }, entity, known);
    const question = pageQuery(context('ws_left'), { entity, fields: [], sort, limit: 2 });
    if (!question.ok || random() < 0.3) return { sort };
    const { next } = await readPage(db, question.value.statement());
    return next ? { sort, mark: { side: random() < 0.5 ? 'after' : 'before', keys: next } } : { sort };
  }

  /** Paths that are no mistake to ask for. */
  const readablePaths = new Map([...design.entities.keys()].map((entity) => [entity, pathsFrom(design, entity).filter((path) => pageQuery(context('ws_left'), { entity, fields: [path], limit: 1 }).ok)]));
  const readable = (entity: string): readonly string[] => readablePaths.get(entity) ?? [];

  function someQuestion(maker: QuestionMaker, entity: string, { sort, mark }: { sort: ReturnType<typeof someSort>; mark?: PageMark }): Question {
    const { random, worlds } = maker;
    const pathsOf = random() < 0.9 ? readable : (of: string) => pathsFrom(design, of);
    const paths = pathsOf(entity);
    const filter = random() < 0.7 && paths.length > 0 ? someFilter(maker, entity, pathsOf) : undefined;
    const expand = relatedFrom(design, entity).filter((name) => random() < 0.2 && pageQuery(context('ws_left'), { entity, expand: [name], limit: 1 }).ok);
    const search = random() < 0.3 ? someSearch(random, worlds, entity) : undefined;
    const ids = worlds.flatMap((world) => world[entity] ?? []).map(({ id }) => id);
    switch (below(random, 10)) {
      case 0:
        return (asker) => countQuery(asker, { entity, filter, search });
      case 1:
        return (asker) => recordQuery(asker, { entity, id: pick(chance(ids.length), ids) });
      case 2:
        return (asker) => labelsQuery(asker, entity, ids);
      case 4: {
        const isAsked = (more: Partial<GroupRequest>): boolean => groupQuery(context('ws_left'), { entity, by: [], aggregates: [], limit: 1, ...more }).ok;
        const by = [pick(random, paths), pick(random, paths)].map((field) => ({ field: field ?? 'name' })).filter((key) => isAsked({ by: [key] }));
        const aggregates = [1, 2, 3].map(() => ({ aggregate: pick(random, GROUP_AGGREGATES), field: pick(random, paths) })).filter((aggregate) => isAsked({ aggregates: [aggregate] }));
        const request: GroupRequest = { entity, filter, search, by: by.slice(0, 1 + below(random, 2)), aggregates: [{ aggregate: 'count' }, ...aggregates], limit: 5 };
        return (asker) => groupQuery(asker, request);
      }
      case 5: {
        const field = pick(random, paths) ?? 'name';
        const startsWith = random() < 0.5 ? undefined : somePart(random, MARK.text);
        return (asker) => distinctQuery(asker, { entity, field, filter, search, startsWith, limit: 5 });
      }
      case 6:
        return (asker) => trashQuery(asker, entity, 50);
      case 3:
        return (asker) => exportQuery(asker, { entity, filter, sort, search });
      default: {
        const fields = random() < 0.5 ? undefined : paths.filter(() => random() < 0.3);
        const limit = 1 + below(random, 6);
        return (asker) => page(asker, { entity, fields, filter, sort, search, limit, expand }, mark);
      }
    }
  }
});

function someSearch(random: Chance, worlds: readonly World[], entity: string): string {
  const texts = worlds.flatMap((world) => world[entity] ?? []).flatMap(({ values }) => Object.values(values).filter((value) => typeof value === 'string'));
  return random() < 0.3 ? MARK.text : somePart(random, pick(random, texts));
}
