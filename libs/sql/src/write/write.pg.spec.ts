import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import type { SqlText } from '../statement.ts';
import { chance, makeWorld, ME, MEMBERS, newId, schemaStatements, specDesign, storedKeys } from '../testing/spec-world.ts';
import { aliveTargets, insertRows, linkedRows, linksOfRecords, lockChildrenOf, lockRows, markRows, replaceLinks, takeNumbers, updateRows, type LockedRow, type NewRow, type RecordTable } from './index.ts';

const design = specDesign();
const table = (entity: string): RecordTable => ({ schema: 'ws_spec', design, entity });
const moment = { at: '2024-01-05T08:09:10.123Z', by: ME };
const later = { at: '2024-02-01T00:00:00.000Z', by: MEMBERS[1] };
const random = chance(5);

/** Values that have a column. */
const withoutLinks = (entity: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => storedKeys(design.entities.get(entity)!).includes(key)));

describe('the write door', () => {
  let db: TestDatabase;
  const run = <Row extends object>({ text, values }: SqlText): Promise<Row[]> => db.query(text, values) as unknown as Promise<Row[]>;
  const locked = async (entity: string, id: string): Promise<{ version: number; record: Record<string, unknown> } | null> => {
    const [row] = await run<LockedRow>(lockRows({ ...table(entity), ids: [id], for: 'change' }, null));
    return row ? { version: row.version, record: JSON.parse(row.record) } : null;
  };
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  beforeEach(async () => {
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
  });
  afterAll(() => db.drop());

  it('reads back what it wrote, in wire form, one by one or many at once', async () => {
    const world = makeWorld(design, random, 12);
    for (const entity of ['account', 'product', 'contact', 'order', 'order_line']) {
      const rows = world[entity]!;
      const records = rows.map(({ id, values, parent, position }): NewRow => ({ id, parent, position, values: withoutLinks(entity, values) }));
      await run(insertRows(table(entity), records.slice(0, 1), moment));
      await run(insertRows(table(entity), records.slice(1), moment));
      for (const { id, values } of rows) {
        const row = await locked(entity, id);
        expect(row).toMatchObject({ version: 1, record: { id, version: 1, created_at: moment.at, created_by: ME, updated_at: moment.at, updated_by: ME } });
        expect(Object.fromEntries(storedKeys(design.entities.get(entity)!).map((key) => [key, row!.record[key]]))).toEqual(withoutLinks(entity, values));
      }
    }
  });

  it('changes only what it is given', async () => {
    const id = newId(random);
    await run(insertRows(table('product'), [{ id, values: { title: 'Desk', price: '10.00', cost: '7.00' } }], moment));
    expect(await run(updateRows(table('product'), [{ id, values: { price: null } }], later))).toMatchObject([{ version: 2 }]);
    expect(await locked('product', id)).toMatchObject({ version: 2, record: { title: 'Desk', price: null, cost: '7.00', created_at: moment.at, updated_at: later.at, updated_by: later.by } });
    expect(await run(updateRows(table('product'), [{ id, values: {} }], later))).toMatchObject([{ version: 3 }]);
  });

  it('deletes once, and finds nothing to lock or change after', async () => {
    const id = newId(random);
    await run(insertRows(table('product'), [{ id, values: { title: 'Desk' } }], moment));
    expect(await run(markRows(table('product'), [id], true, later))).toMatchObject([{ id, version: 2 }]);
    expect(await run(markRows(table('product'), [id], true, later))).toEqual([]);
    expect(await locked('product', id)).toBeNull();
    expect(await run(updateRows(table('product'), [{ id, values: { title: 'x' } }], later))).toEqual([]);
  });

  it('keeps child rows in their order', async () => {
    const [order, a, b, c] = [newId(random), newId(random), newId(random), newId(random)];
    await run(insertRows(table('order'), [{ id: order, values: {} }], moment));
    await run(insertRows(table('order_line'), [a, b, c].map((id, position) => ({ id, parent: order, position, values: { quantity: String(position) } })), moment));
    await run(updateRows(table('order_line'), [{ id: a, values: {}, position: 9 }, { id: b, values: { quantity: '7' } }], later));
    await run(markRows(table('order_line'), [c], true, later));
    const rows = await run<LockedRow>(lockChildrenOf({ ...table('order_line'), parents: [order] }));
    expect(rows.map(({ id, record }) => [id, JSON.parse(record).position, JSON.parse(record).parent])).toEqual([[b, 1, order], [a, 9, order]]);
  });

  it('counts without gaps or doubles, for many at once', async () => {
    const take = (count: number, period = '2024') => run<{ value: number }>(takeNumbers({ schema: 'ws_spec', key: 'order.number', period, count }));
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(3)));
    const numbers = taken.flatMap(([row]) => [row!.value - 2, row!.value - 1, row!.value]).sort((x, y) => x - y);
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(await take(1, '2025')).toEqual([{ value: 1 }]);
  });

  it('lets others link to a record that is being changed, and not to one that is being deleted', async () => {
    const id = newId(random);
    await run(insertRows(table('account'), [{ id, values: { name: 'A' } }], moment));
    const [one, other] = [await db.pool.connect(), await db.pool.connect()];
    const on = (client: typeof one, { text, values }: SqlText) => client.query(text, values);
    try {
      const hold = aliveTargets('ws_spec', [{ entity: 'account', ids: [id] }])!;
      for (const purpose of ['change', 'delete'] as const) {
        await one.query('BEGIN');
        await other.query(`BEGIN; SET LOCAL lock_timeout = '100ms'`);
        await on(one, lockRows({ ...table('account'), ids: [id], for: purpose }, null));
        if (purpose === 'change') expect((await on(other, hold)).rows).toEqual([{ entity: 'account', id }]);
        else await expect(on(other, hold)).rejects.toMatchObject({ code: '55P03' });
        await other.query('ROLLBACK');
        await one.query('ROLLBACK');
      }
      await run(markRows(table('account'), [id], true, later));
      expect(await run(hold)).toEqual([]);
    } finally {
      one.release();
      other.release();
    }
  });

  it('finds who links to a record, but not from deleted records or rows of deleted records', async () => {
    const [product, order, gone, line, deadLine, otherLine] = Array.from({ length: 6 }, () => newId(random)) as [string, string, string, string, string, string];
    await run(insertRows(table('product'), [{ id: product, values: {} }], moment));
    await run(insertRows(table('order'), [{ id: order, values: {} }, { id: gone, values: {} }], moment));
    await run(insertRows(table('order_line'), [
      { id: line, parent: order, position: 0, values: { product } },
      { id: deadLine, parent: order, position: 1, values: { product } },
      { id: otherLine, parent: gone, position: 0, values: { product } },
    ], moment));
    await run(markRows(table('order_line'), [deadLine], true, later));
    await run(markRows(table('order'), [gone], true, later));
    const asked = { ...table('order_line'), field: 'product', many: false, targets: [product] };
    expect(await run(linkedRows({ ...asked, limit: 10 }))).toEqual([{ id: line, target: product }]);
    expect(await run(linkedRows({ ...asked, limit: 'one each' }))).toEqual([{ id: line, target: product }]);
    expect(await run(linkedRows({ ...asked, except: [line], limit: 10 }))).toEqual([]);
  });

  it('replaces a list of links as a whole, keeps its order, and finds it from the other end', async () => {
    const [contact, a, b, c] = Array.from({ length: 4 }, () => newId(random)) as [string, string, string, string];
    await run(insertRows(table('contact'), [{ id: contact, values: {} }], moment));
    await run(insertRows(table('product'), [a, b, c].map((id) => ({ id, values: {} })), moment));
    const request = { ...table('contact'), field: 'interests' };
    const links = () => run(linksOfRecords({ ...request, records: [contact] }));
    await run(replaceLinks({ ...request, lists: [{ record: contact, ids: [a, b] }] }));
    expect(await links()).toEqual([{ record: contact, ids: [a, b] }]);
    await run(replaceLinks({ ...request, lists: [{ record: contact, ids: [c, b] }] }));
    expect(await links()).toEqual([{ record: contact, ids: [c, b] }]);
    expect(await run(linkedRows({ ...request, many: true, targets: [c, a], limit: 10 }))).toEqual([{ id: contact, target: c }]);
    await run(replaceLinks({ ...request, lists: [{ record: contact, ids: [] }] }));
    expect(await links()).toEqual([]);
  });
});
