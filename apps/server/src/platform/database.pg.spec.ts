import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { PLATFORM_MIGRATIONS } from '../migrations/platform/index.ts';
import { WORKSPACE_MIGRATIONS } from '../migrations/workspace/index.ts';
import { Config } from './config.ts';
import { Database } from './database.ts';
import { createWorkspaceSchema, migrate } from './migrations.ts';
import { toAppError } from './sqlstate.ts';

describe('the database', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await Database.connect(test.url, Config.with({ poolSize: 4 }), () => {});
    await test.query('CREATE SCHEMA ws_a');
    await test.query('CREATE SCHEMA ws_b');
    await test.query('CREATE TABLE ws_a.thing (id int PRIMARY KEY, n int)');
    await test.query('INSERT INTO ws_a.thing VALUES (1, 0), (2, 0)');
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('sees the tables of the schema a transaction is for, and of no other', async () => {
    expect(await database.transaction('ws_a', (db) => db.query('SELECT id FROM thing ORDER BY id'))).toHaveLength(2);
    await expect(database.transaction('ws_b', (db) => db.query('SELECT id FROM thing'))).rejects.toMatchObject({ code: '42P01' });
    await expect(database.transaction(null, (db) => db.query('SELECT id FROM thing'))).rejects.toMatchObject({ code: '42P01' });
  });

  it('undoes everything when the work throws, and runs no effect', async () => {
    let effects = 0;
    const work = database.transaction('ws_a', async (db) => {
      await db.query('UPDATE thing SET n = 99');
      db.afterCommit(() => (effects += 1));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await test.query('SELECT DISTINCT n FROM ws_a.thing')).toEqual([{ n: 0 }]);
    expect(effects).toBe(0);
  });

  it('runs a transaction again after a deadlock, and its effects once', async () => {
    let effects = 0;
    const meet = barrier(2);
    const both = (first: number, second: number) =>
      database.transaction('ws_a', async (db) => {
        db.afterCommit(() => (effects += 1));
        await db.query('UPDATE thing SET n = n + 1 WHERE id = $1', [first]);
        await meet();
        await db.query('UPDATE thing SET n = n + 1 WHERE id = $1', [second]);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(await test.query('SELECT n FROM ws_a.thing')).toEqual([{ n: 2 }, { n: 2 }]);
    expect(effects).toBe(2);
  });

  it('says that it is busy when a lock is not granted in time', async () => {
    const holder = await test.pool.connect();
    await holder.query('BEGIN; LOCK TABLE ws_a.thing');
    const waiting = database.transaction('ws_a', (db) => db.query('SELECT FROM thing'), { lockTimeoutMs: 50 });
    const error = await waiting.catch((thrown: unknown) => thrown);
    await holder.query('ROLLBACK');
    holder.release();
    expect(toAppError(error).code).toBe('SERVICE_BUSY');
  });

  it('hands over rows as bytes, large ones and many at once, inside of a transaction too', async () => {
    const lengths = () => ({ seen: [] as number[], row(bytes: Uint8Array, at: number) { this.seen.push(new DataView(bytes.buffer, bytes.byteOffset).getInt32(at + 2)); } });
    const sql = (first: number) => ({ text: `SELECT repeat('x', n) FROM generate_series($1::int, $1::int + 2) AS n`, values: [first] });
    const all = await Promise.all([1, 70_000, 5, 9, 200_000].map((first) => database.readRows(sql(first), lengths)));
    expect(all.map(({ seen }) => seen)).toEqual([[1, 2, 3], [70_000, 70_001, 70_002], [5, 6, 7], [9, 10, 11], [200_000, 200_001, 200_002]]);
    const inside = await database.transaction('ws_a', async (db) => [(await db.rows(sql(4), lengths())).seen, await db.query('SELECT 1 AS one')]);
    expect(inside).toEqual([[4, 5, 6], [{ one: 1 }]]);
    const other = { text: 'SELECT 1 WHERE $1', values: [true] };
    expect(await database.transaction('ws_a', async (db) => [(await db.rows(sql(4), lengths())).seen, (await db.rows(other, lengths())).seen])).toEqual([[4, 5, 6], [4]]);
  });

  it('tells what went wrong with a sink or a statement, and goes on', async () => {
    const nothing = () => ({ row() {} });
    const breaks = () => ({ row() { throw new Error('the sink is full'); } });
    for (let round = 0; round < 5; round += 1) {
      await expect(database.readRows({ text: 'SELECT 1' }, breaks)).rejects.toThrow('the sink is full');
      await expect(database.readRows({ text: 'SELECT 1 / $1::int', values: [0] }, nothing)).rejects.toMatchObject({ code: '22012' });
      await expect(database.readRows({ text: 'SELECT nonsense' }, nothing)).rejects.toMatchObject({ code: '42703' });
      await database.readRows({ text: 'SELECT 1' }, nothing);
    }
    expect(await database.read({ text: 'SELECT 2 AS two' })).toEqual([{ two: 2 }]);
  });

  it('goes on reading a prepared statement whose result changed with the design', async () => {
    const read = () => database.read({ text: 'SELECT * FROM ws_a.thing WHERE id = $1', values: [1] });
    await Promise.all([read(), read(), read(), read()]);
    await test.query('ALTER TABLE ws_a.thing ADD COLUMN extra text');
    expect(await read()).toEqual([{ id: 1, n: 2, extra: null }]);
    await test.query('ALTER TABLE ws_a.thing DROP COLUMN extra');
  });

  it('keeps the number of prepared statements of a connection within bounds', async () => {
    for (let index = 0; index < 450; index += 1) await database.read({ text: `SELECT ${index}` });
    const rows = await database.read<{ count: number }>({ text: 'SELECT count(*)::int AS count FROM pg_prepared_statements' });
    expect(rows[0]?.count).toBeLessThan(400);
  });

  it('gives days as text and instants as Date', async () => {
    const [row] = await database.read({ text: `SELECT '2024-02-29'::date AS day, '2024-02-29T12:00:00Z'::timestamptz AS at, 12.50::numeric AS amount` });
    expect(row).toEqual({ day: '2024-02-29', at: new Date('2024-02-29T12:00:00Z'), amount: '12.50' });
  });

  it('migrates once, from however many processes, and back', async () => {
    await Promise.all([migrate(database), migrate(database), migrate(database)]);
    expect(await test.query('SELECT name FROM tessera._migration')).toEqual(PLATFORM_MIGRATIONS.map(({ name }) => ({ name })));
    await database.transaction(null, async (db) => {
      await createWorkspaceSchema(db, 'ws_new');
      await db.query('SET LOCAL search_path TO ws_new, public');
      for (const Migration of [...WORKSPACE_MIGRATIONS].reverse()) await new Migration().down(db.queryRunner);
      for (const Migration of [...PLATFORM_MIGRATIONS].reverse()) await new Migration().down(db.queryRunner);
    });
    const left = await test.query(`SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('tessera', 'ws_new') ORDER BY 1`);
    expect(left).toEqual([
      { table_schema: 'tessera', table_name: '_migration' },
      { table_schema: 'ws_new', table_name: '_migration' },
    ]);
  });
});

function barrier(size: number): () => Promise<void> {
  let open: () => void;
  let waiting = 0;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    waiting += 1;
    if (waiting >= size) open();
    await opened;
  };
}
