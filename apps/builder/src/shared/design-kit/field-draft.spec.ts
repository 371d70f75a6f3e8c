import { describe, expect, it } from '@jest/globals';
import { FIELD_TYPES, isKey, type ChangePreview, type EntityDocument, type FieldDocument } from '@tessera/contract';
import fc from 'fast-check';
import { fieldType, typeOf } from '@tessera/model';
import { defaultSource, defaultSources } from './default-draft.ts';
import { fieldGaps, finishedField, keyFor, mayChangeType, needsSettings, newField, withEncryption, withFlag, withType, withUniqueWithin } from './field-draft.ts';
import { addChoice, moveChoice, relabelChoice } from './field-options/choices.ts';
import { withOptions } from './field-options/option-editor.tsx';
import { fitsAggregate, rollupSources, toOneRelations } from './field-options/related-choices.ts';
import { withLanguage } from './localized-input.tsx';
import { isBlocked, shownPreviews, undecided } from './plan-preview.ts';

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
    expect(needsSettings(type)).toBe(['select', 'multiSelect', 'relation', 'subform', 'formula', 'rollup', 'lookup', 'button'].includes(type));
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

describe('rules of a field', () => {
  const name: FieldDocument = { key: 'name', type: 'text', label: { en: 'Name' } };
  it('forget among which records a value is unique when it need not be', () => {
    const unique = withUniqueWithin(withFlag(name, 'unique', true), { ignoreCase: true, where: { field: 'name', op: 'isNotEmpty' } });
    expect(unique.uniqueWithin).toEqual({ ignoreCase: true, where: { field: 'name', op: 'isNotEmpty' } });
    expect(withFlag(unique, 'unique', false)).toEqual(name);
    expect(withUniqueWithin(unique, { ignoreCase: undefined, where: undefined })).toEqual(withFlag(name, 'unique', true));
  });
  it('cannot compare the case of what is encrypted, nor compute it', () => {
    const before = { ...withUniqueWithin(withFlag(name, 'unique', true), { ignoreCase: true }), default: { formula: '"a"' } };
    expect(withEncryption(before, true)).toEqual({ ...name, unique: true, encrypted: true });
    expect(withEncryption(withEncryption(name, true), false)).toEqual(name);
  });
  it('need a formula and a message for each check', () => {
    expect(fieldGaps({ ...name, validation: [{ formula: ' ', message: {} as never }] })).toEqual(['formulaMissing', 'messageMissing']);
  });
});

describe('another type', () => {
  const status: FieldDocument = { key: 'status', type: 'select', label: { en: 'Status' }, required: true, default: 'a', options: { choices: [{ value: 'a', label: { en: 'A' } }] } };
  it('keeps the key, the words and what still means the same', () => {
    expect(withType(status, 'multiSelect')).toEqual({ key: 'status', type: 'multiSelect', label: { en: 'Status' }, required: true, options: status.options });
    expect(withType(status, 'text')).toEqual({ key: 'status', type: 'text', label: { en: 'Status' }, required: true });
  });
  it('is only offered between types that keep values in a column', () => {
    expect(mayChangeType(status, 'text')).toBe(true);
    expect(mayChangeType(status, 'formula')).toBe(false);
    expect(mayChangeType(status, 'subform')).toBe(false);
    expect(mayChangeType({ ...status, type: 'rollup' }, 'number')).toBe(false);
  });
  it.each(FIELD_TYPES)('%s never has rules it cannot have', (type) => {
    const next = withType({ ...status, type: 'text', unique: true, encrypted: true }, type);
    expect(next.unique ?? false).toBe(fieldType(type).mayBeUnique);
    expect(next.encrypted ?? false).toBe(fieldType(type).mayBeEncrypted);
  });
});

