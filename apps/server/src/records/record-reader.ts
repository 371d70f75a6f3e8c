/**
 * Reading records. Every statement is compiled over the actor's secured relation (law 1) and runs as a prepared one;
 * the JSON that Postgres writes goes to the reader as the bytes it is.
 */

import { Injectable } from '@nestjs/common';
import type { RecordQuery, RecordView, Result } from '@tessera/contract';
import { countQuery, pageOf, pageQuery, recordQuery, type Problems } from '@tessera/sql/read';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { Secrets } from '../platform/secrets.ts';
import { openCursor, signCursor } from './record-cursor.ts';
import { CursorInvalid, EntityNotFound, QueryInvalid, RecordNotFound } from './record-errors.ts';
import { readContextOf } from './write-door/writer.ts';

const DEFAULT_LIMIT = 50;

@Injectable()
export class RecordReader {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** JSON of a `RecordPage`. */
  async page(actor: Actor, entity: string, query: RecordQuery): Promise<Buffer> {
    const secret = await this.secrets.get('cursor');
    const question = JSON.stringify([actor.member.id, entity, query.filter ?? null, query.sort ?? null, query.search ?? '']);
    const after = query.cursor === undefined ? undefined : openCursor(secret, question, query.cursor);
    if (after === null) throw CursorInvalid({});
    const statement = opened(
      pageQuery(readContextOf(actor), { entity, fields: query.fields, filter: query.filter, sort: query.sort, search: query.search, limit: query.limit ?? DEFAULT_LIMIT, after }),
    );
    const page = pageOf(statement.shape, await this.database.readCells(statement));
    const next = page.more && page.last ? JSON.stringify(signCursor(secret, question, page.last)) : 'null';
    return Buffer.from(`{"rows":${page.rows},"next":${next}}`);
  }

  async count(actor: Actor, entity: string, query: { filter?: unknown; search?: string | undefined }): Promise<number> {
    const [row] = await this.database.read<{ count: number }>(opened(countQuery(readContextOf(actor), { entity, ...query })));
    return row?.count ?? 0;
  }

  /** JSON of a `RecordView` with its subforms; RECORD_NOT_FOUND out of scope. */
  async record(actor: Actor, entity: string, id: string): Promise<Buffer> {
    const row = await this.database.readBytes<'record'>(opened(recordQuery(readContextOf(actor), { entity, id })));
    if (!row?.record) throw RecordNotFound({});
    return row.record;
  }

  /** The record as the actor may see it inside a transaction; null when they may not. */
  async recordIn(db: Db, actor: Actor, entity: string, id: string): Promise<RecordView | null> {
    const statement = recordQuery(readContextOf(actor), { entity, id });
    if (!statement.ok) return null;
    const [row] = await db.query<{ record: string }>(statement.value);
    return row ? (JSON.parse(row.record) as RecordView) : null;
  }
}

/** The statement, or the error of a question that cannot be asked. */
export function opened<Statement>(result: Result<Statement, Problems>): Statement {
  if (result.ok) return result.value;
  if (result.problem.some(({ code }) => code === 'ENTITY_NOT_FOUND')) throw EntityNotFound({});
  throw QueryInvalid({}, { fields: result.problem });
}
