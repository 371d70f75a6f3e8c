/** The inbox: tasks that wait for the actor, and completing them. */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, type RecordValues, type TaskDetail, type TaskView } from '@tessera/contract';
import { fieldProblem } from '@tessera/model';
import { TaskNotOpen, type TaskOutcome } from '@tessera/process';
import { holdsRole } from '../accounts/effective-roles.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { RecordInvalid } from '../records/record-errors.ts';
import { RecordReader } from '../records/record-reader.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { writerOf } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { InstanceHost } from './instance-host.ts';
import { TaskRow } from './instance.row.ts';
import { TaskCommentRequired, TaskNotFound } from './process-host-errors.ts';
import { TASK_LINES, taskViews, type TaskLine } from './task-views.ts';

export interface Completion {
  readonly version: number;
  readonly outcome: TaskOutcome;
  readonly comment?: string | undefined;
  readonly values?: RecordValues | undefined;
  readonly recordVersion?: number | undefined;
}

/**
 * $1 the actor, $2 their roles, $3 whether they are an administrator: work for a role that nobody holds any more, or for a
 * member who is disabled, waits for the administrators, so that it is not forgotten.
 */
const MINE = `(t.assignee_member = $1 OR t.assignee_role = ANY ($2)
  OR ($3 AND EXISTS (SELECT FROM _member m WHERE m.id = t.assignee_member AND m.status = 'disabled'))
  OR ($3 AND t.assignee_role IS NOT NULL AND NOT EXISTS (SELECT FROM _member m WHERE m.status = 'active' AND ${holdsRole('m', 't.assignee_role')})))`;
const mineOf = ({ member }: Actor): unknown[] => [member.id, member.roles, member.roles.includes(ADMIN_ROLE)];

const MOST = 200;

@Injectable()
export class TasksService {
  constructor(
    private readonly database: Database,
    private readonly host: InstanceHost,
    private readonly writer: RecordWriter,
    private readonly reader: RecordReader,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, status: 'open' | 'completed'): Promise<TaskView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const lines =
        status === 'open'
          ? await db.query<TaskLine>(`${TASK_LINES} WHERE t.status = 'open' AND ${MINE} ORDER BY t.id DESC LIMIT ${MOST}`, mineOf(actor))
          : await db.query<TaskLine>(`${TASK_LINES} WHERE t.status = 'completed' AND t.completed_by = $1 ORDER BY t.completed_at DESC LIMIT ${MOST}`, [actor.member.id]);
      return taskViews(db, actor, lines);
    });
  }

  async count(actor: Actor): Promise<number> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const [row] = await db.query<{ open: number }>(`SELECT count(*)::int AS open FROM _task t WHERE t.status = 'open' AND ${MINE}`, mineOf(actor));
      return row?.open ?? 0;
    });
  }

  read(actor: Actor, id: string): Promise<TaskDetail> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const line = await this.find(db, actor, id);
      const [task] = await taskViews(db, actor, [line]);
      if (!task) throw TaskNotFound({});
      const record = await this.reader.recordIn(db, actor, line.entity, line.record_id);
      const open = line.status === 'open' && record?.can?.update === true;
      return { task, form: line.form, writable: open ? line.writable : [], record };
    });
  }

  /** Saves the changes made in the task's form with the actor's own rights, and moves the instance on, in one commit. */
  complete(actor: Actor, id: string, completion: Completion): Promise<TaskView> {
    const { outcome, comment = null, values = {} } = completion;
    if (outcome === 'reject' && !comment?.trim()) {
      throw TaskCommentRequired({}, { fields: [{ path: 'comment', code: 'TASK_COMMENT_REQUIRED', message: { en: 'Say why you reject it.', 'zh-CN': '请填写驳回原因。' } }] });
    }
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { instance: instanceId } = await this.find(db, actor, id);
      const instance = await this.host.lock(db, instanceId);
      const line = await this.find(db, actor, id); // again, now that nobody else moves it
      if (line.status !== 'open' || line.version !== completion.version) throw TaskNotOpen({ task: id });
      await this.saveValues(db, actor, line, values, completion.recordVersion);
      const at = this.clock.now();
      await db.manager.update(TaskRow, { id }, { status: 'completed', outcome, comment, completedAt: at, completedBy: actor.member.id, version: line.version + 1 });
      await this.host.advance(db, actor, instance, { kind: 'completeTask', task: id, outcome, actor: actor.member.id, comment, at: at.toISOString() });
      await audit(db, { at, actor: actor.member.id, action: 'task.completed', entity: line.entity, target: id, records: 1, recordIds: [line.record_id], detail: { process: line.process, outcome, changed: Object.keys(values) } });
      const [task] = await taskViews(db, actor, [await this.find(db, actor, id)]);
      if (!task) throw TaskNotFound({});
      return task;
    });
  }

  private async saveValues(db: Db, actor: Actor, line: TaskLine, values: RecordValues, version: number | undefined): Promise<void> {
    const keys = Object.keys(values);
    if (keys.length === 0) return;
    const fields = actor.design.entities.get(line.entity)?.fields;
    const refused = keys.filter((key) => !line.writable.includes(key));
    if (refused.length > 0) {
      const label = (key: string) => (actor.access.canField('read', line.entity, key) ? fields?.get(key)?.document.label : undefined);
      throw RecordInvalid({}, { fields: refused.map((key) => fieldProblem(`values.${key}`, label(key) ? 'FIELD_READ_ONLY' : 'FIELD_NOT_FOUND', label(key) ?? key)) });
    }
    await this.writer.update(db, writerOf(actor, { kind: 'process', ref: line.instance }), line.entity, line.record_id, { values, version });
  }

  /** A task of the actor's, or one they have completed; any other answers like one that does not exist. */
  private async find(db: Db, actor: Actor, id: string): Promise<TaskLine> {
    const [line] = await db.query<TaskLine>(`${TASK_LINES} WHERE t.id = $4 AND (t.completed_by = $1 OR ${MINE})`, [...mineOf(actor), id]);
    if (!line) throw TaskNotFound({});
    return line;
  }
}
