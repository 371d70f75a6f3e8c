/**
 * Builds the aids of designs in the background and takes down those no longer wanted. Writers are held up for moments
 * only: indexes are built concurrently; columns come empty, in one short transaction with the triggers that keep them, and
 * are filled a few hundred rows at a time. A lock that is not to be had at once is tried again later, so that nobody queues
 * behind it. What is killed goes on where it stopped.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DuplicateRule } from '@tessera/contract';
import { duplicateKey } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import { keepStatements, recomputeStatement, rowsOfRule, storeRuleKeys, wantedAids, type Aid, type AidEnv } from '@tessera/sql/schema';
import type { Workspace } from '../http/actor.ts';
import { BackgroundWork, type Job } from '../platform/background-work.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db, type TransactionOptions } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { aidEnv, hashOf, idOf, keptTriggers, loadAids, viewsOf, type AidRow } from './aid-plan.ts';
import { runConcurrently } from './run-concurrently.ts';

/** Writers that come while we wait for a table wait no longer than this. */
const BRIEF: TransactionOptions = { lockTimeoutMs: 60, statementTimeoutMs: 60_000, retryLocks: true, attempts: 200 };
/** A portion holds its rows about this long. */
const PORTION_MS = 40;
const [LEAST_ROWS, FIRST_ROWS, MOST_ROWS] = [10, 100, 5_000];

/** The rows after this id, in their order, and what writes them; it runs last, because it holds them. */
type Portion = (db: Db, after: string | null, limit: number) => Promise<{ readonly ids: readonly string[]; readonly sql: string }>;

