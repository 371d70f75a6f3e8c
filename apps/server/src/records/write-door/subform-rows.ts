/**
 * The rows of a record's subforms, saved with it: rows that are listed with an id are kept and changed, rows
 * without one are new, rows that are not listed any more are deleted. The record itself is locked already.
 */

import type { FieldProblemInput } from '@tessera/contract';
import { defaultValues, fieldProblem, type EntityModel } from '@tessera/model';
import { allowedQuery, type AllowedRow } from '@tessera/sql/read';
import { deleteRecords, insertRecords, lockChildren, updateRecord, type LockedRow } from '@tessera/sql/write';
import { newId } from '../../platform/new-id.ts';
import type { Db } from '../../platform/database.ts';
import { RecordInvalid } from '../record-errors.ts';
import { nextNumbers } from './auto-numbers.ts';
import { diffRow, type HistoryLine, type StoredValues } from './history.ts';
import { holdLinks, linksIn } from './links.ts';
import { openRowFields } from './writable-fields.ts';
import { readContextOf, type Writer } from './writer.ts';

export interface Moment {
  /** ISO instant. */
  readonly at: string;
  /** `YYYY-MM-DD` in the workspace's zone. */
  readonly today: string;
}

type RowValues = Readonly<Record<string, unknown>> & { readonly id?: string };

/** `rows`: normalised and valid. Gives a line for every row that has changed, also for one that was only moved. */
export async function saveSubform(
  db: Db,
  writer: Writer,
  parent: { readonly id: string; readonly subform: string; readonly child: EntityModel; readonly isNew: boolean },
  rows: readonly RowValues[],
  moment: Moment,
): Promise<HistoryLine[]> {
  const { child, subform } = parent;
  const table = { schema: writer.workspace.schema, design: writer.design, entity: child.key };
  const stamp = { at: moment.at, by: writer.member };
  const path = `values.${subform}`;

  const before = parent.isNew ? new Map<string, StoredValues>() : await lockRows(db, table, parent.id);
  const strangers = rows.flatMap((row, index) => {
    const known = row.id === undefined || (before.has(row.id) && rows.findIndex(({ id }) => id === row.id) === index);
    return known ? [] : [fieldProblem(`${path}.${index}.id`, 'FIELD_NOT_REFERENCE', child.document.label)];
  });
  if (strangers.length > 0) throw RecordInvalid({}, { fields: strangers });

  const changed = rows.map((row, index) => ({ row, index, values: changedValues(row, row.id === undefined ? undefined : before.get(row.id)) }));
  const broken = await holdLinks(db, writer, changed.flatMap(({ index, values }) => linksIn(child, values, `${path}.${index}`)));
  if (broken.length > 0) throw RecordInvalid({}, { fields: broken });

  const listed = new Set(rows.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const gone = [...before.keys()].filter((id) => !listed.has(id));
  if (gone.length > 0) await db.query(deleteRecords(table, gone, stamp));
  const moved = new Set<string>();
  for (const { row, index, values } of changed) {
    if (row.id === undefined) continue;
    const isMoved = before.get(row.id)?.['position'] !== index;
    if (isMoved) moved.add(row.id);
    await assertRowFields(db, writer, 'update', child, { id: row.id, fields: Object.keys(values), path: `${path}.${index}` });
    if (isMoved || Object.keys(values).length > 0) await db.query(updateRecord(table, { id: row.id, values, ...(isMoved ? { position: index } : {}) }, stamp));
  }
  const fresh = changed.filter(({ row }) => row.id === undefined);
  const numbers = await nextNumbers(db, table.schema, child, moment.today, fresh.length);
  const defaults = defaultValues(writer.design, child.key, { me: writer.member, today: moment.today, now: moment.at });
  const made = fresh.map(({ index, values }, at) => ({ id: newId(), parent: parent.id, position: index, given: Object.keys(values), values: { ...defaults, ...values, ...numbers[at] } }));
  if (made.length > 0) await db.query(insertRecords(table, made, stamp));
  for (const { id, position, given } of made) await assertRowFields(db, writer, parent.isNew ? 'create' : 'update', child, { id, fields: given, path: `${path}.${position}` });

  const after = await lockRows(db, table, parent.id);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): HistoryLine[] => {
    const changes = diffRow(before.get(id) ?? {}, after.get(id) ?? {});
    const action = !before.has(id) ? 'create' : after.has(id) ? 'update' : 'delete';
    return action === 'update' && changes.length === 0 && !moved.has(id) ? [] : [{ action, changes, row: { subform, entity: child.key, id } }];
  });
}

async function lockRows(db: Db, table: Parameters<typeof deleteRecords>[0], parent: string): Promise<Map<string, StoredValues>> {
  const rows = await db.query<LockedRow>(lockChildren({ ...table, parent }));
  return new Map(rows.map(({ id, record }) => [id, JSON.parse(record) as StoredValues]));
}

function changedValues({ id: _id, ...values }: RowValues, before: StoredValues | undefined): Record<string, unknown> {
  if (before === undefined) return values;
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[key] ?? null)));
}

/** Of fields that may be written on some rows only: whether on this one. A new row is asked once it is there. */
async function assertRowFields(db: Db, writer: Writer, action: 'create' | 'update', child: EntityModel, row: { readonly id: string; readonly fields: readonly string[]; readonly path: string }): Promise<void> {
  if (writer.system) return;
  const open = openRowFields(action, writer.access, writer.design, child.key);
  const fields = row.fields.filter((field) => !open.includes(field));
  if (fields.length === 0) return;
  const [answer] = await db.query<AllowedRow>(allowedQuery(readContextOf(writer), { action, entity: child.key, id: row.id, fields }));
  const refused = answer?.refused ?? fields;
  if (refused.length > 0) throw RecordInvalid({}, { fields: refused.map((field) => readOnly(child, field, row.path)) });
}

/** The answer to writing a field that the writer may not write on this row. */
export const readOnly = (entity: EntityModel, field: string, path: string): FieldProblemInput =>
  fieldProblem(`${path}.${field}`, 'FIELD_READ_ONLY', entity.fields.get(field)?.document.label ?? field);
