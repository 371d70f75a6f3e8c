/** Imports from upload to result. What runs in the background is import-runner.ts. */

import { Injectable } from '@nestjs/common';
import type { AnswerOf, FieldProblemInput, ImportMapping, ImportPreview, ImportTarget, ImportView, RowProblem, routes } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { BYTE_ORDER_MARK, csvLine, disarmed } from '../platform/csv-text.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { EntityNotFound } from '../records/record-errors.ts';
import { labelsOf } from '../records/record-labels.ts';
import { writerOf } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { guessMapping } from './guess-mapping.ts';
import { ImportFileEmpty, ImportForbidden, ImportMappingInvalid, ImportNotFound, ImportStarted } from './import-errors.ts';
import { entityOf, readRows, type FileRow, type ImportPlan } from './import-rows.ts';
import { ImportRunner } from './import-runner.ts';
import { MEMBER_FIELDS } from './imported-member.ts';
import { decodeText, headerOf, readCsv, type CsvRow } from './read-csv.ts';
import { PARENT_FIELD, type RowIssue } from './row-values.ts';

const SAMPLE_ROWS = 20;
const BATCH = 500;
const MOST = 200;

interface ImportLine {
  readonly id: string;
  readonly target: ImportTarget;
  readonly file_name: string;
  readonly status: ImportView['status'];
  readonly columns: string[];
  readonly encoding: ImportView['encoding'];
  readonly mapping: ImportMapping;
  readonly rows: number;
  readonly mended: number;
  readonly done: number;
  readonly imported: number;
  readonly refused: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly sample: string[][];
}

/** SELECT of `ImportLine`s; `i` is the import. */
const IMPORT_LINES = `SELECT i.*, (SELECT coalesce(jsonb_agg(r.cells ORDER BY r.line), '[]') FROM (SELECT line, cells FROM _import_row WHERE import_id = i.id ORDER BY line LIMIT 10) r) AS sample FROM _import i`;

