/** Rows with everything known about them into the tables: records through the write door, many at once; members one by one. */

import type { AppError } from '@tessera/contract';
import type { Db } from '../platform/database.ts';
import { toAppError } from '../platform/sqlstate.ts';
import type { DoorChange } from '../records/write-door/changes.ts';
import type { RecordWriter } from '../records/write-door/record-writer.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { entityOf, type ImportPlan, type ReadRow, type RowOutcome, type WriteEnv } from './import-rows.ts';
import { addImportedMember, memberProblems } from './imported-member.ts';
import { issuesOf, toIssue } from './row-problems.ts';

export async function writeRows(db: Db, writer: Writer, records: RecordWriter, plan: ImportPlan, rows: readonly ReadRow[], { at, beforeSave }: WriteEnv): Promise<RowOutcome[]> {
  const { target } = plan;
  if (rows.length === 0) return [];
  if (target.kind === 'members') return addMembers(db, plan, rows, at);
  if (target.kind === 'none') throw new Error('rows without a target');
  const entity = entityOf(writer, target);
  if (entity?.parent) {
    const { parent } = entity;
    const subform = writer.design.entities.get(parent)?.children.find((child) => child.entity === entity.key)?.field ?? '';
    const added = await records.appendRows(db, writer, parent, subform, rows.map((row) => ({ parent: row.parent ?? '', values: row.values })), { onRefusal: 'report' });
    return rows.map((row, index) => {
      const one = added[index];
      return one?.status === 'created' ? { row, id: one.row, updated: false } : refused(row, plan, one?.error);
    });
  }
  // Changes of one kind go together.
  const sorted = [...rows.filter(({ record }) => record === null), ...rows.filter(({ record }) => record !== null)];
  const changes = sorted.map(({ record, values }): DoorChange => (record === null ? { op: 'create', values } : { op: 'update', id: record, values }));
  const outcomes = await records.writeMany(db, writer, target.entity, changes, {
    onRefusal: 'report', refuseAlike: plan.mapping.duplicates !== 'import', ...(beforeSave ? { beforeSave } : {}),
  });
  return sorted.map((row, index) => {
    const outcome = outcomes[index];
    return outcome && outcome.status !== 'refused' ? { row, id: outcome.id, updated: row.record !== null } : refused(row, plan, outcome?.error);
  });
}

function refused(row: ReadRow, plan: ImportPlan, error: AppError | undefined): RowOutcome {
  if (!error || error.status >= 500) throw error ?? new Error('a row was neither written nor refused');
  return { row, issues: issuesOf(error, plan) };
}

async function addMembers(db: Db, plan: ImportPlan, rows: readonly ReadRow[], at: Date): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const row of rows) {
    const problems = memberProblems(row.values);
    outcomes.push(problems.length > 0 ? { row, issues: problems.map((problem) => toIssue(problem, plan)) } : await addMember(db, plan, row, at));
  }
  return outcomes;
}

/** Inside a savepoint: an address that somebody has already refuses one row and not the others. */
async function addMember(db: Db, plan: ImportPlan, row: ReadRow, at: Date): Promise<RowOutcome> {
  await db.query('SAVEPOINT import_row');
  try {
    const id = await addImportedMember(db, row.values, at);
    await db.query('RELEASE SAVEPOINT import_row');
    return { row, id, updated: false };
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal.status >= 500) throw error;
    await db.query('ROLLBACK TO SAVEPOINT import_row');
    return { row, issues: issuesOf(refusal, plan) };
  }
}
