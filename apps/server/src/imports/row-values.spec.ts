import { describe, expect, it } from '@jest/globals';
import type { ColumnMapping, ImportMapping } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { crmDesign } from '@tessera/model/testing';
import { MEMBER_MODEL } from './imported-member.ts';
import { linkIssue, rowReader } from './row-values.ts';

const design = crmDesign();
const model = (key: string): EntityModel => design.entities.get(key) as EntityModel;
const env = { timeZone: 'Asia/Shanghai', locale: 'en' } as const;
const read = (entity: EntityModel, cells: string[], columns: ColumnMapping[], more: Partial<ImportMapping> = {}) =>
  rowReader({ columns, nullWords: [], ...more }, { entity, columns: cells.map((_, at) => `c${at}`) }, env)(cells);

describe('a row of a file', () => {
  it('becomes the values of its fields, each read as its type writes them', () => {
    const cells = ['Alfreds', '8,000.5', '15%', '1996-07-04 00:00:00.000', '1996-07-04 08:00', 'yes', 'A'];
    const fields = ['name', 'credit_limit', 'discount', 'since', 'last_contact', 'vip', 'level'];
    expect(read(model('account'), cells, fields.map((field, column) => ({ column, field })))).toEqual({
      values: { name: 'Alfreds', credit_limit: '8000.50', discount: '0.15', since: '1996-07-04', last_contact: '1996-07-04T00:00:00.000Z', vip: true, level: 'a' },
      links: [],
      externalKey: null,
      issues: [],
      cleared: [],
    });
  });

  it('has an issue for each cell that cannot be read, with the cell, and the values of the others', () => {
    const { values, issues } = read(model('account'), ['Alfreds', 'many', '2024-02-30'], [{ column: 0, field: 'name' }, { column: 1, field: 'credit_limit' }, { column: 2, field: 'since' }]);
    expect(values).toEqual({ name: 'Alfreds' });
    expect(issues).toMatchObject([
      { column: 1, field: 'credit_limit', value: 'many', code: 'FIELD_NOT_NUMBER' },
      { column: 2, field: 'since', value: '2024-02-30', code: 'FIELD_NOT_DATE' },
    ]);
  });

  it('takes words for nothing, after trimming, and leaves the field out so that its default holds', () => {
    const columns = ['name', 'phone', 'notes', 'level'].map((field, column) => ({ column, field }));
    expect(read(model('account'), ['A', ' NULL ', '', 'null'], columns, { nullWords: ['NULL'] })).toMatchObject({ values: { name: 'A' }, issues: [{ field: 'level', value: 'null' }] });
  });

  it('replaces cells before it reads them, but never by what an object has by itself', () => {
    const level = (cell: string) => read(model('account'), [cell], [{ column: 0, field: 'level', values: { 0: 'a', 1: 'b', none: '' } }]);
    expect(level('1').values).toEqual({ level: 'b' });
    expect(level('none')).toMatchObject({ values: {}, issues: [] });
    expect(level('constructor').issues).toMatchObject([{ value: 'constructor', code: 'FIELD_CHOICE_UNKNOWN' }]);
  });

  it('joins columns of one field by a space, in the order of the mapping, without empty ones', () => {
    const columns = [{ column: 1, field: 'name' }, { column: 0, field: 'name' }];
    expect(read(MEMBER_MODEL, ['Davolio', 'Nancy'], columns).values).toEqual({ name: 'Nancy Davolio' });
    expect(read(MEMBER_MODEL, ['Davolio', ''], columns).values).toEqual({ name: 'Davolio' });
  });

  it('holds constants for fields that no cell gives', () => {
    expect(read(model('account'), ['A', ''], [{ column: 0, field: 'name' }, { column: 1, field: 'level' }], { constants: { level: 'b', name: 'nobody' } }).values).toEqual({ name: 'A', level: 'b' });
  });

  it('leaves links as texts to look for: of relations, members and the record a child row belongs to', () => {
    const columns: ColumnMapping[] = [{ column: 0, field: 'parent', match: 'externalKey' }, { column: 1, field: 'product' }, { column: 2, field: 'owner', match: 'title' }];
    expect(read(model('order_line'), ['10248', 'Chai', 'Nancy'], columns).links).toEqual([
      { field: 'parent', column: 0, target: 'order', match: 'externalKey', text: '10248' },
      { field: 'product', column: 1, target: 'product', match: 'title', text: 'Chai' },
      { field: 'owner', column: 2, target: null, match: 'title', text: 'Nancy' },
    ]);
  });

  it('has a key when every part of it is there; other parts never make the same key, and links ask for it in the same form', () => {
    const keyOf = (...cells: string[]) => read(model('account'), cells, cells.map((_, column) => ({ column, externalKey: true }))).externalKey;
    expect(keyOf('ALFKI')).toBe('ALFKI');
    expect(keyOf('a', '')).toBeNull();
    expect(keyOf('a|b', 'c')).not.toBe(keyOf('a', 'b|c'));
    expect(keyOf('a | b', 'c')).not.toBe(keyOf('a', 'b | c'));
    const link = (...cells: string[]) => read(model('order'), cells, cells.map((_, column) => ({ column, field: 'account', match: 'externalKey' as const }))).links;
    expect(link('a', 'b')).toMatchObject([{ text: keyOf('a', 'b') }]);
    expect(link('a', '')).toEqual([]);
  });

  it('of another length than the header is one issue and nothing else', () => {
    const row = rowReader({ columns: [{ column: 0, field: 'name' }], nullWords: [] }, { entity: model('account'), columns: ['name'] }, env)(['A', 'B']);
    expect(row).toMatchObject({ values: {}, links: [], externalKey: null, issues: [{ column: null, code: 'IMPORT_ROW_RAGGED' }] });
    expect(row.issues[0]?.message).toMatchObject({ en: expect.stringContaining('2 cells, the header has 1'), 'zh-CN': expect.stringContaining('2 个单元格') });
  });

  it('knows no field that the table does not have', () => {
    expect(read(model('account'), ['x'], [{ column: 0, field: 'no_such_field' }]).issues).toMatchObject([{ code: 'FIELD_NOT_FOUND' }]);
  });
});

it.each([
  ['title', 0, 'IMPORT_LINK_NOT_FOUND', 'There is no record called "X".'],
  ['externalKey', 0, 'IMPORT_LINK_NOT_FOUND', 'No record was imported under the key "X".'],
  ['title', 2, 'IMPORT_LINK_AMBIGUOUS', 'Several records are called "X".'],
] as const)('a link by %s that leads to %i records is %s', (match, found, code, en) => {
  expect(linkIssue({ field: 'account', column: 3, target: 'account', match, text: 'X' }, found)).toMatchObject({ column: 3, field: 'account', value: 'X', code, message: { en } });
});
