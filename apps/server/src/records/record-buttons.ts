/**
 * What a button on a record does: sets fields with the rights of whoever presses it, gives an address to open, or starts a
 * process. A button is only there for those who may read every field its formulas name on the record; of other records
 * its formulas see what whoever presses it may see.
 */

import { Injectable } from '@nestjs/common';
import type { ButtonOptions, RecordView } from '@tessera/contract';
import type { CheckedFormula } from '@tessera/formula';
import { formulaNameFields, formulaValue, resolveFormulaName, wireValue, type Design, type FieldModel } from '@tessera/model';
import { allowedQuery, type AllowedRow } from '@tessera/sql/read';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { audit } from '../workspaces/audit.ts';
import { Idempotency, type KeyedRequest } from './idempotency.ts';
import { ButtonAddressInvalid, EntityNotFound, FieldNotThere, RecordNotFound } from './record-errors.ts';
import { RecordReader } from './record-reader.ts';
import { RecordTriggers } from './record-triggers.ts';
import { RecordWriter } from './write-door/record-writer.ts';
import { readContextOf, writerOf } from './write-door/writer.ts';

interface Pressed {
  readonly record: RecordView | null;
  readonly url?: string;
  readonly instance?: string;
}

@Injectable()
export class RecordButtons {
  constructor(
    private readonly database: Database,
    private readonly writer: RecordWriter,
    private readonly reader: RecordReader,
    private readonly triggers: RecordTriggers,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** JSON of the answer. */
  async press(actor: Actor, entity: string, id: string, key: string, keyed: KeyedRequest): Promise<Buffer> {
    const work = (db: Db): Promise<Pressed> => this.pressIn(db, actor, entity, id, key);
    const { key: once } = keyed;
    return Buffer.from(once === undefined ? JSON.stringify(await this.database.transaction(actor.workspace.schema, work)) : await this.idempotency.once(actor, { ...keyed, key: once }, work));
  }

  private async pressIn(db: Db, actor: Actor, entityKey: string, id: string, key: string): Promise<Pressed> {
    const entity = actor.design.entities.get(entityKey);
    if (!entity || !actor.access.can('read', entityKey)) throw EntityNotFound({});
    const field = entity.fields.get(key);
    await this.assertReadable(db, actor, entityKey, id, field);
    const options = field?.document.options as ButtonOptions | undefined;
    if (!field || !options) throw FieldNotThere({});
    const record = { entity: entityKey, id };
    await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'record.buttonPressed', entity: entityKey, target: id, records: 1, recordIds: [id], detail: { button: key, does: options.action } });
    switch (options.action) {
      case 'setFields': {
        const set = field.button?.set ?? [];
        const results = await this.reader.formulasIn(db, actor, entityKey, id, set.map(({ formula }) => formula));
        const values = Object.fromEntries(set.map(({ field: target }, at) => [target, valueFor(entity.fields.get(target), results[at])]));
        await this.writer.update(db, writerOf(actor), entityKey, id, { values });
        failpoint('record.button.before-commit');
        return { record: await this.reader.recordIn(db, actor, entityKey, id) };
      }
      case 'openUrl': {
        const address = field.button?.url;
        const url = address ? await this.reader.shownFormulaIn(db, actor, entityKey, id, address, formulaSources(actor.design, entityKey, address)) : null;
        if (typeof url !== 'string' || !isOpenable(url)) throw ButtonAddressInvalid({});
        return { record: null, url };
      }
      case 'startProcess': {
        // The record stays as it is until the process has begun.
        await this.writer.hold(db, writerOf(actor), entityKey, id);
        const instance = await this.triggers.start(db, actor, record, options.process);
        return { record: await this.reader.recordIn(db, actor, entityKey, id), instance };
      }
    }
  }

  /** The button and everything its formulas look at, on this very record. */
  private async assertReadable(db: Db, actor: Actor, entity: string, id: string, field: FieldModel | undefined): Promise<void> {
    const formulas = field?.button ? [...field.button.set.map(({ formula }) => formula), ...(field.button.url ? [field.button.url] : [])] : [];
    const sources = formulas.flatMap((formula) => formulaSources(actor.design, entity, formula));
    const own = sources.flatMap((source) => (source.startsWith(`${entity}.`) ? [source.slice(entity.length + 1)] : []));
    const fields = [...new Set([...(field ? [field.key] : []), ...own])];
    const [row] = await db.query<AllowedRow>(allowedQuery(readContextOf(actor), { action: 'read', entity, id, fields: fields.filter((key) => actor.access.canField('read', entity, key)) }));
    if (!row?.allowed) throw RecordNotFound({});
    const isHidden = sources.some((source) => !actor.access.canField('read', source.split('.')[0] ?? '', source.split('.')[1] ?? '')) || fields.some((key) => !actor.access.canField('read', entity, key)) || row.refused.length > 0;
    if (field?.type.key !== 'button' || isHidden) throw FieldNotThere({});
  }
}

/** With the digits that the field keeps. */
const valueFor = (field: FieldModel | undefined, result: unknown): unknown => (field ? wireValue(field, formulaValue(result)) : null);

/** `entity.field` of everything a formula's value follows from. */
function formulaSources(design: Design, entity: string, formula: CheckedFormula): string[] {
  const touched = formula.names.flatMap((name) => {
    const found = resolveFormulaName(design, entity, name);
    return found.ok ? formulaNameFields(entity, found.value) : [];
  });
  return touched.flatMap(([owner, key]) => [`${owner}.${key}`, ...(design.entities.get(owner)?.fields.get(key)?.hiddenWith ?? [])]);
}

/** Nothing that runs in the page, whoever wrote the values it is made of. */
function isOpenable(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url) && !/[\u0000-\u0020\u007f]/.test(url) && URL.canParse(url);
}
