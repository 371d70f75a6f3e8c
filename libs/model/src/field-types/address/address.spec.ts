import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { address } from './index.ts';

const at = field('at', 'address');

describe('address', () => {
  it('needs words; region and post code may be missing', () => {
    expect(isValid(at, { detail: '1 Main St' })).toBe(true);
    expect(isValid(at, { region: '310115', detail: '世纪大道100号', postalCode: '200120' })).toBe(true);
    for (const wrong of [{}, { region: '310115' }, { detail: '' }, { detail: ' ' }, { detail: 'x', region: 'Shanghai' }, { detail: 'x', lat: '1' }, 'x', ['x'], { detail: 'a\u0000' }, { detail: 'x'.repeat(501) }]) {
      expect(isValid(at, wrong)).toBe(false);
    }
  });

  it('has one spelling', () => {
    expect(JSON.stringify(address.canonical({ postalCode: '', detail: ' x ', region: null }, at))).toBe('{"detail":"x"}');
    expect(JSON.stringify(address.canonical({ detail: 'x', region: '310115' }, at))).toBe('{"region":"310115","detail":"x"}');
    expect(address.canonical({ region: '', detail: ' ' }, at)).toBeNull();
    expect(address.canonical({ detail: 'x', other: 1 }, at)).toEqual({ detail: 'x', other: 1 });
  });

  it('reads a cell as words, and six digits after them as the post code', () => {
    expect(cell(at, '世纪大道100号, 200120')).toEqual({ detail: '世纪大道100号', postalCode: '200120' });
    expect(cell(at, '世纪大道100号 邮编：200120')).toEqual({ detail: '世纪大道100号', postalCode: '200120' });
    expect(cell(at, '200120')).toEqual({ detail: '200120' });
    expect(cell(at, 'x'.repeat(501))).toEqual(refused('FIELD_TOO_LONG'));
    expect(cell(at, 'a\u0000')).toEqual(refused('FIELD_NOT_TEXT'));
  });
});
