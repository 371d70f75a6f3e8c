/**
 * Runs imports in the background, batch by batch: the rows of a batch, their outcome and the progress are one
 * commit, so that a killed process loses nothing and repeats nothing; the next start, or another server, goes on
 * where it stopped. Whoever holds the lock on an import's row does its next batch.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DEFAULT_LOCALE, type ImportMapping, type ImportTarget, type Locale } from '@tessera/contract';
import type { Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { toAppError } from '../platform/sqlstate.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { ImportForbidden } from './import-errors.ts';
import { readRows, writeRow, type FileRow, type ImportPlan } from './import-rows.ts';

const BATCH = 100;
const POLL_MS = 2_000;
/** An import that fails this often in one process, though the database answers, would fail for ever. */
const MOST_FAILURES = 5;

interface RunningImport {
  readonly id: string;
  readonly target: ImportTarget;
  readonly columns: string[];
  readonly mapping: ImportMapping;
  readonly created_by: string;
}

@Injectable()
export class ImportRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly records: RecordWriter,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.work;
  }

  /** Looks for work now, and not only when the time has come. */
  wake(): void {
    if (this.closed) return;
    if (this.work) {
      this.again = true;
      return;
    }
    this.work = this.runAll()
      .catch((error: unknown) => this.log.error('import', error))
      .finally(() => {
        this.work = undefined;
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  private async runAll(): Promise<void> {
    const workspaces = await this.database.transaction(null, (db) =>
      db.query<Workspace>('SELECT id, key, name, schema, time_zone AS "timeZone" FROM tessera.workspace ORDER BY id'),
    );
    for (const workspace of workspaces) {
      const running = await this.database.transaction(workspace.schema, (db) => db.query<{ id: string }>(`SELECT id FROM _import WHERE status = 'running' ORDER BY id`));
      for (const { id } of running) await this.runOne(workspace, id);
    }
  }

  /** One import that cannot go on keeps no other waiting. */
  private async runOne(workspace: Workspace, id: string): Promise<void> {
    try {
      while (!this.closed && (await this.database.transaction(workspace.schema, (db) => this.batch(db, workspace, id), { statementTimeoutMs: 120_000 }))) this.failures.delete(id);
      this.failures.delete(id);
    } catch (error) {
      const { code, status } = toAppError(error);
      if (status >= 500) this.log.error('import.batch.failed', error, { import: id });
      // What a person caused ends this import; anything else may pass, and is tried again later.
      const failures = (this.failures.get(id) ?? 0) + 1;
      this.failures.set(id, failures);
      if (status >= 500 && failures < MOST_FAILURES) return;
      await this.giveUp(workspace, id, code);
      this.failures.delete(id);
    }
  }

  private giveUp(workspace: Workspace, id: string, code: string): Promise<void> {
    return this.database.transaction(workspace.schema, async (db) => {
      const ended = await db.query(`UPDATE _import SET status = 'failed', finished_at = $2 WHERE id = $1 AND status = 'running' RETURNING id`, [id, this.clock.now()]);
      if (ended.length > 0) await audit(db, { at: this.clock.now(), actor: null, action: 'import.failed', target: id, detail: { code } });
    });
  }

  /** False when there is nothing more to do here. */
  private async batch(db: Db, workspace: Workspace, id: string): Promise<boolean> {
    const [running] = await db.query<RunningImport>(`SELECT id, target, columns, mapping, created_by FROM _import WHERE id = $1 AND status = 'running' FOR UPDATE SKIP LOCKED`, [id]);
    if (!running) return false;
    const rows = await db.query<FileRow>(`SELECT line, cells FROM _import_row WHERE import_id = $1 AND status = 'waiting' ORDER BY line LIMIT ${BATCH}`, [id]);
    if (rows.length === 0) {
      await db.query(`UPDATE _import SET status = 'done', finished_at = $2 WHERE id = $1`, [id, this.clock.now()]);
      return false;
    }
    const { writer, locale } = await this.writerFor(db, workspace, running);
    const plan: ImportPlan = { target: running.target, columns: running.columns, mapping: running.mapping, locale };
    const outcomes = [];
    for (const row of await readRows(db, writer, plan, rows)) outcomes.push(await writeRow(db, writer, this.records, plan, row, this.clock.now()));
    await db.query(
      `UPDATE _import_row r SET status = CASE WHEN o.id IS NULL THEN 'refused' ELSE 'imported' END, record_id = o.id, problems = o.issues
       FROM jsonb_to_recordset($2::jsonb) AS o(line int, id uuid, issues jsonb) WHERE r.import_id = $1 AND r.line = o.line`,
      [id, JSON.stringify(outcomes)],
    );
    const imported = outcomes.filter((outcome) => 'id' in outcome).length;
    await db.query('UPDATE _import SET done = done + $2, imported = imported + $3, refused = refused + $4, heartbeat_at = $5 WHERE id = $1', [
      id, outcomes.length, imported, outcomes.length - imported, this.clock.now(),
    ]);
    failpoint('import.batch.before-commit');
    return true;
  }

  /** The importer with the rights they have now, not those they had when they began. */
  private async writerFor(db: Db, workspace: Workspace, { id, created_by: member, target }: RunningImport): Promise<{ writer: Writer; locale: Locale }> {
    const [person] = await db.query<{ roles: string[]; locale: Locale | null }>(
      `SELECT m.roles, a.locale FROM _member m LEFT JOIN tessera.account a ON a.id = m.account_id WHERE m.id = $1 AND m.status = 'active'`,
      [member],
    );
    if (!person) throw ImportForbidden({});
    const model = await this.models.loadIn(db);
    const access = model.accessOf(member, person.roles);
    const mayImport = target.kind === 'members' ? access.capabilities.has('members') : access.can('import', target.entity);
    if (!mayImport) throw ImportForbidden({});
    return { writer: { design: model.design, access, workspace, member, system: false, via: { kind: 'import', ref: id } }, locale: person.locale ?? DEFAULT_LOCALE };
  }
}
