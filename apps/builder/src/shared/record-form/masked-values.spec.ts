import { describe, expect, it } from '@jest/globals';
import { isMaskedPath, takeMasked, withMasked } from './masked-values.ts';

const READ = { name: 'Acme', phone: '138****5678', lines: [{ id: 'r1', values: { item: 'Bolt', price: '****' }, masked: ['price'] }, { id: 'r2', values: { item: 'Nut', price: '3.00' } }] };
const { values, texts } = takeMasked(READ, ['phone']);

describe('masked values of a form', () => {
  it('are taken out of what the form holds, also out of rows', () => {
    expect(values).toEqual({ name: 'Acme', phone: null, lines: [{ id: 'r1', values: { item: 'Bolt', price: null } }, { id: 'r2', values: { item: 'Nut', price: '3.00' } }] });
    expect([...texts]).toEqual([['phone', '138****5678'], ['r1.price', '****']]);
  });
  it('go back to their places, and nowhere else', () => {
    const held = { name: 'Acme', phone: null, lines: [{ item: 'New', price: null }, { id: 'r2', item: 'Nut', price: '3.00' }, { id: 'r1', item: 'Bolt', price: null }] };
    expect(withMasked(held, texts)).toEqual({ name: 'Acme', phone: '138****5678', lines: [{ item: 'New', price: null }, { id: 'r2', item: 'Nut', price: '3.00' }, { id: 'r1', item: 'Bolt', price: '****' }] });
  });
  it('are not complained about', () => {
    const held = { phone: null, lines: [{ id: 'r1', price: null }, { id: 'r2', price: null }] };
    expect(['phone', 'name', 'lines.0.price', 'lines.1.price', 'lines'].map((path) => isMaskedPath(path, held, texts))).toEqual([true, false, true, false, false]);
  });
});
