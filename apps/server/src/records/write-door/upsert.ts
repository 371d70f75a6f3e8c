/**
 * Changes of records that are named by unique values: the record that has them is changed, or one is made. Another who
 * makes the same record at the same moment wins the unique index; the change then finds that record and goes to it. Only
 * records are found of which the writer may read what names them: for any other one is made, and what is unique refuses it.
 */

import type { FieldProblemInput } from '@tessera/contract';
import { columnType, fieldProblem, hashColumn, normalizeValues, validateRecord, type EntityModel, type FieldModel } from '@tessera/model';
import { isUnique } from '@tessera/sql/schema';
import { findByValues, rightsQuery } from '@tessera/sql/write';
import { fieldCipher } from '../../platform/field-cipher.ts';
import { RecordDuplicate, RecordInvalid } from '../record-errors.ts';
import type { DoorOutcome, WriteOptions } from './changes.ts';
import { permissionOf, tableOf, type Door } from './door.ts';
import type { Alteration, Creation } from './prepare.ts';
import type { PlacedChange } from './runs.ts';
import { FirstRefusal } from './save-each.ts';

type Values = Readonly<Record<string, unknown>>;
type Outcomes = ReadonlyMap<number, DoorOutcome>;

interface Upsert {
  readonly index: number;
  readonly by: readonly string[];
  readonly values: Values;
}

export interface UpsertSteps {
  create(door: Door, changes: readonly Creation[], options: WriteOptions): Promise<Outcomes>;
  update(door: Door, changes: readonly Alteration[], options: WriteOptions): Promise<Outcomes>;
}

interface FoundRecord {
  readonly index: number;
  readonly id: string;
}

export async function writeUpserts(door: Door, changes: readonly PlacedChange[], options: WriteOptions, steps: UpsertSteps): Promise<Outcomes> {
  const outcomes = new Map<number, DoorOutcome>();
  const settle = (found: Outcomes): void => {
    for (const [index, outcome] of found) {
      if (outcome.status === 'refused' && options.onRefusal === 'throw') throw new FirstRefusal(index, outcome.error);
      outcomes.set(index, outcome);
    }
  };
  let waiting = changes.flatMap(({ index, change }): Upsert[] => (change.op === 'upsert' ? [{ index, by: change.by, values: change.values }] : []));
  const problems = new Map(waiting.map((upsert) => [upsert.index, keyProblems(door, upsert)]));
  settle(new Map(waiting.flatMap(({ index }) => (problems.get(index)?.length ? [[index, { status: 'refused', error: RecordInvalid({}, { fields: problems.get(index) ?? [] }) }] as const] : []))));
  waiting = waiting.filter(({ index }) => !outcomes.has(index));

  // Of those a record was made for that somebody has already: found the second time if it may be known, else refused.
  const taken = new Map<number, DoorOutcome>();
  while (waiting.length > 0) {
    const found = await find(door, waiting);
    const there = waiting.filter(({ index }) => found.has(index));
    settle(await steps.update(door, there.map(({ index, by, values }) => ({ index, id: found.get(index) as string, values: without(values, by) })), { onRefusal: 'report' }));
    const missing = waiting.filter(({ index }) => !found.has(index));
    settle(new Map(missing.flatMap(({ index }) => (taken.has(index) ? [[index, taken.get(index) as DoorOutcome] as const] : []))));
    waiting = missing.filter(({ index }) => !taken.has(index));
    const made = await steps.create(door, waiting.map(({ index, values }) => ({ index, values })), { onRefusal: 'report' });
    for (const [index, outcome] of made) if (outcome.status === 'refused' && outcome.error.code === RecordDuplicate.code) taken.set(index, outcome);
    settle(new Map([...made].filter(([index]) => !taken.has(index))));
    waiting = waiting.filter(({ index }) => taken.has(index));
  }
  return outcomes;
}

/** A field that cannot name a record, and a value that names none. */
function keyProblems({ writer, entity }: Door, { by, values }: Upsert): FieldProblemInput[] {
  const known = by.filter((key) => writer.access.canField('read', entity.key, key) && entity.fields.has(key));
  const strange = by.filter((key) => !known.includes(key)).map((key) => fieldProblem('by', 'FIELD_NOT_FOUND', key.slice(0, 100)));
  if (strange.length > 0) return strange;
  const labels = (key: string) => entity.fields.get(key)?.document.label ?? key;
  const unfit = by.filter((key) => !namesRecords(entity.fields.get(key) as FieldModel)).map((key) => fieldProblem('by', 'FIELD_NOT_UNIQUE', labels(key)));
  if (unfit.length > 0) return unfit;
  if (!known.some((key) => isUnique((entity.fields.get(key) as FieldModel).document))) return by.map((key) => fieldProblem('by', 'FIELD_NOT_UNIQUE', labels(key)));
  const normal = normalizeValues(writer.design, entity.key, values);
  return by.filter((key) => normal[key] === null || normal[key] === undefined).map((key) => fieldProblem(`values.${key}`, 'FIELD_REQUIRED', labels(key)));
}

/** What the system keeps of a record, what is computed, and what is a list or an object, is nothing a record is named by. */
const namesRecords = ({ system, key, document, valueType }: FieldModel): boolean =>
  (!system || key === 'owner') && columnType(document) !== null && !['textList', 'uuidList', 'json'].includes(valueType.valueKind) && !valueType.html;

/** Ids of the records that are there, by the place of the change. */
async function find(door: Door, upserts: readonly Upsert[]): Promise<ReadonlyMap<number, string>> {
  const { db, writer, entity } = door;
  const found = new Map<number, string>();
  const groups = Map.groupBy(upserts, ({ by }) => JSON.stringify(by));
  for (const group of groups.values()) {
    const by = group[0]?.by ?? [];
    const rows = group.map(({ index, values }) => ({ index, values: pick(normalizeValues(writer.design, entity.key, values), by) }));
    // What is no value of its field is refused when it is validated; it is not asked for.
    const fits = (values: Values): boolean => validateRecord(writer.design, entity.key, values, { mode: 'update', fields: by }).length === 0;
    const valid = rows.filter(({ values }) => fits(values)).map((row) => ({ ...row, values: hashed(entity, row.values) }));
    if (valid.length === 0) continue;
    const there = await db.query<FoundRecord>(findByValues(tableOf(door, entity), by, valid));
    for (const { index, id } of await inSight(door, by, there)) if (!found.has(index)) found.set(index, id);
  }
  return found;
}

/** Encrypted values are found by their hashes. */
const hashed = (entity: EntityModel, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => (entity.fields.get(key)?.encrypted ? [hashColumn(key), fieldCipher().hash(entity.key, key, String(value))] : [key, value])));

/** Those of which the writer may read all of `by`. */
async function inSight(door: Door, by: readonly string[], found: readonly FoundRecord[]): Promise<readonly FoundRecord[]> {
  const { db, writer, entity } = door;
  if (writer.system || found.length === 0) return found;
  const ids = [...new Set(found.map(({ id }) => id))];
  const rights = await db.query<{ id: string; allowed: boolean; refused: readonly string[] }>(rightsQuery({ ...tableOf(door, entity), ids }, permissionOf(door, 'read', by)));
  const seen = new Set(rights.filter(({ allowed, refused }) => allowed && refused.length === 0).map(({ id }) => id));
  return found.filter(({ id }) => seen.has(id));
}

const pick = (values: Values, keys: readonly string[]): Values => Object.fromEntries(keys.map((key) => [key, values[key]]));
const without = (values: Values, keys: readonly string[]): Values => Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
