/**
 * Links that a change makes: they must lead to records the writer can see, and stay in place until the commit. A
 * record out of sight and one that does not exist give the same problem.
 */

import type { FieldProblemInput, LocalizedText } from '@tessera/contract';
import { fieldProblem, type EntityModel } from '@tessera/model';
import { labelsQuery, memberLabelsQuery } from '@tessera/sql/read';
import { holdTargets } from '@tessera/sql/write';
import type { Db } from '../../platform/database.ts';
import { readContextOf, type Writer } from './writer.ts';

export interface NewLink {
  readonly path: string;
  /** Entity of the record; null for a member. */
  readonly target: string | null;
  readonly id: string;
  /** Label of the field. */
  readonly label: LocalizedText;
}

/** The links among values about to be written; `prefix` is the path of the values, e.g. `values.lines.0`. */
export function linksIn(entity: EntityModel, values: Readonly<Record<string, unknown>>, prefix: string): NewLink[] {
  return Object.entries(values).flatMap(([key, id]) => {
    const field = entity.fields.get(key);
    if (typeof id !== 'string' || !field || (field.type.refersTo !== 'record' && field.type.key !== 'member')) return [];
    return [{ path: `${prefix}.${key}`, target: field.target, id, label: field.document.label }];
  });
}

/** Problems of the links that lead nowhere; the records of the others are held until the transaction ends. */
export async function holdLinks(db: Db, writer: Writer, links: readonly NewLink[]): Promise<FieldProblemInput[]> {
  const context = readContextOf(writer);
  const found = new Set<string>();
  for (const target of new Set(links.map((link) => link.target))) {
    const ids = [...new Set(links.filter((link) => link.target === target).map(({ id }) => id))];
    const seen = target === null ? { ok: true as const, value: memberLabelsQuery(context.schema, ids) } : labelsQuery(context, target, ids);
    if (!seen.ok) continue;
    const visible = (await db.query<{ id: string }>(seen.value)).map(({ id }) => id);
    const held = target === null || visible.length === 0 ? visible : (await db.query<{ id: string }>(holdTargets({ schema: context.schema, design: writer.design, entity: target, ids: visible }))).map(({ id }) => id);
    for (const id of held) found.add(`${target} ${id}`);
  }
  return links.filter(({ target, id }) => !found.has(`${target} ${id}`)).map(({ path, label }) => fieldProblem(path, 'FIELD_NOT_REFERENCE', label));
}
