/**
 * The rows of one part through the write door: each as if a person had entered it, with the importer's rights. A
 * preview does the very same in a transaction that is rolled back.
 */

import type { ImportMapping, Locale, UploadTarget } from '@tessera/contract';
import type { Design, EntityModel } from '@tessera/model';
import { failpoint } from '../platform/failpoint.ts';
import type { Db } from '../platform/database.ts';
import type { RecordWriter } from '../records/write-door/record-writer.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { knownKeys, rememberKeys } from './external-keys.ts';
import { MEMBER_MODEL } from './imported-member.ts';
import { findLinks } from './link-finder.ts';
import { matchRows, matchKeyOf } from './match-rows.ts';
import type { FileRow } from './read-csv.ts';
import { keyTakenIssue, noKeyIssue, notThereIssue, PARENT_FIELD, rowReader, severalIssue, type RowIssue, type RowValues } from './row-values.ts';
import { NO_PARENT, schemaIssues } from './row-problems.ts';
import { writeRows } from './write-rows.ts';

export interface ImportPlan {
  readonly target: UploadTarget;
  readonly columns: readonly string[];
  readonly mapping: ImportMapping;
  readonly locale: Locale;
}

export interface ReadRow extends FileRow {
  readonly values: Record<string, unknown>;
  readonly externalKey: string | null;
  /** The record that is changed; null for a new one. */
  readonly record: string | null;
  /** Record a child row belongs to. */
  readonly parent: string | null;
  readonly issues: readonly RowIssue[];
}

export type RowOutcome = { readonly row: ReadRow; readonly id: string; readonly updated: boolean } | { readonly row: ReadRow; readonly issues: readonly RowIssue[] };

/** How rows are written, besides what they say. */
export interface WriteEnv {
  readonly at: Date;
  /** Called before the first row is written. */
  readonly beforeSave?: () => Promise<void>;
}

/**
 * Whether rows can be looked at while those before them are being written: nothing of them can depend on what those
 * become but what the tables themselves refuse.
 */
export function standAlone({ design }: { readonly design: Design }, { target, mapping }: Pick<ImportPlan, 'target' | 'mapping'>): boolean {
  const entity = entityOf({ design }, target);
  if (!entity || entity.parent !== null || (mapping.mode ?? 'create') !== 'create') return false;
  const linksToItself = mapping.columns.some(({ field }) => field !== undefined && entity.fields.get(field)?.target === entity.key);
  return !linksToItself && (entity.document.duplicateRules ?? []).length === 0;
}

interface ParsedRow {
  readonly row: FileRow;
  readonly read: RowValues;
}

/** What became of each row, in their order. A row that is refused leaves nothing behind and does not stop the others. */
export async function importRows(db: Db, writer: Writer, records: RecordWriter, plan: ImportPlan, rows: readonly FileRow[], how: WriteEnv): Promise<RowOutcome[]> {
  const entity = entityOf(writer, plan.target);
  const masked = (field: string): boolean => entity !== null && writer.access.masks('read', entity.key, field).length > 0;
  const env = { timeZone: writer.workspace.timeZone, locale: plan.locale, masked };
  const read = rowReader(plan.mapping, { entity: entity ?? MEMBER_MODEL, columns: plan.columns }, env);
  let left: ParsedRow[] = rows.map((row) => ({ row, read: read(row.cells) }));
  const outcomes = new Map<FileRow, RowOutcome>();
  while (left.length > 0) {
    // Rows that mean the same record come one after the other: the last one wins, whichever part it is in.
    const { now, later } = firstOfEach(entity, left, plan.mapping);
    const known = await readRows(db, writer, plan, now);
    const places = new Map(known.map((row, index) => [row, now[index]?.row ?? row]));
    for (const outcome of await writeAll(db, writer, records, plan, known, how)) outcomes.set(places.get(outcome.row) ?? outcome.row, outcome);
    left = later;
  }
  failpoint('import.rows.written');
  return rows.flatMap((row) => outcomes.get(row) ?? []);
}

function firstOfEach(entity: EntityModel | null, rows: readonly ParsedRow[], mapping: ImportMapping): { now: readonly ParsedRow[]; later: ParsedRow[] } {
  if ((mapping.mode ?? 'create') === 'create') return { now: rows, later: [] };
  const seen = new Set<string>();
  const [now, later]: [ParsedRow[], ParsedRow[]] = [[], []];
  for (const row of rows) {
    const key = matchKeyOf(entity, row.read, mapping);
    if (key === null || !seen.has(key)) now.push(row);
    else later.push(row);
    if (key !== null) seen.add(key);
  }
  return { now, later };
}

