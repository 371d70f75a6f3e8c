import { describe, expect, it } from '@jest/globals';
import type { FieldDocument, FieldTypeKey } from '@tessera/contract';
import { maskText } from '@tessera/model';
import { MASK_PRESETS, exampleOf, firstMask, mayBeMasked, presetOf, showsPart } from './mask-presets.ts';

const field = (type: FieldTypeKey, key = 'x'): FieldDocument => ({ key, type, label: { en: 'X' } });

describe('masks', () => {
  it('are known again by name', () => {
    for (const [name, mask] of Object.entries(MASK_PRESETS)) expect(presetOf(mask)).toBe(name);
    expect(presetOf({ start: 5, end: 5 })).toBeNull();
    expect(presetOf({ start: 2, end: 0 })).toBeNull();
  });
  it.each<[FieldTypeKey, RegExp]>([
    ['phone', /^138\*{4}5678$/],
    ['idCard', /^110101\*{4}8515$/],
    ['email', /^zh\*{4}@example\.com$/],
    ['number', /^\*{4}$/],
  ])('of a %s begin with what people expect', (type, shown) => {
    expect(maskText(firstMask(field(type)), exampleOf(field(type)))).toMatch(shown);
  });
  it('are for stored values only', () => {
    for (const type of ['phone', 'text', 'money', 'date', 'select', 'member'] as const) expect(mayBeMasked(field(type))).toBe(true);
    for (const type of ['formula', 'rollup', 'lookup', 'subform', 'relation', 'file', 'button', 'modifiedAt'] as const) expect(mayBeMasked(field(type))).toBe(false);
    expect(mayBeMasked(field('member', 'owner'))).toBe(false);
  });
  it('show a part of texts alone', () => {
    expect(showsPart(field('text'))).toBe(true);
    for (const type of ['number', 'select', 'richText', 'date', 'member'] as const) expect(showsPart(field(type))).toBe(false);
  });
});