@Injectable()
export class AidKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: BackgroundWork;

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly changes: Changes,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.work = new BackgroundWork(database, log, {
      name: 'aid',
      waiting: async (db) => {
        const [row] = await db.query(`SELECT FROM _computed_column WHERE status IN ('waiting', 'building', 'unwanted') LIMIT 1`);
        return row ? [db.schema ?? ''] : [];
      },
      run: (job, stopping) => this.keep(job.workspace, stopping),
      giveUp: (job) => this.giveUp(job),
    });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Looks for work now. */
  wake(): void {
    this.work.wake();
  }

  /** Until nothing is left to do, one aid or portion after the other; each step looks at the design anew. */
  private async keep(workspace: Workspace, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) if (!(await this.step(workspace, stopping))) return;
  }

  private async step(workspace: Workspace, stopping: AbortSignal): Promise<boolean> {
    const { env, rows, aids } = await this.database.transaction(workspace.schema, (db) => this.look(db, workspace));
    const gone = rows.find(({ status }) => status === 'unwanted');
    if (gone) return this.remove(workspace, gone);
    const ready = new Set(rows.filter(({ status }) => status === 'ready').map(idOf));
    const open = rows.flatMap((row) => {
      const aid = aids.get(idOf(row));
      return aid && ['waiting', 'building'].includes(row.status) && hashOf(aid) === row.hash ? [{ row, aid }] : [];
    });
    // Columns of one table that need only one another are filled in one go.
    const next = open.find(({ aid }) => aid.requires.every((id) => ready.has(id) || (aid.column !== null && id.startsWith(`${aid.entity}.`))));
    if (!next) return false;
    if (next.aid.index !== null) await this.buildIndex(workspace, next.aid);
    else if (next.aid.rule !== null) await this.fillDuplicates(env, workspace, next.aid, next.aid.rule, stopping);
    else await this.fillColumns(env, workspace, next.aid.entity, open.filter(({ aid, row }) => aid.entity === next.aid.entity && aid.column !== null && row.cursor === next.row.cursor && row.status === next.row.status).map(({ aid }) => aid), stopping);
    return true;
  }

  private async look(db: Db, workspace: Workspace): Promise<{ env: AidEnv; rows: AidRow[]; aids: ReadonlyMap<string, Aid> }> {
    const model = await this.models.loadIn(db);
    const env = aidEnv(workspace, model.design);
    const aids = new Map(wantedAids(env, viewsOf(model.documents.view)).map((aid) => [idOf(aid), aid]));
    return { env, rows: await loadAids(db), aids };
  }

  // ---- indexes --------------------------------------------------------------------------------------

  private async buildIndex(workspace: Workspace, aid: Aid): Promise<void> {
    const { index } = aid;
    if (index === null || !(await this.mark(workspace, [aid], 'building'))) return;
    const name = `${quoteIdent(workspace.schema)}.${quoteIdent(index.name)}`;
    // One by another definition, on a column put aside, or half built by a process that was killed.
    await runConcurrently(this.database, `DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await runConcurrently(this.database, index.sql.replace(/^CREATE INDEX /, 'CREATE INDEX CONCURRENTLY '));
    failpoint('aid.index.before-ready');
    await this.mark(workspace, [aid], 'ready');
  }

  // ---- kept columns -----------------------------------------------------------------------------------

  private async fillColumns(env: AidEnv, workspace: Workspace, entity: string, aids: readonly Aid[], stopping: AbortSignal): Promise<void> {
    await this.addColumns(env, workspace, entity, aids);
    const table = quoteIdent(entity);
    await this.fill(workspace, aids, stopping, async (db, after, limit) => {
      const batch = await db.query<{ id: string }>(`SELECT id FROM ${table} WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`, [after, limit]);
      const ids = batch.map(({ id }) => id);
      if (ids.length === 0) return { ids, sql: '' };
      // Two statements, so that the second sees what those have committed for whom the first waited; sent as one, to hold the rows for a moment only.
      const list = `'{${ids.join()}}'`;
      const recompute = recomputeStatement(env, entity, aids.flatMap((aid) => aid.fields))?.replaceAll('$1', list) ?? '';
      return { ids, sql: `SELECT FROM ${table} WHERE id = ANY (${list}::uuid[]) ORDER BY id FOR NO KEY UPDATE;\n${recompute}` };
    });
  }

  /** The write door keeps what a rule compares; records from before the rule are caught up with. */
  private async fillDuplicates({ schema, design }: AidEnv, workspace: Workspace, aid: Aid, rule: DuplicateRule, stopping: AbortSignal): Promise<void> {
    if (!(await this.mark(workspace, [aid], 'building'))) return;
    await this.fill(workspace, [aid], stopping, async (db, after, limit) => {
      const rows = await db.query<Record<string, unknown> & { id: string }>(rowsOfRule(schema, design, aid.entity, rule), [after, limit]);
      await db.query(storeRuleKeys(schema, aid.entity, rule), [JSON.stringify(rows.map((row) => ({ id: row.id, key: duplicateKey(rule, row) })))]);
      return { ids: rows.map(({ id }) => id), sql: '' };
    });
  }

  /** Portion by portion, in the order of the ids; how many rows one has follows how long the last one took. */
  private async fill(workspace: Workspace, aids: readonly Aid[], stopping: AbortSignal, write: Portion): Promise<void> {
    let rows = FIRST_ROWS;
    while (!stopping.aborted) {
      const started = Date.now();
      const more = await this.portion(workspace, aids, rows, write);
      failpoint('aid.column.after-portion');
      if (more !== true) {
        if (more === 'done') await this.mark(workspace, aids, 'ready');
        return;
      }
      const took = Math.max(1, Date.now() - started);
      rows = Math.round(Math.min(MOST_ROWS, Math.max(LEAST_ROWS, (rows * PORTION_MS) / took), rows * 2));
    }
  }

  /**
   * Columns, functions and triggers in one transaction. It holds every table concerned, so whoever writes afterwards has
   * the triggers, and whoever wrote before is done: the filling misses nobody.
   */
  private async addColumns(env: AidEnv, workspace: Workspace, entity: string, aids: readonly Aid[]): Promise<void> {
    const table = `${quoteIdent(workspace.schema)}.${quoteIdent(entity)}`;
    await this.database.transaction(
      workspace.schema,
      async (db) => {
        const rows = await loadAids(db);
        const kept = rows.filter((row) => row.entity === entity && row.kind === 'computed' && ['building', 'ready'].includes(row.status)).map(idOf);
        if (aids.every((aid) => kept.includes(idOf(aid)))) return;
        const fields = [...rows.filter((row) => kept.includes(idOf(row))).flatMap((row) => row.fields), ...aids.flatMap((aid) => aid.fields)];
        const { functions, triggers } = keepStatements(env, entity, [...new Set(fields)]);
        const there = new Set((await keptTriggers(db, workspace.schema)).map(({ name, table: on }) => `${on} ${name}`));
        for (const sql of functions) await db.query(sql);
        const others = await this.otherTypes(db, table, aids);
        await db.query(
          `UPDATE _computed_column SET status = 'building', done = 0, cursor = NULL, changed_at = $3,
             total = (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = $4::regclass) WHERE entity = $1 AND key = ANY ($2)`,
          [entity, aids.map(({ key }) => key), this.clock.now(), table],
        );
        const tables = [...new Set(triggers.filter((trigger) => trigger.table !== entity).map((trigger) => trigger.table))].sort();
        const alter = [...others.map((name) => `DROP COLUMN ${quoteIdent(name)}`), ...aids.flatMap(({ column }) => (column === null ? [] : [`ADD COLUMN${others.includes(column.name) ? '' : ' IF NOT EXISTS'} ${quoteIdent(column.name)} ${column.type}`]))];
        // From here tables are held; in one round trip, the one people write to most at the end.
        await db.query(
          [
            ...tables.map((on) => `LOCK TABLE ${quoteIdent(on)} IN SHARE ROW EXCLUSIVE MODE`),
            `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`,
            ...alter.filter((part) => part.startsWith('DROP')).map((part) => `ALTER TABLE ${table} ${part}`),
            `ALTER TABLE ${table} ${alter.filter((part) => part.startsWith('ADD')).join(', ')}`,
            ...triggers.filter((trigger) => !there.has(`${trigger.table} ${trigger.name}`)).map(({ sql }) => sql),
          ].join(';\n'),
        );
      },
      BRIEF,
    );
  }

  /** Columns of the type a formula had before. They go, and their indexes with them, which are to be built again. */
  private async otherTypes(db: Db, table: string, aids: readonly Aid[]): Promise<string[]> {
    const found: string[] = [];
    for (const { column } of aids) {
      if (column === null) continue;
      const { entity, name, field, type } = column;
      const [other] = await db.query('SELECT FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped AND atttypid <> $3::regtype', [table, name, type.replace(/ COLLATE .*/, '')]);
      if (!other) continue;
      await db.query(`UPDATE _computed_column SET status = 'waiting', changed_at = $3 WHERE entity = $1 AND kind = 'sort' AND status = 'ready' AND $2 = ANY (fields)`, [entity, field, this.clock.now()]);
      found.push(name);
    }
    return found;
  }

  /** The next rows by id. `true`: there are more; `done`: there are none; `changed`: somebody planned anew meanwhile. */
  private portion(workspace: Workspace, aids: readonly Aid[], limit: number, write: Portion): Promise<true | 'done' | 'changed'> {
    const [entity, keys] = [aids[0]?.entity, aids.map(({ key }) => key)];
    return this.database.transaction(
      workspace.schema,
      async (db) => {
        const state = await db.query<Pick<AidRow, 'key' | 'hash' | 'status' | 'cursor'>>('SELECT key, hash, status, cursor FROM _computed_column WHERE entity = $1 AND key = ANY ($2) FOR UPDATE', [entity, keys]);
        const isSame = aids.every((aid) => state.some((row) => row.key === aid.key && row.hash === hashOf(aid) && row.status === 'building' && row.cursor === state[0]?.cursor));
        if (!isSame) return 'changed';
        const { ids, sql } = await write(db, state[0]?.cursor ?? null, limit);
        if (ids.length === 0) return 'done';
        await db.query('UPDATE _computed_column SET cursor = $3, done = done + $4, changed_at = $5 WHERE entity = $1 AND key = ANY ($2)', [entity, keys, ids.at(-1), ids.length, this.clock.now()]);
        if (sql !== '') await db.query(sql);
        return true;
      },
      { retryLocks: true, attempts: 20 },
    );
  }

  // ---- taking down --------------------------------------------------------------------------------------

  private async remove(workspace: Workspace, { entity, key, kind }: AidRow): Promise<boolean> {
    const schema = quoteIdent(workspace.schema);
    if (kind !== 'computed') await runConcurrently(this.database, `DROP INDEX CONCURRENTLY IF EXISTS ${schema}.${quoteIdent(key)}`);
    await this.database.transaction(
      workspace.schema,
      async (db) => {
        const [row] = await db.query(`SELECT FROM _computed_column WHERE entity = $1 AND key = $2 AND status = 'unwanted' FOR UPDATE`, [entity, key]);
        if (!row) return;
        if (kind === 'computed') await db.query(`ALTER TABLE IF EXISTS ${schema}.${quoteIdent(entity)} DROP COLUMN IF EXISTS ${quoteIdent(key)}`);
        await db.query('DELETE FROM _computed_column WHERE entity = $1 AND key = $2', [entity, key]);
      },
      BRIEF,
    );
    return true;
  }

  /** False when it was planned anew meanwhile. Readers hear of what is ready. */
  private mark(workspace: Workspace, aids: readonly Aid[], status: 'building' | 'ready'): Promise<boolean> {
    return this.database.transaction(workspace.schema, async (db) => {
      let marked = 0;
      for (const aid of aids) {
        const rows = await db.query(
          `UPDATE _computed_column SET status = $4, changed_at = $5, done = CASE WHEN $4 = 'ready' THEN greatest(done, total) ELSE done END, total = CASE WHEN $4 = 'ready' THEN greatest(done, total) ELSE total END
           WHERE entity = $1 AND key = $2 AND hash = $3 AND status IN ('waiting', 'building') RETURNING key`,
          [aid.entity, aid.key, hashOf(aid), status, this.clock.now()],
        );
        marked += rows.length;
      }
      if (marked > 0 && status === 'ready') await this.changes.announce(db, { kind: 'design', workspace: workspace.id });
      return marked === aids.length;
    });
  }

  private async giveUp({ workspace }: Job): Promise<void> {
    await this.database.transaction(workspace.schema, (db) => db.query(`UPDATE _computed_column SET status = 'failed', changed_at = $1 WHERE status IN ('waiting', 'building', 'unwanted')`, [this.clock.now()]));
  }
}
