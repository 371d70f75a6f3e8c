/**
 * The form being designed, with the fields it brings along that its entity does not have yet and the
 * changes to fields the entity has. Every change is a pure function from draft to draft; what is sent to
 * save it is decided in form-save.ts.
 */

import type { EntityDocument, FieldDocument, FormDocument, FormItem, FormSection } from '@tessera/contract';
import { SYSTEM_FIELD_DOCUMENTS } from '../../shared/fields/system-fields.ts';

export interface FormDraft {
  readonly form: FormDocument;
  /** Placed on the form, not yet in the entity. */
  readonly newFields: readonly FieldDocument[];
  /** Fields of the entity as they shall be, by key; only those that differ. */
  readonly changedFields: Readonly<Record<string, FieldDocument>>;
}

/** Where an item is, or before which one it goes: `item` may be the length of the section. */
export interface Place {
  readonly section: number;
  readonly item: number;
}

/** Columns every entity has that a form may show; their labels and settings are not the designer's. */
const SYSTEM_FORM_FIELDS: readonly FieldDocument[] = SYSTEM_FIELD_DOCUMENTS.filter((field) => field.key === 'owner');

export const openDraft = (form: FormDocument): FormDraft => ({ form, newFields: [], changedFields: {} });

export function fieldOf(draft: FormDraft, entity: EntityDocument, key: string): FieldDocument | undefined {
  return draft.newFields.find((field) => field.key === key) ?? draft.changedFields[key] ?? [...entity.fields, ...SYSTEM_FORM_FIELDS].find((field) => field.key === key);
}

export const isNewField = (draft: FormDraft, key: string): boolean => draft.newFields.some((field) => field.key === key);

export const isOnForm = (form: FormDocument, key: string): boolean =>
  form.sections.some((section) => section.items.some((item) => item.field === key));

export const unusedFields = (draft: FormDraft, entity: EntityDocument): FieldDocument[] =>
  [...entity.fields, ...SYSTEM_FORM_FIELDS].filter((field) => !isOnForm(draft.form, field.key)).map((field) => draft.changedFields[field.key] ?? field);

export function placeOf(form: FormDocument, key: string): Place | null {
  for (const [section, { items }] of form.sections.entries()) {
    const item = items.findIndex((candidate) => candidate.field === key);
    if (item >= 0) return { section, item };
  }
  return null;
}

/** The entity as it would be after saving. */
export const entityWith = (draft: FormDraft, entity: EntityDocument): EntityDocument => ({
  ...entity,
  fields: [...entity.fields.map((field) => draft.changedFields[field.key] ?? field), ...fieldsToAdd(draft, entity)],
});

/** New fields that the entity has not got yet: it may have been saved with them when the form was refused. */
export const fieldsToAdd = (draft: FormDraft, entity: EntityDocument): readonly FieldDocument[] => draft.newFields.filter(({ key }) => !entity.fields.some((field) => field.key === key));

// ---- items ------------------------------------------------------------------------------------------

const withSections = (draft: FormDraft, sections: readonly FormSection[]): FormDraft => ({
  ...draft,
  form: { ...draft.form, sections: [...sections] },
});

const editSection = (draft: FormDraft, index: number, edit: (section: FormSection) => FormSection): FormDraft =>
  withSections(draft, draft.form.sections.map((section, at) => (at === index ? edit(section) : section)));

const insertItem = (draft: FormDraft, item: FormItem, at: Place): FormDraft =>
  editSection(draft, at.section, (section) => ({
    ...section,
    items: [...section.items.slice(0, at.item), fitted(item, section.columns), ...section.items.slice(at.item)],
  }));

function fitted(item: FormItem, columns: number): FormItem {
  if (item.span === undefined || item.span <= columns) return item;
  return { ...item, span: columns };
}

/** Puts a field of the entity on the form. Nothing happens when it is on it already. */
export const placeField = (draft: FormDraft, key: string, at: Place): FormDraft =>
  isOnForm(draft.form, key) ? draft : insertItem(draft, { field: key }, at);

