import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemAccess } from '@tessera/access';
import type { Filter, SortKey } from '@tessera/contract';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import { pathsFrom, someSort } from '../testing/spec-questions.ts';
import { below, chance, loadStatements, makeWorld, ME, schemaStatements, specDesign } from '../testing/spec-world.ts';
import { readPage, type SpecPage } from '../testing/spec-rows.ts';
import { exportQuery, pageQuery, type PageMark, type ReadContext } from './index.ts';

const design = specDesign();
const world = makeWorld(design, chance(11), 60);
const context: ReadContext = { schema: 'ws_spec', design, access: systemAccess(), member: ME, timeZone: 'Asia/Shanghai' };
const living = (entity: string): number => world[entity]!.filter(({ deleted_at }) => deleted_at === null).length;

describe('paging', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
    for (const { text, values } of loadStatements('ws_spec', design, world)) await db.query(text, values);
  });
  afterAll(() => db.drop());

  async function page(entity: string, sort: readonly SortKey[], limit: number, mark?: PageMark, fields: readonly string[] = [], filter?: Filter): Promise<SpecPage> {
    const question = pageQuery(context, { entity, fields, sort, limit, filter });
    if (!question.ok) throw new Error(JSON.stringify(question.problem));
    return readPage(db, question.value.statement(mark));
  }
  const idsOf = ({ rows }: SpecPage): string[] => rows.map(({ id }) => id);

  async function allPages(entity: string, sort: readonly SortKey[], limit: number): Promise<string[][]> {
    const pages: string[][] = [];
    for (let at = await page(entity, sort, limit); ; at = await page(entity, sort, limit, { side: 'after', keys: at.next! })) {
      pages.push(idsOf(at));
      expect(at.count).toBe(at.next ? limit : idsOf(at).length);
      expect(at.prev === null).toBe(pages.length === 1);
      if (!at.next) return pages;
      expect(pages.length).toBeLessThan(1000);
    }
  }

  /** From the end of the list to its beginning. */
  async function pagesBack(entity: string, sort: readonly SortKey[], limit: number, from: SpecPage): Promise<string[][]> {
    const pages: string[][] = [];
    for (let at = from; at.prev !== null; ) {
      at = await page(entity, sort, limit, { side: 'before', keys: at.prev });
      pages.unshift(idsOf(at));
      expect(at.next).not.toBeNull();
      expect(pages.length).toBeLessThan(1000);
    }
    return pages;
  }

  it('visits every row once, in the order of one long page, however it is sorted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('account', 'contact', 'order'), fc.nat(), fc.integer({ min: 3, max: 25 }), async (entity, seed, limit) => {
        const sort = someSort({ design, random: chance(seed), worlds: [world] }, entity, pathsFrom(design, entity));
        const whole = idsOf(await page(entity, sort, 1000));
        expect(whole).toHaveLength(living(entity));
        expect([sort, (await allPages(entity, sort, limit)).flat()]).toEqual([sort, whole]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('goes back through the very rows it came by, from any page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('account', 'contact', 'order'), fc.nat(), fc.integer({ min: 2, max: 20 }), async (entity, seed, limit) => {
        const random = chance(seed);
        const sort = someSort({ design, random, worlds: [world] }, entity, pathsFrom(design, entity));
        let at = await page(entity, sort, limit);
        const seen: string[][] = [];
        for (let steps = below(random, 6); steps > 0 && at.next; steps -= 1) {
          seen.push(idsOf(at));
          at = await page(entity, sort, limit, { side: 'after', keys: at.next });
        }
        expect([sort, await pagesBack(entity, sort, limit, at)]).toEqual([sort, seen]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('goes through the empty values of an indexed title as through any others', async () => {
    await db.query(`UPDATE ws_spec.account SET name = NULL WHERE employees > 15`);
    for (const desc of [false, true]) {
      const sort = [{ field: 'name', desc }];
      const whole = idsOf(await page('account', sort, 1000));
      for (const limit of [1, 4, 7]) expect((await allPages('account', sort, limit)).flat()).toEqual(whole);
    }
  });

  it('puts empty values last when ascending and first when descending', async () => {
    const values = async (desc: boolean): Promise<unknown[]> =>
      (await page('account', [{ field: 'employees', desc }], 1000, undefined, ['employees'])).rows.map(({ values }) => values['employees']);
    const [up, down] = [await values(false), await values(true)];
    const empty = up.filter((value) => value === null).length;
    expect(empty).toBeGreaterThan(0);
    const numbers = up.slice(0, up.length - empty).map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(up.slice(-empty).every((value) => value === null)).toBe(true);
    expect(down).toEqual([...up].reverse());
  });

  it('sorts Chinese by pinyin', async () => {
    await db.query(`UPDATE ws_spec.contact SET name = NULL`);
    const [a, b, c] = world['contact']!.filter(({ deleted_at }) => deleted_at === null).map(({ id }) => id);
    for (const [id, name] of [[a, '张三'], [b, '李四'], [c, '安迪']]) await db.query(`UPDATE ws_spec.contact SET name = $2 WHERE id = $1`, [id, name]);
    expect(idsOf(await page('contact', [{ field: 'name' }], 3))).toEqual([c, b, a]);
  });

  it('keeps its place on instants that differ by microseconds', async () => {
    const ids = world['order']!.map(({ id }) => id);
    for (const [index, id] of ids.entries()) await db.query(`UPDATE ws_spec."order" SET created_at = timestamptz '2024-01-01Z' + $2 * interval '1 microsecond' WHERE id = $1`, [id, index % 9]);
    const sort = [{ field: 'created_at', desc: true }];
    expect((await allPages('order', sort, 2)).flat()).toEqual(idsOf(await page('order', sort, 1000)));
  });

  it('says how many rows are on the page and whether there are more', async () => {
    const count = living('product');
    const [exact, short] = [await page('product', [], count), await page('product', [], count - 1)];
    expect([exact.count, exact.next]).toEqual([count, null]);
    expect([short.count, short.next!.length]).toEqual([count - 1, 2]);
    expect(await page('product', [], 5, undefined, [], { or: [] })).toEqual({ rows: [], count: 0, next: null, prev: null });
  });

  it('exports in the order in which it pages', async () => {
    const sort = [{ field: 'account' }, { field: 'placed', desc: true }];
    const statement = exportQuery(context, { entity: 'order', fields: ['id'], sort });
    if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
    const rows = await db.query<{ c0: string }>(statement.value.text, statement.value.values);
    expect(rows.map(({ c0 }) => c0)).toEqual(idsOf(await page('order', sort, 1000)));
  });
});
