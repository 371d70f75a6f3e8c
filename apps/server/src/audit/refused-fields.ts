/**
 * Of an error that a request is answered with, whether it was refused for want of a right, and which fields that is about.
 * A field that does not exist at all and a value that is wrong are mistakes, no refusals. Pure.
 */

import type { AppError } from '@tessera/contract';
import { resolvePath, type Design, type EntityModel } from '@tessera/model';

/** Problems of fields that are there, but not for this asker. */
const HIDDEN = new Set(['FIELD_NOT_FOUND', 'FIELD_MASKED', 'FIELD_NOT_EXPORTABLE', 'FIELD_READ_ONLY']);

/** Names as they were asked for; none when it is no refusal of fields. */
export function refusedFields(error: Pick<AppError, 'fields'>, design: Design, entityKey: string | undefined): string[] {
  const entity = entityKey === undefined ? undefined : design.entities.get(entityKey);
  if (!entity) return [];
  const names = error.fields.flatMap(({ path, code, params }) => {
    if (!HIDDEN.has(code)) return [];
    const said = params?.['field'];
    const name = typeof said === 'string' ? said : (path.split('.').at(-1) ?? '');
    return isThere(design, entity, name, code) ? [name] : [];
  });
  return [...new Set(names)];
}

function isThere(design: Design, entity: EntityModel, name: string, code: string): boolean {
  const owners = [entity, ...entity.children.flatMap((child) => design.entities.get(child.entity) ?? [])];
  const [found] = owners.flatMap(({ key }) => {
    const path = resolvePath(design, key, name);
    return path.ok ? [path.value.field] : [];
  });
  // What nobody can write is refused to everybody.
  return found !== undefined && (code !== 'FIELD_READ_ONLY' || !found.readOnly);
}
