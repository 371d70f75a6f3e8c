/** Where an instance stands and how it got there, for whoever may read its record or has had a task in it. What a reader may not know of the record's fields is not told. */

import { Injectable } from '@nestjs/common';
import { textIn, type AnswerOf, type InstanceView, type LocalizedText, type routes } from '@tessera/contract';
import { activeElements, type Incident, type InstanceState, type InstanceStatus, type ProcessEvent } from '@tessera/process';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { RecordNotFound } from '../records/record-errors.ts';
import { labelsOf } from '../records/record-labels.ts';
import { drawingOf } from './drawing-of.ts';
import { InstanceHost } from './instance-host.ts';
import { InstanceNotFound, InstanceNotStopped } from './process-host-errors.ts';
import { refOf, TASK_LINES, taskViews, type TaskLine } from './task-views.ts';

interface InstanceLine {
  readonly id: string;
  readonly process: string;
  readonly label: LocalizedText;
  readonly version: number;
  readonly status: InstanceStatus;
  readonly entity: string;
  readonly record_id: string;
  readonly started_at: Date;
  readonly started_by: string | null;
  readonly starter: string | null;
  readonly ended_at: Date | null;
  readonly state: InstanceState;
  readonly xml: string;
  readonly involved: boolean;
}

/** $1 the actor, $2 their roles. */
const INSTANCE_LINES = `SELECT i.id, i.process, p.label, i.version, i.status, i.entity, i.record_id, i.started_at, i.started_by, s.name AS starter, i.ended_at, i.state, v.xml,
    EXISTS (SELECT FROM _task t WHERE t.instance = i.id AND (t.completed_by = $1 OR t.assignee_member = $1 OR t.assignee_role = ANY ($2))) AS involved
  FROM _instance i JOIN _process p ON p.key = i.process JOIN _process_version v ON v.process = i.process AND v.version = i.version
  LEFT JOIN _member s ON s.id = i.started_by`;

type Trace = InstanceView['trace'];

@Injectable()
export class InstanceViews {
  constructor(
    private readonly database: Database,
    private readonly host: InstanceHost,
  ) {}

  ofRecord(actor: Actor, entity: string, id: string): Promise<AnswerOf<typeof routes.recordInstances>> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      if ((await labelsOf(db, actor, [{ entity, id }])).size === 0) throw RecordNotFound({});
      const lines = await db.query<InstanceLine>(`${INSTANCE_LINES} WHERE i.entity = $3 AND i.record_id = $4 ORDER BY i.id DESC LIMIT 100`, [actor.member.id, actor.member.roles, entity, id]);
      return {
        items: lines.map((line) => ({
          id: line.id,
          process: line.process,
          label: line.label as Record<string, string>,
          version: line.version,
          status: line.status,
          startedAt: line.started_at.toISOString(),
          startedBy: refOf(line.started_by, line.starter),
          endedAt: line.ended_at?.toISOString() ?? null,
        })),
      };
    });
  }

  /** Goes on where incidents stopped it; whoever may not see the instance hears that there is none. */
  async retry(actor: Actor, id: string): Promise<InstanceView> {
    await this.read(actor, id);
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const instance = await this.host.lock(db, id);
      if (instance.status !== 'incident') throw InstanceNotStopped({});
      await this.host.advance(db, actor, instance, { kind: 'retry', actor: actor.member.id });
    });
    return this.read(actor, id);
  }

  read(actor: Actor, id: string): Promise<InstanceView> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const [line] = await db.query<InstanceLine>(`${INSTANCE_LINES} WHERE i.id = $3`, [actor.member.id, actor.member.roles, id]);
      if (!line) throw InstanceNotFound({});
      const record = (await labelsOf(db, actor, [{ entity: line.entity, id: line.record_id }])).get(`${line.entity} ${line.record_id}`) ?? null;
      if (record === null && !line.involved) throw InstanceNotFound({});
      const tasks = await db.query<TaskLine>(`${TASK_LINES} WHERE t.instance = $1 ORDER BY t.id`, [id]);
      const [incident] = line.state.incidents;
      return {
        id,
        process: { key: line.process, label: line.label, version: line.version },
        status: line.status,
        entity: line.entity,
        record,
        startedAt: line.started_at.toISOString(),
        startedBy: refOf(line.started_by, line.starter),
        endedAt: line.ended_at?.toISOString() ?? null,
        incident: incident ? { element: incident.element, message: toldIncident(actor, line.entity, incident) } : null,
        xml: actor.capabilities.has('design') ? line.xml : drawingOf(line.xml),
        active: [...activeElements(line.state)],
        trace: await traceOf(db, id),
        tasks: await taskViews(db, actor, tasks),
      };
    });
  }
}

/** Fields are named to those who know of them. */
function toldIncident({ access, design, locale }: Actor, entity: string, { message, fields = [] }: Incident): string {
  const known = fields.filter((field) => access.knows(entity, field)).map((field) => design.entities.get(entity)?.fields.get(field)?.document.label);
  const names = known.map((label) => (locale === 'en' ? `"${textIn(label, locale)}"` : `“${textIn(label, locale)}”`));
  if (names.length === 0) return message[locale];
  return locale === 'en' ? `${message.en} (${names.join(', ')})` : `${message['zh-CN']}（${names.join('、')}）`;
}

async function traceOf(db: Db, instance: string): Promise<Trace> {
  const rows = await db.query<{ at: Date; actor: string | null; name: string | null; body: ProcessEvent }>(
    `SELECT e.at, e.actor, m.name, e.body FROM _instance_event e LEFT JOIN _member m ON m.id = e.actor WHERE e.instance = $1 ORDER BY e.seq`,
    [instance],
  );
  const trace: Trace = [];
  let starter: (typeof rows)[number] | undefined;
  for (const row of rows) {
    const { body } = row;
    const entry = { at: row.at.toISOString(), actor: refOf(row.actor, row.name), outcome: null, comment: null };
    if (body.type === 'instanceStarted') starter = row;
    if (body.type === 'elementEntered') {
      trace.push({ ...entry, element: body.element, kind: 'entered', ...(starter ? { actor: refOf(starter.actor, starter.name) } : {}) });
      starter = undefined;
    }
    if (body.type === 'flowTaken') trace.push({ ...entry, element: body.element, kind: 'taken' });
    if (body.type === 'taskCompleted') trace.push({ ...entry, element: body.element, kind: 'left', outcome: body.outcome, comment: body.comment });
    // A task that was completed has been left already.
    if (body.type === 'elementLeft' && !(trace.at(-1)?.kind === 'left' && trace.at(-1)?.element === body.element)) trace.push({ ...entry, element: body.element, kind: 'left' });
  }
  return trace;
}
