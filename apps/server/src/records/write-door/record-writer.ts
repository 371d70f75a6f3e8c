/**
 * The one write door (law 2). Every change to a record, whoever makes it, goes through here in the caller's
 * transaction: lock the row, check it as it was, validate, fill in defaults and numbers, check the links, write,
 * check it as it has become, keep the history. What is refused throws, and the transaction with it leaves no trace.
 *
 * Computed fields have no column: formulas run in the reads that are built on the row.
 */

import { Injectable } from '@nestjs/common';
import type { RecordAction } from '@tessera/contract';
import { dateText, civilInZone, defaultValues, fieldProblem, normalizeValues, validateRecord, type EntityModel } from '@tessera/model';
import { allowedQuery, type AllowedRow } from '@tessera/sql/read';
import { fieldOfUniqueIndex } from '@tessera/sql/schema';
import { deleteRecord, incomingRelations, insertRecord, linkedRecords, lockChildren, lockRecord, updateRecord, type LockedRow } from '@tessera/sql/write';
import { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { newId } from '../../platform/new-id.ts';
import { constraintOf, sqlStateOf, UNIQUE_VIOLATION } from '../../platform/sqlstate.ts';
import { EntityNotFound, RecordActionForbidden, RecordDuplicate, RecordInUse, RecordInvalid, RecordLeavesScope, RecordNotFound } from '../record-errors.ts';
import { nextNumbers } from './auto-numbers.ts';
import { diffRow, diffStored, saveHistory, type FieldChange, type HistoryLine, type StoredValues } from './history.ts';
import { holdLinks, linksIn } from './links.ts';
import { readOnly, saveSubform, type Moment } from './subform-rows.ts';
import { versionConflict } from './version-conflict.ts';
import { selectedFields } from './writable-fields.ts';
import { readContextOf, type Writer } from './writer.ts';

export interface SavedRecord {
  readonly id: string;
  readonly version: number;
}

type Values = Readonly<Record<string, unknown>>;

@Injectable()
export class RecordWriter {
  constructor(private readonly clock: Clock) {}

  /** A new record with its subform rows. `values` as a client sends them. */
  async create(db: Db, writer: Writer, entityKey: string, values: Values): Promise<SavedRecord> {
    const entity = this.entityFor(writer, 'create', entityKey);
    if (entity.parent !== null) throw EntityNotFound({});
    const moment = this.moment(writer);
    const given = validated(writer, entity, values, 'create');
    const { own, subforms } = split(entity, given);
    await this.assertLinks(db, writer, entity, own);

    const id = newId();
    const defaults = defaultValues(writer.design, entity.key, { me: writer.member, today: moment.today, now: moment.at });
    const [numbers] = await nextNumbers(db, writer.workspace.schema, entity, moment.today, 1);
    const stored = { ...defaults, ...own, ...numbers };
    await notTwice(writer, () => db.query(insertRecord(tableOf(writer, entity), { id, values: stored }, stampOf(writer, moment))));
    const lines = await this.saveSubforms(db, writer, entity, { id, isNew: true }, subforms, moment);
    await this.assertAllowedAfter(db, writer, 'create', entity, id, Object.keys(own));

    const after = await this.lock(db, writer, entity, id, 'change');
    await saveHistory(db, writer, { entity: entity.key, id, version: after.version, at: moment.at }, [
      { action: 'create', changes: diffStored({}, after.values) },
      ...lines,
    ]);
    failpoint('record.create.before-commit');
    return { id, version: after.version };
  }

  /** Changes the fields given. `version`: what the change is based on; without it, on whatever is there now. */
  async update(db: Db, writer: Writer, entityKey: string, id: string, change: { readonly values: Values; readonly version?: number | undefined }): Promise<SavedRecord> {
    const entity = this.entityFor(writer, 'update', entityKey);
    if (entity.parent !== null) throw EntityNotFound({});
    const moment = this.moment(writer);
    const before = await this.lock(db, writer, entity, id, 'change');
    await this.assertVisible(db, writer, entity, id);
    const given = validated(writer, entity, change.values, 'update');
    if (change.version !== undefined && change.version !== before.version) {
      throw await versionConflict(db, writer, entity, { id, based: change.version, wanted: given });
    }
    const { own, subforms } = split(entity, given);
    const changed = Object.fromEntries(Object.entries(own).filter(([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before.values[key] ?? null)));
    await this.assertAllowedBefore(db, writer, entity, id, [...Object.keys(changed), ...Object.keys(subforms)]);
    await this.assertLinks(db, writer, entity, changed);

    const lines = await this.saveSubforms(db, writer, entity, { id, isNew: false }, subforms, moment);
    if (Object.keys(changed).length === 0 && lines.length === 0) return { id, version: before.version };
    await notTwice(writer, () => db.query(updateRecord(tableOf(writer, entity), { id, values: changed }, stampOf(writer, moment))));
    await this.assertAllowedAfter(db, writer, 'update', entity, id, []);

    const after = await this.lock(db, writer, entity, id, 'change');
    const changes = diffStored(before.values, after.values);
    await saveHistory(db, writer, { entity: entity.key, id, version: after.version, at: moment.at }, [
      ...(changes.length > 0 ? [{ action: 'update' as const, changes }] : []),
      ...lines,
    ]);
    failpoint('record.update.before-commit');
    return { id, version: after.version };
  }

  /** Adds one row to a subform of a record, as an import does; the record gets a new version. */
  async addRow(db: Db, writer: Writer, entityKey: string, id: string, subform: string, values: Values): Promise<SavedRecord & { readonly row: string }> {
    const entity = this.entityFor(writer, 'update', entityKey);
    const child = childOf(writer, entity, subform);
    if (child === undefined) throw EntityNotFound({});
    const moment = this.moment(writer);
    await this.lock(db, writer, entity, id, 'change');
    await this.assertVisible(db, writer, entity, id);
    await this.assertAllowedBefore(db, writer, entity, id, [subform]);
    const { [subform]: rows } = validated(writer, entity, { [subform]: [values] }, 'update');
    const { added, lines } = await this.appendRow(db, writer, { id, subform, child }, (rows as Values[])[0] ?? {}, moment);
    await db.query(updateRecord(tableOf(writer, entity), { id, values: {} }, stampOf(writer, moment)));
    await this.assertAllowedAfter(db, writer, 'update', entity, id, []);
    const after = await this.lock(db, writer, entity, id, 'change');
    await saveHistory(db, writer, { entity: entity.key, id, version: after.version, at: moment.at }, lines);
    return { id, version: after.version, row: added };
  }

  /** Marks a record as deleted; it is gone for every reader. `version` as for `update`. */
  async delete(db: Db, writer: Writer, entityKey: string, id: string, version?: number): Promise<void> {
    const entity = this.entityFor(writer, 'delete', entityKey);
    if (entity.parent !== null) throw EntityNotFound({});
    const moment = this.moment(writer);
    const before = await this.lock(db, writer, entity, id, 'delete');
    await this.assertVisible(db, writer, entity, id);
    if (!writer.system && !(await this.allowed(db, writer, 'delete', entity, id)).allowed) throw RecordActionForbidden({ action: 'delete' });
    if (version !== undefined && version !== before.version) throw await versionConflict(db, writer, entity, { id, based: version, wanted: {} });
    await this.releaseLinks(db, writer, entity, id, moment);
    await db.query(deleteRecord(tableOf(writer, entity), id, stampOf(writer, moment)));
    await saveHistory(db, writer, { entity: entity.key, id, version: before.version + 1, at: moment.at }, [{ action: 'delete', changes: diffStored(before.values, {}) }]);
    failpoint('record.delete.before-commit');
  }

  private moment(writer: Writer): Moment {
    const at = this.clock.now().toISOString();
    return { at, today: dateText(civilInZone(Date.parse(at), writer.workspace.timeZone)) };
  }

  /** An entity the writer can know of nothing about answers like one that does not exist. */
  private entityFor(writer: Writer, action: RecordAction, key: string): EntityModel {
    const entity = writer.design.entities.get(key);
    const known = entity && (writer.access.can('read', key) || writer.access.can(action, key));
    if (!known) throw EntityNotFound({});
    if (!writer.access.can(action, key)) throw RecordActionForbidden({ action });
    return entity;
  }

  private async lock(db: Db, writer: Writer, entity: EntityModel, id: string, purpose: 'change' | 'delete'): Promise<{ version: number; values: StoredValues }> {
    const [row] = await db.query<LockedRow>(lockRecord({ ...tableOf(writer, entity), id, for: purpose }));
    if (!row) throw RecordNotFound({});
    return { version: row.version, values: JSON.parse(row.record) as StoredValues };
  }

  /** Of a record that is locked. */
  private async allowed(db: Db, writer: Writer, action: RecordAction, entity: EntityModel, id: string, fields: readonly string[] = []): Promise<AllowedRow> {
    const { access } = writer;
    const scopes = [access.rowScope(action, entity.key), ...fields.map((field) => access.fieldScope(action, entity.key, field))];
    if (scopes.every(({ kind }) => kind === 'all')) return { allowed: true, refused: [] };
    const [row] = await db.query<AllowedRow>(allowedQuery(readContextOf(writer), { action, entity: entity.key, id, fields }));
    return row ?? { allowed: false, refused: fields };
  }

  private async assertVisible(db: Db, writer: Writer, entity: EntityModel, id: string): Promise<void> {
    if (!writer.system && !(await this.allowed(db, writer, 'read', entity, id)).allowed) throw RecordNotFound({});
  }

  private async assertAllowedBefore(db: Db, writer: Writer, entity: EntityModel, id: string, fields: readonly string[]): Promise<void> {
    if (writer.system) return;
    const { allowed, refused } = await this.allowed(db, writer, 'update', entity, id, fields);
    if (!allowed) throw RecordActionForbidden({ action: 'update' });
    if (refused.length > 0) throw RecordInvalid({}, { fields: refused.map((field) => readOnly(entity, field, 'values')) });
  }

  /** Fields were checked before an update; of a new record there is no "before". */
  private async assertAllowedAfter(db: Db, writer: Writer, action: 'create' | 'update', entity: EntityModel, id: string, fields: readonly string[]): Promise<void> {
    if (writer.system) return;
    const { allowed, refused } = await this.allowed(db, writer, action, entity, id, fields);
    if (!allowed) throw RecordLeavesScope({});
    if (refused.length > 0) throw RecordInvalid({}, { fields: refused.map((field) => readOnly(entity, field, 'values')) });
  }

  private async assertLinks(db: Db, writer: Writer, entity: EntityModel, values: Values): Promise<void> {
    const broken = await holdLinks(db, writer, linksIn(entity, values, 'values'));
    if (broken.length > 0) throw RecordInvalid({}, { fields: broken });
  }

  private async saveSubforms(db: Db, writer: Writer, entity: EntityModel, record: { id: string; isNew: boolean }, subforms: Values, moment: Moment): Promise<HistoryLine[]> {
    const lines: HistoryLine[] = [];
    for (const [subform, rows] of Object.entries(subforms)) {
      const child = childOf(writer, entity, subform);
      if (child) lines.push(...(await notTwice(writer, () => saveSubform(db, writer, { ...record, subform, child }, (rows ?? []) as Values[], moment))));
    }
    return lines;
  }

  private async appendRow(db: Db, writer: Writer, to: { id: string; subform: string; child: EntityModel }, values: Values, moment: Moment): Promise<{ added: string; lines: HistoryLine[] }> {
    const broken = await holdLinks(db, writer, linksIn(to.child, values, `values.${to.subform}.0`));
    if (broken.length > 0) throw RecordInvalid({}, { fields: broken });
    const table = tableOf(writer, to.child);
    const defaults = defaultValues(writer.design, to.child.key, { me: writer.member, today: moment.today, now: moment.at });
    const [numbers] = await nextNumbers(db, table.schema, to.child, moment.today, 1);
    const id = newId();
    const stored = { ...defaults, ...values, ...numbers };
    // The record is locked: nobody else adds a row meanwhile.
    const { length } = await db.query(lockChildren({ ...table, parent: to.id }));
    await notTwice(writer, () => db.query(insertRecord(table, { id, parent: to.id, position: length, values: stored }, stampOf(writer, moment))));
    return { added: id, lines: [{ action: 'create', changes: diffRow({}, stored), row: { subform: to.subform, entity: to.child.key, id } }] };
  }

  /** Links to a record that is deleted are cleared where the relation says so; else it is not deleted. */
  private async releaseLinks(db: Db, writer: Writer, entity: EntityModel, id: string, moment: Moment): Promise<void> {
    for (const relation of incomingRelations(writer.design, entity.key)) {
      const owner = writer.design.entities.get(relation.entity);
      if (!owner) continue;
      for (;;) {
        const linked = await db.query<{ id: string }>(linkedRecords({ ...tableOf(writer, owner), field: relation.field, id, limit: 500 }));
        if (linked.length === 0) break;
        if (relation.onDelete === 'refuse') throw RecordInUse({});
        for (const row of linked) await this.clearLink(db, writer, owner, row.id, { field: relation.field, from: id, to: null }, moment);
      }
    }
  }

  /** Told in the history of the record; of the record it belongs to, when it is a row of a subform. */
  private async clearLink(db: Db, writer: Writer, entity: EntityModel, id: string, change: FieldChange, moment: Moment): Promise<void> {
    const { values } = await this.lock(db, writer, entity, id, 'change');
    const [changed] = await db.query<SavedRecord>(updateRecord(tableOf(writer, entity), { id, values: { [change.field]: null } }, stampOf(writer, moment)));
    const line: HistoryLine = { action: 'update', changes: [change] };
    const parent = entity.parent === null ? undefined : writer.design.entities.get(entity.parent);
    if (!parent) return saveHistory(db, writer, { entity: entity.key, id, version: changed?.version ?? 1, at: moment.at }, [line]);
    const [owner] = await db.query<SavedRecord>(updateRecord(tableOf(writer, parent), { id: String(values['parent']), values: {} }, stampOf(writer, moment)));
    const subform = parent.children.find((child) => child.entity === entity.key)?.field ?? '';
    return saveHistory(db, writer, { entity: parent.key, id: String(values['parent']), version: owner?.version ?? 1, at: moment.at }, [{ ...line, row: { subform, entity: entity.key, id } }]);
  }
}

const tableOf = (writer: Writer, entity: EntityModel) => ({ schema: writer.workspace.schema, design: writer.design, entity: entity.key });
const stampOf = (writer: Writer, moment: Moment) => ({ at: moment.at, by: writer.member });

function childOf(writer: Writer, entity: EntityModel, subform: string): EntityModel | undefined {
  const child = entity.children.find(({ field }) => field === subform);
  return child && writer.design.entities.get(child.entity);
}

/** The values in canonical form, or RECORD_INVALID with every problem. */
function validated(writer: Writer, entity: EntityModel, values: Values, mode: 'create' | 'update'): Record<string, unknown> {
  const problems = validateRecord(writer.design, entity.key, values, {
    mode,
    fields: selectedFields(writer.access, writer.design, mode, entity.key),
    readable: selectedFields(writer.access, writer.design, 'read', entity.key),
  });
  if (problems.length > 0) throw RecordInvalid({}, { fields: problems });
  return normalizeValues(writer.design, entity.key, values);
}

function split(entity: EntityModel, values: Values): { own: Record<string, unknown>; subforms: Record<string, unknown> } {
  const isSubform = (key: string): boolean => entity.children.some(({ field }) => field === key);
  const entries = Object.entries(values);
  return {
    own: Object.fromEntries(entries.filter(([key]) => !isSubform(key))),
    subforms: Object.fromEntries(entries.filter(([key]) => isSubform(key))),
  };
}

/** A value that must be unique and is taken: said of the field the writer sent, never of the record that has it. */
async function notTwice<T>(writer: Writer, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = constraintOf(error);
    if (sqlStateOf(error) !== UNIQUE_VIOLATION || constraint === undefined) throw error;
    const taken = fieldOfUniqueIndex(writer.design, constraint);
    const label = taken && writer.design.entities.get(taken.entity)?.fields.get(taken.field)?.document.label;
    const known = taken && label && writer.access.canField('read', taken.entity, taken.field);
    throw RecordDuplicate({}, { fields: known ? [fieldProblem(`values.${taken.field}`, 'FIELD_DUPLICATE', label)] : [] });
  }
}
