/**
 * What happens to imports in the background: a large workbook is read, the rows are imported part by part, a whole import
 * is taken back. The rows of a part, what became of them and the progress are one commit, so that a killed process loses
 * nothing and repeats nothing; the next start, or another server, goes on where it stopped.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type AppError, type Locale, type UploadTarget } from '@tessera/contract';
import { loadAsker } from '../accounts/asker.ts';
import type { Workspace } from '../http/actor.ts';
import { BackgroundWork, type Job } from '../platform/background-work.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { ImportForbidden } from './import-errors.ts';
import { mappingOf, type ImportLine } from './import-line.ts';
import { loadPart } from './import-parts.ts';
import { importRows, standAlone, type ImportPlan, type RowOutcome } from './import-rows.ts';
import { ImportUndo } from './import-undo.ts';
import { ImportUpload } from './import-upload.ts';
import { saveRefused } from './refused-rows.ts';

const SLOW = { statementTimeoutMs: 300_000 };
/** An upload that has not moved for so long was broken off by the end of its process. */
const BROKEN_OFF_MS = 3_600_000;
/** A file that nobody came back to import. */
const FORGOTTEN_MS = 7 * 86_400_000;
/** The bytes of a workbook whose other sheets nobody asked for. */
const OTHER_SHEETS_MS = 86_400_000;
const SWEEP_MS = 600_000;

