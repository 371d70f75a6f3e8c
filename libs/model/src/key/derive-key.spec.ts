import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RESERVED_KEYS, isKey } from '@tessera/contract';
import { deriveKey } from './derive-key.ts';

const free = () => false;

describe('deriveKey', () => {
  it.each([
    ['信用额度', 'xin_yong_e_du'],
    ['Credit limit', 'credit_limit'],
    ['客户名称 (Name)', 'ke_hu_ming_cheng_name'],
    ['Prénom', 'prenom'],
    ['绿色', 'lv_se'],
    ['2024 年', 'f_2024_nian'],
    ['！？', 'field'],
    ['', 'field'],
    ['😀', 'field'],
    ['ＡＢＣ', 'abc'],
    ['Owner', 'owner_2'],
    ['__proto__', 'proto'],
  ])('spells %p as %s', (label, key) => {
    expect(deriveKey(label, free)).toBe(key);
  });

  it('numbers what is taken', () => {
    const taken = new Set(['name', 'name_2']);
    expect(deriveKey('Name', (key) => taken.has(key))).toBe('name_3');
    expect(deriveKey('x'.repeat(60), (key) => key === 'x'.repeat(48))).toBe(`${'x'.repeat(46)}_2`);
  });

  it('gives a valid, free key for any label', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat({ max: 0xffff }), fc.nat({ max: 0x10ffff })).map((point) => String.fromCodePoint(point)), { maxLength: 80 }).map((points) => points.join('')), fc.nat({ max: 3 }), (label, clashes) => {
        const asked: string[] = [];
        const key = deriveKey(label, (candidate) => asked.push(candidate) <= clashes);
        expect(isKey(key)).toBe(true);
        expect(RESERVED_KEYS).not.toContain(key);
      }),
    );
  });
});
