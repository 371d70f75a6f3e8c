/** All own and computed values of a record, past every permission: for what the system itself decides in a process. */

import { factsQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { RecordNotFound } from './record-errors.ts';
import type { Reader } from './write-door/writer.ts';

export type RecordFacts = Readonly<Record<string, string | boolean | null>>;

/** By field key, relations and members as ids. RECORD_NOT_FOUND for a deleted record. */
export async function recordFacts(db: Db, { workspace, design, member }: Omit<Reader, 'access'>, record: { readonly entity: string; readonly id: string }): Promise<RecordFacts> {
  const id = typeof member === 'object' && member !== null ? member.id : member;
  const [row] = await db.query<{ facts: string }>(factsQuery({ schema: workspace.schema, design, entity: record.entity, id: record.id, timeZone: workspace.timeZone, member: id }));
  if (!row) throw RecordNotFound({});
  return JSON.parse(row.facts) as RecordFacts;
}
