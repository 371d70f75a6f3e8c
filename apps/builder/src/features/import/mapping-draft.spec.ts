import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, ImportMapping } from '@tessera/contract';
import { columnMapping, finished, importableFields, isAnythingMapped, joinFirst, joinOf, mapColumn, missingFields, sampleValues, setConstant, setKey, setMatch, setValues, withoutConstant } from './mapping-draft.ts';

const entity: EntityDocument = {
  key: 'product',
  label: { en: 'Product' },
  titleField: 'name',
  fields: [
    { key: 'code', type: 'autoNumber', label: { en: 'Code' } },
    { key: 'name', type: 'text', label: { en: 'Name' }, required: true },
    { key: 'status', type: 'select', label: { en: 'Status' }, required: true, default: 'on_sale' },
    { key: 'price', type: 'money', label: { en: 'Price' }, required: true },
  ],
};
const mapping: ImportMapping = { columns: [{ column: 2, field: 'name' }, { column: 1, field: 'name' }, { column: 0, externalKey: true }], nullWords: [] };

describe('a mapping', () => {
  it('offers what can be written', () => {
    expect(importableFields(entity).map(({ key }) => key)).toEqual(['name', 'status', 'price', 'owner']);
  });
  it('forgets how another field was read, but not that the column is the key', () => {
    const before = setValues(setMatch(setKey(mapping, 1, true), 1, 'title'), 1, { a: 'b' });
    expect(columnMapping(mapColumn(before, 1, 'account', true), 1)).toEqual({ column: 1, externalKey: true, field: 'account', match: 'externalKey' });
    expect(columnMapping(mapColumn(before, 1, null, false), 1)).toEqual({ column: 1, externalKey: true });
  });
  it('keeps the order in which columns are joined', () => {
    expect(joinOf(mapping, 1)).toEqual({ position: 2, count: 2 });
    expect(joinOf(setKey(mapping, 1, true), 1)).toEqual({ position: 2, count: 2 });
    expect(joinOf(joinFirst(mapping, 1), 1)).toEqual({ position: 1, count: 2 });
    expect(joinOf(mapping, 0)).toBeNull();
  });
  it('adds a column it did not know', () => {
    expect(mapColumn({ columns: [], nullWords: [] }, 3, 'name', false).columns).toEqual([{ column: 3, field: 'name' }]);
  });
  it('names required fields that nothing fills', () => {
    expect(missingFields(mapping, entity.fields).map(({ key }) => key)).toEqual(['price']);
    expect(missingFields(setConstant(mapping, 'price', '1'), entity.fields)).toEqual([]);
  });
  it('needs a field for at least one column', () => {
    expect(isAnythingMapped({ columns: [{ column: 0, externalKey: true }], nullWords: [] })).toBe(false);
    expect(isAnythingMapped(mapping)).toBe(true);
  });
  it('has no fixed values that nobody chose', () => {
    expect(finished(setConstant(mapping, 'price', null))).toEqual(mapping);
    expect(withoutConstant(setConstant(setConstant(mapping, 'price', '1'), 'status', 'x'), 'price').constants).toEqual({ status: 'x' });
  });
  it('offers the texts of the samples once, without those that mean nothing', () => {
    expect(sampleValues([['0', 'a'], ['1', 'NULL'], ['0', ''], ['1']], 0, [])).toEqual(['0', '1']);
    expect(sampleValues([['0', 'a'], ['1', 'NULL'], ['0', '']], 1, ['NULL'])).toEqual(['a']);
  });
});
