import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityDocument, FieldDocument, FieldTypeKey } from '@tessera/contract';
import { columnType } from '@tessera/model';
import { choices, crmDesign, entity, field } from '@tessera/model/testing';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import { checkChanges, diffEntities, linkTable, type SchemaChange } from './index.ts';
import { SchemaWorld } from '../testing/spec-schema.ts';

jest.setTimeout(120_000);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** Two tables that refer to one another, so that a plan of both has links in each direction. */
const START: readonly EntityDocument[] = [
  entity('a', [field('name', 'text'), field('n', 'number'), field('d', 'date'), field('s', 'select', { options: choices('x', 'y') }), field('c', 'checkbox'), field('to_b', 'relation', { options: { entity: 'b' } })]),
  entity('b', [field('name', 'text'), field('m', 'money'), field('all_a', 'relation', { options: { entity: 'a', cardinality: 'manyToMany' } })]),
];
const KEYS = ['k1', 'k2', 'k3', 'n', 'd', 's', 'c'] as const;
const TYPES: readonly FieldTypeKey[] = ['text', 'longText', 'number', 'money', 'percent', 'date', 'datetime', 'checkbox', 'select', 'multiSelect', 'members', 'geoPoint', 'rating', 'time'];
const optionsOf = (type: FieldTypeKey): Partial<FieldDocument> => (type === 'select' || type === 'multiSelect' ? { options: choices('x', 'y') } : {});

type Step =
  | { readonly kind: 'put'; readonly key: string; readonly type: FieldTypeKey; readonly unique: boolean }
  | { readonly kind: 'link'; readonly key: string; readonly cardinality: 'manyToOne' | 'oneToOne' | 'manyToMany' }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'title'; readonly key: string }
  | { readonly kind: 'shuffle' }
  | { readonly kind: 'rule'; readonly key: string };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), key: fc.constantFrom(...KEYS), type: fc.constantFrom(...TYPES), unique: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const), key: fc.constantFrom('k1', 'k2', 'to_b'), cardinality: fc.constantFrom('manyToOne' as const, 'oneToOne' as const, 'manyToMany' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: fc.constantFrom(...KEYS, 'to_b') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('title' as const), key: fc.constantFrom(...KEYS) }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'shuffle' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rule' as const), key: fc.constantFrom('name', 'k1') }) },
  ),
  { minLength: 1, maxLength: 6 },
);

/** The documents after a step; the same ones when the step is refused. */
function evolve(documents: readonly EntityDocument[], step: Step): readonly EntityDocument[] {
  const [a, ...others] = documents as [EntityDocument, ...EntityDocument[]];
  const put = (one: FieldDocument): EntityDocument => ({ ...a, fields: a.fields.some(({ key }) => key === one.key) ? a.fields.map((old) => (old.key === one.key ? one : old)) : [...a.fields, one] });
  const changed = ((): EntityDocument => {
    switch (step.kind) {
      case 'put':
        return put(field(step.key, step.type, { ...optionsOf(step.type), unique: step.unique }));
      case 'link':
        return put(field(step.key, 'relation', { options: { entity: 'b', cardinality: step.cardinality } }));
      case 'remove':
        return { ...a, fields: a.fields.filter(({ key }) => key !== step.key), titleField: a.titleField === step.key ? 'name' : a.titleField };
      case 'title':
        return { ...a, titleField: step.key };
      case 'shuffle':
        return { ...a, fields: [...a.fields].reverse() };
      case 'rule':
        return { ...a, duplicateRules: [{ key: 'same', label: { en: 'Same' }, fields: [{ field: step.key, as: 'exact' }], onMatch: 'warn' }] };
    }
  })();
  const after = [changed, ...others];
  try {
    crmDesign(after);
  } catch {
    return documents;
  }
  return checkChanges(diffEntities(a, changed)).length > 0 ? documents : after;
}

let worlds = 0;

