/** Designs that would run away, lose data or mean nothing: refused with the place and the reason, and nothing is changed. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { ok, problemsOf } from '../records/testing/crm-server.ts';
import { entity, field, NOBODY, relation, startGuardedWorld, type GuardedWorld } from '../records/testing/guarded-world.ts';
import type { TestAnswer } from '../testing/test-server.ts';

let world: GuardedWorld;
const base = (...more: FieldDocument[]): EntityDocument =>
  entity('thing', [field('name', 'text', { options: { maxLength: 100 } }), field('note', 'longText'), field('n', 'number'), field('stage', 'select', { options: { choices: ['a', 'b'].map((value) => ({ value, label: { en: value } })) } }), relation('up', 'thing'), ...more]);
beforeAll(async () => {
  world = await startGuardedWorld();
  ok(await save(base(), 0));
  for (let n = 0; n < 3; n += 1) await world.make(world.admin, 'thing', { name: `Thing ${n}`, note: n ? 'not a number' : '5', n: String(n), stage: n ? 'a' : null });
});
afterAll(() => world.stop());

const save = (document: EntityDocument, version: number, more = {}): Promise<TestAnswer> => world.admin.put(`/api/design/entities/${document.key}`, { version, document, ...more });
const formula = (key: string, expression: string): FieldDocument => field(key, 'formula', { options: { expression } });
/** The refusal of a design with these fields as well; nothing in the database has changed. */
async function refused(fields: readonly FieldDocument[], code = 'ENTITY_INVALID', over: Partial<EntityDocument> = {}): Promise<string[]> {
  const answer = await world.refused(400, code, () => save({ ...base(...fields), ...over }, 1));
  return problemsOf(answer).map((problem) => problem.replace(/^document\.(fields\.)?/, ''));
}

