import { describe, expect, it } from '@jest/globals';
import type { FieldDocument } from '@tessera/contract';
import { compileDesign } from '../compile/compile-design.ts';
import { choices, entity, field } from '../testing/index.ts';
import { checkValidations, rowValidations } from './check-validations.ts';
import { defaultValues } from './default-values.ts';
import { wireValue } from './formula-values.ts';
import { validateRecord } from './validate-record.ts';

const ME = '0190b0a0-0000-7000-8000-000000000001';
const env = { me: ME, today: '2024-01-05', now: '2024-01-04T16:30:00.000Z', timeZone: 'Asia/Shanghai', departments: ['d1'] };
const message = { en: 'Not so.', 'zh-CN': '不行。' };

const documents = (...more: FieldDocument[]) => [
  entity('deal', [
    field('name', 'text', { required: true }),
    field('amount', 'money'),
    field('rate', 'percent', { default: '0.1' }),
    field('fee', 'money', { default: { formula: 'amount * rate' } }),
    field('fee_with_tax', 'money', { default: { formula: 'fee * 1.06' } }),
    field('due', 'date', { default: { formula: 'TODAY() + 30' } }),
    field('stage', 'select', { options: choices('a', 'b'), default: { formula: 'IF(amount > 100, "a", "b")' } }),
    field('crew', 'members', { default: { var: 'me' } }),
    field('start', 'date'),
    field('end', 'date', { validation: [{ formula: 'OR(ISBLANK(start), ISBLANK(end), end >= start)', message }] }),
    field('margin', 'formula', { options: { expression: 'amount - fee' } }),
    field('up', 'relation', { options: { entity: 'deal' } }),
    field('lines', 'subform', { options: { entity: 'line' } }),
    ...more,
  ]),
  entity('line', [field('n', 'number', { validation: [{ formula: 'n > 0', message }] })], { parent: 'deal' }),
];
const designOf = (...more: FieldDocument[]) => {
  const design = compileDesign(documents(...more));
  if (!design.ok) throw new Error(JSON.stringify(design.problem));
  return design.value;
};
const design = designOf();
const defaults = (given: Record<string, unknown> = {}) => defaultValues(design, 'deal', env, given);

describe('default formulas', () => {
  it('see what is given, then one another, and round to the digits of their field', () => {
    expect(defaults({ amount: '1234.56' })).toEqual({ rate: '0.1', fee: '123.46', fee_with_tax: '130.87', due: '2024-02-04', stage: 'a', crew: [ME], owner: ME });
    expect(defaults({ amount: '1234.56', rate: '0.2' })).toMatchObject({ fee: '246.91' });
    expect(defaults({ amount: '100.00', fee: '5.00' })).toMatchObject({ fee_with_tax: '5.30', stage: 'b' });
  });

  it('leave alone what is given, be it nothing', () => {
    expect(defaults({ fee: null, crew: null, owner: null })).not.toHaveProperty('fee');
    expect(defaults({ fee: null })).toMatchObject({ fee_with_tax: null });
    expect(defaults({ owner: null })).not.toHaveProperty('owner');
  });

  it('read today in the zone of the workspace', () => {
    expect(defaultValues(design, 'deal', { ...env, timeZone: 'UTC' }, {})).toMatchObject({ due: '2024-02-03' });
  });

  it('that come to nothing give nothing, so that a required field is missed', () => {
    const required = designOf(field('code', 'text', { required: true, default: { formula: 'IF(amount > 0, "x", "")' } }));
    const values = { name: 'x', ...defaultValues(required, 'deal', env, {}) };
    expect(values).toMatchObject({ code: null });
    expect(validateRecord(required, 'deal', values, { fields: ['name', 'code', 'rate', 'fee', 'fee_with_tax', 'due', 'stage', 'crew', 'owner'], mode: 'create' }).map(({ path, code }) => `${path} ${code}`)).toEqual(['values.code FIELD_REQUIRED']);
  });
});

