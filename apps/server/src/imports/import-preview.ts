/**
 * A dry run: the rows go through the very code that imports them, part by part, each in a transaction that is rolled
 * back. What a part leaves behind for the next one (values and keys that only one record may have) is remembered here.
 */

import { Injectable } from '@nestjs/common';
import type { DuplicateRule, ImportMapping, ImportPreview, RowProblem, UploadTarget } from '@tessera/contract';
import { duplicateColumn, fieldProblem, type EntityModel } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { labelsOf } from '../records/record-labels.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { writerOf } from '../records/write-door/writer.ts';
import { toProblem, type ImportLine } from './import-line.ts';
import { loadPart } from './import-parts.ts';
import { entityOf, importRows, type ImportPlan, type RowOutcome } from './import-rows.ts';
import { comparedValue } from './match-rows.ts';
import { alikeIssue, toIssue } from './row-problems.ts';
import { keyTakenIssue, type RowIssue } from './row-values.ts';

const SAMPLE_ROWS = 20;
const MOST_PROBLEMS = 200;
/** More is not checked while a person waits; the run checks every row. */
const PATIENCE_MS = 20_000;
const MOST_PARTS = 20;

@Injectable()
export class ImportPreviews {
  constructor(
    private readonly database: Database,
    private readonly records: RecordWriter,
    private readonly clock: Clock,
  ) {}

  async preview(actor: Actor, line: ImportLine, mapping: ImportMapping): Promise<ImportPreview> {
    const plan: ImportPlan = { target: line.target, columns: line.columns, mapping, locale: actor.locale };
    const seen = new SeenValues(actor, entityOf(actor, line.target), mapping);
    const problems: RowProblem[] = [];
    const shown: Record<string, unknown>[] = [];
    let [checked, bad] = [0, 0];
    const until = Date.now() + PATIENCE_MS;
    for (let part = 0; part < MOST_PARTS && Date.now() < until; part += 1) {
      const outcomes = await this.tryPart(actor, line.id, plan, part);
      if (outcomes === null) break;
      for (const outcome of outcomes) {
        const issues = 'issues' in outcome ? outcome.issues : seen.issuesOf(outcome);
        checked += 1;
        if (issues.length > 0) bad += 1;
        else if (shown.length < SAMPLE_ROWS) shown.push(outcome.row.values);
        problems.push(...issues.slice(0, MOST_PROBLEMS - problems.length).map((issue) => toProblem(actor, line.columns, outcome.row, issue)));
      }
    }
    const rows = await this.database.transaction(actor.workspace.schema, (db) => named(db, actor, line.target, shown));
    return { checked, good: checked - bad, bad, problems, rows };
  }

  /** Null after the last part. */
  private async tryPart(actor: Actor, id: string, plan: ImportPlan, part: number): Promise<TriedRow[] | null> {
    const writer = writerOf(actor, { kind: 'import', ref: id });
    try {
      return await this.database.transaction(
        actor.workspace.schema,
        async (db) => {
          const rows = await loadPart(db, id, part);
          if (rows === null) return null;
          const outcomes = await importRows(db, writer, this.records, plan, rows, { at: this.clock.now() });
          throw new RolledBack(await withLikeness(db, entityOf(actor, plan.target), outcomes));
        },
        { statementTimeoutMs: 120_000 },
      );
    } catch (error) {
      if (error instanceof RolledBack) return error.outcomes;
      throw error;
    }
  }
}

type Written = Extract<RowOutcome, { readonly id: string }> & {
  /** What duplicate rules compare of the record as it was written, by rule. */
  readonly likeness: Readonly<Record<string, string | null>>;
};
type TriedRow = Written | Extract<RowOutcome, { readonly issues: unknown }>;

async function withLikeness(db: Db, entity: EntityModel | null, outcomes: readonly RowOutcome[]): Promise<TriedRow[]> {
  const rules = entity?.parent === null ? (entity.document.duplicateRules ?? []) : [];
  const ids = outcomes.flatMap((outcome) => ('id' in outcome ? [outcome.id] : []));
  const columns = rules.map(({ key }, at) => `${quoteIdent(duplicateColumn(key))} AS "k${at}"`);
  const rows = entity === null || rules.length === 0 || ids.length === 0 ? [] : await db.query<Record<string, string | null>>(`SELECT id, ${columns.join(', ')} FROM ${quoteIdent(entity.key)} WHERE id = ANY ($1)`, [ids]);
  const known = new Map(rows.map((row) => [row['id'], Object.fromEntries(rules.map(({ key }, at) => [key, row[`k${at}`] ?? null]))]));
  return outcomes.map((outcome) => ('id' in outcome ? { ...outcome, likeness: known.get(outcome.id) ?? {} } : outcome));
}

