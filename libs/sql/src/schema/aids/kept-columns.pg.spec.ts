import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { crmDesign, entity, field } from '@tessera/model/testing';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { SchemaWorld } from '../../testing/spec-schema.ts';
import { keepStatements, keptColumnOf, recomputeStatement, type KeptEnv } from './kept-columns.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const formula = (key: string, expression: string, more: object = {}): FieldDocument => field(key, 'formula', { options: { expression, ...more } });
const rollup = (key: string, subform: string, aggregate: string, over?: string, more: object = {}): FieldDocument =>
  field(key, 'rollup', { options: { subform, aggregate, ...(over === undefined ? {} : { field: over }), ...more } });

const documents = (): EntityDocument[] => [
  entity('customer', [
    field('name', 'text'),
    rollup('orders', 'order:customer', 'count'),
    rollup('turnover', 'order:customer', 'sum', 'total', { where: { field: 'placed', op: 'isNotEmpty' } }),
    rollup('tagged', 'tags', 'sum', 'weight'),
    field('tags', 'relation', { options: { entity: 'tag', cardinality: 'manyToMany' } }),
  ]),
  entity('tag', [field('name', 'text'), field('weight', 'number')]),
  entity('order', [
    field('number', 'text'),
    field('customer', 'relation', { options: { entity: 'customer' } }),
    field('placed', 'date'),
    field('paid', 'money'),
    field('lines', 'subform', { options: { entity: 'line' } }),
    rollup('total', 'lines', 'sum', 'amount'),
    formula('open', 'total - paid', { scale: 2 }),
    formula('late', 'IF(open > 100, "late", "fine")'),
  ]),
  entity('line', [field('what', 'text'), field('quantity', 'number'), field('price', 'money'), formula('amount', 'quantity * price', { scale: 2 })], { parent: 'order' }),
];
const KEPT: readonly (readonly [string, readonly string[]])[] = [
  ['order', ['total', 'open', 'late']],
  ['customer', ['orders', 'turnover', 'tagged']],
];

async function keep(world: SchemaWorld): Promise<KeptEnv> {
  const env: KeptEnv = { schema: world.schema, design: crmDesign(world.documents), timeZone: 'Asia/Shanghai' };
  for (const [key, fields] of KEPT) {
    for (const name of fields) {
      const column = keptColumnOf(env, key, name);
      if (column === null) throw new Error(`${key}.${name} cannot be kept`);
      await db.query(`ALTER TABLE "${world.schema}"."${key}" ADD COLUMN "${column.name}" ${column.type}`);
    }
    const { functions, triggers } = keepStatements(env, key, fields);
    for (const sql of [...functions, ...triggers.map((trigger) => trigger.sql)]) await db.query(sql);
  }
  return env;
}

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const SYSTEM = 'id, version, created_at, updated_at';
const NOW = '1, now(), now()';

/** What the kept columns say, and what the same values are when they are computed from nothing. */
async function bothWays(world: SchemaWorld, env: KeptEnv): Promise<[unknown, unknown]> {
  const read = async (): Promise<unknown> => {
    const answers = [];
    for (const [key, fields] of KEPT) answers.push(await db.query(`SELECT id, ${fields.map((name) => `"_m_${name}"::text`).join(', ')} FROM "${world.schema}"."${key}" ORDER BY id`));
    return answers;
  };
  const kept = await read();
  for (const [key, fields] of KEPT) await db.query(recomputeStatement(env, key, fields) ?? '', [(await db.query<{ id: string }>(`SELECT id FROM "${world.schema}"."${key}"`)).map((row) => row.id)]);
  return [kept, await read()];
}

