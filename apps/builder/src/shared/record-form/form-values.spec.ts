import { describe, expect, it } from '@jest/globals';
import { changedValues, collectFiles, collectRefs, sameValue, toFormValues } from './form-values.ts';
import { sampleDesign } from './sample-design.ts';

const design = sampleDesign();
const product = { id: '0190a000-0000-7000-8000-000000000001', label: 'Chai' };
const row = '0190a000-0000-7000-8000-000000000002';
const read = { code: 'A-1', remark: null, total: '9.00', lines: [{ id: row, values: { product, quantity: '3', price: '3.00', discount: null, amount: '9.00' } }] };
const before = toFormValues(design, 'order', read);
const all = ['code', 'lines', 'remark', 'tags', 'owner'];

describe('a form', () => {
  it('holds flat rows and ids', () => {
    expect(before.lines).toEqual([{ id: row, product: product.id, quantity: '3', price: '3.00', discount: null, amount: '9.00' }]);
  });
  it('knows the names of what it holds ids of', () => {
    expect(collectRefs(read).get(product.id)).toEqual(product);
  });
  it('has changed nothing when nothing was changed', () => {
    expect(changedValues(design, 'order', before, { ...before, remark: '', tags: [] }, all)).toEqual({});
  });
  it('sends only what changed', () => {
    expect(changedValues(design, 'order', before, { ...before, remark: 'x' }, all)).toEqual({ remark: 'x' });
  });
  it('sends all rows, without what is computed, when one changed', () => {
    const lines = [{ ...(before.lines as object[])[0], quantity: '4' }, { quantity: '1' }];
    expect(changedValues(design, 'order', before, { ...before, lines }, all)).toEqual({
      lines: [
        { id: row, product: product.id, quantity: '4', price: '3.00', discount: null },
        { product: null, quantity: '1', price: null, discount: null },
      ],
    });
  });
  it('sends nothing that may not be written', () => {
    expect(changedValues(design, 'order', before, { ...before, code: 'B', remark: 'x', total: '1' }, ['remark'])).toEqual({ remark: 'x' });
  });
  it('sends only the row fields that may be written', () => {
    const lines = [{ ...(before.lines as object[])[0], quantity: '4', price: '9' }];
    expect(changedValues(design, 'order', before, { ...before, lines }, ['lines.quantity'])).toEqual({ lines: [{ id: row, quantity: '4' }] });
  });
});

describe('sameValue', () => {
  it.each<[unknown, unknown, boolean]>([
    [null, undefined, true],
    [null, [], true],
    ['', null, true],
    [false, null, false],
    [['a'], ['a'], true],
    [['a', 'b'], ['b', 'a'], false],
    [{ a: null }, {}, true],
    ['1', '1.0', false],
  ])('of %j and %j is %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
  });
});

describe('the files of a record', () => {
  it('are known with the record or row they are read through', () => {
    const pdf = { id: 'f1', name: 'a.pdf', size: 3, type: 'application/pdf' };
    const png = { id: 'f2', name: 'b.png', size: 4, type: 'image/png' };
    const { files, holders } = collectFiles({ papers: [pdf], people: [{ id: 'm', label: 'M' }], lines: [{ id: 'row', values: { photo: [png] } }], empty: null }, 'record');
    expect([...files.values()]).toEqual([pdf, png]);
    expect([...holders]).toEqual([['f1', 'record'], ['f2', 'row']]);
  });
});
