import { describe, expect, it } from '@jest/globals';
import { compileDesign } from '@tessera/model';
import { guessType } from './guess-type.ts';
import { proposedEntity } from './propose-entity.ts';

const env = { timeZone: 'Asia/Shanghai', locale: 'zh-CN', taken: () => false } as const;
const many = (...cells: string[]): string[] => Array.from({ length: 40 }, (_, n) => cells[n % cells.length] ?? '');

describe('guessType', () => {
  it.each([
    ['checkbox', '在职', many('是', '否')],
    ['checkbox', 'active', many('TRUE', 'FALSE')],
    ['number', 'count', ['1', '-20', '1,300']],
    ['number', 'weight', ['1.25', '3']],
    ['text', 'postalCode', ['05021', '67000']],
    ['text', 'customerID', ['10248', '10249']],
    ['text', '订单', ['12345678901234567890']],
    ['money', '单价', ['18.00', '19']],
    ['money', 'total', ['$1,200.50', '$3']],
    ['percent', 'discount', ['15%', '7.5%']],
    ['date', 'orderDate', ['1996-07-04 00:00:00.000', '1996-07-05 00:00:00.000']],
    ['date', '日期', ['2024年5月1日', '2024/5/2']],
    ['datetime', 'at', ['2024-05-01 08:30', '2024-05-01 00:00']],
    ['time', '上班', ['08:30', '17:45:10']],
    ['email', 'mail', ['a@example.com', 'b@example.com']],
    ['url', 'site', ['https://example.com/a']],
    ['phone', 'x', ['13812345678', '13912345678']],
    ['phone', 'homePhone', ['(206) 555-0157', '030-0074321']],
    ['idCard', '证件', ['11010519491231002X']],
    ['text', '证件', ['110105194912310020', 'x']],
    ['select', 'level', many('A', 'B', 'C')],
    ['text', 'city', ['Berlin', 'Bonn', 'Ulm']],
    ['longText', 'remark', ['one\ntwo']],
    ['text', 'empty', []],
    ['text', 'formula', ['=1+1']],
  ])('finds %s in %s', (type, name, cells) => {
    expect(guessType(name, cells, env).type).toBe(type);
  });

  it('keeps the currency and the digits', () => {
    expect(guessType('total', ['$1.5'], env)).toEqual({ type: 'money', options: { scale: 2, currency: 'USD' } });
    expect(guessType('n', ['1.125', '2'], env)).toEqual({ type: 'number', options: { scale: 3 } });
  });
});

describe('a proposed entity', () => {
  const columns = ['客户编号', '公司名称', '等级', 'Owner', '成立日期', '备注'];
  const rows = Array.from({ length: 30 }, (_, n) => [`C${n}`, `公司 ${n}`, ['重点', '普通'][n % 2] ?? '', `P${n}`, n % 3 ? '2020-01-02' : 'NULL', '']);

  it('has a field for each column, a title, and compiles', () => {
    const { document, mapping } = proposedEntity({ fileName: '客户清单.csv', sheet: null, columns, rows }, env);
    expect(document).toMatchObject({ key: 'ke_hu_qing_dan', label: { 'zh-CN': '客户清单' }, titleField: 'gong_si_ming_cheng' });
    expect(document.fields.map(({ key, type }) => `${key} ${type}`)).toEqual(['ke_hu_bian_hao text', 'gong_si_ming_cheng text', 'deng_ji select', 'owner_2 text', 'cheng_li_ri_qi date', 'bei_zhu text']);
    expect(document.fields[2]?.options).toEqual({ choices: [{ value: 'zhong_dian', label: { 'zh-CN': '重点' } }, { value: 'pu_tong', label: { 'zh-CN': '普通' } }] });
    expect(mapping).toEqual({ columns: document.fields.map(({ key }, column) => ({ column, field: key, ...(column === 0 ? { externalKey: true } : {}) })), nullWords: ['NULL'] });
    expect(compileDesign([document])).toMatchObject({ ok: true });
  });

  it('is called by the sheet, unless nobody has named it', () => {
    const named = (sheet: string) => proposedEntity({ fileName: 'a.xlsx', sheet, columns, rows }, env).document.key;
    expect([named('Orders'), named('Sheet1'), named('工作表2')]).toEqual(['orders', 'a', 'a']);
  });

  it('gets a name when no column could be one', () => {
    const { document } = proposedEntity({ fileName: 'n.csv', sheet: null, columns: ['x', 'y'], rows: [['1', '2']] }, env);
    expect([document.titleField, document.fields.map(({ type }) => type)]).toEqual(['name', ['number', 'number', 'text']]);
    expect(compileDesign([document])).toMatchObject({ ok: true });
  });
});
