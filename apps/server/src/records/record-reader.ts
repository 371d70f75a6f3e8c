/**
 * Reading records. Every statement is compiled over the actor's secured relation (law 1) and runs as a prepared one;
 * its rows go into the answer as the bytes they are.
 */

import { Injectable } from '@nestjs/common';
import type { DistinctQuery, GroupQuery, RecordQuery, RecordView, Result, TrashedRecord } from '@tessera/contract';
import type { CheckedFormula } from '@tessera/formula';
import { countQuery, distinctAssembly, distinctQuery, formulasQuery, groupAssembly, groupQuery, PageAssembly, pageQuery, RecordAssembly, recordQuery, trashQuery, type DistinctStatement, type GroupStatement, type ListAssembly, type PageStatement, type Problems } from '@tessera/sql/read';
import { ReadingFrozen } from '../audit/audit-errors.ts';
import { ReadAudit, shownIn, type ReadAction } from '../audit/read-audit.ts';
import { SeenRows } from '../audit/seen-rows.ts';
import { sensitiveFieldsOf, type SensitiveParts } from '../audit/sensitive-fields.ts';
import { Database, type Db } from '../platform/database.ts';
import { Secrets } from '../platform/secrets.ts';
import { openCursor, sealCursor } from './record-cursor.ts';
import { CursorInvalid, EntityNotFound, QueryInvalid, RecordNotFound } from './record-errors.ts';
import { asBuffer, readRecordIn } from './read-record.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

const DEFAULT_LIMIT = 50;
const DEFAULT_GROUPS = 200;
const DEFAULT_DISTINCT = 50;
const MAX_TRASHED = 200;

interface TrashRow extends Pick<TrashedRecord, 'id' | 'label' | 'version'> {
  readonly deletedAt: Date;
  readonly deletedById: string | null;
  readonly deletedBy: string | null;
}

/** Whoever asks: a member, an API key, a visitor behind a link. */
export interface Asker extends Reader {
  /** Whom the cursors belong to, where that is not the member. */
  readonly cursorOwner?: string | undefined;
}

