/**
 * Records on their way into the tables and, whole, out of them. These builders go past every permission; the
 * write door alone uses them, between its checks. Values are in wire form by field key; only stored fields are
 * written, anything else is a bug of the caller and throws.
 */

import { columnType, duplicateColumn, hashColumn, type Design, type EntityModel, type FieldModel } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { kindOf, type StorageKind } from '../storage.ts';
import { entityOf } from '../value-expression.ts';
import { jsonText } from '../wire.ts';
import { objectText } from '../object-text.ts';

export interface RecordTable {
  readonly schema: string;
  readonly design: Design;
  readonly entity: string;
}

export type WireValues = Readonly<Record<string, unknown>>;

/** Who writes, and when. */
export interface WriteMoment {
  /** ISO instant; comes from the caller's clock. */
  readonly at: string;
  /** Member id; null for the system. */
  readonly by: string | null;
}

export interface Column {
  readonly name: string;
  readonly kind: StorageKind;
}

export const fullName = ({ schema, entity }: RecordTable): string => tableName(schema, entity);

/** Columns of the values that are given, in the order of the design, so that the same fields make the same text. */
export function columnsOf(table: RecordTable, given: readonly string[]): readonly Column[] {
  const known = writtenColumns(entityOf(table.design, table.entity));
  const unknown = given.find((key) => !known.has(key));
  if (unknown !== undefined) throw new Error(`${table.entity}.${unknown} is not written like this`);
  const asked = new Set(given);
  return [...known.values()].filter(({ name }) => asked.has(name));
}

const columnsOfEntity = new WeakMap<EntityModel, ReadonlyMap<string, Column>>();

/** Every column the write door fills: stored fields, and what it keeps beside them to find records by. */
function writtenColumns(entity: EntityModel): ReadonlyMap<string, Column> {
  const known = columnsOfEntity.get(entity);
  if (known) return known;
  const fields = storedFields(entity).filter((field) => field.key === 'owner' || !field.system);
  const columns: readonly Column[] = [
    ...fields.map(toColumn),
    ...fields.filter(({ encrypted }) => encrypted).map(({ key }): Column => ({ name: hashColumn(key), kind: 'text' })),
    ...(entity.document.duplicateRules ?? []).map(({ key }): Column => ({ name: duplicateColumn(key), kind: 'text' })),
  ];
  const made = new Map(columns.map((column) => [column.name, column]));
  columnsOfEntity.set(entity, made);
  return made;
}

export const isChild = (table: RecordTable): boolean => entityOf(table.design, table.entity).parent !== null;

/** JSON text of every stored value of a row, relations and members as ids; children with their `parent` and `position`. */
export function storedJson(table: RecordTable, alias: string): string {
  const entity = entityOf(table.design, table.entity);
  const aids = [...writtenColumns(entity).values()].filter(({ name }) => !entity.fields.has(name));
  const columns = [...storedFields(entity).map(toColumn), ...aids, ...(entity.parent === null ? [] : CHILD_COLUMNS)];
  return objectText(columns.map(({ name, kind }) => [name, jsonText(kind, `${alias}.${quoteIdent(name)}`)]));
}

const CHILD_COLUMNS: readonly Column[] = [
  { name: 'parent', kind: 'uuid' },
  { name: 'position', kind: 'int' },
];

const toColumn = (field: FieldModel): Column => ({ name: field.key, kind: field.encrypted ? 'text' : kindOf(field) });

export const storedFields = (entity: EntityModel): readonly FieldModel[] =>
  [...entity.fields.values()].filter((field) => columnType(field.document) !== null);
