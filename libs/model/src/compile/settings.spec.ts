import { describe, expect, it } from '@jest/globals';
import type { DuplicateRule, EntityDocument, FieldDocument } from '@tessera/contract';
import { choices, entity, field } from '../testing/index.ts';
import { compileDesign } from './compile-design.ts';

const base = [field('name', 'text'), field('n', 'number'), field('day', 'date'), field('lead', 'member'), field('up', 'relation', { options: { entity: 'thing' } }), field('secret', 'text', { encrypted: true }), field('papers', 'file'), field('sum', 'formula', { options: { expression: 'n + 1' } })];
const thing = (more: FieldDocument[], rest: Partial<EntityDocument> = {}) => entity('thing', [...base, ...more], rest);
const problemsOf = (...documents: EntityDocument[]): string[] => {
  const design = compileDesign(documents);
  return design.ok ? [] : design.problem.map(({ path, code }) => `${path.replace(/^thing\.(fields\.)?/, '')} ${code}`);
};
const fieldOf = (document: FieldDocument) => {
  const design = compileDesign([thing([document])]);
  if (!design.ok) throw new Error(JSON.stringify(design.problem));
  return design.value.entities.get('thing')?.fields.get(document.key);
};

describe('default formulas', () => {
  const defaulting = (formula: string, type: FieldDocument['type'] = 'number', more: Partial<FieldDocument> = {}) => field('x', type, { default: { formula }, ...more });

  it('are over the values given for the same record', () => {
    expect(fieldOf(defaulting('n * 2'))?.defaultFormula?.names).toEqual(['n']);
    expect(fieldOf(defaulting('TODAY() + 7', 'date'))?.defaultFormula?.context).toEqual(['now']);
    expect(fieldOf(defaulting('ME()', 'member'))?.defaultFormula?.type).toBe('text');
  });

  it.each([
    ['sum + 1', 'number'], // computed
    ['x + 1', 'number'], // itself
    ['up.n', 'number'],
    ['secret', 'text'],
    ['nope', 'number'],
    ['name', 'number'], // of another type
    ['n +', 'number'],
  ] as const)('%s for a %s is refused, with its place', (formula, type) => {
    const design = compileDesign([thing([defaulting(formula, type)])]);
    expect(design.ok ? [] : design.problem).toEqual([expect.objectContaining({ path: 'thing.fields.x.default.formula', params: expect.objectContaining({ from: expect.any(Number) }) })]);
  });

  it('are for fields that formulas know', () => {
    expect(problemsOf(thing([defaulting('"x"', 'address')]))).toEqual(['x.default FIELD_DEFAULT_INVALID']);
    expect(problemsOf(thing([defaulting('"x"', 'text', { encrypted: true })]))).toEqual(['x.default FIELD_DEFAULT_INVALID']);
    expect(problemsOf(thing([defaulting('"x"', 'autoNumber')]))).toEqual(['x.default FIELD_SETTING_MEANINGLESS']);
  });

  it('do not wait for each other', () => {
    const waiting = [field('a', 'number', { default: { formula: 'b + 1' } }), field('b', 'number', { default: { formula: 'c + 1' } }), field('c', 'number', { default: { formula: 'a + 1' } })];
    const design = compileDesign([thing(waiting)]);
    expect(design).toMatchObject({ ok: false, problem: [{ path: 'thing.fields.a.default.formula', code: 'DEFAULT_CYCLE', message: { en: 'The default of "a" waits for itself: a → b → c → a.' } }] });
    const ordered = compileDesign([thing(waiting.slice(0, 2).concat(field('c', 'number')))]);
    expect(ordered.ok && ordered.value.entities.get('thing')?.defaultOrder).toEqual(['b', 'a']);
  });
});

describe('validations', () => {
  const held = (formula: string) => field('x', 'number', { validation: [{ formula, message: { en: 'No.' } }] });

  it.each([
    ['x > n', true],
    ['sum > 1', true],
    ['lead = ME()', true],
    ['up.n > 1', false],
    ['COUNT([thing:up].n) < 5', false],
    ['created_at < NOW()', false],
  ])('%s can be told from what is written: %p', (formula, local) => {
    expect(fieldOf(held(formula))?.validations).toMatchObject([{ message: { en: 'No.' }, local }]);
  });

  it.each(['n + 1', '"x"', 'nope', 'secret = "a"', 'x >'])('%s is refused: a rule is true or false', (formula) => {
    const design = compileDesign([thing([held(formula)])]);
    expect(design.ok ? [] : design.problem).toEqual([expect.objectContaining({ path: 'thing.fields.x.validation.0.formula', params: expect.objectContaining({ from: expect.any(Number), to: expect.any(Number) }) })]);
  });
});

