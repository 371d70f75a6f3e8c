/** Imports from upload to result, as a person steers them. What runs in the background is import-runner.ts. */

import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AnswerOf, ImportMapping, ImportPreview, ImportTarget, ImportView, RowProblem, UploadTarget, routes } from '@tessera/contract';
import { askerIdOf } from '../accounts/asker.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { sealJson } from '../platform/sealed.ts';
import { labelsOf } from '../records/record-labels.ts';
import { audit } from '../workspaces/audit.ts';
import { ImportNotRunning, ImportNotUndoable, ImportStarted } from './import-errors.ts';
import { findImport, toProblem, viewOf, type ImportLine } from './import-line.ts';
import { ImportPreviews } from './import-preview.ts';
import { assertMayImport, checkMapping } from './import-rights.ts';
import { ImportRunner } from './import-runner.ts';
import { firstMapping, ImportUpload } from './import-upload.ts';
import { loadPart } from './import-parts.ts';
import { proposedEntity } from './propose-entity.ts';
import type { FileRow } from './read-csv.ts';
import { loadRefused } from './refused-rows.ts';

const MOST = 200;
const PROPOSAL_PARTS = 10;

@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly runner: ImportRunner,
    private readonly uploads: ImportUpload,
    private readonly previews: ImportPreviews,
    private readonly clock: Clock,
  ) {}

  /** Reads the file while it arrives; nothing of a file that cannot be read is kept. */
  async upload(actor: Actor, target: UploadTarget, fileName: string, sheet: string | null, body: Readable): Promise<ImportView> {
    assertMayImport(actor, target);
    const view = await this.uploads.receive(actor, { target, fileName, sheet }, body);
    if (view.status === 'reading') this.runner.wake();
    return view;
  }

  list(actor: Actor): Promise<ImportView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const lines = await db.query<ImportLine>('SELECT * FROM _import WHERE created_by = $1 ORDER BY id DESC LIMIT 50', [askerIdOf(actor)]);
      return lines.map((line) => viewOf(actor, line));
    });
  }

  read(actor: Actor, id: string): Promise<ImportView> {
    return this.database.transaction(actor.workspace.schema, async (db) => viewOf(actor, await findImport(db, actor, id)));
  }

  async preview(actor: Actor, id: string, mapping: ImportMapping): Promise<ImportPreview> {
    const line = await this.database.transaction(actor.workspace.schema, (db) => findImport(db, actor, id));
    if (line.status !== 'mapping') throw ImportStarted({});
    assertMayImport(actor, line.target);
    checkMapping(actor, line.target, line.columns, mapping);
    return this.previews.preview(actor, line, mapping);
  }

  async run(actor: Actor, id: string, mapping: ImportMapping): Promise<ImportView> {
    const view = await this.change(actor, id, async (db, line) => {
      if (line.status !== 'mapping') throw ImportStarted({});
      assertMayImport(actor, line.target);
      checkMapping(actor, line.target, line.columns, mapping);
      await db.query(`UPDATE _import SET status = 'running', mapping = $2 WHERE id = $1`, [id, sealJson('_import', 'mapping', mapping)]);
      await db.query('DELETE FROM _import_chunk WHERE import_id = $1', [id]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'import.started', target: id, detail: { target: line.target, rows: line.rows } });
    });
    this.runner.wake();
    return view;
  }

  /** What is in stays in; the part that is written at this moment is finished first. */
  cancel(actor: Actor, id: string): Promise<ImportView> {
    return this.change(actor, id, async (db, line) => {
      if (!['reading', 'mapping', 'running'].includes(line.status)) throw ImportNotRunning({});
      await db.query(`UPDATE _import SET status = 'cancelled', finished_at = $2 WHERE id = $1`, [id, this.clock.now()]);
      for (const table of ['_import_part', '_import_chunk']) await db.query(`DELETE FROM ${table} WHERE import_id = $1`, [id]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'import.cancelled', target: id, detail: { done: line.done } });
    });
  }

  /** What it is not allowed to take back, or what somebody has changed since, stays and is counted. */
  async undo(actor: Actor, id: string): Promise<ImportView> {
    const view = await this.change(actor, id, async (db, line) => {
      const isOver = ['done', 'failed', 'cancelled'].includes(line.status) && line.imported > 0;
      if (!isOver) throw ImportNotUndoable({});
      assertMayImport(actor, line.target);
      await db.query(`UPDATE _import SET status = 'undoing', problem = NULL WHERE id = $1`, [id]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'import.undone', target: id, detail: { imported: line.imported } });
    });
    this.runner.wake();
    return view;
  }

  retarget(actor: Actor, id: string, target: ImportTarget): Promise<ImportView> {
    return this.change(actor, id, async (db, line) => {
      if (line.status !== 'mapping') throw ImportStarted({});
      assertMayImport(actor, target);
      const rows = (await loadPart(db, id, 0)) ?? [];
      const mapping = firstMapping(actor, target, line.columns, rows.slice(0, MOST).map(({ cells }) => cells));
      await db.query('UPDATE _import SET target = $2, mapping = $3 WHERE id = $1', [id, JSON.stringify(target), sealJson('_import', 'mapping', mapping)]);
    });
  }

  /** Looked into at once, so that a sheet that cannot be read takes nothing away; read in the background. */
  async readSheet(actor: Actor, id: string, sheet: string): Promise<ImportView> {
    const { status } = await this.database.transaction(actor.workspace.schema, (db) => findImport(db, actor, id));
    if (status !== 'mapping') throw ImportStarted({});
    await this.uploads.lookInto(actor.workspace.schema, id, sheet);
    const view = await this.change(actor, id, async (db, line) => {
      if (line.status !== 'mapping') throw ImportStarted({});
      assertMayImport(actor, line.target);
      await db.query(`UPDATE _import SET status = 'reading', sheet = $2 WHERE id = $1`, [id, sheet]);
      await db.query('DELETE FROM _import_part WHERE import_id = $1', [id]);
    });
    this.runner.wake();
    return view;
  }

  /** Types are guessed from the first ten thousand rows. */
  proposeEntity(actor: Actor, id: string): Promise<AnswerOf<typeof routes.proposeEntity>> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const line = await findImport(db, actor, id);
      if (line.status !== 'mapping') throw ImportStarted({});
      const rows: FileRow[] = [];
      for (let part = 0; part < PROPOSAL_PARTS; part += 1) rows.push(...((await loadPart(db, id, part)) ?? []));
      const trashed = await db.query<{ key: string }>(`SELECT key FROM _trash WHERE kind = 'entity'`);
      const taken = new Set([...actor.design.entities.keys(), ...trashed.map(({ key }) => key)]);
      return proposedEntity({ fileName: line.file_name, sheet: line.sheet, columns: line.columns, rows: rows.map(({ cells }) => cells) }, { taken: (key) => taken.has(key), timeZone: actor.workspace.timeZone, locale: actor.locale });
    });
  }

  problems(actor: Actor, id: string): Promise<RowProblem[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { columns } = await findImport(db, actor, id);
      const rows = await loadRefused(db, id, 0, MOST);
      return rows.flatMap((row) => row.problems.map((issue) => toProblem(actor, columns, row, issue))).slice(0, MOST);
    });
  }

  records(actor: Actor, id: string): Promise<AnswerOf<typeof routes.importRecords>> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { target } = await findImport(db, actor, id);
      const rows = await db.query<{ line: number; id: string; name: string | null }>(
        `SELECT r.line, r.id, m.name FROM (
           SELECT u.line, u.id FROM (SELECT * FROM _import_batch WHERE import_id = $1 ORDER BY part LIMIT ${MOST}) b, unnest(b.lines, b.records) AS u(line, id) ORDER BY u.line LIMIT ${MOST}
         ) r LEFT JOIN _member m ON m.id = r.id ORDER BY r.line`,
        [id],
      );
      if (target.kind !== 'entity') return { items: rows.map((row) => ({ line: row.line, id: row.id, label: row.name ?? '' })) };
      const labels = await labelsOf(db, actor, rows.map((row) => ({ entity: target.entity, id: row.id })));
      return { items: rows.flatMap((row) => (labels.has(`${target.entity} ${row.id}`) ? [{ line: row.line, id: row.id, label: labels.get(`${target.entity} ${row.id}`)?.label ?? '' }] : [])) };
    });
  }

  private change(actor: Actor, id: string, work: (db: Db, line: ImportLine) => Promise<void>): Promise<ImportView> {
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        await work(db, await findImport(db, actor, id, 'FOR UPDATE'));
        return viewOf(actor, await findImport(db, actor, id));
      },
      // A part that is being written holds the line until its commit.
      { lockTimeoutMs: 30_000 },
    );
  }
}
