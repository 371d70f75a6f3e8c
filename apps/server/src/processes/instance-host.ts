/**
 * Runs instances inside the write pipeline's transaction (law 3): load, step (pure), carry out the effects, save the
 * state, the events and the tasks; then the commit, or nothing at all. Locks are taken in one order: the instance,
 * then its record.
 */

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '@tessera/contract';
import { evaluateFormula, type FormulaValue } from '@tessera/formula';
import type { EntityModel } from '@tessera/model';
import { hasEnded, startsOn, step, type Facts, type ProcessCommand, type ProcessEffect, type ProcessGraph, type StepOutcome } from '@tessera/process';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { newId } from '../platform/new-id.ts';
import { recordFacts } from '../records/record-facts.ts';
import { RecordTriggers } from '../records/record-triggers.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { systemWriter } from '../records/write-door/writer.ts';
import { InstanceRow, TaskRow } from './instance.row.ts';
import { InstanceNotFound, ProcessActionFailed, RecordNotSubmittable, RecordSubmittedAlready } from './process-host-errors.ts';
import { ProcessVersionRow } from './process.row.ts';

interface RecordOf {
  readonly entity: string;
  readonly id: string;
}

@Injectable()
export class InstanceHost implements OnModuleInit {
  constructor(
    private readonly writer: RecordWriter,
    private readonly triggers: RecordTriggers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.triggers.onSubmit((db, actor, record) => this.submit(db, actor, record));
    this.triggers.onDelete((db, actor, entity, ids) => this.cancel(db, actor, entity, ids));
    this.triggers.onStart((db, actor, record, process) => this.startByKey(db, actor, record, process));
  }

  /** Starts what a submitted record starts; the record is locked by the write that came before. */
  async submit(db: Db, actor: Actor, record: RecordOf): Promise<void> {
    const processes = (await latestVersions(db, record.entity)).filter(({ graph }) => graph.trigger === 'submit');
    if (processes.length === 0) throw RecordNotSubmittable({});
    const running = await db.query(`SELECT FROM _instance WHERE entity = $1 AND record_id = $2 AND process = ANY ($3) AND status IN ('running', 'incident') LIMIT 1`, [
      record.entity,
      record.id,
      processes.map(({ process }) => process),
    ]);
    if (running.length > 0) throw RecordSubmittedAlready({});
    let started = 0;
    for (const process of processes) {
      const facts = await recordFacts(db, actor, record);
      if (!startsOn(process.graph, 'submit', { facts, now: this.now(), timeZone: actor.workspace.timeZone, me: actor.member.id })) continue;
      await this.start(db, actor, process, record, facts);
      started += 1;
    }
    if (started === 0) throw RecordNotSubmittable({});
    failpoint('instance.start.before-commit');
  }

  /** Starts one process on a record that is locked, as a button does; whatever starts it otherwise. Gives the id of the instance. */
  async startByKey(db: Db, actor: Actor, record: RecordOf, key: string): Promise<string> {
    const version = (await latestVersions(db, record.entity)).find(({ process }) => process === key);
    if (!version) throw RecordNotSubmittable({});
    const running = await db.query(`SELECT FROM _instance WHERE entity = $1 AND record_id = $2 AND process = $3 AND status IN ('running', 'incident') LIMIT 1`, [record.entity, record.id, key]);
    if (running.length > 0) throw RecordSubmittedAlready({});
    const facts = await recordFacts(db, actor, record);
    const trigger = version.graph.trigger;
    if (!startsOn(version.graph, trigger, { facts, now: this.now(), timeZone: actor.workspace.timeZone, me: actor.member.id })) throw RecordNotSubmittable({});
    const id = await this.start(db, actor, version, record, facts);
    failpoint('instance.start.before-commit');
    return id;
  }

  /** Ends what runs on records that have been deleted; their open tasks are closed. */
  async cancel(db: Db, actor: Actor, entity: string, records: readonly string[]): Promise<void> {
    const running = await db.query<{ id: string }>(`SELECT id FROM _instance WHERE entity = $1 AND record_id = ANY ($2::uuid[]) AND status IN ('running', 'incident') ORDER BY id`, [entity, records]);
    for (const { id } of running) {
      await this.advance(db, actor, await this.lock(db, id), { kind: 'cancel', reason: 'record deleted', actor: actor.member.id, at: this.now() });
    }
  }

  /** The instance, locked until the transaction ends. */
  async lock(db: Db, id: string): Promise<InstanceRow> {
    const instance = await db.manager.findOne(InstanceRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!instance) throw InstanceNotFound({});
    return instance;
  }

