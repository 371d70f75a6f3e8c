import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess } from '@tessera/access';
import type { Filter, RoleDocument } from '@tessera/contract';
import { maskValue } from '@tessera/model';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { readPage, readRecord } from '../testing/spec-rows.ts';
import { isFieldVisible, isVisible, maskOn, type Reader } from '../testing/spec-scope.ts';
import { allow, chance, deny, loadStatements, makeWorld, ME, role, schemaStatements, specDesign } from '../testing/spec-world.ts';
import { countQuery, distinctQuery, exportQuery, groupQuery, labelsQuery, pageQuery, recordQuery, type ReadContext } from './index.ts';

const design = specDesign();
const world = makeWorld(design, chance(11), 40);
const mine: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const look = { actions: ['read', 'export'] as ('read' | 'export')[] };
const START = { start: 2, end: 1 };

const READERS: Readonly<Record<string, readonly RoleDocument[]>> = {
  'clear on own rows, masked on the others': [role(allow('*', look), allow('account', { fields: ['name', 'phone', 'credit_limit', 'tags', 'vip'], mask: START, where: { not: mine } }))],
  'masked on some rows, hidden on others': [role(allow('*', look), deny('account', ['phone', 'level'], { where: { field: 'vip', op: 'ne', value: true } }), allow('account', { fields: ['phone', 'level'], mask: START, where: mine }))],
  'masked by two masks': [role(allow('*', look), allow('account', { fields: ['phone'], mask: START }), allow('account', { fields: ['phone'], mask: { start: 0, end: 3 }, where: { field: 'owner', op: 'in', value: { var: 'myReports' } } }))],
  'masked by one role and clear by another on team rows': [
    role(allow('account', look), allow('account', { fields: ['phone', 'name'], mask: START })),
    { ...role(allow('account', { ...look, where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } })), key: 'second' },
  ],
  'masked by a formula': [role(allow('*', look), allow('account', { fields: ['phone', 'employees'], mask: START, where: { formula: 'AND(credit_limit > 3, NOT(vip))' } }))],
};
const FIELDS = ['name', 'phone', 'credit_limit', 'tags', 'vip', 'level', 'employees', 'since'];

