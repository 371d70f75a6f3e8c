/** A field while a designer makes it: its key from its label, its first settings, and what is still missing. Pure. */

import { RESERVED_KEYS, textIn, type ButtonOptions, type EntityDocument, type FieldDocument, type FieldTypeKey, type LocalizedText, type LookupOptions, type RelationOptions, type RollupOptions, type SelectOptions, type SubformOptions } from '@tessera/contract';
import { deriveKey, fieldType, typeOf } from '@tessera/model';
import { isEmptyDefault } from './default-draft.ts';

const FIRST_OPTIONS: Readonly<Partial<Record<FieldTypeKey, Readonly<Record<string, unknown>>>>> = {
  money: { currency: 'CNY', scale: 2 },
  select: { choices: [] },
  multiSelect: { choices: [] },
  rollup: { aggregate: 'sum' },
  button: { action: 'setFields', set: [] },
};

/** The English label makes the more readable key; Chinese is spelled in pinyin. */
export function keyFor(label: LocalizedText | undefined, taken: Iterable<string>): string {
  const used = new Set([...RESERVED_KEYS, ...taken]);
  const text = label?.en ?? textIn(label, 'zh-CN');
  return text.trim() === '' ? '' : deriveKey(text, (key) => used.has(key));
}

export function newField(type: FieldTypeKey, label: LocalizedText, taken: Iterable<string>): FieldDocument {
  const options = FIRST_OPTIONS[type];
  return { key: keyFor(label, taken), type, label, ...(options ? { options: { ...options } } : {}) };
}

export const takenKeys = (entity: Pick<EntityDocument, 'fields'>): string[] => entity.fields.map((field) => field.key);

export type FieldGap = 'labelMissing' | 'choicesMissing' | 'targetMissing' | 'subformMissing' | 'formulaMissing' | 'relationMissing' | 'fieldMissing' | 'buttonSetMissing' | 'processMissing' | 'messageMissing';

const isBlank = (text: LocalizedText | undefined): boolean => textIn(text, 'zh-CN') === '';

/** What must be filled in before the field can be saved; everything else the server and libs/model check. */
export function fieldGaps(field: FieldDocument): FieldGap[] {
  const gaps = new Set<FieldGap>();
  if (isBlank(field.label)) gaps.add('labelMissing');
  for (const gap of optionGaps(field)) gaps.add(gap);
  for (const rule of field.validation ?? []) {
    if (rule.formula.trim() === '') gaps.add('formulaMissing');
    if (isBlank(rule.message)) gaps.add('messageMissing');
  }
  return [...gaps];
}

function optionGaps(field: FieldDocument): FieldGap[] {
  const options: unknown = field.options ?? {};
  switch (field.type) {
    case 'select':
    case 'multiSelect': {
      const { choices = [] } = options as SelectOptions;
      return choices.length === 0 || choices.some((choice) => isBlank(choice.label)) ? ['choicesMissing'] : [];
    }
    case 'relation':
    case 'subform':
      return (options as RelationOptions | SubformOptions).entity ? [] : ['targetMissing'];
    case 'rollup': {
      const { subform, aggregate, field: over } = options as Partial<RollupOptions>;
      if (!subform) return ['subformMissing'];
      return aggregate !== 'count' && !over ? ['fieldMissing'] : [];
    }
    case 'lookup': {
      const { relation, field: shown } = options as Partial<LookupOptions>;
      return relation ? (shown ? [] : ['fieldMissing']) : ['relationMissing'];
    }
    case 'formula':
      return (options as { expression?: string }).expression ? [] : ['formulaMissing'];
    case 'button':
      return buttonGaps(options as ButtonOptions);
    default:
      return [];
  }
}

function buttonGaps(options: ButtonOptions): FieldGap[] {
  switch (options.action) {
    case 'openUrl':
      return options.url.trim() === '' ? ['formulaMissing'] : [];
    case 'startProcess':
      return options.process === '' ? ['processMissing'] : [];
    default:
      return (options.set ?? []).length === 0 || options.set.some((step) => step.formula.trim() === '') ? ['buttonSetMissing'] : [];
  }
}