class RolledBack extends Error {
  constructor(readonly outcomes: TriedRow[]) {
    super('a dry run leaves nothing behind');
  }
}

/** Values that only one record may have, and what duplicate rules compare, of the parts that were rolled back. */
class SeenValues {
  private readonly seen = new Set<string>();
  private readonly unique: readonly string[];
  private readonly rules: readonly DuplicateRule[];

  constructor(
    private readonly actor: Actor,
    private readonly entity: EntityModel | null,
    private readonly mapping: ImportMapping,
  ) {
    const fields = [...(entity?.fields.values() ?? [])].filter(({ document }) => document.unique === true && document.uniqueWithin?.where === undefined);
    const rules = entity?.parent === null ? (entity.document.duplicateRules ?? []) : [];
    this.rules = rules.filter(({ onMatch }) => onMatch === 'refuse' || mapping.duplicates !== 'import');
    this.unique = fields.map(({ key }) => key).filter((key) => !(mapping.matchBy ?? []).includes(key));
  }

  issuesOf({ row, likeness }: Written): RowIssue[] {
    const issues: RowIssue[] = [];
    for (const field of this.unique) {
      const value = comparedValue(this.entity?.fields.get(field), row.values[field]);
      if (value === null) continue;
      if (this.isNew(`${field} ${JSON.stringify(value)}`, row.record)) continue;
      issues.push(toIssue(fieldProblem(`values.${field}`, 'FIELD_DUPLICATE', this.entity?.fields.get(field)?.document.label ?? field), { mapping: this.mapping }));
    }
    for (const { key, label, fields } of this.rules) {
      const common = likeness[key] ?? null;
      if (common === null || this.isNew(`like ${key} ${common}`, row.record)) continue;
      issues.push(alikeIssue(fields.every(({ field }) => this.actor.access.canField('read', this.entity?.key ?? '', field)) ? { label } : undefined));
    }
    const { externalKey } = row;
    if (externalKey !== null && (this.mapping.mode ?? 'create') === 'create' && !this.isNew(`key ${externalKey}`, null)) issues.push(keyTakenIssue(externalKey));
    return issues;
  }

  private isNew(value: string, record: string | null): boolean {
    if (this.seen.has(value)) return record !== null;
    this.seen.add(value);
    return true;
  }
}

/** Links of the rows shown by what they are called. */
async function named(db: Db, actor: Actor, target: UploadTarget, rows: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  const fields = [...(entityOf(actor, target)?.fields.values() ?? [])].filter(({ type }) => type.pointsTo !== null);
  const idsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string');
  const of = (kind: string) => fields.filter(({ type }) => type.pointsTo === kind);
  const labels = await labelsOf(db, actor, rows.flatMap((row) => of('record').flatMap(({ key, target: entity }) => idsOf(row[key]).map((id) => ({ entity: entity ?? '', id })))));
  const people = await namesOf(db, '_member', rows.flatMap((row) => of('member').flatMap(({ key }) => idsOf(row[key]))));
  const departments = await namesOf(db, '_department', rows.flatMap((row) => of('department').flatMap(({ key }) => idsOf(row[key]))));
  return rows.map((row) => {
    const shown = { ...row };
    for (const { key, type, target: entity } of fields) {
      if (!(key in row)) continue;
      const labelled = idsOf(row[key]).map((id) => (type.pointsTo === 'record' ? labels.get(`${entity} ${id}`) : type.pointsTo === 'member' ? people.get(id) : departments.get(id)) ?? null);
      shown[key] = Array.isArray(row[key]) ? labelled : (labelled[0] ?? null);
    }
    return shown;
  });
}

async function namesOf(db: Db, table: '_member' | '_department', ids: readonly string[]): Promise<Map<string, { id: string; label: string }>> {
  if (ids.length === 0) return new Map();
  return new Map((await db.query<{ id: string; label: string }>(`SELECT id, name AS label FROM ${table} WHERE id = ANY ($1)`, [ids])).map((one) => [one.id, one]));
}
