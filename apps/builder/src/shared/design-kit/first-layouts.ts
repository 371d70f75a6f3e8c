/** The form and the list a new entity opens with. */

import type { EntityDocument, FormDocument, ViewDocument } from '@tessera/contract';
import { call, routes } from '../api/index.ts';

const WIDE: ReadonlySet<EntityDocument['fields'][number]['type']> = new Set(['longText', 'richText', 'subform']);
const NOT_LISTED: ReadonlySet<EntityDocument['fields'][number]['type']> = new Set(['longText', 'richText', 'subform', 'button', 'signature']);
/** More columns than that nobody reads at once. */
const FIRST_COLUMNS = 12;

/** Pure. */
export function firstForm(entity: EntityDocument): FormDocument {
  return { key: entity.key, entity: entity.key, label: entity.label, sections: [{ key: 'basic', columns: 2, items: entity.fields.map((field) => (WIDE.has(field.type) ? { field: field.key, span: 2 } : { field: field.key })) }] };
}

/** Pure. The field that names a record comes first. */
export function firstView(entity: EntityDocument): ViewDocument {
  const listed = entity.fields.filter((field) => !NOT_LISTED.has(field.type)).map((field) => field.key);
  const columns = [...new Set([entity.titleField, ...listed])].slice(0, FIRST_COLUMNS);
  return { key: entity.key, entity: entity.key, label: entity.labelPlural ?? entity.label, kind: 'grid', columns: [...columns, 'owner', 'updated_at'].map((field) => ({ field })) };
}

export async function saveFirstLayouts(entity: EntityDocument): Promise<void> {
  await call(routes.saveForm, { params: { key: entity.key }, body: { version: 0, document: firstForm(entity) } });
  await call(routes.saveView, { params: { key: entity.key }, body: { version: 0, document: firstView(entity) } });
}
