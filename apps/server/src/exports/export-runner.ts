/**
 * Writes the files of exports in the background, with the rights their askers have when it runs. The bytes are kept in
 * Postgres, where any server can hand them out; one that was killed is begun anew by the next start or another server.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AppError } from '@tessera/contract';
import { loadAsker } from '../accounts/asker.ts';
import { placesOfMember } from '../accounts/own-reach.ts';
import type { Workspace } from '../http/actor.ts';
import { BackgroundWork, type Job } from '../platform/background-work.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { sealBytes } from '../platform/sealed.ts';
import { RecordExport, type Exporter } from '../records/record-export.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { ExportForbidden } from './export-errors.ts';
import { requestOf, type ExportLine } from './export-line.ts';
import { rightsOf } from './export-rights.ts';

const CHUNK_BYTES = 1024 * 1024;
const SWEEP_MS = 600_000;

@Injectable()
export class ExportRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: BackgroundWork;
  private readonly sweeping: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly exports: RecordExport,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.work = new BackgroundWork(database, log, {
      name: 'export',
      waiting: async (db) => (await db.query<{ id: string }>(`SELECT id FROM _export WHERE status IN ('waiting', 'running') ORDER BY id`)).map(({ id }) => id),
      run: (job, stopping) => this.run(job, stopping),
      giveUp: (job, error) => this.giveUp(job, error),
    });
    this.sweeping = setInterval(() => void this.sweep().catch((error: unknown) => log.error('export.sweep', error)), SWEEP_MS);
    this.sweeping.unref();
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeping);
    await this.work.stop();
  }

  wake(): void {
    this.work.wake();
  }

  /** Deletes files whose time is over. */
  async sweep(): Promise<void> {
    const workspaces = await this.database.transaction(null, (db) => db.query<{ schema: string }>('SELECT schema FROM tessera.workspace ORDER BY id'));
    for (const { schema } of workspaces) await this.database.transaction(schema, (db) => db.query('DELETE FROM _export WHERE expires_at <= $1', [this.clock.now()]));
  }

  private async run({ workspace, id }: Job, stopping: AbortSignal): Promise<void> {
    const { schema } = workspace;
    const begun = await this.database.transaction(schema, async (db) => {
      const [line] = await db.query<ExportLine>(`UPDATE _export SET status = 'running', rows = 0, size = 0 WHERE id = $1 AND status IN ('waiting', 'running') RETURNING *`, [id]);
      // Of one that was killed, whatever is there is half a file.
      await db.query('DELETE FROM _export_chunk WHERE export_id = $1', [id]);
      return line;
    });
    if (!begun) return;
    const exporter = await this.exporterOf(workspace, begun);
    const statement = this.exports.statement(exporter, requestOf(begun));
    const fields = statement.columns.map(({ name }) => name);
    let [rows, seq, waiting, length] = [0, 0, [] as Buffer[], 0];
    /** False when it was cancelled, or somebody else has begun it anew. */
    const save = async (): Promise<boolean> => {
      const bytes = Buffer.concat(waiting);
      [waiting, length] = [[], 0];
      const kept = await this.database.transaction(schema, async (db) => {
        const found = await db.query(`UPDATE _export SET rows = $2, size = size + $3 WHERE id = $1 AND status = 'running' AND size = $4 RETURNING id`, [id, rows, bytes.length, saved]);
        if (found.length > 0 && bytes.length > 0) await db.query('INSERT INTO _export_chunk (export_id, seq, bytes) VALUES ($1, $2, $3)', [id, seq, sealBytes('_export_chunk', 'bytes', bytes)]);
        return found.length > 0;
      });
      saved += bytes.length;
      seq += 1;
      failpoint('export.chunk.after-commit');
      return kept;
    };
    let saved = 0;
    for await (const bytes of this.exports.bytes(exporter, statement, begun.entity, begun.format, (more) => (rows += more))) {
      if (stopping.aborted) return;
      waiting.push(bytes);
      length += bytes.length;
      if (length >= CHUNK_BYTES && !(await save())) return;
    }
    if (!(await save())) return;
    await this.database.transaction(schema, (db) =>
      db.query(`UPDATE _export SET status = 'done', fields = $2, rights = $3, finished_at = $4 WHERE id = $1 AND status = 'running'`, [id, JSON.stringify(fields), rightsOf(exporter, begun.entity, fields, exporter.places), this.clock.now()]),
    );
  }

  /** Whoever asked, with the rights they have now. */
  private exporterOf(workspace: Workspace, { created_by: askedBy, locale }: ExportLine): Promise<Exporter & { readonly places: string }> {
    return this.database.transaction(workspace.schema, async (db) => {
      const model = await this.models.loadIn(db);
      const asker = await loadAsker(db, { model, workspace }, askedBy, this.clock.now());
      if (!asker) throw ExportForbidden({});
      return { workspace, locale, design: model.design, access: asker.access, member: { id: asker.member }, places: await placesOfMember(db, asker.member) };
    });
  }

  private giveUp({ workspace, id }: Job, error: AppError): Promise<void> {
    const problem = { en: error.toBody('en', '').message, 'zh-CN': error.toBody('zh-CN', '').message };
    return this.database.transaction(workspace.schema, async (db) => {
      const ended = await db.query(`UPDATE _export SET status = 'failed', problem = $2, finished_at = $3 WHERE id = $1 AND status IN ('waiting', 'running') RETURNING id`, [id, JSON.stringify(problem), this.clock.now()]);
      if (ended.length === 0) return;
      await db.query('DELETE FROM _export_chunk WHERE export_id = $1', [id]);
      await audit(db, { at: this.clock.now(), actor: null, action: 'export.failed', target: id, detail: { code: error.code } });
    });
  }
}