describe('defaults', () => {
  it.each<[unknown, string]>([[undefined, 'none'], ['a', 'value'], [false, 'value'], [{ var: 'me' }, 'me'], [{ formula: 'a' }, 'formula'], [['a'], 'value']])('%j comes from %s', (value, source) => {
    expect(defaultSource(value)).toBe(source);
  });
  it('that nobody finished are none', () => {
    const field: FieldDocument = { key: 'a', type: 'text', label: { en: 'A' } };
    for (const empty of ['', [], { formula: ' ' }]) expect(finishedField({ ...field, default: empty })).toEqual(field);
    expect(finishedField({ ...field, type: 'checkbox', default: false }).default).toBe(false);
  });
  it('are not computed for who or what a record points to', () => {
    const sourcesOf = (field: FieldDocument) => defaultSources(field, typeOf(field));
    expect(sourcesOf({ key: 'a', type: 'relation', label: { en: 'A' }, options: { entity: 'b', cardinality: 'manyToMany' } })).toEqual(['none']);
    expect(sourcesOf({ key: 'a', type: 'member', label: { en: 'A' } })).toEqual(['none', 'me']);
    expect(sourcesOf({ key: 'a', type: 'date', label: { en: 'A' } })).toEqual(['none', 'today', 'formula']);
  });
  it.each(FIELD_TYPES)('of %s do not exist for what nobody writes', (type) => {
    const field = newField(type, { en: 'A' }, []);
    if (typeOf(field).readOnly) expect(defaultSources(field, typeOf(field))).toEqual(['none']);
  });
});

describe('what computed fields are over', () => {
  const field = (key: string, type: FieldDocument['type'], options?: FieldDocument['options']): FieldDocument => ({ key, type, label: { en: key }, ...(options ? { options } : {}) });
  const account: EntityDocument = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: [field('name', 'text'), field('tags', 'relation', { entity: 'tag', cardinality: 'manyToMany' }), field('parent_account', 'relation', { entity: 'account' })] };
  const order: EntityDocument = { key: 'order', label: { en: 'Order' }, titleField: 'no', fields: [field('no', 'text'), field('account', 'relation', { entity: 'account' }), field('lines', 'subform', { entity: 'line' })] };
  const line: EntityDocument = { key: 'line', label: { en: 'Line' }, titleField: 'no', parent: 'order', fields: [field('no', 'text'), field('amount', 'money')] };
  const tag: EntityDocument = { key: 'tag', label: { en: 'Tag' }, titleField: 'name', fields: [field('name', 'text')] };
  const all = [account, order, line, tag];
  it('are subforms, relations to many and records that point here', () => {
    expect(rollupSources(account, all).map(({ related }) => related)).toEqual(['tags', 'account:parent_account', 'order:account']);
    expect(rollupSources(order, all).map(({ related }) => related)).toEqual(['lines']);
    expect(toOneRelations(account).map(({ key }) => key)).toEqual(['parent_account']);
  });
  it('must fit the calculation', () => {
    expect(fitsAggregate(line.fields[1]!, 'sum')).toBe(true);
    expect(fitsAggregate(line.fields[0]!, 'sum')).toBe(false);
    expect(fitsAggregate(line.fields[0]!, 'concat')).toBe(true);
    expect(fitsAggregate({ ...line.fields[1]!, encrypted: true }, 'sum')).toBe(false);
  });
});

describe('the previews of a plan', () => {
  const preview = (kind: ChangePreview['kind'], field: string, records: number): ChangePreview => ({ entity: 'a', field, kind, records, total: 10, samples: [] });
  it('ask what becomes of values that cannot be turned, until it is chosen', () => {
    expect(undecided([preview('convert', 'x', 3), preview('convert', 'y', 0)], {})).toEqual(['x']);
    expect(undecided([preview('convert', 'x', 3)], { x: 'clear' })).toEqual([]);
  });
  it('stop the change only where records share a value', () => {
    expect(isBlocked([preview('required', 'x', 3)])).toBe(false);
    expect(isBlocked([preview('unique', 'x', 3)])).toBe(true);
    expect(isBlocked([preview('unique', 'x', 0)])).toBe(false);
  });
  it('say nothing of what is in nobody\'s way, except that every value can be turned', () => {
    expect(shownPreviews([preview('required', 'x', 0), preview('convert', 'y', 0)]).map(({ field }) => field)).toEqual(['y']);
  });
});
