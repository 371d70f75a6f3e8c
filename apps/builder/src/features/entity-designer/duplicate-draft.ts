/** The duplicate rules of an entity while a designer changes them. Pure. */

import type { DuplicateRule, EntityDocument, FieldDocument } from '@tessera/contract';
import { deriveKey, typeOf } from '@tessera/model';

export const DUPLICATE_WAYS: readonly DuplicateRule['fields'][number]['as'][] = ['exact', 'name', 'phone', 'taxNumber', 'email'];

/** Fields that say who or what a record is. */
export const comparable = (entity: EntityDocument): readonly FieldDocument[] =>
  entity.fields.filter((field) => {
    const type = typeOf(field);
    return !type.readOnly && type.computes === null && type.column(field) !== null && type.valueKind !== 'json' && type.valueKind !== 'uuidList' && type.valueKind !== 'textList' && type.valueKind !== 'boolean';
  });

/** How a field is most likely meant to be compared. */
export function likelyWay(field: FieldDocument): DuplicateRule['fields'][number]['as'] {
  if (field.type === 'phone') return 'phone';
  if (field.type === 'email') return 'email';
  if (/tax|税/i.test(`${field.key} ${field.label.en ?? ''} ${field.label['zh-CN'] ?? ''}`)) return 'taxNumber';
  return /name|名/i.test(`${field.key} ${field.label.en ?? ''} ${field.label['zh-CN'] ?? ''}`) ? 'name' : 'exact';
}

/** A first rule is about the name of the records; later ones about fields no rule has yet. */
export function beginRule(entity: EntityDocument): DuplicateRule {
  const rules = entity.duplicateRules ?? [];
  const used = new Set(rules.flatMap((rule) => rule.fields.map((part) => part.field)));
  const fields = comparable(entity);
  const field = [...fields].sort((a, b) => Number(b.key === entity.titleField) - Number(a.key === entity.titleField)).find((one) => !used.has(one.key)) ?? fields[0]!;
  return { key: deriveKey(`same_${field.key}`, (key) => rules.some((rule) => rule.key === key)), label: sameLabel(field), fields: [{ field: field.key, as: likelyWay(field) }], onMatch: 'warn' };
}

function sameLabel({ label }: FieldDocument): DuplicateRule['label'] {
  return { ...(label['zh-CN'] ? { 'zh-CN': `${label['zh-CN']}相同` } : {}), ...(label.en ? { en: `Same ${label.en.toLowerCase()}` } : {}) };
}

export const ruleGaps = (rule: DuplicateRule): boolean => (!rule.label.en && !rule.label['zh-CN']) || rule.fields.length === 0;

export function withRules(entity: EntityDocument, rules: readonly DuplicateRule[]): EntityDocument {
  const { duplicateRules: _before, ...others } = entity;
  return rules.length > 0 ? { ...others, duplicateRules: [...rules] } : others;
}