/** Types whose settings must be chosen before they mean anything. */
export const needsSettings = (type: FieldTypeKey): boolean => fieldGaps({ key: 'x', type, label: { en: 'x' }, options: { ...FIRST_OPTIONS[type] } }).length > 0;

/** As it is saved: without a default that nobody finished. */
export function finishedField(field: FieldDocument): FieldDocument {
  if (!isEmptyDefault(field.default)) return field;
  const { default: _before, ...others } = field;
  return others;
}

// ---- rules ------------------------------------------------------------------------------------------

export function withFlag(field: FieldDocument, flag: 'required' | 'unique', value: boolean): FieldDocument {
  const { [flag]: _before, ...others } = field;
  if (value) return { ...others, [flag]: true };
  if (flag === 'required') return others;
  const { uniqueWithin: _within, ...plain } = others;
  return plain;
}

export function withUniqueWithin(field: FieldDocument, change: Partial<NonNullable<FieldDocument['uniqueWithin']>>): FieldDocument {
  const { uniqueWithin, ...others } = field;
  const next = Object.fromEntries(Object.entries({ ...uniqueWithin, ...change }).filter(([, value]) => value !== undefined));
  return Object.keys(next).length > 0 ? { ...others, uniqueWithin: next } : others;
}

/** An encrypted value cannot be compared by case, and no formula may compute it. */
export function withEncryption(field: FieldDocument, encrypted: boolean): FieldDocument {
  const { encrypted: _before, ...others } = field;
  if (!encrypted) return others;
  const plain = withUniqueWithin(others, { ignoreCase: undefined });
  const { default: given, ...rest } = plain;
  const computed = typeof given === 'object' && given !== null && 'formula' in given;
  return { ...rest, ...(given === undefined || computed ? {} : { default: given }), encrypted: true };
}

// ---- another type -----------------------------------------------------------------------------------

/** Settings that mean the same in both types. */
const SHARED_OPTIONS: readonly (readonly [types: readonly FieldTypeKey[], options: readonly string[]])[] = [
  [['select', 'multiSelect'], ['choices']],
  [['number', 'money', 'percent'], ['min', 'max', 'scale']],
  [['text', 'longText'], ['maxLength']],
  [['file', 'image'], ['maxFiles', 'maxMegabytes']],
  [['modifiedAt', 'modifiedBy'], ['fields']],
];

/** Whether values of one type are kept in a column that another type's can be made of. */
export function mayChangeType(from: FieldDocument, to: FieldTypeKey): boolean {
  if (from.type === to) return true;
  const isStored = (field: FieldDocument): boolean => {
    const type = typeOf(field);
    return !type.readOnly && type.computes === null && type.column(field) !== null;
  };
  return isStored(from) && isStored({ key: from.key, type: to, label: from.label });
}

/** The field with another type: same key, words and rules as far as they still mean something. */
export function withType(field: FieldDocument, to: FieldTypeKey): FieldDocument {
  const kept = SHARED_OPTIONS.filter(([types]) => types.includes(field.type) && types.includes(to)).flatMap(([, names]) => names);
  const options = { ...FIRST_OPTIONS[to], ...Object.fromEntries(Object.entries(field.options ?? {}).filter(([name]) => kept.includes(name))) };
  const { key, label, help, required, unique, uniqueWithin, encrypted, sensitive, validation } = field;
  const type = fieldType(to);
  return {
    key,
    type: to,
    label,
    ...(help ? { help } : {}),
    ...(required && !type.readOnly ? { required } : {}),
    ...(unique && type.mayBeUnique ? { unique, ...(uniqueWithin ? { uniqueWithin } : {}) } : {}),
    ...(encrypted && type.mayBeEncrypted ? { encrypted } : {}),
    ...(sensitive ? { sensitive } : {}),
    ...(validation ? { validation } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
}
