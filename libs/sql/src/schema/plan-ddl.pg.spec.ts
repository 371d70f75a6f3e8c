import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { crmDesign, crmDocuments, entity, field } from '@tessera/model/testing';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { diffEntities, planDdl } from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

let revision = 0;
async function apply(schema: string, before: readonly EntityDocument[], after: readonly EntityDocument[]): Promise<void> {
  const changes = after.flatMap((document) => diffEntities(before.find(({ key }) => key === document.key) ?? null, document));
  revision += 1;
  for (const { sql } of planDdl(schema, crmDesign(after), changes, revision)) await db.query(sql);
}

async function fresh(schema: string, documents: readonly EntityDocument[]): Promise<void> {
  await db.query(`CREATE SCHEMA ${schema}`);
  await apply(schema, [], documents);
}

/** Everything the catalogue knows of the tables, by table; columns by name, because their order is history. */
async function catalogue(schema: string): Promise<unknown> {
  const columns = await db.query(
    `SELECT table_name AS t, column_name AS c, data_type, udt_name, numeric_precision, numeric_scale, is_nullable, collation_name FROM information_schema.columns WHERE table_schema = $1 AND column_name NOT LIKE '\\_trash%' ORDER BY 1, 2`,
    [schema],
  );
  const constraints = await db.query(`SELECT conrelid::regclass::text AS t, conname, replace(pg_get_constraintdef(oid), $1 || '.', '') AS definition FROM pg_constraint WHERE connamespace = $1::regnamespace AND contype IN ('f', 'p', 'u') ORDER BY 2`, [schema]);
  const indexes = await db.query(`SELECT tablename AS t, indexname, replace(indexdef, $1 || '.', '') AS definition FROM pg_indexes WHERE schemaname = $1 ORDER BY 2`, [schema]);
  return JSON.parse(JSON.stringify([columns, constraints, indexes]).replaceAll(`${schema}.`, ''));
}

/** Applying `after` as a change must leave the very tables that making it anew does; then the way back. */
async function checkDdl(name: string, before: readonly EntityDocument[], after: readonly EntityDocument[]): Promise<void> {
  await fresh(`${name}_a`, before);
  const start = await catalogue(`${name}_a`);
  await apply(`${name}_a`, before, after);
  await fresh(`${name}_b`, after);
  expect(await catalogue(`${name}_a`)).toEqual(await catalogue(`${name}_b`));
  await apply(`${name}_a`, after, before);
  expect(await catalogue(`${name}_a`)).toEqual(start);
}

describe('the tables of a design', () => {
  it('are what the catalogue says they are', async () => {
    await fresh('made', crmDocuments());
    const columns = await db.query(
      `SELECT column_name || ' ' || udt_name || coalesce(' ' || collation_name, '') || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line FROM information_schema.columns WHERE table_schema = 'made' AND table_name = 'order_line' ORDER BY ordinal_position`,
    );
    expect(columns.map(({ line }) => line)).toEqual([
      'id uuid not null', 'version int4 not null', 'created_at timestamptz not null', 'created_by uuid', 'updated_at timestamptz not null', 'updated_by uuid', 'owner uuid', 'deleted_at timestamptz',
      'parent uuid not null', 'position int4 not null', 'product uuid', 'quantity numeric', 'price numeric', 'discount numeric',
    ]);
    const texts = await db.query(`SELECT DISTINCT collation_name AS c FROM information_schema.columns WHERE table_schema = 'made' AND udt_name = 'text'`);
    expect(texts).toEqual([{ c: 'zh-x-icu' }]);
    const keys = await db.query(`SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE connamespace = 'made'::regnamespace AND contype = 'f' ORDER BY 1`);
    expect(keys.map(({ line }) => line)).toEqual([
      'made."order" FOREIGN KEY (account) REFERENCES made.account(id)',
      'made.order_line FOREIGN KEY (parent) REFERENCES made."order"(id) ON DELETE CASCADE',
      'made.order_line FOREIGN KEY (product) REFERENCES made.product(id)',
    ]);
  });

  it('may refer to one another in any order, and to themselves', async () => {
    const a = entity('a', [field('name', 'text'), field('b', 'relation', { options: { entity: 'b' } }), field('above', 'relation', { options: { entity: 'a' } })]);
    const b = entity('b', [field('name', 'text'), field('a', 'relation', { options: { entity: 'a' } })]);
    await fresh('circle', [a, b]);
    expect(await db.query(`SELECT 1 FROM pg_constraint WHERE connamespace = 'circle'::regnamespace AND contype = 'f'`)).toHaveLength(3);
  });
});

