/**
 * Moves what a member has to another one, in the background, on behalf of the system: record after record through the write
 * door, so that history, numbers and rules are as with any change. The records of a part, the counts and how far it got are one
 * commit, so that a killed process loses nothing and counts nothing twice. A record that is refused is counted and stays.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AppError } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import { BackgroundWork, type Job } from '../platform/background-work.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import type { DoorChange } from '../records/write-door/changes.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { systemWriter } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { HandOverTakerGone } from './hand-over-errors.ts';
import type { HandOverLine, HandOverReport } from './hand-over-line.ts';

const PART = 200;
const SLOW = { statementTimeoutMs: 300_000 };

interface People {
  readonly from: string;
  readonly to: string;
}
type Values = Record<string, unknown>;

@Injectable()
export class HandOverRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: BackgroundWork;

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly writer: RecordWriter,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.work = new BackgroundWork(database, log, {
      name: 'handOver',
      waiting: async (db) => (await db.query<{ id: string }>(`SELECT id FROM _hand_over WHERE status IN ('waiting', 'running') ORDER BY id`)).map(({ id }) => id),
      run: (job, stopping) => this.run(job, stopping),
      giveUp: (job, error) => this.giveUp(job, error),
    });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  wake(): void {
    this.work.wake();
  }

  private async run(job: Job, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const more = await this.database.transaction(job.workspace.schema, (db) => this.movePart(db, job), SLOW);
      if (!more) return;
      failpoint('handOver.part.after-commit');
    }
  }

  /** False once all is over. */
  private async movePart(db: Db, { workspace, id }: Job): Promise<boolean> {
    const [line] = await db.query<HandOverLine>(`SELECT * FROM _hand_over WHERE id = $1 AND status IN ('waiting', 'running') FOR UPDATE`, [id]);
    if (!line) return false;
    const [taker] = await db.query(`SELECT FROM _member WHERE id = $1 AND status <> 'disabled' FOR KEY SHARE`, [line.to_member]);
    if (!taker) throw HandOverTakerGone({});
    const { design } = await this.models.loadIn(db);
    const people = { from: line.from_member, to: line.to_member };
    const entities = [...design.entities.values()].filter(({ parent }) => parent === null);
    const start = line.progress === null ? 0 : Math.max(0, entities.findIndex(({ key }) => key === line.progress?.entity));
    for (const entity of entities.slice(start)) {
      const after = entity.key === line.progress?.entity ? line.progress.id : null;
      const ids = await recordsOf(db, design, entity, people.from, after);
      const last = ids.at(-1);
      if (last === undefined) continue;
      const changes = await changesOf(db, design, entity, ids, people);
      const writer = systemWriter({ design, workspace, member: line.started_by }, { kind: 'handOver', ref: id });
      const outcomes = await this.writer.writeMany(db, writer, entity.key, changes, { onRefusal: 'report' });
      const refused = outcomes.filter(({ status }) => status === 'refused').length;
      const report = counted(line.report, entity.key, { moved: outcomes.length - refused, refused });
      failpoint('handOver.part.before-commit');
      await db.query(`UPDATE _hand_over SET status = 'running', report = $2, progress = $3 WHERE id = $1`, [id, JSON.stringify(report), JSON.stringify({ entity: entity.key, id: last })]);
      return true;
    }
    await this.finish(db, line, people);
    return false;
  }

  private async finish(db: Db, line: HandOverLine, { from, to }: People): Promise<void> {
    const at = this.clock.now();
    const tasks = await db.query(`UPDATE _task SET assignee_member = $2, version = version + 1 WHERE status = 'open' AND assignee_member = $1 RETURNING id`, [from, to]);
    const report = { ...line.report, tasks: line.report.tasks + tasks.length };
    await db.query(`UPDATE _hand_over SET status = 'done', report = $2, finished_at = $3 WHERE id = $1`, [line.id, JSON.stringify(report), at]);
    await audit(db, { at, actor: line.started_by, action: 'handOver.done', target: from, detail: { to, leaves: line.leaves, handOver: line.id, report } });
  }

  private giveUp({ workspace, id }: Job, error: AppError): Promise<void> {
    const problem = { en: error.toBody('en', '').message, 'zh-CN': error.toBody('zh-CN', '').message };
    return this.database.transaction(workspace.schema, async (db) => {
      const [ended] = await db.query<HandOverLine>(`UPDATE _hand_over SET status = 'failed', problem = $2, finished_at = $3 WHERE id = $1 AND status IN ('waiting', 'running') RETURNING *`, [id, JSON.stringify(problem), this.clock.now()]);
      if (ended) await audit(db, { at: this.clock.now(), actor: ended.started_by, action: 'handOver.failed', target: ended.from_member, detail: { handOver: id, code: error.code } });
    });
  }
}

