import { describe, expect, it } from '@jest/globals';
import { FIELD_TYPES, isKey } from '@tessera/contract';
import fc from 'fast-check';
import { fieldGaps, keyFor, needsSettings, newField } from './field-draft.ts';
import { addChoice, moveChoice, relabelChoice } from './field-options/choices.ts';
import { withOptions } from './field-options/option-editor.tsx';
import { withLanguage } from './localized-input.tsx';

describe('a new field', () => {
  it('takes its key from the English label, else from the pinyin of the Chinese one', () => {
    expect(keyFor({ 'zh-CN': '信用额度', en: 'Credit limit' }, [])).toBe('credit_limit');
    expect(keyFor({ 'zh-CN': '城市' }, [])).toMatch(/^cheng_?shi$/);
  });

  it('never takes a key that is taken or reserved', () => {
    expect(keyFor({ en: 'City' }, ['city'])).not.toBe('city');
    expect(keyFor({ en: 'Owner' }, [])).not.toBe('owner');
    fc.assert(
      fc.property(fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''), (label) => {
        expect(isKey(keyFor({ en: label }, []))).toBe(true);
      }),
    );
  });

  it.each(FIELD_TYPES)('of type %s says what is missing before it can be saved', (type) => {
    const field = newField(type, { en: 'Thing' }, []);
    expect(fieldGaps(field).length > 0).toBe(needsSettings(type));
    expect(needsSettings(type)).toBe(['select', 'multiSelect', 'relation', 'subform', 'formula', 'rollup'].includes(type));
  });

  it('needs a label', () => {
    expect(fieldGaps({ key: 'a', type: 'text', label: {} as never })).toEqual(['labelMissing']);
  });
});

describe('choices', () => {
  const nothing = new Set<string>();
  it('derive their value from the label while they are new, and keep it afterwards', () => {
    const added = relabelChoice(addChoice([]), 0, { en: 'On sale', 'zh-CN': '在售' }, nothing);
    expect(added[0]).toMatchObject({ value: 'on_sale', label: { en: 'On sale', 'zh-CN': '在售' } });
    expect(relabelChoice(added, 0, { en: 'For sale' }, new Set(['on_sale']))[0]!.value).toBe('on_sale');
  });

  it('never share a value', () => {
    const two = relabelChoice(relabelChoice(addChoice(addChoice([])), 0, { en: 'A' }, nothing), 1, { en: 'A' }, nothing);
    expect(two[0]!.value).not.toBe(two[1]!.value);
  });

  it('move without loss', () => {
    const three = addChoice(addChoice(addChoice([])));
    expect(moveChoice(three, 0, 2).map((choice) => choice.value)).toEqual([three[1]!.value, three[2]!.value, three[0]!.value]);
    expect(moveChoice(three, 0, 3)).toEqual(three);
  });
});

describe('settings', () => {
  it('leave nothing behind when they are emptied', () => {
    expect(withOptions({ key: 'a', type: 'text', label: { en: 'A' }, options: { maxLength: 5 } }, { maxLength: undefined })).toEqual({ key: 'a', type: 'text', label: { en: 'A' } });
  });

  it('leave no empty language behind', () => {
    expect(withLanguage({ en: 'A', 'zh-CN': '甲' }, 'en', '')).toEqual({ 'zh-CN': '甲' });
    expect(withLanguage({ en: 'A' }, 'en', '')).toBeUndefined();
  });
});
