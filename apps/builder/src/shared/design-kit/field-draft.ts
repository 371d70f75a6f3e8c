/** A field while a designer makes it: its key from its label, its first settings, and what is still missing. Pure. */

import { RESERVED_KEYS, textIn, type EntityDocument, type FieldDocument, type FieldTypeKey, type LocalizedText, type RelationOptions, type RollupOptions, type SelectOptions, type SubformOptions } from '@tessera/contract';
import { deriveKey } from '@tessera/model';

const FIRST_OPTIONS: Readonly<Partial<Record<FieldTypeKey, Readonly<Record<string, unknown>>>>> = {
  money: { currency: 'CNY', scale: 2 },
  select: { choices: [] },
  multiSelect: { choices: [] },
  rollup: { aggregate: 'sum' },
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

export type FieldGap = 'labelMissing' | 'choicesMissing' | 'targetMissing' | 'subformMissing' | 'formulaMissing';

/** What must be filled in before the field can be saved; everything else the server and libs/model check. */
export function fieldGaps(field: FieldDocument): FieldGap[] {
  const gaps: FieldGap[] = [];
  if (textIn(field.label, 'zh-CN') === '') gaps.push('labelMissing');
  const options = field.options ?? {};
  if (field.type === 'select' || field.type === 'multiSelect') {
    const choices = (options as unknown as SelectOptions).choices ?? [];
    if (choices.length === 0 || choices.some((choice) => textIn(choice.label, 'zh-CN') === '')) gaps.push('choicesMissing');
  }
  if (field.type === 'relation' && !(options as unknown as RelationOptions).entity) gaps.push('targetMissing');
  if (field.type === 'subform' && !(options as unknown as SubformOptions).entity) gaps.push('targetMissing');
  if (field.type === 'rollup' && !(options as unknown as RollupOptions).subform) gaps.push('subformMissing');
  if (field.type === 'formula' && !options['expression']) gaps.push('formulaMissing');
  return gaps;
}

/** Types whose settings must be chosen before they mean anything. */
export const needsSettings = (type: FieldTypeKey): boolean => fieldGaps({ key: 'x', type, label: { en: 'x' }, options: { ...FIRST_OPTIONS[type] } }).length > 0;
