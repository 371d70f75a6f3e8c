/** Which fields an actor may write or read, as the selections that libs/model validates with. */

import type { Access } from '@tessera/access';
import type { RecordAction } from '@tessera/contract';
import type { Design } from '@tessera/model';

type SelectedAction = Extract<RecordAction, 'read' | 'create' | 'update'>;

const kept = new WeakMap<Access, Map<string, readonly string[]>>();

/** On some row; of what is read also what is only shown masked. Field keys, and `lines.quantity` for the rows of subforms. A subform of which no row field is left is absent. */
export function selectedFields(access: Access, design: Design, action: SelectedAction, entity: string): readonly string[] {
  let known = kept.get(access);
  if (!known) kept.set(access, (known = new Map()));
  const id = `${action} ${entity}`;
  const found = known.get(id);
  if (found) return found;
  const model = design.entities.get(entity);
  const is = (of: string, field: string): boolean => (action === 'read' ? access.knows(of, field) : access.canField(action, of, field));
  const fields = [...(model?.fields.values() ?? [])].flatMap(({ key }) => {
    if (!is(entity, key)) return [];
    const child = model?.children.find(({ field }) => field === key)?.entity;
    if (child === undefined) return [key];
    const rows = [...(design.entities.get(child)?.fields.keys() ?? [])].filter((field) => is(child, field));
    return rows.map((field) => `${key}.${field}`);
  });
  known.set(id, fields);
  return fields;
}

/** Whether the actor may know of a field of the entity: read it, or write it on some row. */
export const knowsField = (access: Access, entity: string) => (field: string): boolean =>
  access.knows(entity, field) || WRITING.some((action) => access.canField(action, entity, field));

const WRITING: readonly SelectedAction[] = ['create', 'update'];

/** Fields of a child entity that can be read (or written) on every row that can; those that depend on the row are left out. */
export function openRowFields(action: SelectedAction, access: Access, design: Design, child: string): readonly string[] {
  const rows = JSON.stringify(access.rowScope(action, child));
  return [...(design.entities.get(child)?.fields.keys() ?? [])].filter((field) => {
    const scope = access.fieldScope(action, child, field);
    return scope.kind === 'all' || (scope.kind === 'where' && JSON.stringify(scope) === rows);
  });
}
