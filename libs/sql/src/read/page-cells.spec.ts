import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pageOf, type PageShape } from './page-cells.ts';

const shape: PageShape = { values: [{ name: 'name', isJson: false }, { name: 'a.b', isJson: false }, { name: 'tags', isJson: true }], keys: 2, limit: 2 };
const row = (id: string, name: string | null = 'n'): (string | null)[] => [id, '3', name, null, '["x"]', `key ${id}`, id];

describe('pageOf', () => {
  it('makes what JSON.stringify makes, whatever the texts hold', () => {
    const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom('"', '\\', '\n', '\u0001', '\u2028', '客', '😀')) });
    fc.assert(
      fc.property(text, fc.option(text), (name, other) => {
        const { rows } = pageOf(shape, [['i', 7, name, other, null, 'k', 'i']]);
        expect(rows).toBe(JSON.stringify([{ id: 'i', version: 7, values: { name, 'a.b': other, tags: null } }]));
      }),
    );
  });

  it.each([
    ['nothing', [], { rows: '[]', count: 0, last: null, more: false }],
    ['less than a page', [row('1')], { count: 1, last: null, more: false }],
    ['just a page', [row('1'), row('2')], { count: 2, last: ['key 2', '2'], more: false }],
    ['more than a page', [row('1'), row('2'), row('3')], { count: 2, last: ['key 2', '2'], more: true }],
  ])('of %s says how many rows there are and where to go on', (_, rows, expected) => {
    const page = pageOf(shape, rows);
    expect(page).toMatchObject(expected);
    expect((JSON.parse(page.rows) as unknown[]).length).toBe(page.count);
  });

  it('takes JSON as it is and columns that are no text as their text', () => {
    expect(JSON.parse(pageOf({ ...shape, values: [{ name: 'on', isJson: true }, { name: 'n', isJson: true }] }, [['1', 1, true, 4, 'k', '1']]).rows)).toEqual([{ id: '1', version: 1, values: { on: true, n: 4 } }]);
  });
});