describe('kept columns', () => {
  it('cannot hold what depends on who asks, on other records, or on what is encrypted', () => {
    const design = crmDesign([
      entity('boss', [field('name', 'text')]),
      entity('person', [field('name', 'text'), field('boss', 'relation', { options: { entity: 'boss' } }), formula('today', 'TODAY()'), formula('mine', 'ME() = name'), formula('above', 'boss.name'), formula('loud', 'UPPER(name)')]),
    ]);
    const env = { schema: 'x', design, timeZone: 'UTC' };
    expect(['today', 'mine', 'above', 'loud'].map((key) => keptColumnOf(env, 'person', key) === null)).toEqual([true, true, true, false]);
  });

  it('name the rollups that must be kept for them, and another definition when a setting changes', () => {
    const env = (of: EntityDocument[]): KeptEnv => ({ schema: 'x', design: crmDesign(of), timeZone: 'UTC' });
    expect(keptColumnOf(env(documents()), 'customer', 'turnover')).toMatchObject({ name: '_m_turnover', type: 'numeric', requires: ['order.total'] });
    expect(keptColumnOf(env(documents()), 'order', 'late')?.requires).toEqual(['order.total']);
    const other = documents().map((document) => (document.key === 'line' ? { ...document, fields: document.fields.map((one) => (one.key === 'price' ? { ...one, options: { scale: 4 } } : one)) } : document));
    expect(keptColumnOf(env(other), 'order', 'total')?.definition).not.toBe(keptColumnOf(env(documents()), 'order', 'total')?.definition);
  });

  it('follow every way of writing: rows that come, change, move, are deleted, and links', async () => {
    const world = await SchemaWorld.with(db, 'ways', documents());
    const env = await keep(world);
    const run = (sql: string): Promise<unknown> => db.query(sql.replaceAll('@', 'ways.'));
    const expectRight = async (what: string): Promise<unknown> => {
      const [kept, computed] = await bothWays(world, env);
      expect([what, kept]).toEqual([what, computed]);
      return kept;
    };
    await run(`INSERT INTO @customer (${SYSTEM}, name) VALUES ('${id(1)}', ${NOW}, 'A'), ('${id(2)}', ${NOW}, 'B')`);
    await run(`INSERT INTO @"order" (${SYSTEM}, customer, placed, paid) VALUES ('${id(11)}', ${NOW}, '${id(1)}', '2026-01-01', 5), ('${id(12)}', ${NOW}, '${id(1)}', NULL, NULL)`);
    await run(`INSERT INTO @line (${SYSTEM}, parent, position, quantity, price) SELECT gen_random_uuid(), ${NOW}, '${id(11)}', n, n, 10 FROM generate_series(1, 5) n`);
    expect(await expectRight('new rows')).toMatchObject([[{ _m_total: '150.00', _m_open: '145.00', _m_late: 'late' }, { _m_total: '0.00' }], [{ _m_orders: '2', _m_turnover: '150.00' }, { _m_orders: '0', _m_turnover: '0.00' }]]);
    await run(`UPDATE @line SET price = 1 WHERE position > 2`);
    await expectRight('changed rows');
    await run(`UPDATE @line SET parent = '${id(12)}' WHERE position = 1`);
    await expectRight('a row that moved');
    await run(`UPDATE @"order" SET customer = '${id(2)}', placed = '2026-02-02' WHERE id = '${id(12)}'`);
    expect(await expectRight('a record linked elsewhere')).toMatchObject([{}, [{ _m_orders: '1' }, { _m_orders: '1', _m_turnover: '10.00' }]]);
    await run(`UPDATE @"order" SET deleted_at = now() WHERE id = '${id(12)}'`);
    await expectRight('a record deleted');
    await run(`DELETE FROM @line WHERE position = 2`);
    await expectRight('a row gone');
    await run(`INSERT INTO @tag (${SYSTEM}, name, weight) VALUES ('${id(21)}', ${NOW}, 't', 3), ('${id(22)}', ${NOW}, 'u', 4)`);
    await run(`INSERT INTO @"customer.tags.link" VALUES ('${id(1)}', '${id(21)}', 1), ('${id(1)}', '${id(22)}', 2), ('${id(2)}', '${id(22)}', 1)`);
    expect(await expectRight('links')).toMatchObject([{}, [{ _m_tagged: '7' }, { _m_tagged: '4' }]]);
    await run(`UPDATE @tag SET weight = 10 WHERE id = '${id(22)}'`);
    await expectRight('a linked record changed');
    await run(`DELETE FROM @"customer.tags.link" WHERE "to" = '${id(21)}'`);
    await expectRight('a link gone');
    await run(`DELETE FROM @tag`);
    await expectRight('linked records gone for ever');
    await run(`DELETE FROM @"order"`);
    await expectRight('records gone with their rows');
  });

  it('see what another writer, for whom they waited, has committed meanwhile', async () => {
    const world = await SchemaWorld.with(db, 'waiting', documents());
    await keep(world);
    await db.query(`INSERT INTO waiting."order" (${SYSTEM}) VALUES ('${id(11)}', ${NOW})`);
    const line = `INSERT INTO waiting.line (${SYSTEM}, parent, position, quantity, price) VALUES (gen_random_uuid(), ${NOW}, '${id(11)}', 1, 1, 1)`;
    const [first, second] = [await db.pool.connect(), await db.pool.connect()];
    try {
      await first.query('BEGIN');
      await first.query(line);
      const waiting = second.query(line);
      for (;;) {
        const [blocked] = await db.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
        if (blocked) break;
      }
      await first.query('COMMIT');
      await waiting;
    } finally {
      first.release();
      second.release();
    }
    expect(await db.query(`SELECT _m_total::text AS total FROM waiting."order"`)).toEqual([{ total: '2.00' }]);
  });

  it('lose nothing when several write rows of the same records at the same time', async () => {
    const world = await SchemaWorld.with(db, 'rivals', documents());
    await keep(world);
    await db.query(`INSERT INTO rivals.customer (${SYSTEM}, name) VALUES ('${id(1)}', ${NOW}, 'A'), ('${id(2)}', ${NOW}, 'B')`);
    await db.query(`INSERT INTO rivals."order" (${SYSTEM}, customer, placed) SELECT ('00000000-0000-4000-8000-' || lpad((100 + n)::text, 12, '0'))::uuid, ${NOW}, CASE WHEN n % 2 = 0 THEN '${id(1)}' ELSE '${id(2)}' END::uuid, '2026-01-01' FROM generate_series(1, 4) n`);
    const writer = async (): Promise<void> => {
      const client = await db.pool.connect();
      try {
        for (let round = 0; round < 15; round += 1) {
          // Several orders in one statement, in whatever order: what is locked is locked by id.
          for (;;) {
            try {
              await client.query('BEGIN');
              await client.query(`INSERT INTO rivals.line (${SYSTEM}, parent, position, quantity, price) SELECT gen_random_uuid(), ${NOW}, id, 1, 1, 1 FROM rivals."order" ORDER BY random()`);
              await client.query('COMMIT');
              break;
            } catch (error) {
              await client.query('ROLLBACK');
              if ((error as { code?: string }).code !== '40P01') throw error;
            }
          }
        }
      } finally {
        client.release();
      }
    };
    await Promise.all([writer(), writer(), writer(), writer()]);
    expect(await db.query(`SELECT _m_total::text AS total FROM rivals."order"`)).toEqual(Array.from({ length: 4 }, () => ({ total: '60.00' })));
    expect(await db.query(`SELECT _m_turnover::text AS turnover FROM rivals.customer`)).toEqual([{ turnover: '120.00' }, { turnover: '120.00' }]);
  });
});