describe('uniqueness', () => {
  const unique = (uniqueWithin: FieldDocument['uniqueWithin'], more: Partial<FieldDocument> = {}) => field('x', 'text', { unique: true, uniqueWithin, ...more });

  it('may ignore case, and be among some records only', () => {
    const where = { field: 'day', op: 'gt' as const, value: '2024-01-05' };
    expect(fieldOf(unique({ ignoreCase: true, where }))?.uniqueness).toEqual({ ignoreCase: true, where });
    expect(fieldOf(unique(undefined))?.uniqueness).toEqual({ ignoreCase: false, where: null });
    expect(fieldOf(field('x', 'text'))?.uniqueness).toBeUndefined();
  });

  it.each([
    [unique({ ignoreCase: true }, { unique: false }), 'uniqueWithin FIELD_UNIQUE_WITHIN_ALONE'],
    [unique({ ignoreCase: true }, { encrypted: true }), 'uniqueWithin.ignoreCase FIELD_UNIQUE_CASE_UNFIT'],
    [field('x', 'number', { unique: true, uniqueWithin: { ignoreCase: true } }), 'uniqueWithin.ignoreCase FIELD_UNIQUE_CASE_UNFIT'],
    [unique({ where: { field: 'day', op: 'lt', value: { var: 'today' } } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { field: 'day', op: 'within', value: { period: 'day', offset: 0 } } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { field: 'up.n', op: 'gt', value: '1' } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { field: 'sum', op: 'gt', value: '1' } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { field: 'secret', op: 'eq', value: 'a' } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { related: 'thing:up', some: { and: [] } } }), 'uniqueWithin.where FIELD_UNIQUE_WHERE_UNFIT'],
    [unique({ where: { field: 'nope', op: 'isEmpty' } }), 'uniqueWithin.where.field FIELD_NOT_FOUND'],
  ])('%j is refused', (document, problem) => {
    expect(problemsOf(thing([document]))).toEqual([`x.${problem}`]);
  });
});

describe('encryption', () => {
  it.each([
    [field('x', 'select', { encrypted: true, options: choices('a') }), 'x.encrypted FIELD_ENCRYPTED_UNFIT'],
    [field('x', 'date', { encrypted: true }), 'x.encrypted FIELD_ENCRYPTED_UNFIT'],
  ])('of %j is refused', (document, problem) => {
    expect(problemsOf(thing([document]))).toEqual([problem]);
  });

  it('never hides the name of a record', () => {
    expect(problemsOf(thing([], { titleField: 'secret' }))).toEqual(['secret.encrypted FIELD_ENCRYPTED_TITLE']);
  });

  it('may be unique, by the hash', () => {
    expect(fieldOf(field('x', 'idCard', { encrypted: true, unique: true }))).toMatchObject({ encrypted: true, uniqueness: { ignoreCase: false, where: null } });
  });
});

describe('watched fields', () => {
  it.each([[['nope'], 'FIELD_SETTING_UNKNOWN'], [['sum'], 'FIELD_WATCHED_UNFIT'], [['x'], 'FIELD_WATCHED_UNFIT']])('%j are refused', (fields, code) => {
    expect(problemsOf(thing([field('x', 'modifiedAt', { options: { fields } })]))).toEqual([`x.options.fields.0 ${code}`]);
  });
});

describe('duplicate rules', () => {
  const rule = (...fields: DuplicateRule['fields']): DuplicateRule => ({ key: 'same', label: { en: 'Same' }, onMatch: 'warn', fields });
  const ruled = (...duplicateRules: DuplicateRule[]) => problemsOf(thing([field('story', 'richText'), field('no', 'autoNumber')], { duplicateRules }));

  it('compare what is written and can be read', () => {
    expect(ruled(rule({ field: 'name', as: 'name' }, { field: 'day', as: 'exact' }), { ...rule({ field: 'secret', as: 'exact' }), key: 'other' })).toEqual([]);
  });

  it.each([
    [[rule({ field: 'nope', as: 'exact' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNKNOWN'],
    [[rule({ field: 'id', as: 'exact' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNKNOWN'],
    [[rule({ field: 'name', as: 'exact' }, { field: 'name', as: 'name' })], 'duplicateRules.0.fields.1.field DUPLICATE_FIELD_TWICE'],
    [[rule({ field: 'n', as: 'name' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'secret', as: 'phone' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'sum', as: 'exact' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'papers', as: 'exact' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'story', as: 'name' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'no', as: 'exact' })], 'duplicateRules.0.fields.0.field DUPLICATE_FIELD_UNFIT'],
    [[rule({ field: 'name', as: 'name' }), rule({ field: 'name', as: 'exact' })], 'duplicateRules.1.key DUPLICATE_RULE_TAKEN'],
  ])('%j are refused', (rules, problem) => {
    expect(ruled(...rules)).toEqual([problem]);
  });
});
