import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PageAssembly, RecordAssembly, type CellShape, type PageShape } from './page-cells.ts';

const utf8 = new TextEncoder();
const uuid = '00000000-0000-7000-8000-00000000000a';
const uuidBytes = (text: string): Uint8Array => Uint8Array.from(text.replaceAll('-', '').match(/../g)!, (pair) => parseInt(pair, 16));
const int32 = (value: number): Uint8Array => Uint8Array.of(value >> 24, value >> 16, value >> 8, value);

/** A row as Postgres sends it. */
function dataRow(columns: readonly (Uint8Array | null)[]): Uint8Array {
  return Uint8Array.from([0, columns.length, ...columns.flatMap((column) => [...int32(column?.length ?? -1), ...(column ?? [])])]);
}
const idOf = (number: number): string => uuid.slice(0, -2) + String(number).padStart(2, '0');
const row = (number: number, ...columns: (Uint8Array | null)[]): Uint8Array => dataRow([uuidBytes(idOf(number)), int32(7), ...columns]);
const shapeOf = (cells: readonly CellShape[], more: Partial<PageShape> = {}): PageShape => ({ cells, keys: ['text'], can: [], limit: 2, backwards: false, continued: false, ...more });

const textOf = (bytes: Uint8Array | null): string => new TextDecoder().decode(bytes ?? undefined);
function assembled(shape: PageShape, rows: readonly Uint8Array[], options = {}): PageAssembly {
  const page = new PageAssembly(shape, { size: 16, ...options });
  for (const bytes of rows) page.row(bytes, 0);
  return page;
}

describe('a page put together', () => {
  it('is what JSON.stringify makes, whatever the texts hold', () => {
    const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom('"', '\\', '\n', '\u0001', '\u001f', '\u007f', '\u2028', '客', '😀')) });
    fc.assert(
      fc.property(text, fc.option(text), (name, other) => {
        const page = assembled(shapeOf([{ name: 'name', form: 'text' }, { name: 'a"b', form: 'text' }]), [row(1, utf8.encode(name), other === null ? null : utf8.encode(other), utf8.encode('k'))]);
        expect(textOf(page.finish(null, 'p'))).toBe(JSON.stringify({ rows: [{ id: idOf(1), version: 7, values: { name, 'a"b': other } }], next: null, prev: 'p' }));
      }),
    );
  });

  const keyed = (number: number): Uint8Array => row(number, utf8.encode(`key ${number}`));
  const key = (number: number): string[] => [`key ${number}`, idOf(number)];
  it.each([
    ['nothing', {}, [], [], null, null],
    ['nothing after a mark', { continued: true }, [], [], null, null],
    ['less than a page', {}, [1], [1], null, null],
    ['just a page', {}, [1, 2], [1, 2], null, null],
    ['more than a page', {}, [1, 2, 3], [1, 2], key(2), null],
    ['a page in the middle', { continued: true }, [4, 5, 6], [4, 5], key(5), key(4)],
    ['the last page', { continued: true }, [4], [4], null, key(4)],
    ['a page read backwards', { continued: true, backwards: true }, [3, 4, 5], [4, 5], key(5), key(4)],
    ['the first page read backwards', { continued: true, backwards: true }, [1, 2], [1, 2], key(2), null],
    ['a page of one, read backwards', { continued: true, backwards: true, limit: 1 }, [1, 2], [2], key(2), key(2)],
  ])('of %s says where to go on', (_, more, numbers, shown, next, prev) => {
    const page = assembled(shapeOf([], more), numbers.map(keyed));
    expect([page.count, page.ends]).toEqual([shown.length, { next, prev }]);
    expect((JSON.parse(textOf(page.finish(null, null))) as { rows: { id: string }[] }).rows.map(({ id }) => id)).toEqual(shown.map(idOf));
  });

  it('names what links lead to, and takes JSON as it is', () => {
    const shape = shapeOf([{ name: 'owner', form: 'ref' }, { name: 'lines', form: 'json' }, { name: 'none', form: 'ref' }], { keys: [] });
    const page = assembled(shape, [row(1, uuidBytes(uuid), utf8.encode('"李"'), utf8.encode('[{"id":1}]'), null, null)]);
    expect((JSON.parse(textOf(page.finish(null, null))) as { rows: { values: unknown }[] }).rows[0]!.values).toEqual({ owner: { id: uuid, label: '"李"' }, lines: [{ id: 1 }], none: null });
  });

  it('opens envelopes, inside of rows too, and refuses to go on without somebody who can', () => {
    const cells: CellShape[] = [
      { name: 'phone', form: 'sealed', sealed: [{ way: [], entity: 'account', field: 'phone' }] },
      { name: 'lines', form: 'json', sealed: [{ way: ['values', 'pin'], entity: 'line', field: 'pin' }] },
    ];
    const columns = [utf8.encode('v1:a'), utf8.encode('[{"values":{"pin":"v1:b"}},{"values":{"pin":null}}]')];
    const cipher = { open: (entity: string, field: string, envelope: string) => `${entity}.${field} of ${envelope} "` };
    const record = new RecordAssembly({ cells, keys: [], can: ['update', 'delete'] }, { cipher });
    record.row(row(1, ...columns, Uint8Array.of(1), Uint8Array.of(0)), 0);
    expect(JSON.parse(textOf(record.finish()))).toEqual({
      id: idOf(1), version: 7, can: { update: true, delete: false },
      values: { phone: 'account.phone of v1:a "', lines: [{ values: { pin: 'line.pin of v1:b "' } }, { values: { pin: null } }] },
    });
    expect(() => assembled(shapeOf(cells, { keys: [] }), [row(1, ...columns)])).toThrow('nobody to open');
  });

  it('of one record is nothing when there was no row', () => {
    expect(new RecordAssembly({ cells: [], keys: [], can: [] }).finish()).toBeNull();
  });
});