describe('a masked cell', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
    for (const { text, values } of loadStatements('ws_spec', design, world)) await db.query(text, values);
  });
  afterAll(() => db.drop());

  const contextOf = (roles: readonly RoleDocument[]): ReadContext => ({ schema: 'ws_spec', design, access: buildAccess({ design, roles, member: ME }), member: ME, timeZone: 'Asia/Shanghai' });
  const problemsOf = (result: { readonly ok: boolean; readonly problem?: readonly { readonly code: string; readonly path: string }[] }): unknown => (result.ok ? 'understood' : result.problem?.map(({ code, path }) => `${path} ${code}`));

  it.each(Object.entries(READERS))('shows what its mask leaves of it: %s', async (_, roles) => {
    const context = contextOf(roles);
    const reader: Reader = { design, access: context.access, world };
    const question = pageQuery(context, { entity: 'account', fields: FIELDS, sort: [{ field: 'id' }], limit: 200 });
    if (!question.ok) throw new Error(JSON.stringify(question.problem));
    const { rows } = await readPage(db, question.value.statement());
    const visible = world['account']!.filter((row) => isVisible(reader, 'account', row)).sort((a, b) => (a.id < b.id ? -1 : 1));
    const known = FIELDS.map((key) => design.entities.get('account')!.fields.get(key)!);
    const expected = visible.map((row) => {
      const masked = known.filter(({ key }) => maskOn(reader, 'account', row, key) && row.values[key] !== null).map(({ key }) => key);
      const shown = known.map((field) => {
        const mask = maskOn(reader, 'account', row, field.key);
        if (mask) return [field.key, maskValue(field, mask, row.values[field.key])];
        return [field.key, isFieldVisible(reader, 'account', row, field.key) ? row.values[field.key] : null];
      });
      return { id: row.id, values: Object.fromEntries(shown) as unknown, masked };
    });
    expect(rows.map(({ id, values, ...rest }) => ({ id, values: JSON.parse(JSON.stringify(values).replaceAll('[]', 'null')) as unknown, masked: (rest as { masked?: string[] }).masked ?? [] }))).toEqual(expected);
    expect(expected.flatMap(({ masked }) => masked).length).toBeGreaterThan(5);

    // The same by record, by label and in the file.
    const masked = expected.find((row) => row.masked.length > 0)!;
    const record = recordQuery(context, { entity: 'account', id: masked.id });
    expect(record.ok && (await readRecord(db, record.value))).toMatchObject({ id: masked.id, values: masked.values, masked: expect.arrayContaining(masked.masked) });
    const labels = labelsQuery(context, 'account', expected.map(({ id }) => id));
    const called = labels.ok ? await db.query<{ id: string; label: string }>(labels.value.text, labels.value.values) : [];
    expect(called).toEqual(expected.map(({ id, values }) => ({ id, label: (values as Record<string, string>)['name'] ?? '' })));
    const file = exportQuery(context, { entity: 'account', fields: ['name', 'phone'], sort: [{ field: 'id' }] });
    const lines = file.ok ? await db.query<Record<string, string | null>>(file.value.text, file.value.values) : [];
    expect(lines.map((line) => [line['m0'] ?? line['c0'], line['m1'] ?? line['c1']])).toEqual(expected.map(({ values }) => ['name', 'phone'].map((key) => (values as Record<string, unknown>)[key])));
  });

  it('is empty to whatever is asked of it', async () => {
    const context = contextOf(READERS['clear on own rows, masked on the others']!);
    const reader: Reader = { design, access: context.access, world };
    const others = world['account']!.filter((row) => isVisible(reader, 'account', row) && maskOn(reader, 'account', row, 'phone') && row.values['phone'] !== null);
    const count = async (filter: Filter): Promise<number> => {
      const statement = countQuery(context, { entity: 'account', filter });
      const [row] = statement.ok ? await db.query<{ count: number }>(statement.value.text, statement.value.values) : [];
      return row?.count ?? -1;
    };
    expect(others.length).toBeGreaterThan(3);
    for (const { id, values } of others) {
      const it: Filter = { field: 'id', op: 'eq', value: id };
      expect(await count({ and: [it, { field: 'phone', op: 'eq', value: String(values['phone']) }] })).toBe(0);
      expect(await count({ and: [it, { field: 'phone', op: 'contains', value: '**' }] })).toBe(0);
      expect(await count({ and: [it, { field: 'phone', op: 'isEmpty' }, { field: 'phone', op: 'ne', value: String(values['phone']) }, { not: { field: 'phone', op: 'eq', value: String(values['phone']) } }] })).toBe(1);
    }
    const group = groupQuery(context, { entity: 'account', by: [{ field: 'phone' }], aggregates: [{ aggregate: 'count' }], limit: 200 });
    const groups = group.ok ? await db.query<Record<string, unknown>>(group.value.text, group.value.values) : [];
    expect(JSON.stringify(groups)).not.toContain('****');
    expect(groups.filter(({ c0 }) => c0 === null)).toHaveLength(1);
  });

  it('of a field that is masked everywhere refuses what is asked of it, and says so', async () => {
    const context = contextOf([role(allow('*', look), allow('contact', { fields: ['phone', 'watchers'], mask: START }), allow('account', { fields: ['name'], mask: START }))]);
    const ask = (filter: unknown): unknown => problemsOf(countQuery(context, { entity: 'contact', filter }));
    expect(ask({ field: 'phone', op: 'eq', value: '1' })).toEqual(['filter.field FIELD_MASKED']);
    expect(ask({ and: [{ field: 'name', op: 'eq', value: 'x' }, { not: { field: 'account.name', op: 'isEmpty' } }] })).toEqual(['filter.and.1.not.field FIELD_MASKED']);
    expect(problemsOf(countQuery(context, { entity: 'account', filter: { related: 'contact:account', some: { field: 'phone', op: 'isNotEmpty' } } }))).toEqual(['filter.some.field FIELD_MASKED']);
    expect(problemsOf(pageQuery(context, { entity: 'contact', sort: [{ field: 'phone' }], limit: 1 }))).toEqual(['sort.0.field FIELD_MASKED']);
    expect(problemsOf(groupQuery(context, { entity: 'contact', by: [{ field: 'phone' }], aggregates: [{ aggregate: 'unique', field: 'phone' }], limit: 1 }))).toEqual(['by.0.field FIELD_MASKED', 'aggregates.0.field FIELD_MASKED']);
    expect(problemsOf(distinctQuery(context, { entity: 'contact', field: 'phone', limit: 1 }))).toEqual(['field FIELD_MASKED']);
    const page = pageQuery(context, { entity: 'contact', fields: ['phone', 'account', 'account.name', 'watchers'], search: '1', sort: [{ field: 'account' }], limit: 3 });
    expect(problemsOf(page)).toBe('understood');
  });

  it('inside of another record is named there', async () => {
    const context = contextOf([role(allow('*', look), allow('contact', { fields: ['phone'], mask: START }), allow('account', { fields: ['name'], mask: START }), allow('order_line', { fields: ['price'], mask: START }))]);
    const expanded = pageQuery(context, { entity: 'contact', fields: ['phone', 'account', 'account.name'], expand: ['account'], limit: 200 });
    const { rows } = await readPage(db, expanded.ok ? expanded.value.statement() : (undefined as never));
    const linked = rows.filter(({ values }) => values['account'] !== null && values['account.name'] !== null);
    expect(linked.length).toBeGreaterThan(5);
    for (const { values } of linked) expect(values['account']).toMatchObject({ label: (values['account'] as { values: { name: string } }).values.name, masked: ['name'] });
    const order = world['order']!.find(({ id, deleted_at }) => deleted_at === null && world['order_line']!.some((line) => line.parent === id && line.deleted_at === null && line.values['price'] !== null))!;
    const record = recordQuery(context, { entity: 'order', id: order.id });
    const found = record.ok ? await readRecord<{ values: { lines: { masked?: string[]; values: { price: string | null } }[] } }>(db, record.value) : null;
    expect(found!.values.lines.filter(({ values }) => values.price !== null).map(({ masked, values }) => [masked, values.price])).toContainEqual([['price'], '****']);
    for (const { masked, values } of found!.values.lines) expect(masked).toEqual(values.price === null ? undefined : ['price']);
  });
});