@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly runner: ImportRunner,
    private readonly clock: Clock,
  ) {}

  /** Reads the whole file once; nothing of a file that cannot be read is kept. */
  async upload(actor: Actor, target: ImportTarget, fileName: string, bytes: Buffer): Promise<ImportView> {
    assertMayImport(actor, target);
    const { encoding, text } = decodeText(bytes);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const rows = readCsv(text);
        const columns = headerOf((await rows.next()).value as CsvRow | undefined);
        const id = newId();
        await db.query(
          `INSERT INTO _import (id, target, file_name, status, columns, encoding, mapping, created_at, created_by) VALUES ($1, $2, $3, 'mapping', $4, $5, '{}', $6, $7)`,
          [id, JSON.stringify(target), fileName, JSON.stringify(columns), encoding, this.clock.now(), actor.member.id],
        );
        const { count, mended, sample } = await saveRows(db, id, rows);
        if (count === 0) throw ImportFileEmpty({});
        const labels = new Map([...actor.design.entities.values()].filter(({ key }) => actor.access.can('read', key)).map((entity) => [entity.key, entity.document.label]));
        const mapping = guessMapping(columns, sample, { entity: entityOf(actor, target), writable: importableFields(actor, entityOf(actor, target)), labels });
        await db.query('UPDATE _import SET rows = $2, mapping = $3, mended = $4 WHERE id = $1', [id, count, JSON.stringify(mapping), mended]);
        return viewOf(actor, await find(db, actor, id));
      },
      { statementTimeoutMs: 300_000 },
    );
  }

  list(actor: Actor): Promise<ImportView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const lines = await db.query<ImportLine>(`${IMPORT_LINES} WHERE i.created_by = $1 ORDER BY i.id DESC LIMIT 50`, [actor.member.id]);
      return lines.map((line) => viewOf(actor, line));
    });
  }

  read(actor: Actor, id: string): Promise<ImportView> {
    return this.database.transaction(actor.workspace.schema, async (db) => viewOf(actor, await find(db, actor, id)));
  }

  /** Every row read and checked, as it would be saved; changes nothing. */
  preview(actor: Actor, id: string, mapping: ImportMapping): Promise<ImportPreview> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const line = await find(db, actor, id);
      checkMapping(actor, line, mapping);
      const plan: ImportPlan = { target: line.target, columns: line.columns, mapping, locale: actor.locale };
      const writer = writerOf(actor, { kind: 'import', ref: id });
      const problems: RowProblem[] = [];
      const shown: Record<string, unknown>[] = [];
      let [checked, bad] = [0, 0];
      for await (const rows of fileRows(db, id)) {
        for (const row of await readRows(db, writer, plan, rows)) {
          checked += 1;
          if (row.issues.length === 0 && shown.length < SAMPLE_ROWS) shown.push(row.values);
          if (row.issues.length > 0) bad += 1;
          problems.push(...row.issues.slice(0, MOST - problems.length).map((issue) => toProblem(actor, line.columns, row.line, row.cells, issue)));
        }
      }
      return { checked, good: checked - bad, bad, problems, rows: await named(db, actor, line.target, shown) };
    });
  }

  async run(actor: Actor, id: string, mapping: ImportMapping): Promise<ImportView> {
    const view = await this.database.transaction(actor.workspace.schema, async (db) => {
      const line = await find(db, actor, id, 'FOR UPDATE');
      if (line.status !== 'mapping') throw ImportStarted({});
      checkMapping(actor, line, mapping);
      await db.query(`UPDATE _import SET status = 'running', mapping = $2 WHERE id = $1`, [id, JSON.stringify(mapping)]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'import.started', target: id, detail: { target: line.target, rows: line.rows } });
      return viewOf(actor, await find(db, actor, id));
    });
    this.runner.wake();
    return view;
  }

  problems(actor: Actor, id: string): Promise<RowProblem[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { columns } = await find(db, actor, id);
      const rows = await db.query<FileRow & { problems: RowIssue[] }>(`SELECT line, cells, problems FROM _import_row WHERE import_id = $1 AND status = 'refused' ORDER BY line LIMIT ${MOST}`, [id]);
      return rows.flatMap(({ line, cells, problems }) => problems.map((issue) => toProblem(actor, columns, line, cells, issue))).slice(0, MOST);
    });
  }

  /** The refused rows as they came, with their line and the reason, to be corrected and imported again. */
  refused(actor: Actor, id: string): Promise<{ readonly text: string; readonly fileName: string }> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { columns, file_name } = await find(db, actor, id);
      const rows = await db.query<FileRow & { problems: RowIssue[] }>(`SELECT line, cells, problems FROM _import_row WHERE import_id = $1 AND status = 'refused' ORDER BY line`, [id]);
      const [line, reason] = actor.locale === 'en' ? ['line in the file', 'reason'] : ['文件行号', '原因'];
      const reasons = (problems: readonly RowIssue[]): string => problems.map((issue) => [issue.column === null ? '' : `${columns[issue.column] ?? ''}: `, issue.message[actor.locale]].join('')).join(' ');
      const lines = rows.map((row) => csvLine([...columns.map((_, at) => disarmed(row.cells[at] ?? '')), String(row.line), disarmed(reasons(row.problems))]));
      return { text: BYTE_ORDER_MARK + csvLine([...columns.map(disarmed), line ?? '', reason ?? '']) + lines.join(''), fileName: file_name.replace(/(\.csv)?$/i, '.refused.csv') };
    });
  }

  records(actor: Actor, id: string): Promise<AnswerOf<typeof routes.importRecords>> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { target } = await find(db, actor, id);
      const rows = await db.query<{ line: number; id: string; name: string | null }>(
        `SELECT r.line, r.record_id AS id, m.name FROM _import_row r LEFT JOIN _member m ON m.id = r.record_id WHERE r.import_id = $1 AND r.status = 'imported' ORDER BY r.line LIMIT ${MOST}`,
        [id],
      );
      if (target.kind === 'members') return { items: rows.map((row) => ({ line: row.line, id: row.id, label: row.name ?? '' })) };
      const labels = await labelsOf(db, actor, rows.map((row) => ({ entity: target.entity, id: row.id })));
      return { items: rows.flatMap((row) => (labels.has(`${target.entity} ${row.id}`) ? [{ line: row.line, id: row.id, label: labels.get(`${target.entity} ${row.id}`)?.label ?? '' }] : [])) };
    });
  }
}

function viewOf(actor: Actor, line: ImportLine): ImportView {
  return {
    id: line.id,
    target: line.target,
    fileName: line.file_name,
    status: line.status,
    columns: line.columns,
    sample: line.sample,
    encoding: line.encoding,
    rows: line.rows,
    mended: line.mended,
    mapping: line.mapping,
    done: line.done,
    imported: line.imported,
    refused: line.refused,
    createdAt: line.created_at.toISOString(),
    createdBy: { id: line.created_by, label: actor.member.name },
  };
}

