import { describe, expect, it } from '@jest/globals';
import { FIELD_TYPES, RESERVED_KEYS, type EntityDocument } from '@tessera/contract';
import { listFieldTypes } from '../field-types/registry.ts';
import { choices, crmDesign, crmDocuments, entity, field } from '../testing/index.ts';
import { compileDesign } from './compile-design.ts';

const problemsOf = (...documents: EntityDocument[]): string[] => {
  const design = compileDesign(documents);
  return design.ok ? [] : design.problem.map(({ path, code }) => `${path} ${code}`);
};

const formula = (key: string, expression: string) => field(key, 'formula', { options: { expression } });
const thing = (...fields: Parameters<typeof entity>[1][number][]) => entity('thing', [field('name', 'text'), ...fields]);

describe('compileDesign', () => {
  it('knows every field type of the contract', () => {
    expect(listFieldTypes().map(({ key }) => key).sort()).toEqual([...FIELD_TYPES].sort());
  });

  it('gives every entity its own fields in order, then the system fields', () => {
    const product = crmDesign().entities.get('product');
    expect([...(product?.fields.keys() ?? [])]).toEqual(['title', 'price', 'cost', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'owner']);
    expect([...(product?.fields.values() ?? [])].filter(({ system, readOnly }) => system && !readOnly).map(({ key }) => key)).toEqual(['owner']);
  });

  it('relates parents, children and what tables refer to', () => {
    const design = crmDesign();
    expect(design.entities.get('order')?.children).toEqual([{ field: 'lines', entity: 'order_line' }]);
    expect(design.entities.get('order_line')?.parent).toBe('order');
    expect(design.entities.get('order_line')?.dependsOn).toEqual(['order', 'product']);
  });

  it('follows computed fields to everything they are computed from', () => {
    const open = crmDesign().entities.get('order')?.fields.get('open_amount');
    expect([...(open?.sources ?? [])].sort()).toEqual(['order.lines', 'order.paid', 'order.total', 'order_line.amount', 'order_line.discount', 'order_line.price', 'order_line.quantity']);
    expect(open?.valueType.key).toBe('money');
    expect(open?.formula?.names).toEqual(expect.arrayContaining(['total', 'paid']));
  });

  it('orders computed fields after those they use, wherever they stand', () => {
    const design = crmDesign([thing(formula('c', 'b & "a"'), formula('b', 'a & "c"'), formula('a', 'name'))]);
    expect(design.entities.get('thing')?.computedOrder).toEqual(['a', 'b', 'c']);
  });

  it('refuses formulas in a circle and names the way round', () => {
    const design = compileDesign([thing(formula('a', 'b + 1'), formula('b', 'c + 1'), formula('c', 'a + 1'))]);
    expect(design).toMatchObject({ ok: false, problem: [{ path: 'thing.fields.a.options.expression', code: 'FORMULA_CYCLE', message: { en: '"a" is computed from itself: a → b → c → a.', 'zh-CN': '“a”循环引用了自身：a → b → c → a。' } }] });
    expect(problemsOf(thing(formula('a', 'a')))).toEqual(['thing.fields.a.options.expression FORMULA_CYCLE']);
  });

  it('does not take a word in quotes for a field', () => {
    expect(problemsOf(thing(formula('a', '"b" & “b”'), formula('b', '"a"')))).toEqual([]);
  });

  it('says where in a formula the problem is', () => {
    const design = compileDesign([thing(formula('a', 'nam & 1'))]);
    expect(design).toMatchObject({ ok: false, problem: [{ path: 'thing.fields.a.options.expression', params: { from: 0, to: 3 } }] });
  });

  it('gives a computed field the behaviour of its result', () => {
    const fields = crmDesign([thing(field('n', 'number'), field('d', 'date'), formula('sum', 'n + 1'), formula('when', 'd'), formula('yes', 'n > 1'))]).entities.get('thing')?.fields;
    expect(['sum', 'when', 'yes'].map((key) => fields?.get(key)?.valueType.key)).toEqual(['number', 'date', 'checkbox']);
  });

  it.each(RESERVED_KEYS)('refuses the reserved field key %s', (key) => {
    expect(problemsOf(thing(field(key, 'text')))).toEqual([`thing.fields.${key}.key FIELD_KEY_RESERVED`]);
  });

  it.each(['Name', '1st', 'a-b', '', 'a'.repeat(49), '客户', '_x', '__proto__', 'a"b'])('refuses the field key %p', (key) => {
    expect(problemsOf(thing(field(key, 'text')))).toEqual([`thing.fields.${key}.key FIELD_KEY_INVALID`]);
  });

  it('refuses two of the same key', () => {
    expect(problemsOf(thing(field('a', 'text'), field('a', 'number')))).toEqual(['thing.fields.a.key FIELD_KEY_TAKEN']);
    expect(problemsOf(thing(), thing())).toEqual(['thing.key ENTITY_KEY_TAKEN']);
    expect(problemsOf({ ...thing(), key: 'Thing' })).toEqual(['Thing.key ENTITY_KEY_INVALID']);
  });

  it('refuses a field type it does not know', () => {
    expect(problemsOf(thing({ ...field('a', 'text'), type: 'toString' as 'text' }))).toEqual(['thing.fields.a.type FIELD_TYPE_UNKNOWN']);
  });

  it('wants a title that exists and is text', () => {
    expect(problemsOf({ ...thing(), titleField: 'nope' })).toEqual(['thing.titleField ENTITY_TITLE_UNKNOWN']);
    expect(problemsOf({ ...thing(field('n', 'number')), titleField: 'n' })).toEqual(['thing.titleField ENTITY_TITLE_NOT_TEXT']);
    expect(problemsOf({ ...thing(formula('t', 'name & "!"')), titleField: 't' })).toEqual([]);
  });

  it('names the setting that is wrong', () => {
    expect(problemsOf(thing(field('a', 'number', { options: { scale: 11 } })))).toEqual(['thing.fields.a.options.scale FIELD_OPTIONS_INVALID']);
    expect(problemsOf(thing(field('a', 'number', { options: { digits: 2 } })))).toEqual(['thing.fields.a.options.digits FIELD_OPTIONS_INVALID']);
    expect(problemsOf(thing(field('a', 'select')))).toEqual(['thing.fields.a.options.choices FIELD_OPTIONS_INVALID']);
    expect(problemsOf(thing(field('a', 'select', { options: choices('x', 'x') })))).toEqual(['thing.fields.a.options.choices.1.value FIELD_CHOICE_TAKEN']);
    expect(problemsOf(thing(field('a', 'text', { options: { pattern: '(a+)+' } })))).toEqual(['thing.fields.a.options.pattern FIELD_PATTERN_UNSAFE']);
  });

  it.each([
    [field('a', 'number', { default: 'x' }), 'default FIELD_DEFAULT_INVALID'],
    [field('a', 'number', { default: 5 }), 'default FIELD_DEFAULT_INVALID'],
    [field('a', 'select', { default: 'z', options: choices('x') }), 'default FIELD_DEFAULT_INVALID'],
    [field('a', 'date', { default: { var: 'me' } }), 'default FIELD_DEFAULT_INVALID'],
    [field('a', 'autoNumber', { default: '1' }), 'default FIELD_SETTING_MEANINGLESS'],
    [field('a', 'autoNumber', { required: true }), 'required FIELD_SETTING_MEANINGLESS'],
    [field('a', 'multiSelect', { unique: true, options: choices('x') }), 'unique FIELD_SETTING_MEANINGLESS'],
  ])('refuses a default or switch that cannot be: %j', (document, problem) => {
    expect(problemsOf(thing(document))).toEqual([`thing.fields.a.${problem}`]);
  });

  it('accepts the defaults that only a moment can tell', () => {
    expect(problemsOf(thing(field('d', 'date', { default: { var: 'today' } }), field('t', 'datetime', { default: { var: 'now' } }), field('m', 'member', { default: { var: 'me' } })))).toEqual([]);
  });

  it('wants relations and subforms to have somewhere to go', () => {
    const line = (more = {}) => entity('line', [field('n', 'number')], { parent: 'thing', ...more });
    const lines = (key: string) => field(key, 'subform', { options: { entity: 'line' } });
    const link = (to: string) => field('to', 'relation', { options: { entity: to } });
    expect(problemsOf(thing(link('nothing')))).toEqual(['thing.fields.to.options.entity RELATION_TARGET_UNKNOWN']);
    expect(problemsOf(thing(link('thing')))).toEqual([]);
    expect(problemsOf(thing(lines('lines')))).toEqual(['thing.fields.lines.options.entity SUBFORM_TARGET_UNKNOWN']);
    expect(problemsOf(thing(lines('lines')), line())).toEqual([]);
    expect(problemsOf(thing(), line())).toEqual([]);
    expect(problemsOf(thing(lines('lines')), line({ parent: undefined }))).toContain('thing.fields.lines.options.entity SUBFORM_TARGET_FOREIGN');
    expect(problemsOf(thing(lines('lines'), lines('more')), line())).toEqual(['thing.fields.more.options.entity SUBFORM_TARGET_TAKEN']);
    expect(problemsOf(thing(link('line')), line())).toEqual(['thing.fields.to.options.entity RELATION_TARGET_CHILD']);
    expect(problemsOf(line())).toEqual(['line.parent ENTITY_PARENT_UNKNOWN']);
    expect(problemsOf(thing(), line(), entity('deep', [field('n', 'number')], { parent: 'line' }))).toEqual(['deep.parent ENTITY_PARENT_NESTED']);
  });

  it('wants rollups to fit what they sum up', () => {
    const line = entity('line', [field('n', 'number'), field('d', 'date'), field('t', 'text')], { parent: 'thing' });
    const rollup = (aggregate: string, over?: string, subform = 'lines') => thing(field('lines', 'subform', { options: { entity: 'line' } }), field('r', 'rollup', { options: { subform, aggregate, ...(over ? { field: over } : {}) } }));
    expect(problemsOf(rollup('sum', 'n'), line)).toEqual([]);
    expect(problemsOf(rollup('max', 'd'), line)).toEqual([]);
    expect(problemsOf(rollup('sum', 'd'), line)).toEqual(['thing.fields.r.options.aggregate ROLLUP_FIELD_UNFIT']);
    expect(problemsOf(rollup('max', 't'), line)).toEqual(['thing.fields.r.options.aggregate ROLLUP_FIELD_UNFIT']);
    expect(problemsOf(rollup('sum', 'q'), line)).toEqual(['thing.fields.r.options.field ROLLUP_FIELD_UNKNOWN']);
    expect(problemsOf(rollup('count', undefined, 'name'), line)).toEqual(['thing.fields.r.options.subform ROLLUP_SUBFORM_UNKNOWN']);
  });

  it('reads documents that were cut to what an actor may know', () => {
    const [, , order] = crmDocuments();
    const cut = { ...(order as EntityDocument), titleField: 'id', fields: (order as EntityDocument).fields.filter(({ key }) => key !== 'paid') };
    expect(compileDesign([cut]).ok).toBe(false);
    const design = compileDesign([cut], { cut: true });
    expect(design.ok && design.value.entities.get('order')?.title.key).toBe('id');
  });

  it('reports all problems at once', () => {
    expect(problemsOf(thing(field('id', 'text'), field('a', 'number', { options: { scale: -1 } })), { ...thing(), key: 'Other' })).toHaveLength(3);
  });
});