  /** Carries out a command on a locked instance. A refusal throws and changes nothing. */
  async advance(db: Db, actor: Actor, instance: InstanceRow, command: ProcessCommand): Promise<void> {
    const version = await db.manager.findOneByOrFail(ProcessVersionRow, { process: instance.process, version: instance.version });
    const record = { entity: instance.entity, id: instance.recordId };
    const facts = command.kind === 'cancel' ? {} : await recordFacts(db, actor, record);
    const result = step(version.graph, instance.state, command, this.env(actor, record.entity, facts));
    if (!result.ok) throw result.problem;
    const { state } = result.value;
    await db.manager.update(InstanceRow, { id: instance.id }, { state: state as never, status: state.status, rev: instance.rev + 1, endedAt: hasEnded(state) ? this.clock.now() : null });
    await this.carryOut(db, actor, instance, version.graph, result.value);
    failpoint('instance.advance.before-commit');
  }

  private async start(db: Db, actor: Actor, { process, version, graph }: ProcessVersionRow, record: RecordOf, facts: Facts): Promise<string> {
    const at = this.clock.now();
    const result = step(graph, null, { kind: 'start', starter: actor.member.id, at: at.toISOString() }, this.env(actor, record.entity, facts));
    if (!result.ok) throw result.problem;
    const { state } = result.value;
    const instance = {
      id: newId(), process, version, entity: record.entity, recordId: record.id, status: state.status, state, rev: 1,
      startedBy: actor.member.id, startedAt: at, endedAt: hasEnded(state) ? at : null,
    };
    await db.manager.insert(InstanceRow, instance as never);
    await this.carryOut(db, actor, instance, graph, result.value);
    return instance.id;
  }

  private async carryOut(db: Db, actor: Actor, instance: InstanceRow, graph: ProcessGraph, { events, effects }: StepOutcome): Promise<void> {
    await db.query(
      `INSERT INTO _instance_event (instance, seq, at, type, element, actor, body)
       SELECT $1, (SELECT coalesce(max(seq), 0) FROM _instance_event WHERE instance = $1) + e.n, (e.event ->> 'at')::timestamptz, e.event ->> 'type', e.event ->> 'element',
         coalesce(e.event ->> 'actor', e.event ->> 'starter')::uuid, e.event
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS e(event, n)`,
      [instance.id, JSON.stringify(events)],
    );
    for (const effect of effects) await this.apply(db, actor, instance, graph, effect);
  }

  private async apply(db: Db, actor: Actor, instance: InstanceRow, graph: ProcessGraph, effect: ProcessEffect): Promise<void> {
    switch (effect.kind) {
      case 'createTask': {
        const { task, element, name, taskKind, assignee, form, writable } = effect;
        await db.manager.insert(TaskRow, {
          id: task, instance: instance.id, process: instance.process, element, name: name as never, kind: taskKind, status: 'open',
          entity: instance.entity, recordId: instance.recordId, assigneeRole: assignee.role ?? null, assigneeMember: assignee.member ?? null,
          form, writable: [...writable], createdAt: this.clock.now(), version: 1,
        });
        return;
      }
      case 'closeTask':
        await db.manager.update(TaskRow, { id: effect.task, status: 'open' }, { status: 'cancelled', completedAt: this.clock.now(), version: () => 'version + 1' });
        return;
      case 'setFields':
        return this.setFields(db, actor, instance, graph, effect);
      case 'raiseIncident':
        return; // kept in the state, where the instance's readers find it
    }
  }

  private async setFields(db: Db, actor: Actor, instance: InstanceRow, graph: ProcessGraph, { element, values }: Extract<ProcessEffect, { kind: 'setFields' }>): Promise<void> {
    const writer = systemWriter({ design: actor.design, workspace: actor.workspace, member: actor.member.id }, { kind: 'process', ref: instance.id });
    try {
      await this.writer.update(db, writer, instance.entity, instance.recordId, { values });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const { process, version } = instance;
      this.log.warn('process.action.failed', { process, version, element, code: error.code, fields: error.fields.map(({ path, code }) => `${path} ${code}`) });
      const name = graph.nodes.find(({ id }) => id === element)?.name;
      throw ProcessActionFailed({ step: name ?? { en: element, 'zh-CN': element } });
    }
  }

  private env(actor: Actor, entityKey: string, facts: Facts) {
    const now = this.now();
    const entity = actor.design.entities.get(entityKey);
    return {
      newId, now, facts,
      timeZone: actor.workspace.timeZone,
      recalculate: (changed: Facts) => (entity ? recalculated(entity, changed, { now, timeZone: actor.workspace.timeZone, me: actor.member.id }) : changed),
    };
  }

  private now = (): string => this.clock.now().toISOString();
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
