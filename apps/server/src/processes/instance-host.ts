/**
 * Runs instances inside the write pipeline's transaction (law 3): load, step (pure), carry out the effects, save the
 * state, the events and the tasks; then the commit, or nothing at all. Locks are taken in one order: the instance,
 * then its record.
 */

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '@tessera/contract';
import { evaluateFormula, type FormulaValue } from '@tessera/formula';
import type { EntityModel } from '@tessera/model';
import { hasEnded, startsOn, step, type Facts, type InstanceState, type ProcessCommand, type ProcessEffect, type ProcessGraph, type Refusal, type StepEnv, type StepOutcome } from '@tessera/process';
import { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { newId } from '../platform/new-id.ts';
import { recordFacts } from '../records/record-facts.ts';
import { RecordActionForbidden } from '../records/record-errors.ts';
import { RecordTriggers } from '../records/record-triggers.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { mayRun } from '../records/write-door/may-run.ts';
import { systemWriter, type Writer } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { standingOf, type Doer } from '../workspaces/standing.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { InstanceRow, TaskRow } from './instance.row.ts';
import { InstanceNotFound, ProcessActionFailed, RecordNotSubmittable, RecordSubmittedAlready } from './process-host-errors.ts';
import { ProcessVersionRow } from './process.row.ts';
import { refusalOf } from './refused-writes.ts';

interface RecordOf {
  readonly entity: string;
  readonly id: string;
}

@Injectable()
export class InstanceHost implements OnModuleInit {
  constructor(
    private readonly writer: RecordWriter,
    private readonly triggers: RecordTriggers,
    private readonly models: WorkspaceModels,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.triggers.onSubmit((db, doer, record, optional) => this.submit(db, doer, record, optional));
    this.triggers.onDelete((db, doer, entity, ids) => this.cancel(db, doer, entity, ids));
    this.triggers.onStart((db, doer, record, process) => this.startByKey(db, doer, record, process));
  }

  /** Starts what a submitted record starts; the record is locked by the write that came before. */
  async submit(db: Db, doer: Doer, record: RecordOf, optional = false): Promise<void> {
    const processes = (await latestVersions(db, record.entity)).filter(({ graph }) => graph.trigger === 'submit');
    if (processes.length === 0 && optional) return;
    if (processes.length === 0) throw RecordNotSubmittable({});
    if (!(await mayRun(db, runnerOf(doer), record.entity, record.id))) {
      if (optional) return;
      throw RecordActionForbidden({ action: 'run' });
    }
    const running = await db.query(`SELECT FROM _instance WHERE entity = $1 AND record_id = $2 AND process = ANY ($3) AND status IN ('running', 'incident') LIMIT 1`, [
      record.entity,
      record.id,
      processes.map(({ process }) => process),
    ]);
    if (running.length > 0) throw RecordSubmittedAlready({});
    let started = 0;
    for (const process of processes) {
      const facts = await recordFacts(db, doer, record);
      if (!startsOn(process.graph, 'submit', { facts, now: this.now(), timeZone: doer.workspace.timeZone, me: doer.member.id })) continue;
      await this.start(db, doer, process, record, facts);
      started += 1;
    }
    if (started === 0 && !optional) throw RecordNotSubmittable({});
    failpoint('instance.start.before-commit');
  }

  /** Starts one process on a record that is locked, as a button does; whatever starts it otherwise. Gives the id of the instance. */
  async startByKey(db: Db, doer: Doer, record: RecordOf, key: string): Promise<string> {
    const version = (await latestVersions(db, record.entity)).find(({ process }) => process === key);
    if (!version) throw RecordNotSubmittable({});
    if (!(await mayRun(db, runnerOf(doer), record.entity, record.id))) throw RecordActionForbidden({ action: 'run' });
    const running = await db.query(`SELECT FROM _instance WHERE entity = $1 AND record_id = $2 AND process = $3 AND status IN ('running', 'incident') LIMIT 1`, [record.entity, record.id, key]);
    if (running.length > 0) throw RecordSubmittedAlready({});
    const facts = await recordFacts(db, doer, record);
    const trigger = version.graph.trigger;
    if (!startsOn(version.graph, trigger, { facts, now: this.now(), timeZone: doer.workspace.timeZone, me: doer.member.id })) throw RecordNotSubmittable({});
    const id = await this.start(db, doer, version, record, facts);
    failpoint('instance.start.before-commit');
    return id;
  }

  /** Ends what runs on records that have been deleted; their open tasks are closed. */
  async cancel(db: Db, doer: Doer, entity: string, records: readonly string[]): Promise<void> {
    const running = await db.query<{ id: string }>(`SELECT id FROM _instance WHERE entity = $1 AND record_id = ANY ($2::uuid[]) AND status IN ('running', 'incident') ORDER BY id`, [entity, records]);
    for (const { id } of running) {
      await this.advance(db, doer, await this.lock(db, id), { kind: 'cancel', reason: 'record deleted', actor: doer.member.id, at: this.now() });
    }
  }

  /** The instance, locked until the transaction ends. */
  async lock(db: Db, id: string): Promise<InstanceRow> {
    const instance = await db.manager.findOne(InstanceRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!instance) throw InstanceNotFound({});
    return instance;
  }

  /** Carries out a command on a locked instance. A refusal throws and changes nothing. */
  async advance(db: Db, doer: Doer, instance: InstanceRow, command: ProcessCommand): Promise<void> {
    const version = await db.manager.findOneByOrFail(ProcessVersionRow, { process: instance.process, version: instance.version });
    const record = { entity: instance.entity, id: instance.recordId };
    const facts = command.kind === 'cancel' ? {} : await recordFacts(db, doer, record);
    const env = this.env(doer, record.entity, facts);
    await this.take(db, doer, instance, version.graph, (refusals) => step(version.graph, instance.state, command, { ...env, refusals }), async (state) => {
      await db.manager.update(InstanceRow, { id: instance.id }, { state: state as never, status: state.status, rev: instance.rev + 1, endedAt: hasEnded(state) ? this.clock.now() : null });
    });
    failpoint('instance.advance.before-commit');
  }

  private async start(db: Db, doer: Doer, { process, version, graph }: ProcessVersionRow, record: RecordOf, facts: Facts): Promise<string> {
    const at = this.clock.now();
    const env = this.env(doer, record.entity, facts);
    const instance = { id: newId(), process, version, entity: record.entity, recordId: record.id, rev: 1, startedBy: doer.member.id, startedAt: at };
    await this.take(db, doer, instance, graph, (refusals) => step(graph, null, { kind: 'start', starter: doer.member.id, at: at.toISOString() }, { ...env, refusals }), async (state) => {
      await db.manager.insert(InstanceRow, { ...instance, status: state.status, state: state as never, endedAt: hasEnded(state) ? at : null });
    });
    return instance.id;
  }

  /**
   * Decides a step, saves its state and carries it out. Where the starter may not set what it sets, all of it is taken back and
   * decided again with an incident in that place: the case stays, and says what it waits for.
   */
  private async take(db: Db, doer: Doer, instance: Running, graph: ProcessGraph, decide: (refusals: ReadonlyMap<number, Refusal>) => ReturnType<typeof step>, save: (state: InstanceState) => Promise<void>): Promise<void> {
    const refusals = new Map<number, Refusal>();
    for (;;) {
      const result = decide(refusals);
      if (!result.ok) throw result.problem;
      await db.query('SAVEPOINT process_step');
      await save(result.value.state);
      const refused = await this.carryOut(db, doer, instance, graph, result.value);
      await db.query(refused ? 'ROLLBACK TO SAVEPOINT process_step; RELEASE SAVEPOINT process_step' : 'RELEASE SAVEPOINT process_step');
      if (!refused) return;
      refusals.set(refused.place, refused.refusal);
    }
  }

  /** Gives the first refusal, with its place among the fields that were set; nothing after it has been done. */
  private async carryOut(db: Db, doer: Doer, instance: Running, graph: ProcessGraph, { events, effects }: StepOutcome): Promise<{ place: number; refusal: Refusal } | null> {
    await db.query(
      `INSERT INTO _instance_event (instance, seq, at, type, element, actor, body)
       SELECT $1, (SELECT coalesce(max(seq), 0) FROM _instance_event WHERE instance = $1) + e.n, (e.event ->> 'at')::timestamptz, e.event ->> 'type', e.event ->> 'element',
         coalesce(e.event ->> 'actor', e.event ->> 'starter')::uuid, e.event
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e(event, n)`,
      [instance.id, JSON.stringify(events)],
    );
    const places = placesOf(events);
    for (const effect of effects) {
      const refusal = await this.apply(db, doer, instance, graph, effect);
      if (refusal) return { place: places[0] ?? 0, refusal };
      if (effect.kind === 'setFields') places.shift();
    }
    return null;
  }

  private async apply(db: Db, doer: Doer, instance: Running, graph: ProcessGraph, effect: ProcessEffect): Promise<Refusal | null> {
    switch (effect.kind) {
      case 'createTask': {
        const { task, element, name, taskKind, assignee, form, writable } = effect;
        await db.manager.insert(TaskRow, {
          id: task, instance: instance.id, process: instance.process, element, name: name as never, kind: taskKind, status: 'open',
          entity: instance.entity, recordId: instance.recordId, assigneeRole: assignee.role ?? null, assigneeMember: assignee.member ?? null,
          form, writable: [...writable], createdAt: this.clock.now(), version: 1,
        });
        return null;
      }
      case 'closeTask':
        await db.manager.update(TaskRow, { id: effect.task, status: 'open' }, { status: 'cancelled', completedAt: this.clock.now(), version: () => 'version + 1' });
        return null;
      case 'setFields':
        return this.setFields(db, doer, instance, graph, effect);
      case 'raiseIncident':
        return null; // kept in the state, where the instance's readers find it
    }
  }

  private async setFields(db: Db, doer: Doer, instance: Running, graph: ProcessGraph, { element, values }: SetFields): Promise<Refusal | null> {
    const { process, version, entity } = instance;
    const asStarter = graph.runAs === 'starter';
    const writer = asStarter ? await this.starterOf(db, doer, instance) : systemWriter({ design: doer.design, workspace: doer.workspace, member: doer.member.id }, viaOf(instance));
    if (writer === null) return { fields: [] };
    try {
      await this.writer.update(db, writer, entity, instance.recordId, { values });
      const at = this.clock.now();
      if (!asStarter) await audit(db, { at, actor: instance.startedBy, actorKind: 'process', action: 'process.wrote', target: instance.id, entity, records: 1, recordIds: [instance.recordId], detail: { process, version, element, fields: Object.keys(values) } });
      return null;
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const refusal = asStarter ? refusalOf(error) : null;
      if (refusal) return refusal;
      this.log.warn('process.action.failed', { process, version, element, code: error.code, fields: error.fields.map(({ path, code }) => `${path} ${code}`) });
      const name = graph.nodes.find(({ id }) => id === element)?.name;
      throw ProcessActionFailed({ step: name ?? { en: element, 'zh-CN': element } });
    }
  }

  /** Whoever started it, with the rights they have now; null when they are gone. */
  private async starterOf(db: Db, doer: Doer, instance: Running): Promise<Writer | null> {
    const { workspace } = doer;
    if (instance.startedBy === null) return null;
    const starter = instance.startedBy === doer.member.id ? doer : await standingOf(db, { model: await this.models.current(workspace), workspace }, instance.startedBy);
    return starter && { design: starter.design, access: starter.access, workspace, member: starter.member.id, departments: starter.departments, system: false, via: viaOf(instance) };
  }

  private env(doer: Doer, entityKey: string, facts: Facts): StepEnv {
    const now = this.now();
    const entity = doer.design.entities.get(entityKey);
    return {
      newId, now, facts,
      timeZone: doer.workspace.timeZone,
      recalculate: (changed: Facts) => (entity ? recalculated(entity, changed, { now, timeZone: doer.workspace.timeZone, me: doer.member.id }) : changed),
    };
  }

  private now = (): string => this.clock.now().toISOString();
}

type SetFields = Extract<ProcessEffect, { kind: 'setFields' }>;
type Running = Pick<InstanceRow, 'id' | 'process' | 'version' | 'entity' | 'recordId' | 'startedBy'>;

const runnerOf = (doer: Doer): Writer => ({ ...doer, member: doer.member.id, system: false, via: { kind: 'form' } });
const viaOf = ({ id }: Running): Writer['via'] => ({ kind: 'process', ref: id });

/** Of each setting of fields, its place among all that were tried; refused ones are counted as `step` counts them. */
function placesOf(events: StepOutcome['events']): number[] {
  const tried = events.filter((event) => event.type === 'fieldsSet' || (event.type === 'incidentRaised' && event.code === 'WRITE_REFUSED'));
  return tried.flatMap(({ type }, place) => (type === 'fieldsSet' ? [place] : []));
}

/** The latest published version of every process of an entity. */
export async function latestVersions(db: Db, entity: string): Promise<ProcessVersionRow[]> {
  return db.query<{ process: string; version: number; xml: string; graph: ProcessGraph; publishedAt: Date; publishedBy: string | null }>(
    `SELECT v.process, v.version, v.xml, v.graph, v.published_at AS "publishedAt", v.published_by AS "publishedBy"
     FROM _process p JOIN _process_version v ON v.process = p.key AND v.version = p.version WHERE p.entity = $1 ORDER BY p.key`,
    [entity],
  );
}

/** Formulas of the record again, after fields were set; rollups stay, as setting fields changes no rows. */
function recalculated(entity: EntityModel, facts: Facts, env: { now: string; timeZone: string; me: string | null }): Facts {
  const values: Record<string, FormulaValue> = { ...facts };
  for (const key of entity.computedOrder) {
    const formula = entity.fields.get(key)?.formula;
    if (formula) values[key] = evaluateFormula(formula, { ...env, value: (name) => values[name] ?? null });
  }
  return values;
}
