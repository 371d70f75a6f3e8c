import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { shownField } from './shown-field.ts';

const field = (key: string, type: FieldDocument['type'], options?: FieldDocument['options']): FieldDocument => ({ key, type, label: { en: key }, ...(options ? { options } : {}) });
const entities: Record<string, EntityDocument> = {
  product: { key: 'product', label: { en: 'P' }, titleField: 'price', fields: [field('price', 'money', { currency: 'USD' }), field('chain', 'lookup', { relation: 'next', field: 'chain' }), field('next', 'relation', { entity: 'product' })] },
  line: { key: 'line', label: { en: 'L' }, titleField: 'product', fields: [field('product', 'relation', { entity: 'product' }), field('price', 'lookup', { relation: 'product', field: 'price' })] },
  order: {
    key: 'order',
    label: { en: 'O' },
    titleField: 'lines',
    fields: [field('lines', 'subform', { entity: 'line' }), field('dearest', 'rollup', { subform: 'lines', aggregate: 'max', field: 'price' }), field('sum', 'rollup', { subform: 'lines', aggregate: 'sum', field: 'price' }), field('lost', 'lookup', { relation: 'gone', field: 'x' })],
  },
};
const shown = (entity: string, key: string) => shownField((name) => entities[name], entities[entity], entities[entity]!.fields.find((one) => one.key === key)!);

describe('a value is shown as', () => {
  it('the field a lookup finds, under its own name', () => {
    expect(shown('line', 'price')).toMatchObject({ key: 'price', label: { en: 'price' }, type: 'money', options: { currency: 'USD' } });
  });
  it('the field whose greatest value a rollup gives, through a lookup', () => {
    expect(shown('order', 'dearest')).toMatchObject({ key: 'dearest', type: 'money' });
  });
  it('what it is, where it is added up, stored, or its source is out of sight', () => {
    expect(shown('order', 'sum').type).toBe('rollup');
    expect(shown('order', 'lines').type).toBe('subform');
    expect(shown('order', 'lost').type).toBe('lookup');
  });
  it('something in the end, even where lookups go round', () => {
    expect(shown('product', 'chain').type).toBe('lookup');
  });
});