describe('wireValue', () => {
  it('gives every field its own spelling of what a formula gave', () => {
    const fields = design.entities.get('deal')?.fields;
    const wire = (key: string, value: Parameters<typeof wireValue>[1]) => {
      const found = fields?.get(key);
      return found && wireValue(found, value);
    };
    expect([wire('amount', '2.005'), wire('amount', '-2.005'), wire('amount', '3'), wire('rate', '0.123456'), wire('name', ''), wire('crew', []), wire('crew', [ME.toUpperCase()])]).toEqual(['2.01', '-2.01', '3.00', '0.1235', null, null, [ME]]);
  });
});

describe('validations', () => {
  const fields = [...(design.entities.get('deal')?.fields.keys() ?? [])];
  const codes = (values: unknown, more: Partial<Parameters<typeof validateRecord>[3]> = {}, of = design) => validateRecord(of, 'deal', values, { fields, mode: 'create', env, ...more }).map(({ path, code }) => `${path} ${code}`);

  it('refuse what does not hold, in the words of the designer', () => {
    expect(validateRecord(design, 'deal', { name: 'x', start: '2024-01-05', end: '2024-01-01' }, { fields, mode: 'create', env })).toEqual([{ path: 'values.end', code: 'FIELD_VALIDATION', message }]);
    expect(codes({ name: 'x', start: '2024-01-05', end: '2024-01-05' })).toEqual([]);
  });

  it('hold where they come to nothing, and take an empty field for what comparisons take it', () => {
    const positive = designOf(field('count', 'number', { validation: [{ formula: 'count > 0', message }] }));
    expect(codes({ name: 'x' }, {}, positive)).toEqual(['values.count FIELD_VALIDATION']);
    const rule = designOf(field('note', 'text', { validation: [{ formula: 'IF(LEN(name) > 3, TRUE)', message }] }));
    expect(codes({ name: 'x' }, {}, rule)).toEqual([]);
  });

  it('come after what is wrong in itself', () => {
    expect(codes({ start: '2024-01-05', end: '2024-01-01' })).toEqual(['values.name FIELD_REQUIRED']);
  });

  it('of a field the writer may not know tell nothing of it but what the designer says', () => {
    const known = ['name', 'start'];
    const broken = { name: 'x', start: '2024-02-01' };
    expect(codes(broken, { mode: 'update', fields: known, readable: known, before: { end: '2024-01-01' } })).toEqual(['values FIELD_VALIDATION']);
    expect(codes(broken, { mode: 'update', fields: known, readable: [...known, 'end'], before: { end: '2024-01-01' } })).toEqual(['values.end FIELD_VALIDATION']);
  });

  it('of an update see the values that stay', () => {
    expect(codes({ end: '2024-01-01' }, { mode: 'update', before: { name: 'x', start: '2024-01-05' } })).toEqual(['values.end FIELD_VALIDATION']);
    expect(codes({ start: '2024-02-01' }, { mode: 'update', before: { name: 'x', start: '2024-01-05', end: '2024-01-10' } })).toEqual(['values.end FIELD_VALIDATION']);
    expect(codes({ end: '2024-01-01' }, { mode: 'update' })).toEqual([]);
  });

  it('of new rows say which row', () => {
    expect(codes({ name: 'x', lines: [{ n: '1' }, { n: '0' }] })).toEqual(['values.lines.1.n FIELD_VALIDATION']);
    expect(codes({ lines: [{ id: ME, n: '0' }] }, { mode: 'update' })).toEqual([]);
  });

  it('use own formulas, computed on the way', () => {
    const rule = designOf(field('x', 'text', { validation: [{ formula: 'margin >= 0', message }] }));
    const deal = rule.entities.get('deal');
    expect(deal && checkValidations(deal, { amount: '5', fee: '6' }, env).map(({ path }) => path)).toEqual(['values.x']);
    expect(deal && checkValidations(deal, { amount: '7', fee: '6' }, env)).toEqual([]);
  });

  it('over related rows are left to the write door', () => {
    const rule = designOf(field('x', 'text', { validation: [{ formula: 'up.amount > amount', message }, { formula: 'x <> "a"', message }] }));
    const deal = rule.entities.get('deal');
    expect(deal && rowValidations(deal).map(({ field: of, rule: { formula } }) => [of.key, formula.text])).toEqual([['x', 'up.amount > amount']]);
    expect(deal && checkValidations(deal, { amount: '1', x: 'a' }, env).map(({ path }) => path)).toEqual(['values.x']);
  });
});