describe('a formula', () => {
  const nested = (depth: number, wrap: (inner: string) => string, inner = 'n'): string => (depth === 0 ? inner : wrap(nested(depth - 1, wrap, inner)));

  it.each<[string, string, string]>([
    ['of a hundred kilobytes', `n + ${'1 + '.repeat(25_000)}1`, 'FIELD_OPTIONS_INVALID'],
    ['of ten thousand and one bytes', `LEN("${'字'.repeat(3332)}")`, 'FORMULA_TOO_LONG'],
    ['nested a thousand deep', nested(1000, (inner) => `(${inner})`), 'FORMULA_TOO_DEEP'],
    ['of a thousand signs in a row', Array(1000).fill('n').join('+'), 'FORMULA_TOO_DEEP'],
    ['of a thousand minuses', `${'-'.repeat(1000)}n`, 'FORMULA_TOO_DEEP'],
    ['computed from itself', 'x + 1', 'FORMULA_CYCLE'],
    ['of another type than it needs', 'ROUND(name, 1)', 'FORMULA_TYPE'],
    ['over a field that is not there', 'no_such + 1', 'FORMULA_UNKNOWN_NAME'],
    ['over a path of five', 'up.up.up.up.up.n', 'FORMULA_UNKNOWN_NAME'],
    ['with a function that is not there', 'SYSTEM("ls")', 'FORMULA_UNKNOWN_FUNCTION'],
    ['that ends in the middle', 'IF(n > 1, ', 'FORMULA_SYNTAX'],
    ['of two statements', 'n; DROP TABLE thing', 'FORMULA_SYNTAX'],
    ['of a number of a hundred digits', '9'.repeat(100), 'FORMULA_NUMBER'],
  ])('%s is refused at its place', async (_, expression, code) => {
    const [problem, ...others] = await refused([formula('x', expression)]);
    expect([problem?.split(' '), others]).toEqual([[expect.stringMatching(/^x\.options(\.expression)?$/), code], []]);
  });

  it('that names another one twice, which names another one twice, and so on, is refused by what it comes to', async () => {
    const laughs = [formula('f0', 'name & "x"'), ...Array.from({ length: 40 }, (_, at) => formula(`f${at + 1}`, `f${at} & f${at}`))];
    expect(await refused(laughs)).toContain('f11.options.expression COMPUTED_TOO_LARGE');
  });

  it('in rules, defaults and buttons has the same bounds', async () => {
    const long = `${'n + '.repeat(3000)}1`;
    expect(await refused([field('a', 'number', { validation: [{ formula: `${long} > 0`, message: { en: 'no' } }] })], 'REQUEST_INVALID')).toEqual(['5.validation.0.formula TEXT_TOO_LONG']);
    const signs = Array(500).fill('n').join('+');
    expect(await refused([field('a', 'number', { validation: [{ formula: `${signs} > 0`, message: { en: 'no' } }] }), field('b', 'number', { default: { formula: signs } }), field('c', 'button', { options: { action: 'setFields', set: [{ field: 'n', formula: signs }] } })]))
      .toEqual(['a.validation.0.formula FORMULA_TOO_DEEP', 'b.default.formula FORMULA_TOO_DEEP', 'c.options.set.0.formula FORMULA_TOO_DEEP']);
  });

  it('that divides by zero, or leaves every bound, is blank: to read, to sort, to filter, to sum and to export', async () => {
    const fields = [formula('over', '10 / n'), formula('huge', 'POWER(10 + n, 1000)'), formula('root', 'SQRT(0 - 1 - n)'), formula('late', 'DATE(9999, 12, 31) + n * 1000'), formula('wide', 'LEN(REPT(name, 1000000000))'), formula('lost', 'INDEX(LIST(1, 2), n + 5)')];
    ok(await save({ ...base(...fields), key: 'sum' }, 0));
    for (const n of ['0', '2', null]) await world.make(world.admin, 'sum', { name: `n=${n}`, n });
    const { rows } = ok(await world.ask(world.admin, 'query', { sort: [{ field: 'over' }, { field: 'late', desc: true }, { field: 'name' }] }, 'sum'));
    expect(Object.fromEntries(rows.map(({ values: { name, over, huge, root, late, wide, lost } }: { values: Record<string, unknown> }) => [name, [over, huge, root, late, wide, lost]]))).toEqual({
      'n=2': ['5', null, null, null, '100000', null],
      'n=0': [null, null, null, '9999-12-31', '100000', null],
      'n=null': [null, null, null, null, '100000', null],
    });
    expect(rows[0].values.name).toBe('n=2');
    expect(ok(await world.ask(world.admin, 'count', { filter: { field: 'over', op: 'isEmpty' } }, 'sum'))).toEqual({ count: 2 });
    expect(ok(await world.ask(world.admin, 'group', { by: [{ field: 'huge' }], aggregates: [{ aggregate: 'sum', field: 'over' }, { aggregate: 'avg', field: 'over' }] }, 'sum')).groups).toEqual([{ keys: [null], values: [expect.stringMatching(/^5/), '5'] }]);
    expect((await world.ask(world.admin, 'export', { fields: ['name', 'over'], sort: [{ field: 'name' }] }, 'sum')).text).toContain('n=0,\r\n');
  });
});

describe('a pattern', () => {
  it.each(['(a+)+$', '^(\\w+\\s?)*$', '(.*)*x', '(a|a)*$', '([a-zA-Z]+)*$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(a{1,99}){1,99}', '.*.*.*.*.*x', '(a)\\1', '(?<=a)b', '(?!x)y', '[', 'x'.repeat(301)])('%s, which could run away, is refused', async (pattern) => {
    expect(await refused([field('x', 'text', { options: { pattern, maxLength: 200 } })])).toEqual([expect.stringMatching(/^x\.options(\.pattern)? /)]);
  });

  it('that is taken decides about the longest text at once', async () => {
    ok(await save({ ...base(field('x', 'text', { options: { pattern: '^[a-z]+[0-9]?$', maxLength: 255 } })), key: 'shaped' }, 0));
    for (const [x, status] of [['a'.repeat(255), 200], [`${'a'.repeat(254)}!`, 400], ['a'.repeat(100_000), 400]] as const) expect((await world.admin.post('/api/records/shaped', { values: { name: 'x', x } })).status).toBe(status);
  });
});