describe('a design that changes by chance', () => {
  it('has after every change the tables it would have if it were made anew', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (path) => {
        const world = await SchemaWorld.with(db, `w${++worlds}`, START);
        await fill(world);
        for (const step of path) {
          const after = evolve(world.documents, step);
          if (!(await survives(world, after))) continue;
          const fresh = await SchemaWorld.with(db, `f${++worlds}`, after);
          expect(await world.catalogue()).toEqual(await fresh.catalogue());
          await db.query(`DROP SCHEMA "${fresh.schema}" CASCADE`);
        }
        await db.query(`DROP SCHEMA "${world.schema}" CASCADE`);
      }),
      { numRuns: 12 },
    );
  });

  it('gives back what was removed, with its values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(['n', 'd', 's', 'c', 'to_b'], { minLength: 1 }), steps, async (keys, path) => {
        const world = await SchemaWorld.with(db, `w${++worlds}`, START);
        await fill(world);
        const [a, b] = world.documents as [EntityDocument, EntityDocument];
        const before = await contents(world);
        const catalogue = await world.catalogue();
        const removed = a.fields.filter(({ key }) => keys.includes(key));
        const revision = await world.change([{ ...a, fields: a.fields.filter(({ key }) => !keys.includes(key)) }, b]);
        // What happens meanwhile to other fields is nobody's business here.
        for (const step of path) if (step.kind === 'put' && step.key.startsWith('k')) await survives(world, evolve(world.documents, step));
        const [now] = world.documents as [EntityDocument, EntityDocument];
        await world.apply([{ ...now, fields: [...now.fields, ...removed] }, b], removed.map((one): SchemaChange => ({ kind: 'restoreField', entity: 'a', field: one, revision })));
        await world.change([a, b]);
        expect(await world.catalogue()).toEqual(catalogue);
        expect(await contents(world)).toEqual(before);
        const gone = await world.change([b].map((document) => ({ ...document, fields: document.fields.slice(0, 2) })));
        await world.apply([a, { ...b, fields: b.fields.slice(0, 2) }], [{ kind: 'restoreEntity', entity: 'a', document: a, revision: gone }]);
        expect((await contents(world))['a']).toEqual(before['a']);
        await db.query(`DROP SCHEMA "${world.schema}" CASCADE`);
      }),
      { numRuns: 8 },
    );
  });

  it.each<[FieldTypeKey, FieldTypeKey]>([
    ['text', 'longText'], ['number', 'text'], ['date', 'datetime'], ['date', 'text'], ['select', 'multiSelect'], ['select', 'text'], ['checkbox', 'text'], ['number', 'money'], ['member', 'members'], ['datetime', 'text'], ['money', 'percent'],
  ])('has the values it had, when a field goes from %s to %s and back', async (from, to) => {
    const of = (type: FieldTypeKey): readonly EntityDocument[] => [entity('a', [field('name', 'text'), field('x', type, optionsOf(type))])];
    const world = await SchemaWorld.with(db, `w${++worlds}`, of(from));
    await db.query(`INSERT INTO "${world.schema}".a (id, version, created_at, updated_at, x) SELECT gen_random_uuid(), 1, now(), now(), x FROM (VALUES ${(VALUES[from] ?? []).map((value) => `(${value}::${columnType(field('x', from))})`).join(', ')}, (NULL)) v(x)`);
    const before = await contents(world);
    await world.change(of(to));
    await world.change(of(from));
    expect(await contents(world)).toEqual(before);
  });
});

const VALUES: Partial<Record<FieldTypeKey, readonly string[]>> = {
  text: [`'one'`, `'二'`], number: ['12.5', '-3', '0'], date: [`'2026-03-01'`, `'1999-12-31'`], select: [`'x'`, `'y'`], checkbox: ['true', 'false'],
  member: [`'00000000-0000-4000-8000-000000000001'`], datetime: [`'2026-03-01T10:20:30Z'`], money: ['0.15', '1.00'],
};

async function fill({ schema }: SchemaWorld): Promise<void> {
  const ids = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  for (const id of ids) await db.query(`INSERT INTO "${schema}".b (id, version, created_at, updated_at, name, m) VALUES ($1, 1, now(), now(), 'b', 1.5)`, [id]);
  await db.query(`INSERT INTO "${schema}".a (id, version, created_at, updated_at, name, n, d, s, c, to_b) VALUES ($1, 1, now(), now(), 'one', 1.25, '2026-01-01', 'x', true, $1), ($2, 1, now(), now(), 'two', NULL, NULL, 'y', false, NULL)`, ids.slice(0, 2));
  await db.query(`INSERT INTO "${schema}"."${linkTable('b', 'all_a')}" VALUES ($1, $1, 1), ($2, $1, 1)`, ids.slice(0, 2));
}

/** False when the rows do not allow it: then nothing has changed. */
async function survives(world: SchemaWorld, after: readonly EntityDocument[]): Promise<boolean> {
  const before = await world.catalogue();
  try {
    await world.change(after);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    expect(await world.catalogue()).toEqual(before);
    return false;
  }
}

/** Values of the stored fields by entity, in the order of the ids. */
async function contents({ documents, schema }: SchemaWorld): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { key, fields } of documents) {
    const columns = fields.filter((one) => columnType(one) !== null).map((one) => `"${one.key}"`).sort();
    all[key] = await db.query(`SELECT ${columns.join(', ')} FROM "${schema}"."${key}" ORDER BY id`);
  }
  return all;
}