@Injectable()
export class ImportRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: BackgroundWork;
  private readonly sweeping: NodeJS.Timeout;
  private compiled: { readonly workspace: string; readonly signature: string; readonly model: WorkspaceModel } | undefined;

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly records: RecordWriter,
    private readonly uploads: ImportUpload,
    private readonly undos: ImportUndo,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.work = new BackgroundWork(database, log, {
      name: 'import',
      atOnce: 2,
      waiting: async (db) => (await db.query<{ id: string }>(`SELECT id FROM _import WHERE status IN ('running', 'undoing') OR (status = 'reading' AND received) ORDER BY id`)).map(({ id }) => id),
      run: (job, stopping) => this.run(job, stopping),
      giveUp: (job, error) => this.giveUp(job, error),
    });
    this.sweeping = setInterval(() => void this.sweep().catch((error: unknown) => log.error('import.sweep', error)), SWEEP_MS);
    this.sweeping.unref();
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeping);
    await this.work.stop();
  }

  /** Looks for work now, and not only when the time has come. */
  wake(): void {
    this.work.wake();
  }

  /** Deletes what was left of uploads that broke off, and files that nobody imported. */
  async sweep(): Promise<void> {
    const before = (ms: number): Date => new Date(this.clock.now().getTime() - ms);
    const workspaces = await this.database.transaction(null, (db) => db.query<{ schema: string }>('SELECT schema FROM tessera.workspace ORDER BY id'));
    for (const { schema } of workspaces) {
      await this.database.transaction(schema, async (db) => {
        await db.query(`DELETE FROM _import WHERE (status = 'reading' AND NOT received AND created_at < $1) OR (status = 'mapping' AND created_at < $2)`, [before(BROKEN_OFF_MS), before(FORGOTTEN_MS)]);
        await db.query(`DELETE FROM _import_chunk c USING _import i WHERE i.id = c.import_id AND i.status = 'mapping' AND i.created_at < $1`, [before(OTHER_SHEETS_MS)]);
      });
    }
  }

  private async run({ workspace, id }: Job, stopping: AbortSignal): Promise<void> {
    const [line] = await this.database.transaction(workspace.schema, (db) => db.query<ImportLine>('SELECT * FROM _import WHERE id = $1', [id]));
    if (line?.status === 'reading') return this.readWorkbook(workspace, line, stopping);
    if (line?.status === 'undoing') while (!stopping.aborted && (await this.database.transaction(workspace.schema, (db) => this.undoBatch(db, workspace, id), SLOW)));
    else if (line?.status === 'running') await this.importParts(workspace, line, stopping);
  }

  /** A part is looked at while the one before it is written, where that can make no difference; parts are committed in their order. */
  private async importParts(workspace: Workspace, { id, next_part }: ImportLine, stopping: AbortSignal): Promise<void> {
    let before: Promise<PartEnd> = Promise.resolve({ more: true, standAlone: false });
    for (let part = next_part; ; part += 1) {
      const current = this.importPart(workspace, id, part, before);
      // It fails with the one before, and may fail first: either is heard of below.
      const settled = current.catch(() => {});
      const end = await before.catch(async (error: unknown) => {
        await settled;
        throw error;
      });
      before = current;
      const isLast = !end.more || stopping.aborted;
      if (isLast || !end.standAlone) {
        const { more } = await current;
        if (isLast || !more || stopping.aborted) return;
      }
    }
  }

  private async readWorkbook(workspace: Workspace, line: ImportLine, stopping: AbortSignal): Promise<void> {
    const { access, design } = await this.database.transaction(workspace.schema, async (db) => (await this.writerFor(db, workspace, line)).writer);
    await this.uploads.readKept({ schema: workspace.schema, design, access }, line.id, { target: line.target, fileName: line.file_name, sheet: line.sheet }, stopping);
  }

  private async importPart(workspace: Workspace, id: string, part: number, before: Promise<PartEnd>): Promise<PartEnd> {
    try {
      return await this.database.transaction(workspace.schema, (db) => this.importPartIn(db, workspace, id, part, before), SLOW);
    } catch (error) {
      if (error instanceof NotMine) return OVER;
      throw error;
    }
  }

  private async importPartIn(db: Db, workspace: Workspace, id: string, part: number, before: Promise<PartEnd>): Promise<PartEnd> {
    let isMine: Promise<void> | undefined;
    /** Waits for the part before; then nobody else writes to this import until the commit. */
    const take = (): Promise<void> => (isMine ??= takePart(db, id, part, before));
    const [running] = await db.query<ImportLine>(`SELECT * FROM _import WHERE id = $1 AND status = 'running'`, [id]);
    const rows = running ? await loadPart(db, id, part) : null;
    if (!running || rows === null) {
      await take();
      await this.end(db, id);
      return OVER;
    }
    const { writer, locale } = await this.writerFor(db, workspace, running);
    const plan: ImportPlan = { target: running.target, columns: running.columns, mapping: mappingOf(running), locale };
    const isAlone = standAlone(writer, plan);
    if (!isAlone) await take();
    const outcomes = await importRows(db, writer, this.records, plan, rows, { at: this.clock.now(), beforeSave: take });
    await take();
    await saveOutcomes(db, running.id, part, outcomes, this.clock.now());
    failpoint('import.batch.before-commit');
    return { more: true, standAlone: isAlone };
  }

  private async undoBatch(db: Db, workspace: Workspace, id: string): Promise<boolean> {
    const [line] = await db.query<ImportLine>(`SELECT * FROM _import WHERE id = $1 AND status = 'undoing' FOR UPDATE SKIP LOCKED`, [id]);
    if (!line) return false;
    const { writer } = await this.writerFor(db, workspace, line);
    const result = await this.undos.undoBatch(db, writer, line);
    if (result === null) await db.query(`UPDATE _import SET status = 'undone', finished_at = $2 WHERE id = $1`, [id, this.clock.now()]);
    else await db.query('UPDATE _import SET undone = undone + $2, not_undone = not_undone + $3, heartbeat_at = $4 WHERE id = $1', [id, result.undone, result.notUndone, this.clock.now()]);
    failpoint('import.undo.before-commit');
    return result !== null;
  }

  private async end(db: Db, id: string): Promise<void> {
    const at = this.clock.now();
    const [done] = await db.query<{ created_by: string; target: UploadTarget; imported: number }>(`UPDATE _import SET status = 'done', finished_at = $2 WHERE id = $1 AND status = 'running' RETURNING created_by, target, imported`, [id, at]);
    if (done) await audit(db, { at, actor: done.created_by, action: 'import.finished', entity: done.target.kind === 'entity' ? done.target.entity : null, target: id, records: done.imported });
    await db.query('DELETE FROM _import_part WHERE import_id = $1', [id]);
  }

  private giveUp({ workspace, id }: Job, error: AppError): Promise<void> {
    const problem = { en: error.toBody('en', '').message, 'zh-CN': error.toBody('zh-CN', '').message };
    return this.database.transaction(workspace.schema, async (db) => {
      const ended = await db.query(
        `UPDATE _import SET status = 'failed', problem = $3, finished_at = $2 WHERE id = $1 AND (status IN ('running', 'undoing') OR (status = 'reading' AND received)) RETURNING id`,
        [id, this.clock.now(), JSON.stringify(problem)],
      );
      if (ended.length === 0) return;
      for (const table of ['_import_part', '_import_chunk']) await db.query(`DELETE FROM ${table} WHERE import_id = $1`, [id]);
      await audit(db, { at: this.clock.now(), actor: null, action: 'import.failed', target: id, detail: { code: error.code } });
    });
  }

  /** The importer with the rights they have now, not those they had when they began. */
  private async writerFor(db: Db, workspace: Workspace, { id, created_by: askedBy, target }: { id: string; created_by: string; target: UploadTarget }): Promise<{ writer: Writer; locale: Locale }> {
    const model = await this.modelIn(db, workspace);
    const asker = await loadAsker(db, { model, workspace }, askedBy, this.clock.now());
    if (!asker) throw ImportForbidden({});
    const { access, member, departments, locale } = asker;
    const mayImport = target.kind === 'entity' ? access.can('import', target.entity) : access.capabilities.has(target.kind === 'members' ? 'members' : 'design');
    if (!mayImport) throw ImportForbidden({});
    return { writer: { design: model.design, access, workspace, member, departments, system: false, via: { kind: 'import', ref: id } }, locale };
  }

  /** The design as it is now; compiled again only when a document or an aid of reading has changed. */
  private async modelIn(db: Db, { id }: Workspace): Promise<WorkspaceModel> {
    const [now] = await db.query<{ signature: string }>(
      `SELECT concat((SELECT string_agg(concat_ws(' ', kind, key, version), ',' ORDER BY position) FROM _document), '|',
                     (SELECT string_agg(concat_ws(' ', entity, key, hash, status), ',' ORDER BY entity, key) FROM _computed_column)) AS signature`,
    );
    const signature = now?.signature ?? '';
    if (this.compiled?.workspace !== id || this.compiled.signature !== signature) this.compiled = { workspace: id, signature, model: await this.models.loadIn(db) };
    return this.compiled.model;
  }
}