/** Puts a field on the form that saving will add to the entity. */
export function placeNewField(draft: FormDraft, field: FieldDocument, at: Place): FormDraft {
  const wide = field.type === 'longText' || field.type === 'richText' || field.type === 'subform';
  const columns = draft.form.sections[at.section]?.columns ?? 1;
  const item: FormItem = wide && columns > 1 ? { field: field.key, span: columns } : { field: field.key };
  return insertItem({ ...draft, newFields: [...draft.newFields, field] }, item, at);
}

/** `to` counts as the form is now, before the item is taken out of its place. */
export function moveItem(draft: FormDraft, from: Place, to: Place): FormDraft {
  const item = draft.form.sections[from.section]?.items[from.item];
  if (!item) return draft;
  const without = editSection(draft, from.section, (section) => ({ ...section, items: section.items.filter((_, index) => index !== from.item) }));
  const shifted = from.section === to.section && from.item < to.item ? { ...to, item: to.item - 1 } : to;
  return insertItem(without, item, shifted);
}

/** Takes a field off the form; one that was new is forgotten. */
export function removeItem(draft: FormDraft, key: string): FormDraft {
  const sections = draft.form.sections.map((section) => ({ ...section, items: section.items.filter((item) => item.field !== key) }));
  return { ...withSections(draft, sections), newFields: draft.newFields.filter((field) => field.key !== key) };
}

export function changeItem(draft: FormDraft, key: string, change: Partial<Omit<FormItem, 'field'>>): FormDraft {
  const edit = (item: FormItem): FormItem => (item.field === key ? withoutUndefined({ ...item, ...change }) : item);
  return withSections(draft, draft.form.sections.map((section) => ({ ...section, items: section.items.map(edit) })));
}

function withoutUndefined(item: FormItem): FormItem {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as FormItem;
}

/** Takes the field as it shall be; a change back to what the entity has leaves no trace. */
export function changeField(draft: FormDraft, entity: EntityDocument, field: FieldDocument): FormDraft {
  if (isNewField(draft, field.key)) {
    return { ...draft, newFields: draft.newFields.map((candidate) => (candidate.key === field.key ? field : candidate)) };
  }
  const { [field.key]: _before, ...others } = draft.changedFields;
  const stored = entity.fields.find((candidate) => candidate.key === field.key);
  const same = JSON.stringify(stored) === JSON.stringify(field);
  return { ...draft, changedFields: same ? others : { ...others, [field.key]: field } };
}

// ---- sections ---------------------------------------------------------------------------------------

export function addSection(draft: FormDraft): FormDraft {
  const taken = new Set(draft.form.sections.map((section) => section.key));
  let number = draft.form.sections.length + 1;
  while (taken.has(`section_${number}`)) number += 1;
  return withSections(draft, [...draft.form.sections, { key: `section_${number}`, columns: 2, items: [] }]);
}

export function changeSection(draft: FormDraft, index: number, change: Partial<Omit<FormSection, 'key' | 'items'>>): FormDraft {
  return editSection(draft, index, (section) => {
    const { title, ...next } = { ...section, ...change };
    const items = next.items.map((item) => fitted(item, next.columns));
    return title ? { ...next, title, items } : { ...next, items };
  });
}

/** The fields of the section go to the end of the one before it (or after); the last section stays. */
export function removeSection(draft: FormDraft, index: number): FormDraft {
  const gone = draft.form.sections[index];
  if (!gone || draft.form.sections.length === 1) return draft;
  const rest = draft.form.sections.filter((_, at) => at !== index);
  const heir = Math.max(0, index - 1);
  return withSections(draft, rest.map((section, at) => (at === heir ? { ...section, items: [...section.items, ...gone.items.map((item) => fitted(item, section.columns))] } : section)));
}

export function moveSection(draft: FormDraft, from: number, to: number): FormDraft {
  const section = draft.form.sections[from];
  if (!section || to < 0 || to >= draft.form.sections.length) return draft;
  const others = draft.form.sections.filter((_, index) => index !== from);
  return withSections(draft, [...others.slice(0, to), section, ...others.slice(to)]);
}
