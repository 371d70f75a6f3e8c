/**
 * Reading records. Every statement is compiled over the actor's secured relation (law 1) and its text kept per
 * actor and question, so that the same page asked for again costs neither compiling nor planning.
 */

import { Injectable } from '@nestjs/common';
import type { Access } from '@tessera/access';
import type { RecordQuery, RecordView, Result } from '@tessera/contract';
import { countQuery, pageQuery, recordQuery, type PageRow, type Problems } from '@tessera/sql/read';
import type { SqlText } from '@tessera/sql';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { Secrets } from '../platform/secrets.ts';
import { openCursor, signCursor } from './record-cursor.ts';
import { CursorInvalid, EntityNotFound, QueryInvalid, RecordNotFound } from './record-errors.ts';
import { readContextOf } from './write-door/writer.ts';

const DEFAULT_LIMIT = 50;
const MAX_KEPT = 200;

@Injectable()
export class RecordReader {
  private readonly compiled = new WeakMap<Access, Map<string, SqlText>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** JSON text of a `RecordPage`, its rows written by Postgres. */
  async page(actor: Actor, entity: string, query: RecordQuery): Promise<string> {
    const secret = await this.secrets.get('cursor');
    const question = JSON.stringify([actor.member.id, entity, query.filter ?? null, query.sort ?? null, query.search ?? '']);
    const after = query.cursor === undefined ? undefined : openCursor(secret, question, query.cursor);
    if (after === null) throw CursorInvalid({});
    const limit = query.limit ?? DEFAULT_LIMIT;
    const compile = () => pageQuery(readContextOf(actor), { entity, fields: query.fields, filter: query.filter, sort: query.sort, search: query.search, limit, after });
    const statement = after === undefined ? this.keep(actor.access, `page ${limit} ${question} ${JSON.stringify(query.fields)}`, compile) : opened(compile());
    const [page] = await this.database.read<PageRow>(statement);
    if (!page) throw EntityNotFound({});
    const next = page.more && page.last ? JSON.stringify(signCursor(secret, question, page.last)) : 'null';
    return `{"rows":${page.rows},"next":${next}}`;
  }

  async count(actor: Actor, entity: string, query: { filter?: unknown; search?: string | undefined }): Promise<number> {
    const [row] = await this.database.read<{ count: number }>(opened(countQuery(readContextOf(actor), { entity, ...query })));
    return row?.count ?? 0;
  }

  /** JSON text of a `RecordView` with its subforms; RECORD_NOT_FOUND out of scope. */
  async record(actor: Actor, entity: string, id: string): Promise<string> {
    const [row] = await this.database.read<{ record: string }>(opened(recordQuery(readContextOf(actor), { entity, id })));
    if (!row) throw RecordNotFound({});
    return row.record;
  }

  /** The record as the actor may see it inside a transaction; null when they may not. */
  async recordIn(db: Db, actor: Actor, entity: string, id: string): Promise<RecordView | null> {
    const statement = recordQuery(readContextOf(actor), { entity, id });
    if (!statement.ok) return null;
    const [row] = await db.query<{ record: string }>(statement.value);
    return row ? (JSON.parse(row.record) as RecordView) : null;
  }

  private keep(access: Access, id: string, compile: () => Result<SqlText, Problems>): SqlText {
    let kept = this.compiled.get(access);
    if (!kept) this.compiled.set(access, (kept = new Map()));
    const known = kept.get(id);
    if (known) return known;
    const statement = opened(compile());
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(id, statement);
    return statement;
  }
}

/** The statement, or the error of a question that cannot be asked. */
export function opened<Statement>(result: Result<Statement, Problems>): Statement {
  if (result.ok) return result.value;
  if (result.problem.some(({ code }) => code === 'ENTITY_NOT_FOUND')) throw EntityNotFound({});
  throw QueryInvalid({}, { fields: result.problem });
}
