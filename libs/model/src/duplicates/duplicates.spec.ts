import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DuplicateRule } from '@tessera/contract';
import { duplicateColumn, duplicateKey } from './duplicate-key.ts';
import { normaliseEmail, normaliseName, normalisePhone, normaliseTaxNumber } from './normalise.ts';

describe('normaliseName', () => {
  it.each([
    ['华为技术有限公司', '华为技术'],
    ['华为技术（深圳）有限公司', '华为技术深圳'],
    ['华为技术(深圳)有限责任公司', '华为技术深圳'],
    ['中国 平安 保险（集团）股份有限公司', '中国平安保险'],
    ['上海市糖业烟酒集团有限公司', '上海市糖业烟酒'],
    ['ＡＢＣ科技　有限公司', 'abc科技'],
    ['Acme Co., Ltd.', 'acme'],
    ['ACME Limited', 'acme'],
    ['acme', 'acme'],
    ['Acme, Inc', 'acme'],
    ['Müller & Söhne GmbH & Co. KG', 'mullersohne'],
    ['Telefónica S.A.', 'telefonica'],
    ["L'Oréal", 'loreal'],
    ['公司', '公司'],
    ['有限公司', '有限公司'],
    ['Limited', 'limited'],
    ['  ', ''],
    ['--', ''],
    ['株式会社ガスト', '株式会社ガスト'],
  ])('of %p leaves %p', (text, name) => {
    expect(normaliseName(text)).toBe(name);
  });
});

describe('normalisePhone', () => {
  it.each([
    ['13800138000', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['+86 138 0013 8000', '13800138000'],
    ['0086 13800138000', '13800138000'],
    ['86-13800138000', '13800138000'],
    ['（０２１）５８８８８８８８', '2158888888'],
    ['021-58888888', '2158888888'],
    ['+86 21 5888 8888', '2158888888'],
    ['8602158888888', '2158888888'],
    ['021-58888888 转 123', '2158888888x123'],
    ['+86 (21) 58888888 ext. 123', '2158888888x123'],
    ['+44 (0)20 7946 0958', '2079460958'],
    ['020 7946 0958', '2079460958'],
    ['+1 415 555 0100', '4155550100'],
    ['+852 2123 4567', '21234567'],
    ['110', '110'],
    ['-', ''],
  ])('of %p leaves %p', (text, phone) => {
    expect(normalisePhone(text)).toBe(phone);
  });
});

describe('normaliseTaxNumber and normaliseEmail', () => {
  it('fold width and case, and take away what only separates', () => {
    expect(normaliseTaxNumber(' 91310115-ma1k 3x27 ')).toBe('91310115MA1K3X27');
    expect(normaliseTaxNumber('９１３１')).toBe('9131');
    expect(normaliseEmail(' Nancy.Davolio＠Example.com ')).toBe('nancy.davolio@example.com');
  });
});

describe('duplicateKey', () => {
  const rule = (...fields: DuplicateRule['fields']): DuplicateRule => ({ key: 'same', label: { en: 'Same' }, fields, onMatch: 'warn' });
  const nameAndPhone = rule({ field: 'name', as: 'name' }, { field: 'phone', as: 'phone' });

  it('is the same for records that are alike, and different for others', () => {
    const a = duplicateKey(nameAndPhone, { name: 'Acme Co., Ltd.', phone: '+86 13800138000' });
    expect(a).toBe(duplicateKey(nameAndPhone, { name: 'ACME', phone: '138-0013-8000' }));
    expect(a).not.toBe(duplicateKey(nameAndPhone, { name: 'ACME', phone: '13900138000' }));
    expect(duplicateKey(rule({ field: 'a', as: 'exact' }, { field: 'b', as: 'exact' }), { a: 'x', b: 'yz' })).not.toBe(duplicateKey(rule({ field: 'a', as: 'exact' }, { field: 'b', as: 'exact' }), { a: 'xy', b: 'z' }));
  });

  it('is none where a field says nothing', () => {
    for (const values of [{ name: 'x' }, { name: 'x', phone: null }, { name: '  ', phone: '110' }, { name: 'x', phone: '-' }, { name: 5, phone: '110' }]) expect(duplicateKey(nameAndPhone, values)).toBeNull();
  });

  it('compares any value exactly, references by their id', () => {
    const exact = rule({ field: 'v', as: 'exact' });
    expect(duplicateKey(exact, { v: { id: 'a', label: 'Nancy' } })).toBe(duplicateKey(exact, { v: 'a' }));
    expect(duplicateKey(exact, { v: false })).toBe('false');
    expect(duplicateKey(exact, { v: ' x' })).not.toBe(duplicateKey(exact, { v: 'x' }));
  });

  it('fits into an index, and still tells long texts apart', () => {
    const exact = rule({ field: 'v', as: 'exact' });
    fc.assert(
      fc.property(fc.string({ minLength: 250, maxLength: 2000, unit: fc.constantFrom('字', 'a', ' ') }), (text) => {
        const key = duplicateKey(exact, { v: text }) ?? '';
        expect(key.length).toBeLessThanOrEqual(300);
        expect(duplicateKey(exact, { v: `${text}b` })).not.toBe(key);
        expect(duplicateKey(exact, { v: text })).toBe(key);
      }),
      { numRuns: 50 },
    );
  });

  it('is kept beside the record', () => {
    expect(duplicateColumn('same_name')).toBe('_dup_same_name');
  });
});
