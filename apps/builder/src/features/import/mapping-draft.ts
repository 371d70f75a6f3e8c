/**
 * Changing how the columns of a file are read. The order of the mapping matters where several columns name
 * one field: their texts are joined in it. Pure.
 */

import type { ColumnMapping, EntityDocument, FieldDocument, ImportMapping } from '@tessera/contract';
import { allFields } from '../../shared/fields/system-fields.ts';

/** The pseudo field of a child table's row: the record it belongs to. */
export const PARENT_FIELD = 'parent';
/** What a member has. */
export const MEMBER_FIELDS = ['name', 'email', 'title', 'phone'] as const;

const NEVER_WRITTEN = new Set<FieldDocument['type']>(['autoNumber', 'formula', 'rollup', 'subform']);
const MADE_BY_US = new Set(['created_at', 'created_by', 'updated_at', 'updated_by']);

export const isImportable = (field: FieldDocument): boolean => !NEVER_WRITTEN.has(field.type) && !MADE_BY_US.has(field.key);

export const importableFields = (entity: EntityDocument): readonly FieldDocument[] => allFields(entity).filter(isImportable);

export const columnMapping = (mapping: ImportMapping, column: number): ColumnMapping => mapping.columns.find((one) => one.column === column) ?? { column };

/** Replaces one column's part and keeps its place in the order. */
function withColumn(mapping: ImportMapping, next: ColumnMapping): ImportMapping {
  const known = mapping.columns.some((one) => one.column === next.column);
  return { ...mapping, columns: known ? mapping.columns.map((one) => (one.column === next.column ? next : one)) : [...mapping.columns, next] };
}

/** Another field is read in another way: lookup and replacements start anew. `null` leaves the column out. */
export function mapColumn(mapping: ImportMapping, column: number, field: string | null, isLink: boolean): ImportMapping {
  const { externalKey } = columnMapping(mapping, column);
  return withColumn(mapping, { column, ...(externalKey ? { externalKey } : {}), ...(field === null ? {} : { field, ...(isLink ? { match: 'externalKey' as const } : {}) }) });
}

export function setKey(mapping: ImportMapping, column: number, isKey: boolean): ImportMapping {
  const { externalKey: _before, ...rest } = columnMapping(mapping, column);
  return withColumn(mapping, isKey ? { ...rest, externalKey: true } : rest);
}

export const setMatch = (mapping: ImportMapping, column: number, match: 'externalKey' | 'title'): ImportMapping => withColumn(mapping, { ...columnMapping(mapping, column), match });

export function setValues(mapping: ImportMapping, column: number, values: Readonly<Record<string, string>>): ImportMapping {
  const { values: _before, ...rest } = columnMapping(mapping, column);
  return withColumn(mapping, Object.keys(values).length > 0 ? { ...rest, values: { ...values } } : rest);
}

export function setConstant(mapping: ImportMapping, field: string, value: unknown): ImportMapping {
  const { constants = {}, ...rest } = mapping;
  return { ...rest, constants: { ...constants, [field]: value } };
}

export function withoutConstant(mapping: ImportMapping, field: string): ImportMapping {
  const { constants = {}, ...rest } = mapping;
  const left = Object.fromEntries(Object.entries(constants).filter(([key]) => key !== field));
  return Object.keys(left).length > 0 ? { ...rest, constants: left } : rest;
}

/** A fixed value nobody has chosen yet is none. */
export function finished(mapping: ImportMapping): ImportMapping {
  return Object.entries(mapping.constants ?? {}).reduce((left, [field, value]) => (value === null || value === undefined ? withoutConstant(left, field) : left), mapping);
}

/** Which of the columns joined into one field this is; null when it stands alone. */
export function joinOf(mapping: ImportMapping, column: number): { readonly position: number; readonly count: number } | null {
  const { field } = columnMapping(mapping, column);
  if (field === undefined) return null;
  const joined = mapping.columns.filter((one) => one.field === field);
  return joined.length > 1 ? { position: joined.findIndex((one) => one.column === column) + 1, count: joined.length } : null;
}

export function joinFirst(mapping: ImportMapping, column: number): ImportMapping {
  const own = columnMapping(mapping, column);
  return { ...mapping, columns: [own, ...mapping.columns.filter((one) => one.column !== column)] };
}

export const isAnythingMapped = (mapping: ImportMapping): boolean => mapping.columns.some((one) => one.field !== undefined);

/** Required fields that neither a column, a fixed value nor a default fills. */
export function missingFields(mapping: ImportMapping, fields: readonly FieldDocument[]): readonly FieldDocument[] {
  const given = new Set([...mapping.columns.flatMap((one) => one.field ?? []), ...Object.keys(mapping.constants ?? {})]);
  return fields.filter((field) => field.required && field.default === undefined && !given.has(field.key));
}

/** What the samples hold, to be offered for replacement; what means nothing is left out. */
export function sampleValues(sample: readonly (readonly string[])[], column: number, nullWords: readonly string[]): readonly string[] {
  return [...new Set(sample.map((row) => (row[column] ?? '').trim()))].filter((text) => text !== '' && !nullWords.includes(text));
}
