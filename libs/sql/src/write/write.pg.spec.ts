import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import type { SqlText } from '../statement.ts';
import { chance, makeWorld, ME, MEMBERS, newId, schemaStatements, specDesign, storedKeys } from '../testing/spec-world.ts';
import { deleteRecord, holdTargets, insertRecord, insertRecords, linkedRecords, lockChildren, lockRecord, takeNumbers, updateRecord, type LockedRow, type RecordTable } from './index.ts';

const design = specDesign();
const table = (entity: string): RecordTable => ({ schema: 'ws_spec', design, entity });
const moment = { at: '2024-01-05T08:09:10.123Z', by: ME };
const later = { at: '2024-02-01T00:00:00.000Z', by: MEMBERS[1] };
const random = chance(5);

describe('the write door', () => {
  let db: TestDatabase;
  const run = <Row extends object>({ text, values }: SqlText): Promise<Row[]> => db.query(text, values) as unknown as Promise<Row[]>;
  const locked = async (entity: string, id: string): Promise<{ version: number; record: Record<string, unknown> } | null> => {
    const [row] = await run<LockedRow>(lockRecord({ ...table(entity), id, for: 'change' }));
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
      const records = rows.map(({ id, values, parent, position }) => ({ id, values, parent, position }));
      await run(insertRecord(table(entity), records[0]!, moment));
      await run(insertRecords(table(entity), records.slice(1), moment));
      for (const { id, values } of rows) {
        const row = await locked(entity, id);
        expect(row).toMatchObject({ version: 1, record: { id, version: 1, created_at: moment.at, created_by: ME, updated_at: moment.at, updated_by: ME } });
        expect(Object.fromEntries(storedKeys(design.entities.get(entity)!).map((key) => [key, row!.record[key]]))).toEqual(values);
      }
    }
  });

  it('changes only what it is given', async () => {
    const id = newId(random);
    await run(insertRecord(table('product'), { id, values: { title: 'Desk', price: '10.00', cost: '7.00' } }, moment));
    expect(await run(updateRecord(table('product'), { id, values: { price: null } }, later))).toEqual([{ version: 2 }]);
    expect(await locked('product', id)).toMatchObject({ version: 2, record: { title: 'Desk', price: null, cost: '7.00', created_at: moment.at, updated_at: later.at, updated_by: later.by } });
    expect(await run(updateRecord(table('product'), { id, values: {} }, later))).toEqual([{ version: 3 }]);
  });

  it('deletes once, and finds nothing to lock or change after', async () => {
    const id = newId(random);
    await run(insertRecord(table('product'), { id, values: { title: 'Desk' } }, moment));
    expect(await run(deleteRecord(table('product'), id, later))).toEqual([{ id, version: 2 }]);
    expect(await run(deleteRecord(table('product'), id, later))).toEqual([]);
    expect(await locked('product', id)).toBeNull();
    expect(await run(updateRecord(table('product'), { id, values: { title: 'x' } }, later))).toEqual([]);
  });

  it('keeps child rows in their order', async () => {
    const [order, a, b, c] = [newId(random), newId(random), newId(random), newId(random)];
    await run(insertRecord(table('order'), { id: order, values: {} }, moment));
    await run(insertRecords(table('order_line'), [a, b, c].map((id, position) => ({ id, parent: order, position, values: { quantity: String(position) } })), moment));
    await run(updateRecord(table('order_line'), { id: a, values: {}, position: 9 }, later));
    await run(deleteRecord(table('order_line'), c, later));
    const rows = await run<LockedRow>(lockChildren({ ...table('order_line'), parent: order }));
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
    await run(insertRecord(table('account'), { id, values: { name: 'A' } }, moment));
    const [one, other] = [await db.pool.connect(), await db.pool.connect()];
    const on = (client: typeof one, { text, values }: SqlText) => client.query(text, values);
    try {
      const hold = holdTargets({ ...table('account'), ids: [id] });
      for (const purpose of ['change', 'delete'] as const) {
        await one.query('BEGIN');
        await other.query(`BEGIN; SET LOCAL lock_timeout = '100ms'`);
        await on(one, lockRecord({ ...table('account'), id, for: purpose }));
        if (purpose === 'change') expect((await on(other, hold)).rows).toEqual([{ id }]);
        else await expect(on(other, hold)).rejects.toMatchObject({ code: '55P03' });
        await other.query('ROLLBACK');
        await one.query('ROLLBACK');
      }
      await run(deleteRecord(table('account'), id, later));
      expect(await run(hold)).toEqual([]);
    } finally {
      one.release();
      other.release();
    }
  });

  it('finds who links to a record, but not from deleted records or rows of deleted records', async () => {
    const [product, order, gone, line, deadLine, otherLine] = Array.from({ length: 6 }, () => newId(random)) as [string, string, string, string, string, string];
    await run(insertRecord(table('product'), { id: product, values: {} }, moment));
    await run(insertRecords(table('order'), [{ id: order, values: {} }, { id: gone, values: {} }], moment));
    await run(insertRecords(table('order_line'), [
      { id: line, parent: order, position: 0, values: { product } },
      { id: deadLine, parent: order, position: 1, values: { product } },
      { id: otherLine, parent: gone, position: 0, values: { product } },
    ], moment));
    await run(deleteRecord(table('order_line'), deadLine, later));
    await run(deleteRecord(table('order'), gone, later));
    expect(await run(linkedRecords({ ...table('order_line'), field: 'product', id: product, limit: 10 }))).toEqual([{ id: line }]);
  });
});