interface PartEnd {
  readonly more: boolean;
  /** Whether the part after it may be looked at meanwhile. */
  readonly standAlone: boolean;
}
const OVER: PartEnd = { more: false, standAlone: false };

/** Somebody else has done the part, or the import was cancelled. */
class NotMine extends Error {}

async function takePart(db: Db, id: string, part: number, before: Promise<PartEnd>): Promise<void> {
  if (!(await before).more) throw new NotMine('the part before was the last one');
  const [mine] = await db.query(`SELECT FROM _import WHERE id = $1 AND status = 'running' AND next_part = $2 FOR UPDATE`, [id, part]);
  if (!mine) throw new NotMine('the part is done already');
}

/** Refused rows with the reasons, what became of the others, and the progress. */
async function saveOutcomes(db: Db, id: string, part: number, outcomes: readonly RowOutcome[], at: Date): Promise<void> {
  const written = outcomes.flatMap((outcome) => ('id' in outcome ? [outcome] : []));
  const refused = outcomes.flatMap((outcome) => ('issues' in outcome ? [{ line: outcome.row.line, cells: outcome.row.cells, problems: outcome.issues }] : []));
  await saveRefused(db, id, refused);
  if (written.length > 0) {
    await db.query('INSERT INTO _import_batch (import_id, part, lines, records, updated) VALUES ($1, $2, $3, $4, $5)', [
      id, part, written.map(({ row }) => row.line), written.map((one) => one.id), written.map(({ updated }) => updated),
    ]);
  }
  await db.query('UPDATE _import SET next_part = next_part + 1, done = done + $2, imported = imported + $3, updated = updated + $4, refused = refused + $5, heartbeat_at = $6 WHERE id = $1', [
    id, outcomes.length, written.length, written.filter(({ updated }) => updated).length, refused.length, at,
  ]);
}
