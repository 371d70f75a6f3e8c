import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess, type Access } from '@tessera/access';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import { SEARCH_TEXT_FUNCTION, searchIndex, searchedFields, indexedPart } from '../search-index.ts';
import { readPage } from '../testing/spec-rows.ts';
import { allow, chance, deny, loadStatements, makeWorld, ME, pick, role, schemaStatements, specDesign } from '../testing/spec-world.ts';
import { countQuery, pageQuery, type ReadContext } from './index.ts';

const design = specDesign();
const account = design.entities.get('account')!;
const world = makeWorld(design, chance(5), 80);

describe('the search box', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of ['CREATE EXTENSION pg_trgm', 'CREATE SCHEMA tessera', SEARCH_TEXT_FUNCTION, ...schemaStatements('ws_spec', design), searchIndex('ws_spec', account)!.sql]) await db.query(sql);
    for (const { text, values } of loadStatements('ws_spec', design, world)) await db.query(text, values);
  });
  afterAll(() => db.drop());

  const as = (access: Access, ready: boolean): ReadContext => ({ schema: 'ws_spec', design, access, member: ME, timeZone: 'UTC', stored: new Set(ready ? ['account.~search'] : []) });
  const everyone = systemAccess();
  async function found(context: ReadContext, search: string): Promise<string[]> {
    const question = pageQuery(context, { entity: 'account', fields: [], search, sort: [{ field: 'id' }], limit: 1000 });
    if (!question.ok) throw new Error(JSON.stringify(question.problem));
    return (await readPage(db, question.value.statement())).rows.map(({ id }) => id);
  }

  it('finds with its index what it finds without', async () => {
    const texts = world['account']!.flatMap(({ values }) => searchedFields(account).map((field) => values[field])).filter((text) => typeof text === 'string');
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 6 }), fc.boolean(), async (seed, start, length, upper) => {
        const characters = [...pick(chance(seed), texts)];
        const part = characters.slice(start % characters.length).slice(0, length).join('');
        const words = upper ? part.toUpperCase() : part;
        const rows = await found(as(everyone, false), words);
        expect([words, await found(as(everyone, true), words)]).toEqual([words, rows]);
        if (rows.length > 0) hits += 1;
      }),
      { numRuns: 150 },
    );
    expect(hits).toBeGreaterThan(100);
  }, 60_000);

  it('reads one or two Chinese characters, and three Latin ones, off the index', async () => {
    const client = await db.pool.connect();
    try {
      // On a small table any index of living rows would do.
      await client.query('SET enable_seqscan = off; BEGIN');
      for (const index of ['account.name.sort', 'account.created_at.list', 'account.owner.list']) await client.query(`DROP INDEX ws_spec."${index}"`);
      for (const [search, isIndexed] of [['华信', true], ['华', true], ['Alpha', true], ['华信 al', true], ['al', false], ['Ü', false]] as const) {
        const count = countQuery(as(everyone, true), { entity: 'account', search });
        if (!count.ok) throw new Error(JSON.stringify(count.problem));
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${count.value.values.reduce<string>((text, value, index) => text.replaceAll(`$${index + 1}::text`, `'${String(value)}'`), count.value.text)}`);
        const plan = rows.map((line) => line['QUERY PLAN']).join('\n');
        expect([search, plan.slice(0, 900), /Index Cond: .*search_text/.test(plan)]).toEqual([search, plan.slice(0, 900), isIndexed]);
      }
    } finally {
      await client.query('ROLLBACK; RESET ALL');
      client.release();
    }
  });

  it('never finds by what the reader may not read', async () => {
    const [row] = world['account']!.filter(({ deleted_at, values }) => deleted_at === null && typeof values['name'] === 'string');
    await db.query(`UPDATE ws_spec.account SET notes = '秘密词' WHERE id = $1`, [row!.id]);
    const blind = buildAccess({ design, roles: [role(allow('account'), deny('account', ['notes']))], member: ME });
    expect(await found(as(everyone, true), '秘密')).toEqual([row!.id]);
    expect(await found(as(blind, true), '秘密')).toEqual([]);
  });

  it('asks the index for nothing it cannot tell', () => {
    expect(['ab', '-', '%', 'É', '，', ' a b ', ''].map(indexedPart)).toEqual([null, null, null, null, null, null, null]);
    expect(['华信', '华', 'ABC', 'x华1', '华 信', 'ab信'].map(indexedPart)).toEqual(['q华q信q', 'q华q', 'abc', 'xq华q1', 'q华q q信q', 'abq信q']);
  });
});
