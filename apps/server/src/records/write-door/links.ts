/**
 * Links that changes make: they must lead to records the writer can see, and stay in place until the commit. A
 * record out of sight and one that does not exist give the same problem.
 */

import type { FieldProblemInput, LocalizedText } from '@tessera/contract';
import { fieldProblem, type EntityModel } from '@tessera/model';
import { holdTargets, type HeldTarget } from '@tessera/sql/write';
import type { Door } from './door.ts';
import { readContextOf } from './writer.ts';

export interface NewLink {
  readonly path: string;
  /** Entity of the record; `_member` and `_department` for those. */
  readonly target: string;
  readonly id: string;
  /** Label of the field. */
  readonly label: LocalizedText;
}

/** The links among values about to be written; `prefix` is the path of the values, e.g. `values.lines.0`. */
export function linksIn(entity: EntityModel, values: Readonly<Record<string, unknown>>, prefix: string): NewLink[] {
  const links: NewLink[] = [];
  for (const { key, target, label } of linkFields(entity)) {
    const value = values[key];
    if (typeof value === 'string') links.push({ path: `${prefix}.${key}`, target, id: value, label });
    else if (Array.isArray(value)) for (const id of new Set(value as string[])) links.push({ path: `${prefix}.${key}`, target, id, label });
  }
  return links;
}

interface LinkField {
  readonly key: string;
  readonly target: string;
  readonly label: LocalizedText;
}

const known = new WeakMap<EntityModel, readonly LinkField[]>();

function linkFields(entity: EntityModel): readonly LinkField[] {
  const found = known.get(entity);
  if (found) return found;
  const fields = [...entity.fields.values()].flatMap((field): LinkField[] => {
    const { type } = field;
    const target = type.pointsTo === 'record' ? field.target : type.pointsTo === 'member' ? '_member' : type.pointsTo === 'department' ? '_department' : null;
    return target === null ? [] : [{ key: field.key, target, label: field.document.label }];
  });
  known.set(entity, fields);
  return fields;
}

/** Says of each link what is wrong with it, null when it leads somewhere; what it leads to is held until the transaction ends. */
export async function holdLinks({ db, writer }: Door, links: readonly NewLink[]): Promise<(link: NewLink) => FieldProblemInput | null> {
  const wanted = new Map<string, Set<string>>();
  for (const { target, id } of links) (wanted.get(target) ?? wanted.set(target, new Set()).get(target))?.add(id);
  const targets = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([entity, ids]) => ({ entity, ids: [...ids] }));
  const statement = holdTargets(readContextOf(writer), targets);
  const held = new Set((statement ? await db.query<HeldTarget>(statement) : []).map(({ entity, id }) => `${entity} ${id}`));
  return ({ target, id, path, label }) => (held.has(`${target} ${id}`) ? null : fieldProblem(path, 'FIELD_NOT_REFERENCE', label));
}