/** Links resolved, the records that are meant found, cells that cannot be read told; changes nothing. */
async function readRows(db: Db, writer: Writer, plan: ImportPlan, rows: readonly ParsedRow[]): Promise<ReadRow[]> {
  const entity = entityOf(writer, plan.target);
  const { mode = 'create' } = plan.mapping;
  const resolve = await findLinks(db, writer, rows.flatMap(({ read }) => read.links));
  const linked = rows.map(({ row, read }) => ({ row, read, ...withLinks(read, resolve, entity) }));
  const keys = await knownKeys(db, writer.design, plan.target, rows.flatMap(({ read }) => read.externalKey ?? []));
  const match = mode === 'create' ? null : await matchRows(db, writer, plan, linked, keys);
  const seen = new Set<string>();
  return linked.map((one): ReadRow => {
    const { row, read, values, parent, linkIssues } = one;
    const issues: RowIssue[] = [...read.issues, ...linkIssues];
    const { externalKey } = read;
    let record: string | null = null;
    if (match === null) {
      if (externalKey !== null && (keys.has(externalKey) || seen.has(externalKey))) issues.push(keyTakenIssue(externalKey));
    } else {
      const found = match(one);
      if (found === null) issues.push(noKeyIssue(null));
      else if (found.ids.length > 1) issues.push(severalIssue(found.text));
      else if (found.ids.length === 0 && mode === 'update') issues.push(notThereIssue(found.text));
      else record = found.ids[0] ?? null;
      if (record !== null) for (const field of read.cleared) values[field] = null;
      // A key that another record has is not taken from it.
      const owner = externalKey === null ? undefined : keys.get(externalKey);
      if (externalKey !== null && owner !== undefined && owner !== record) issues.push(keyTakenIssue(externalKey));
    }
    const isLost = entity !== null && entity.parent !== null && parent === null && !read.links.some(({ field }) => field === PARENT_FIELD);
    if (isLost && read.issues.every(({ code }) => code !== 'IMPORT_ROW_RAGGED')) issues.unshift(NO_PARENT(plan.mapping));
    // All that is wrong with a row is told at once; the write door tells of rows that come so far.
    if (issues.length > 0 && issues.every(({ code }) => code !== 'IMPORT_ROW_RAGGED')) issues.push(...schemaIssues(writer, plan, entity, values, record === null && mode !== 'update' ? 'create' : 'update', issues));
    // A row that is refused takes no key from a later one.
    if (externalKey !== null && issues.length === 0) seen.add(externalKey);
    return { ...row, values, externalKey, record, parent, issues };
  });
}

function withLinks(read: RowValues, resolve: Awaited<ReturnType<typeof findLinks>>, entity: EntityModel | null): { values: Record<string, unknown>; parent: string | null; linkIssues: RowIssue[] } {
  const values: Record<string, unknown> = { ...read.values };
  const linkIssues: RowIssue[] = [];
  let parent: string | null = null;
  for (const link of read.links) {
    const answer = resolve(link);
    if ('issue' in answer) linkIssues.push(answer.issue);
    else if (entity?.parent && link.field === PARENT_FIELD) parent = answer.id;
    else values[link.field] = link.many ? [...new Set([...((values[link.field] as string[] | undefined) ?? []), answer.id])] : answer.id;
  }
  return { values, parent, linkIssues };
}

/** Writes what can be written and remembers the keys; a key given away meanwhile by somebody else refuses its row. */
async function writeAll(db: Db, writer: Writer, records: RecordWriter, plan: ImportPlan, rows: readonly ReadRow[], how: WriteEnv): Promise<RowOutcome[]> {
  const refused = new Map<ReadRow, readonly RowIssue[]>(rows.filter(({ issues }) => issues.length > 0).map((row) => [row, row.issues]));
  for (;;) {
    await db.query('SAVEPOINT import_part');
    const good = rows.filter((row) => !refused.has(row));
    const written = await writeRows(db, writer, records, plan, good, how);
    const keyed = written.flatMap((outcome) => ('id' in outcome && outcome.row.externalKey !== null ? [{ key: outcome.row.externalKey, id: outcome.id, row: outcome.row }] : []));
    const kept = await rememberKeys(db, writer, plan.target, keyed);
    const taken = keyed.filter(({ key }) => !kept.has(key));
    if (taken.length === 0) {
      await db.query('RELEASE SAVEPOINT import_part');
      return [...[...refused].map(([row, issues]) => ({ row, issues })), ...written];
    }
    await db.query('ROLLBACK TO SAVEPOINT import_part');
    for (const { key, row } of taken) refused.set(row, [keyTakenIssue(key)]);
  }
}

export const entityOf = ({ design }: { readonly design: Design }, target: UploadTarget): EntityModel | null =>
  target.kind === 'entity' ? (design.entities.get(target.entity) ?? null) : null;