/** Fields that name members and that people write: the owner, chosen members. */
const memberFields = ({ fields }: EntityModel): readonly FieldModel[] => [...fields.values()].filter(({ type, computed, readOnly }) => type.pointsTo === 'member' && !computed && !readOnly);

const names = (alias: string, { key, many }: FieldModel): string => (many ? `$1::uuid = ANY (${alias}.${quoteIdent(key)})` : `${alias}.${quoteIdent(key)} = $1::uuid`);

/** Ids of the next records that name the member, themselves or in a row of a subform. */
async function recordsOf(db: Db, design: Design, entity: EntityModel, from: string, after: string | null): Promise<readonly string[]> {
  const own = memberFields(entity).map((field) => names('t', field));
  const inRows = entity.children.flatMap(({ entity: key }) => {
    const child = design.entities.get(key);
    const fields = child ? memberFields(child) : [];
    return fields.length === 0 ? [] : [`t."id" IN (SELECT c."parent" FROM ${quoteIdent(key)} c WHERE c."deleted_at" IS NULL AND (${fields.map((field) => names('c', field)).join(' OR ')}))`];
  });
  const any = [...own, ...inRows];
  if (any.length === 0) return [];
  const rows = await db.query<{ id: string }>(
    `SELECT t."id" FROM ${quoteIdent(entity.key)} t WHERE t."deleted_at" IS NULL AND ($2::uuid IS NULL OR t."id" > $2::uuid) AND (${any.join(' OR ')}) ORDER BY t."id" LIMIT ${PART}`,
    [from, after],
  );
  return rows.map(({ id }) => id);
}

async function changesOf(db: Db, design: Design, entity: EntityModel, ids: readonly string[], people: People): Promise<readonly DoorChange[]> {
  const values = new Map(ids.map((id) => [id, {} as Values]));
  for (const row of await rowsOf(db, entity, 'id', ids)) Object.assign(values.get(row['id'] as string) ?? {}, moved(entity, row, people));
  for (const { field, entity: key } of entity.children) {
    const child = design.entities.get(key);
    if (!child || memberFields(child).length === 0) continue;
    for (const [parent, rows] of Map.groupBy(await rowsOf(db, child, 'parent', ids), (row) => row['parent'] as string)) {
      const list = rows.map((row) => ({ id: row['id'], ...moved(child, row, people) }));
      const record = values.get(parent);
      if (record && list.some((row) => Object.keys(row).length > 1)) record[field] = list;
    }
  }
  return ids.map((id) => ({ op: 'update', id, values: values.get(id) ?? {} }));
}

function rowsOf(db: Db, entity: EntityModel, by: 'id' | 'parent', ids: readonly string[]): Promise<Values[]> {
  const columns = ['id', ...(by === 'parent' ? ['parent'] : []), ...memberFields(entity).map(({ key }) => key)].map((key) => `t.${quoteIdent(key)}`);
  const order = by === 'parent' ? 'ORDER BY t."parent", t."position", t."id"' : '';
  return db.query<Values>(`SELECT ${columns.join(', ')} FROM ${quoteIdent(entity.key)} t WHERE t.${quoteIdent(by)} = ANY ($1::uuid[]) AND t."deleted_at" IS NULL ${order}`, [ids]);
}

/** What changes of a row: each name becomes the other one, and stands in a list once. */
function moved(entity: EntityModel, row: Values, { from, to }: People): Values {
  const values: Values = {};
  for (const { key, many } of memberFields(entity)) {
    const value = row[key];
    if (value === from) values[key] = to;
    if (many && Array.isArray(value) && value.includes(from)) values[key] = [...new Set(value.map((one) => (one === from ? to : one)))];
  }
  return values;
}

function counted(report: HandOverReport, entity: string, part: { readonly moved: number; readonly refused: number }): HandOverReport {
  const before = report.records.find((one) => one.entity === entity) ?? { entity, moved: 0, refused: 0 };
  const after = { entity, moved: before.moved + part.moved, refused: before.refused + part.refused };
  return { ...report, records: [...report.records.filter((one) => one.entity !== entity), after] };
}
