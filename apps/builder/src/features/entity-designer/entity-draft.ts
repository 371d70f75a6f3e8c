/** An entity while a designer changes it. Pure. */

import { textIn, type EntityDocument, type FieldDocument, type FormDocument, type LocalizedText } from '@tessera/contract';
import { deriveKey, fieldType } from '@tessera/model';

export interface NewEntity {
  readonly label: LocalizedText;
  readonly labelPlural?: LocalizedText | undefined;
  readonly icon: string;
  readonly color: string;
  /** Key of the entity that owns its rows. */
  readonly parent?: string | undefined;
}

export function entityKeyFor(label: LocalizedText | undefined, entities: readonly EntityDocument[]): string {
  const text = label?.en ?? textIn(label, 'zh-CN');
  return text.trim() === '' ? '' : deriveKey(text, (key) => entities.some((entity) => entity.key === key));
}

/** Every entity names its records by a field, so it begins with one. */
export function beginEntity(wanted: NewEntity, entities: readonly EntityDocument[]): EntityDocument {
  return {
    key: entityKeyFor(wanted.label, entities),
    label: wanted.label,
    ...(wanted.labelPlural ? { labelPlural: wanted.labelPlural } : {}),
    icon: wanted.icon,
    color: wanted.color,
    titleField: 'name',
    ...(wanted.parent ? { parent: wanted.parent } : {}),
    fields: [{ key: 'name', type: 'text', label: { 'zh-CN': '名称', en: 'Name' }, required: true }],
  };
}

export function putField(entity: EntityDocument, field: FieldDocument): EntityDocument {
  const known = entity.fields.some((candidate) => candidate.key === field.key);
  return { ...entity, fields: known ? entity.fields.map((candidate) => (candidate.key === field.key ? field : candidate)) : [...entity.fields, field] };
}

export function removeField(entity: EntityDocument, key: string): EntityDocument {
  return { ...entity, fields: entity.fields.filter((field) => field.key !== key) };
}

export function moveField(entity: EntityDocument, from: number, to: number): EntityDocument {
  const field = entity.fields[from];
  if (!field || to < 0 || to >= entity.fields.length) return entity;
  const others = entity.fields.filter((_, index) => index !== from);
  return { ...entity, fields: [...others.slice(0, to), field, ...others.slice(to)] };
}

/** The form with fields it does not have yet at the end of its last section, wide ones over all columns. */
export function withFieldsAtEnd(form: FormDocument, fields: readonly FieldDocument[]): FormDocument {
  const placed = new Set(form.sections.flatMap((section) => section.items.map((item) => item.field)));
  const missing = fields.filter((field) => !placed.has(field.key));
  const last = form.sections.length - 1;
  return {
    ...form,
    sections: form.sections.map((section, index) => {
      if (index !== last) return section;
      const added = missing.map((field) => (field.type === 'longText' || field.type === 'richText' || field.type === 'subform' ? { field: field.key, span: section.columns } : { field: field.key }));
      return { ...section, items: [...section.items, ...added] };
    }),
  };
}

export const addedFields = (before: EntityDocument, after: EntityDocument): FieldDocument[] =>
  after.fields.filter((field) => !before.fields.some((candidate) => candidate.key === field.key));

/** The field that names the records stays until another one does. */
export const isRemovable = (entity: EntityDocument, key: string): boolean => entity.titleField !== key;

/** Whether the field's value can name a record to people. */
export const mayNameRecords = (field: FieldDocument): boolean => fieldType(field.type).valueKind === 'text' || field.type === 'formula';
