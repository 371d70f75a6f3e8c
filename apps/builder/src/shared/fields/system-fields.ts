/** The fields every record has, as documents, so that lists, filters and pages treat them like a designer's own. Pure. */

import type { EntityDocument, FieldDocument } from '@tessera/contract';

export const SYSTEM_FIELD_DOCUMENTS: readonly FieldDocument[] = [
  { key: 'owner', type: 'member', label: { en: 'Owner', 'zh-CN': '负责人' } },
  { key: 'created_at', type: 'datetime', label: { en: 'Created', 'zh-CN': '创建时间' } },
  { key: 'created_by', type: 'member', label: { en: 'Created by', 'zh-CN': '创建人' } },
  { key: 'updated_at', type: 'datetime', label: { en: 'Last changed', 'zh-CN': '更新时间' } },
  { key: 'updated_by', type: 'member', label: { en: 'Changed by', 'zh-CN': '更新人' } },
];

const byKey = new Map(SYSTEM_FIELD_DOCUMENTS.map((field) => [field.key, field]));

export const isSystemField = (key: string): boolean => byKey.has(key);

/** Own fields, then the system ones; a child table has no owner of its own. */
export const allFields = (entity: EntityDocument): readonly FieldDocument[] => [
  ...entity.fields,
  ...SYSTEM_FIELD_DOCUMENTS.filter((field) => !(entity.parent && field.key === 'owner')),
];

export const fieldOf = (entity: EntityDocument, key: string): FieldDocument | undefined =>
  entity.fields.find((field) => field.key === key) ?? byKey.get(key);
