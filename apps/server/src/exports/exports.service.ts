/** Exports as files that are written in the background: asked for, watched, fetched. Writing them is export-runner.ts. */

import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ExportRequest, ExportView } from '@tessera/contract';
import { askerIdOf } from '../accounts/asker.ts';
import { placesOfMember } from '../accounts/own-reach.ts';
import type { Actor } from '../http/actor.ts';
import { ReadingFrozen } from '../audit/audit-errors.ts';
import { ReadAudit } from '../audit/read-audit.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { openBytes, sealJson } from '../platform/sealed.ts';
import { FILE_KINDS } from '../records/export-file/export-file.ts';
import { nameOf, RecordExport } from '../records/record-export.ts';
import { audit } from '../workspaces/audit.ts';
import { ExportNotReady, ExportOver, ExportRightsChanged } from './export-errors.ts';
import { findExport, requestOf, viewOf, type ExportLine } from './export-line.ts';
import { rightsOf } from './export-rights.ts';
import { ExportRunner } from './export-runner.ts';

const KEPT_MS = 7 * 86_400_000;

export interface ExportedFile {
  readonly stream: Readable;
  readonly mediaType: string;
  readonly fileName: string;
}

@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly exports: RecordExport,
    private readonly runner: ExportRunner,
    private readonly clock: Clock,
    private readonly reading: ReadAudit,
  ) {}

  /** Refuses at once what cannot be asked or is not allowed. */
  async start(actor: Actor, request: ExportRequest): Promise<ExportView> {
    const statement = this.exports.statement(actor, request);
    if (this.exports.sensitiveIn(actor, request.entity, statement).length > 0) await this.reading.admit(actor);
    const now = this.clock.now();
    const fileName = `${nameOf(actor, request.entity)}.${FILE_KINDS[request.format].extension}`;
    const view = await this.database.transaction(actor.workspace.schema, async (db) => {
      const [line] = await db.query<ExportLine>(
        `INSERT INTO _export (id, entity, request, format, locale, file_name, status, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9) RETURNING *`,
        [newId(), request.entity, sealJson('_export', 'request', request), request.format, actor.locale, fileName, now, askerIdOf(actor), new Date(now.getTime() + KEPT_MS)],
      );
      return viewOf(actor, line as ExportLine);
    });
    this.runner.wake();
    return view;
  }

  list(actor: Actor): Promise<ExportView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const lines = await db.query<ExportLine>('SELECT * FROM _export WHERE created_by = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 50', [askerIdOf(actor), this.clock.now()]);
      return lines.map((line) => viewOf(actor, line));
    });
  }

  read(actor: Actor, id: string): Promise<ExportView> {
    return this.database.transaction(actor.workspace.schema, async (db) => viewOf(actor, await findExport(db, actor, id, this.clock.now())));
  }

  cancel(actor: Actor, id: string): Promise<ExportView> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { status } = await findExport(db, actor, id, this.clock.now(), 'FOR UPDATE');
      if (status !== 'waiting' && status !== 'running') throw ExportOver({});
      const [line] = await db.query<ExportLine>(`UPDATE _export SET status = 'cancelled', finished_at = $2 WHERE id = $1 RETURNING *`, [id, this.clock.now()]);
      await db.query('DELETE FROM _export_chunk WHERE export_id = $1', [id]);
      return viewOf(actor, line as ExportLine);
    });
  }

  /** Only to who still may see and export what is in it. */
  async file(actor: Actor, id: string): Promise<ExportedFile> {
    const { schema } = actor.workspace;
    const line = await this.database.transaction(schema, async (db) => {
      const found = await findExport(db, actor, id, this.clock.now());
      if (found.status !== 'done') throw ExportNotReady({});
      const statement = this.exports.statement(actor, { ...requestOf(found), fields: found.fields });
      if (found.rights !== rightsOf(actor, found.entity, found.fields, await placesOfMember(db, actor.member.id))) throw ExportRightsChanged({});
      const fields = this.exports.sensitiveIn(actor, found.entity, statement);
      if (fields.length > 0 && (await this.reading.isFrozenIn(db, actor))) throw ReadingFrozen({});
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'export.fetched', target: id, entity: found.entity, fields, records: found.rows });
      return found;
    });
    return { stream: Readable.from(this.chunks(schema, id), { objectMode: false }), mediaType: FILE_KINDS[line.format].mediaType, fileName: line.file_name };
  }

  private async *chunks(schema: string, id: string): AsyncGenerator<Buffer> {
    for (let seq = 0; ; seq += 1) {
      const [chunk] = await this.database.transaction(schema, (db) => db.query<{ bytes: Buffer }>('SELECT bytes FROM _export_chunk WHERE export_id = $1 AND seq = $2', [id, seq]));
      if (!chunk) return;
      yield openBytes('_export_chunk', 'bytes', chunk.bytes);
    }
  }
}