describe('a field or table', () => {
  it.each<[string, FieldDocument, string]>([
    ['with the key of a system column', field('deleted_at', 'text'), 'deleted_at.key FIELD_KEY_RESERVED'],
    ['with the key of a property that every object has', field('constructor', 'text'), 'constructor.key FIELD_KEY_RESERVED'],
    ['with the key of another one', field('name', 'text'), 'name.key FIELD_KEY_TAKEN'],
    ['with settings that its type does not know', field('x', 'text', { options: { evil: true } }), 'x.options.evil FIELD_OPTIONS_INVALID'],
    ['that points to a table that is not there', relation('x', 'nowhere'), 'x.options.entity RELATION_TARGET_UNKNOWN'],
    ['with a default it cannot have', field('x', 'number', { default: 'five' }), 'x.default FIELD_DEFAULT_INVALID'],
    ['encrypted, of a type that is not', field('x', 'checkbox', { encrypted: true }), 'x.encrypted FIELD_ENCRYPTED_UNFIT'],
    ['unique, of a type that is not', field('x', 'file', { unique: true }), 'x.unique FIELD_SETTING_MEANINGLESS'],
    ['whose links are filtered by nothing that is there', relation('x', 'thing', { filter: { field: 'no_such', op: 'isEmpty' } }), 'x.options.filter.field FIELD_NOT_FOUND'],
    ['whose rollup has a filter of depth 50', field('x', 'rollup', { options: { subform: 'thing:up', aggregate: 'count', where: Array.from({ length: 50 }).reduce((not) => ({ not }), { field: 'n', op: 'isEmpty' }) } }), 'FILTER_TOO_DEEP'],
  ])('%s is refused at its place', async (_, one, problem) => {
    expect((await refused([one])).join('\n')).toContain(problem);
  });

  it('with keys that are no names, or more than two hundred fields, is no request', async () => {
    for (const key of ['x"; DROP TABLE thing; --', 'Ä', '1a', '_x', 'x'.repeat(49)]) expect(await refused([field(key, 'text')], 'REQUEST_INVALID')).toEqual(['5.key TEXT_PATTERN']);
    expect(await refused(Array.from({ length: 200 }, (_, n) => field(`f${n}`, 'text')), 'REQUEST_INVALID')).toEqual(['fields LIST_TOO_LONG']);
  });

  it('is not taken where somebody else has changed it since, or under the name of another one', async () => {
    await world.refused(409, 'DOCUMENT_VERSION_CONFLICT', () => save(base(), 77));
    await world.refused(400, 'REQUEST_INVALID', () => world.admin.put('/api/design/entities/other', { version: 0, document: base() }));
  });
});

describe('a change that would lose data', () => {
  const changed = (key: string, to: Partial<FieldDocument>): EntityDocument => ({ ...base(), fields: base().fields.map((one) => (one.key === key ? ({ ...one, options: {}, ...to } as FieldDocument) : one)) });
  const stored = () => world.db.query('SELECT name, note, n::text, stage FROM ws_example.thing ORDER BY name');

  it('is shown with how much, refused, and done only when it is asked to clear', async () => {
    const document = changed('note', { type: 'number' });
    const plan = ok(await world.admin.post('/api/design/entities/thing/plan', { version: 1, document }));
    expect(plan.changes).toMatchObject([{ kind: 'changeField', field: 'note', losesData: true }]);
    expect(plan.previews).toMatchObject([{ field: 'note', kind: 'convert', records: 2, total: 3, samples: [{ from: 'not a number', to: null }, { from: 'not a number', to: null }] }]);
    const before = await stored();
    const answer = await world.refused(409, 'ENTITY_VALUES_UNCONVERTIBLE', () => save(document, 1));
    expect(answer.body.fields.length + JSON.stringify(answer.body.details ?? '').length).toBeGreaterThan(0);
    expect(await stored()).toEqual(before);
  });

  it('is refused for values that records share', async () => {
    const document = changed('note', { type: 'text', unique: true, options: { maxLength: 40 } });
    expect((await world.untouched(() => save(document, 1))).status).toBe(409);
  });

  it('is refused for a field or a table that others need, naming them', async () => {
    ok(await save({ ...base(formula('twice', 'n * 2')), key: 'needed' }, 0));
    const without = { ...base(formula('twice', 'n * 2')), key: 'needed' };
    const gone = await world.untouched(() => save({ ...without, fields: without.fields.filter(({ key }) => key !== 'n') }, 1));
    expect([gone.status, gone.text.includes('twice')]).toEqual([expect.any(Number), true]);
    expect(gone.status).toBeGreaterThanOrEqual(400);
    const used = await world.untouched(() => world.admin.delete('/api/design/entities/site?version=1'));
    expect([used.status, /firm/.test(used.text)]).toEqual([409, true]);
    await world.refused(404, 'DESIGN_TRASH_MISSING', () => world.admin.post(`/api/design/trash/${NOBODY}/restore`));
  });
});
