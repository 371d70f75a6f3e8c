import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { choices, crmDocuments, entity, field } from '@tessera/model/testing';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { SchemaWorld } from '../testing/spec-schema.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const fresh = (schema: string, documents: readonly EntityDocument[]): Promise<SchemaWorld> => SchemaWorld.with(db, schema, documents);

/** Applying `after` as a change must leave the very tables that making it anew does; then the way back. */
async function checkDdl(name: string, before: readonly EntityDocument[], after: readonly EntityDocument[]): Promise<void> {
  const world = await fresh(`${name}_a`, before);
  const start = await world.catalogue();
  await world.change(after);
  expect(await world.catalogue()).toEqual(await (await fresh(`${name}_b`, after)).catalogue());
  await world.change(before);
  expect(await world.catalogue()).toEqual(start);
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

  it.each<[string, EntityDocument[], EntityDocument[]]>([
    ['fields', [person(field('a', 'text'))], [person(field('b', 'number'), field('c', 'multiSelect', { options: { choices: [{ value: 'x', label: { en: 'X' } }] } }))]],
    ['links', [person(), team], [person(field('team', 'relation', { options: { entity: 'team' } })), team]],
    ['unique', [person(field('a', 'text'))], [person(field('a', 'text', { unique: true }))]],
    ['long', [person(field('a', 'text', { unique: true }))], [person(field('a', 'text', { unique: true, options: { maxLength: 3000 } }))]],
    ['scale', [person(field('a', 'money'))], [person(field('a', 'money', { options: { scale: 4 } }))]],
    ['type', [person(field('a', 'number'))], [person(field('a', 'money'))]],
    ['select', [person(field('a', 'text'))], [person(field('a', 'select', { options: choices('x') }))]],
    ['sealed', [person()], [person(field('a', 'text', { encrypted: true, unique: true }))]],
    ['many', [person(), team], [person(field('teams', 'relation', { options: { entity: 'team', cardinality: 'manyToMany' } })), team]],
    ['itself', [person()], [person(field('peers', 'relation', { options: { entity: 'person', cardinality: 'manyToMany' } }))]],
    ['one', [person(field('team', 'relation', { options: { entity: 'team' } })), team], [person(field('team', 'relation', { options: { entity: 'team', cardinality: 'oneToOne' } })), team]],
    ['caseless', [person(field('a', 'text', { unique: true }))], [person(field('a', 'text', { unique: true, uniqueWithin: { ignoreCase: true, where: { field: 'name', op: 'in', value: ['x', "y'"] } } }))]],
    ['people', [person()], [person(field('people', 'members'), field('at', 'geoPoint'), field('left', 'duration'), field('seen', 'modifiedAt'))]],
    ['alike', [person(field('a', 'text'))], [{ ...person(field('a', 'text')), duplicateRules: [{ key: 'same_name', label: { en: 'Same' }, fields: [{ field: 'a', as: 'name' }], onMatch: 'warn' }] }]],
    ['entities', [person()], [person(), team]],
    ['title', [person(field('a', 'text'))], [{ ...person(field('a', 'text')), titleField: 'a' }]],
    ['title_gone', [person(field('a', 'text'))], [entity('person', [field('a', 'text')])]],
    ['title_new', [person()], [{ ...person(field('a', 'text')), titleField: 'a' }]],
  ])('of %s leaves the tables as if made so, and goes back', async (name, before, after) => {
    await checkDdl(name, before, after);
  });

  it('keeps the values of a removed field, however often it goes', async () => {
    const world = await fresh('kept', [person(field('a', 'text'))]);
    const put = (value: string) => db.query(`INSERT INTO kept.person (id, version, created_at, updated_at, a) VALUES (gen_random_uuid(), 1, now(), now(), $1)`, [value]);
    await put('first');
    await world.change([person()]);
    await world.change([person(field('a', 'text'))]);
    await put('second');
    await world.change([person()]);
    const [row] = await db.query(`SELECT jsonb_agg(to_jsonb(p) ORDER BY id) AS rows FROM kept.person p`);
    expect(JSON.stringify(row)).toContain('"first"');
    expect(JSON.stringify(row)).toContain('"second"');
  });

  it('converts values and keeps them', async () => {
    const world = await fresh('converted', [person(field('a', 'number'))]);
    await db.query(`INSERT INTO converted.person (id, version, created_at, updated_at, a) VALUES (gen_random_uuid(), 1, now(), now(), '12.5')`);
    await world.change([person(field('a', 'money'))]);
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
