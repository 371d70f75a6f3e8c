import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, ImportMapping } from '@tessera/contract';
import { EXTERNAL_KEY, columnMapping, finished, importableFields, isAnythingMapped, isMatchMissing, joinFirst, joinOf, linkMatch, mapColumn, matchFields, missingFields, sampleValues, setConstant, setDuplicates, setKey, setMatch, setMatchBy, setMode, setValues, withoutConstant } from './mapping-draft.ts';
import { retype, withoutField } from './new-table-draft.ts';
import { compileDesign } from '@tessera/model';

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

describe('records that are there already', () => {
  const fields = [{ ...entity.fields[1]!, key: 'name' }, { key: 'tax_no', type: 'text' as const, label: { en: 'Tax' }, unique: true }];
  const both: ImportMapping = { columns: [{ column: 0, field: 'name' }, { column: 1, field: 'tax_no' }, { column: 2, externalKey: true }], nullWords: [] };
  it('are found by a unique field of the file first, else by the key of the row', () => {
    expect(matchFields(both, fields).map(({ key }) => key)).toEqual(['tax_no', 'name']);
    expect(setMode(both, 'upsert', matchFields(both, fields))).toMatchObject({ mode: 'upsert', matchBy: ['tax_no'] });
    expect(setMode(both, 'update', [])).toMatchObject({ mode: 'update', matchBy: [EXTERNAL_KEY] });
    expect(isMatchMissing(setMode({ columns: [], nullWords: [] }, 'update', []))).toBe(true);
  });
  it('are not looked for when rows are only added', () => {
    expect(setMode(setMode(both, 'upsert', matchFields(both, fields)), 'create', [])).toEqual(both);
    expect(isMatchMissing(both)).toBe(false);
  });
  it('are not found by the key and a field together', () => {
    const update = setMode(both, 'update', matchFields(both, fields));
    expect(setMatchBy(update, ['tax_no', EXTERNAL_KEY]).matchBy).toEqual([EXTERNAL_KEY]);
    expect(setMatchBy(setMatchBy(update, [EXTERNAL_KEY]), [EXTERNAL_KEY, 'name']).matchBy).toEqual(['name']);
    expect(setMatchBy(update, []).matchBy).toBeUndefined();
  });
  it('need no required columns when nothing is added', () => {
    expect(missingFields({ ...mapping, mode: 'update', matchBy: ['name'] }, entity.fields)).toEqual([]);
  });
  it('that are alike are refused unless somebody says otherwise', () => {
    expect(setDuplicates(setDuplicates(both, 'import'), 'refuse')).toEqual(both);
  });
});

it('looks linked records up by any of their unique fields', () => {
  const by = setMatch(mapColumn(mapping, 1, 'account', true), 1, 'field:tax_no');
  expect(columnMapping(by, 1)).toMatchObject({ match: 'field', matchField: 'tax_no' });
  expect(linkMatch(columnMapping(by, 1))).toBe('field:tax_no');
  expect(columnMapping(setMatch(by, 1, 'title'), 1)).not.toHaveProperty('matchField');
});

describe('a proposed table', () => {
  const table: EntityDocument = { key: 'shop', label: { en: 'Shop' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' } }, { key: 'city', type: 'text', label: { en: 'City' }, required: true }] };
  it('makes choices of the cells that are known, and still compiles', () => {
    const next = retype(table, 'city', 'select', ['杭州', '上海', '杭州', '']);
    expect(next.fields[1]).toMatchObject({ type: 'select', required: true, options: { choices: [{ label: { 'zh-CN': '杭州' } }, { label: { 'zh-CN': '上海' } }] } });
    expect(compileDesign([next]).ok).toBe(true);
    expect(retype(next, 'city', 'multiSelect', []).fields[1]!.options).toEqual(next.fields[1]!.options);
    expect(compileDesign([retype(next, 'city', 'money', [])]).ok).toBe(true);
  });
  it('takes several choices out of one cell', () => {
    const { choices } = retype(table, 'city', 'multiSelect', ['a, b', 'b；c']).fields[1]!.options as { choices: unknown[] };
    expect(choices).toHaveLength(3);
  });
  it('can leave a column out', () => {
    expect(withoutField(table, 'city').fields.map(({ key }) => key)).toEqual(['name']);
  });
});