/** Imports are seen by whoever made them; any other answers like one that does not exist. */
async function find(db: Db, actor: Actor, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<ImportLine> {
  const [line] = await db.query<ImportLine>(`${IMPORT_LINES} WHERE i.id = $1 AND i.created_by = $2 ${lock}`, [id, actor.member.id]);
  if (!line) throw ImportNotFound({});
  return line;
}

export function assertMayImport(actor: Pick<Actor, 'access' | 'capabilities' | 'design'>, target: ImportTarget): void {
  if (target.kind === 'members') {
    if (!actor.capabilities.has('members')) throw ImportForbidden({});
    return;
  }
  const entity = actor.design.entities.get(target.entity);
  if (!entity || !actor.access.can('read', target.entity)) throw EntityNotFound({});
  const mayWrite = entity.parent === null ? actor.access.can('create', target.entity) : actor.access.can('update', entity.parent);
  if (!mayWrite || !actor.access.can('import', target.entity)) throw ImportForbidden({});
}

function checkMapping(actor: Actor, { target, columns }: ImportLine, mapping: ImportMapping): void {
  assertMayImport(actor, target);
  const fields = importableFields(actor, entityOf(actor, target));
  const problems = mapping.columns.flatMap(({ column, field }, index): FieldProblemInput[] => {
    if (column >= columns.length) return [{ path: `columns.${index}.column`, code: 'IMPORT_COLUMN_UNKNOWN', message: { en: 'The file has no such column.', 'zh-CN': '文件中没有该列。' } }];
    if (field === undefined || fields.includes(field)) return [];
    return [{ path: `columns.${index}.field`, code: 'FIELD_NOT_FOUND', params: { field }, message: { en: `There is no field "${field}" to import into.`, 'zh-CN': `没有可导入的字段“${field}”。` } }];
  });
  const strangers = Object.keys(mapping.constants ?? {}).filter((field) => !fields.includes(field));
  problems.push(...strangers.map((field) => ({ path: `constants.${field}`, code: 'FIELD_NOT_FOUND', params: { field }, message: { en: `There is no field "${field}" to import into.`, 'zh-CN': `没有可导入的字段“${field}”。` } })));
  if (!mapping.columns.some(({ field }) => field !== undefined)) {
    problems.push({ path: 'columns', code: 'IMPORT_NOTHING_MAPPED', message: { en: 'Assign at least one column to a field.', 'zh-CN': '请至少为一列指定字段。' } });
  }
  if (problems.length > 0) throw ImportMappingInvalid({}, { fields: problems });
}

/** Fields the actor may write; those of a subform's rows as a change of the record they belong to. Of members without an entity. */
function importableFields({ access }: Actor, entity: EntityModel | null): readonly string[] {
  if (entity === null) return MEMBER_FIELDS;
  const { key, parent, fields } = entity;
  const written = [...fields.values()].filter((field) => field.type.refersTo !== 'rows' && access.canField(parent === null ? 'create' : 'update', key, field.key));
  return [...written.map((field) => field.key), ...(parent === null ? [] : [PARENT_FIELD])];
}

async function saveRows(db: Db, id: string, rows: AsyncIterable<CsvRow>): Promise<{ count: number; mended: number; sample: (readonly string[])[] }> {
  const sample: (readonly string[])[] = [];
  let batch: CsvRow[] = [];
  let [count, mended] = [0, 0];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await db.query('INSERT INTO _import_row (import_id, line, cells) SELECT $1, r.line, r.cells FROM jsonb_to_recordset($2::jsonb) AS r(line int, cells jsonb)', [id, JSON.stringify(batch)]);
    batch = [];
  };
  for await (const row of rows) {
    count += 1;
    if (row.mended) mended += 1;
    if (sample.length < 200) sample.push(row.cells);
    batch.push(row);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return { count, mended, sample };
}

async function* fileRows(db: Db, id: string): AsyncGenerator<FileRow[]> {
  for (let after = 0; ; ) {
    const rows = await db.query<FileRow>('SELECT line, cells FROM _import_row WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3', [id, after, BATCH]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.line;
  }
}

function toProblem(actor: Actor, columns: readonly string[], line: number, cells: readonly string[], issue: RowIssue): RowProblem {
  const { column, field, value, code, message } = issue;
  return { line, column: column === null ? null : (columns[column] ?? null), field, value: value ?? (column === null ? null : (cells[column] ?? null)), code, message: message[actor.locale] };
}

/** Links of the rows shown by what they are called. */
async function named(db: Db, actor: Actor, target: ImportTarget, rows: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  const fields = [...(entityOf(actor, target)?.fields.values() ?? [])];
  const relations = fields.filter((field) => field.type.refersTo === 'record' && field.target !== null);
  const members = fields.filter((field) => field.type.key === 'member');
  const labels = await labelsOf(db, actor, rows.flatMap((row) => relations.flatMap(({ key, target: entity }) => (typeof row[key] === 'string' && entity !== null ? [{ entity, id: row[key] }] : []))));
  const ids = rows.flatMap((row) => members.flatMap(({ key }) => row[key] ?? []));
  const people = new Map((await db.query<{ id: string; label: string }>('SELECT id, name AS label FROM _member WHERE id = ANY ($1)', [ids])).map((person) => [person.id, person]));
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(relations.flatMap(({ key, target: entity }) => (key in row ? [[key, labels.get(`${entity} ${String(row[key])}`) ?? null]] : []))),
    ...Object.fromEntries(members.flatMap(({ key }) => (key in row ? [[key, people.get(String(row[key])) ?? null]] : []))),
  }));
}