describe('a change', () => {
  const person = (...fields: EntityDocument['fields']): EntityDocument => entity('person', [field('name', 'text'), ...fields]);
  const team = entity('team', [field('name', 'text')]);

  it.each([
    ['fields', [person(field('a', 'text'))], [person(field('b', 'number'), field('c', 'multiSelect', { options: { choices: [{ value: 'x', label: { en: 'X' } }] } }))]],
    ['links', [person(), team], [person(field('team', 'relation', { options: { entity: 'team' } })), team]],
    ['unique', [person(field('a', 'text'))], [person(field('a', 'text', { unique: true }))]],
    ['long', [person(field('a', 'text', { unique: true }))], [person(field('a', 'text', { unique: true, options: { maxLength: 3000 } }))]],
    ['scale', [person(field('a', 'money'))], [person(field('a', 'money', { options: { scale: 4 } }))]],
    ['type', [person(field('a', 'number'))], [person(field('a', 'money'))]],
    ['title', [person(field('a', 'text'))], [{ ...person(field('a', 'text')), titleField: 'a' }]],
    ['title_gone', [person(field('a', 'text'))], [entity('person', [field('a', 'text')])]],
    ['title_new', [person()], [{ ...person(field('a', 'text')), titleField: 'a' }]],
  ] as const)('of %s leaves the tables as if made so, and goes back', async (name, before, after) => {
    await checkDdl(name, before, after);
  });

  it('keeps the values of a removed field, however often it goes', async () => {
    await fresh('kept', [person(field('a', 'text'))]);
    const put = (value: string) => db.query(`INSERT INTO kept.person (id, version, created_at, updated_at, a) VALUES (gen_random_uuid(), 1, now(), now(), $1)`, [value]);
    await put('first');
    await apply('kept', [person(field('a', 'text'))], [person()]);
    await apply('kept', [person()], [person(field('a', 'text'))]);
    await put('second');
    await apply('kept', [person(field('a', 'text'))], [person()]);
    const [row] = await db.query(`SELECT jsonb_agg(to_jsonb(p) ORDER BY id) AS rows FROM kept.person p`);
    expect(JSON.stringify(row)).toContain('"first"');
    expect(JSON.stringify(row)).toContain('"second"');
  });

  it('converts values and keeps them', async () => {
    await fresh('converted', [person(field('a', 'number'))]);
    await db.query(`INSERT INTO converted.person (id, version, created_at, updated_at, a) VALUES (gen_random_uuid(), 1, now(), now(), '12.5')`);
    await apply('converted', [person(field('a', 'number'))], [person(field('a', 'money'))]);
    expect(await db.query(`SELECT a::text FROM converted.person`)).toEqual([{ a: '12.50' }]);
  });

  it('lets two living records not share a unique value, but deleted and empty ones', async () => {
    await fresh('alone', [person(field('a', 'text', { unique: true, options: { maxLength: 4000 } }))]);
    const put = (a: string | null, deleted = false) => db.query(`INSERT INTO alone.person (id, version, created_at, updated_at, a, deleted_at) VALUES (gen_random_uuid(), 1, now(), now(), $1, $2)`, [a, deleted ? new Date(0) : null]);
    const long = Array.from({ length: 4000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20000))).join('');
    for (const [value, deleted] of [['x', true], ['x', false], ['x', true], [null, false], [null, false], [long, false]] as const) await put(value, deleted);
    await expect(put('x')).rejects.toMatchObject({ code: '23505', constraint: 'person.a.unique' });
    await expect(put(long)).rejects.toMatchObject({ code: '23505' });
  });
});