@Injectable()
export class RecordReader {
  private pageSize = 8192;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly audit: ReadAudit,
  ) {}

  /** JSON of a `RecordPage`. `as`: what it is read for, where that is no list. */
  async page(actor: Asker, entity: string, query: RecordQuery, as?: { readonly action: ReadAction; readonly target: string }): Promise<Buffer> {
    const context = readContextOf(actor);
    const { fields, filter, sort, search, expand, limit = DEFAULT_LIMIT } = query;
    const question = opened(pageQuery(context, { entity, fields, filter, sort, search, limit, expand }));
    const secret = await this.secrets.get('cursor');
    const bound = `${actor.cursorOwner ?? idOf(actor)} ${question.spelling}`;
    const mark = query.cursor === undefined ? undefined : openCursor(secret, bound, query.cursor);
    if (mark === null) throw CursorInvalid({});
    const statement = question.statement(mark);
    const assembly = (): PageAssembly => new PageAssembly(statement.shape, { cipher: context.cipher, allocate, size: this.pageSize });
    const sensitive = this.audit.about(actor, { entity, fields, filter, sort, search, expand }, question);
    const page = await (sensitive === null ? this.database.readRows(statement, assembly) : this.watchedRows(actor, entity, sensitive, statement, assembly, as));
    const { next, prev } = page.ends;
    const bytes = page.finish(next && sealCursor(secret, bound, { side: 'after', keys: next }), prev && sealCursor(secret, bound, { side: 'before', keys: prev }));
    this.pageSize = Math.min(MAX_FIRST_SIZE, Math.max(this.pageSize, bytes.length + 4096));
    return asBuffer(bytes);
  }

  /** The rows of a page in which sensitive fields may be, noted before anything of it is answered. */
  private async watchedRows(actor: Asker, entity: string, sensitive: SensitiveParts, statement: PageStatement, assembly: () => PageAssembly, as: { readonly action: ReadAction; readonly target: string } | undefined): Promise<PageAssembly> {
    await this.audit.admit(actor);
    const rows = await this.database.readRows(statement, () => new SeenRows(assembly(), statement.shape, sensitive));
    await this.audit.notePage(actor, entity, sensitive, rows, as);
    return rows.sink;
  }

  async count(actor: Asker, entity: string, query: { filter?: unknown; search?: string | undefined }): Promise<number> {
    const statement = opened(countQuery(readContextOf(actor), { entity, ...query }));
    const sensitive = this.audit.about(actor, { entity, fields: [], ...query }, statement);
    if (sensitive !== null) await this.audit.admit(actor);
    const [row] = await this.database.read<{ count: number }>(statement);
    if (sensitive !== null) await this.audit.note(actor, { action: 'record.searched', entity, fields: sensitive.asked, records: 0, detail: { counted: row?.count ?? 0 } });
    return row?.count ?? 0;
  }

  /** JSON of a `GroupAnswer`. */
  async group(actor: Asker, entity: string, { limit = DEFAULT_GROUPS, ...query }: GroupQuery): Promise<Buffer> {
    const statement = opened(groupQuery(readContextOf(actor), { entity, limit, ...query }));
    const fields = [...query.by, ...query.aggregates].flatMap(({ field }) => field ?? []);
    const sensitive = this.audit.about(actor, { entity, fields, filter: query.filter, search: query.search }, statement);
    return this.list(actor, entity, sensitive, statement, () => groupAssembly(statement.shape, { allocate }), 'groups');
  }

  /** JSON of a `DistinctAnswer`. */
  async distinct(actor: Asker, entity: string, { limit = DEFAULT_DISTINCT, ...query }: DistinctQuery): Promise<Buffer> {
    const statement = opened(distinctQuery(readContextOf(actor), { entity, limit, ...query }));
    const sensitive = this.audit.about(actor, { entity, fields: [query.field], filter: query.filter, search: query.search }, statement);
    return this.list(actor, entity, sensitive, statement, () => distinctAssembly(statement.shape, { allocate }), 'items');
  }

  /** JSON of a list of values; one with sensitive fields counts as so many records. */
  private async list(actor: Asker, entity: string, sensitive: SensitiveParts | null, statement: GroupStatement | DistinctStatement, assembly: () => ListAssembly, name: string): Promise<Buffer> {
    if (sensitive !== null) await this.audit.admit(actor);
    const list = await this.database.readRows(statement, assembly);
    if (sensitive !== null && list.count > 0) await this.audit.note(actor, { action: 'record.grouped', entity, fields: allOf(sensitive), records: list.count });
    return asBuffer(list.finish(name));
  }

  /** Deleted records the actor may bring back. */
  async trash(actor: Asker, entity: string): Promise<TrashedRecord[]> {
    const statement = opened(trashQuery(readContextOf(actor), entity, MAX_TRASHED));
    const title = actor.design.entities.get(entity)?.title.key ?? '';
    const sensitive = this.audit.about(actor, { entity, fields: [title] });
    if (sensitive !== null) await this.audit.admit(actor);
    const rows = await this.database.read<TrashRow>(statement);
    if (sensitive !== null && rows.length > 0) await this.audit.note(actor, { action: 'record.listed', entity, fields: allOf(sensitive), records: rows.length, ids: rows.map(({ id }) => id), detail: { trash: true } });
    return rows.map(({ id, label, version, deletedAt, deletedById, deletedBy }) => ({
      id, label, version, deletedAt: deletedAt.toISOString(), deletedBy: deletedById === null ? null : { id: deletedById, label: deletedBy ?? '' },
    }));
  }

  /** JSON of a `RecordView` with its subforms; RECORD_NOT_FOUND out of scope. */
  async record(actor: Asker, entity: string, id: string): Promise<Buffer> {
    const context = readContextOf(actor);
    const statement = opened(recordQuery(context, { entity, id }));
    const assembly = (): RecordAssembly => new RecordAssembly(statement.shape, { cipher: context.cipher, allocate });
    // The shape is of all records of the entity, for this asker.
    const sensitive = this.audit.about(actor, { entity, subforms: true }, statement.shape);
    if (sensitive === null) return found((await this.database.readRows(statement, assembly)).finish());
    await this.audit.admit(actor);
    const rows = await this.database.readRows(statement, () => new SeenRows(assembly(), statement.shape, sensitive));
    const record = found(rows.sink.finish());
    await this.audit.noteRecord(actor, entity, id, sensitive, rows);
    return record;
  }

  /** What formulas come to on a record of which the actor may read what they name; wire values in their order. */
  async formulasIn(db: Db, actor: Asker, entity: string, id: string, formulas: readonly CheckedFormula[]): Promise<readonly unknown[]> {
    if (formulas.length === 0) return [];
    const [row] = await db.query<{ values: string }>(formulasQuery(readContextOf(actor), { entity, id, formulas }));
    if (!row) throw RecordNotFound({});
    return JSON.parse(row.values) as unknown[];
  }

  /** What a formula comes to on such a record, for the actor to have: it shows the sensitive ones among the fields it follows from (`sources`, as `entity.field`). */
  async shownFormulaIn(db: Db, actor: Asker, entity: string, id: string, formula: CheckedFormula, sources: readonly string[]): Promise<unknown> {
    const sensitive = sensitiveFieldsOf(actor.design);
    const fields = [...new Set(sources.filter((source) => sensitive.has(source)))].map((source) => (source.startsWith(`${entity}.`) ? source.slice(entity.length + 1) : source));
    if (fields.length > 0 && (await this.audit.isFrozenIn(db, actor))) throw ReadingFrozen({});
    const [value] = await this.formulasIn(db, actor, entity, id, [formula]);
    await this.audit.noteIn(db, actor, { action: 'record.read', entity, target: id, fields, records: 1, ids: [id] });
    return value;
  }

  /** The record as the actor may see it inside a transaction; null when they may not. */
  async recordIn(db: Db, actor: Asker, entity: string, id: string, fields?: readonly string[]): Promise<RecordView | null> {
    const sensitive = this.audit.about(actor, { entity, fields, subforms: true });
    // What was changed stays changed though the answer cannot show it.
    if (sensitive !== null && (await this.audit.isFrozenIn(db, actor))) return null;
    const record = await readRecordIn(db, readContextOf(actor), fields === undefined ? { entity, id } : { entity, id, fields });
    if (record !== null && sensitive !== null) await this.audit.noteIn(db, actor, { action: 'record.read', entity, target: id, fields: shownIn(sensitive, record), records: 1, ids: [id] });
    return record;
  }
}

function found(record: Uint8Array | null): Buffer {
  if (record === null) throw RecordNotFound({});
  return asBuffer(record);
}

const allOf = ({ shown, asked }: SensitiveParts): string[] => [...new Set([...asked, ...[...shown.values()].flat()])];

/** Pages begin with the room the largest one took so far, up to this. */
const MAX_FIRST_SIZE = 256 * 1024;
const idOf = ({ member }: Asker): string => (typeof member === 'object' && member !== null ? member.id : (member ?? ''));
const allocate = (size: number): Uint8Array => Buffer.allocUnsafe(size);

/** The statement, or the error of a question that cannot be asked. */
export function opened<Statement>(result: Result<Statement, Problems>): Statement {
  if (result.ok) return result.value;
  if (result.problem.some(({ code }) => code === 'ENTITY_NOT_FOUND')) throw EntityNotFound({});
  throw QueryInvalid({}, { fields: result.problem });
}
