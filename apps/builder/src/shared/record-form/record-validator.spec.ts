import { describe, expect, it } from '@jest/globals';
import { formSchemas } from '@tessera/model';
import { recordValidator } from './record-validator.ts';
import { sampleDesign } from './sample-design.ts';

const form = { key: 'order', entity: 'order', label: { en: 'Order' }, sections: [{ key: 'a', columns: 1, items: ['code', 'lines', 'total', 'tags'].map((field) => ({ field })) }] };
const { schema } = formSchemas(sampleDesign(), form, { readable: ['code', 'lines', 'total', 'tags'], writable: ['code', 'lines', 'tags'], locale: 'en' });
const check = (values: Record<string, unknown>) => recordValidator('en').validateFormData(values, schema as never).errors.map(({ property, message }) => [property, message]);

describe('the validator of a form', () => {
  it('accepts what is right', () => {
    expect(check({ code: 'A', lines: [{ id: '0190a000-0000-7000-8000-000000000001', quantity: '1', amount: '3.00' }], total: '3.00', tags: null })).toEqual([]);
  });
  it('says what is missing by its label', () => {
    expect(check({ lines: null })).toEqual([['.code', '"Code" is required.']]);
    expect(check({ code: null })).toEqual([['.code', '"Code" is required.']]);
  });
  it('finds a problem inside a row', () => {
    expect(check({ code: 'A', lines: [{ quantity: '1' }, { quantity: 'two', price: '1' }] })).toEqual([['.lines.1.quantity', '"Quantity" must be a number.']]);
  });
  it('puts problems where rjsf looks for them', () => {
    const { errorSchema } = recordValidator('en').validateFormData({ code: 'A', lines: [{ quantity: null }] }, schema as never);
    expect(errorSchema).toMatchObject({ lines: { 0: { quantity: { __errors: ['"Quantity" is required.'] } } } });
  });
});
