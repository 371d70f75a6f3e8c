/** Tasks as their readers see them: named in their language, with the record called by what they may read of it. */

import type { LocalizedText, Ref, TaskView } from '@tessera/contract';
import type { TaskOutcome, Words } from '@tessera/process';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { labelsOf } from '../records/record-labels.ts';

export interface TaskLine {
  readonly id: string;
  readonly name: Words;
  readonly kind: TaskView['kind'];
  readonly status: TaskView['status'];
  readonly process: string;
  readonly process_label: LocalizedText;
  readonly process_version: number;
  readonly instance: string;
  readonly element: string;
  readonly entity: string;
  readonly record_id: string;
  readonly started_by: string | null;
  readonly starter: string | null;
  readonly created_at: Date;
  readonly completed_at: Date | null;
  readonly completed_by: string | null;
  readonly completer: string | null;
  readonly outcome: TaskOutcome | null;
  readonly comment: string | null;
  readonly form: string | null;
  readonly writable: string[];
  readonly version: number;
}

/** SELECT of `TaskLine`s; `t` is the task. */
export const TASK_LINES = `SELECT t.id, t.name, t.kind, t.status, t.process, p.label AS process_label, i.version AS process_version, t.instance, t.element, t.entity, t.record_id,
    i.started_by, s.name AS starter, t.created_at, t.completed_at, t.completed_by, c.name AS completer, t.outcome, t.comment, t.form, t.writable, t.version
  FROM _task t JOIN _instance i ON i.id = t.instance JOIN _process p ON p.key = t.process
  LEFT JOIN _member s ON s.id = i.started_by LEFT JOIN _member c ON c.id = t.completed_by`;

export async function taskViews(db: Db, actor: Actor, lines: readonly TaskLine[]): Promise<TaskView[]> {
  const records = await labelsOf(db, actor, lines.map(({ entity, record_id }) => ({ entity, id: record_id })));
  return lines.map((line) => ({
    id: line.id,
    name: line.name[actor.locale],
    kind: line.kind,
    status: line.status,
    process: { key: line.process, label: line.process_label, version: line.process_version },
    instance: line.instance,
    element: line.element,
    entity: line.entity,
    record: records.get(`${line.entity} ${line.record_id}`) ?? null,
    startedBy: refOf(line.started_by, line.starter),
    createdAt: line.created_at.toISOString(),
    completedAt: line.completed_at?.toISOString() ?? null,
    completedBy: refOf(line.completed_by, line.completer),
    outcome: line.outcome,
    comment: line.comment,
    version: line.version,
  }));
}

export const refOf = (id: string | null, label: string | null): Ref | null => (id === null ? null : { id, label: label ?? '' });
