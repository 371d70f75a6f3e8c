/**
 * Changing how the columns of a file are read. The order of the mapping matters where several columns name
 * one field: their texts are joined in it. Pure.
 */

import type { ColumnMapping, EntityDocument, FieldDocument, ImportMapping } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { allFields } from '../../shared/fields/system-fields.ts';

/** The pseudo field of a child table's row: the record it belongs to. */
export const PARENT_FIELD = 'parent';
/** What a member has. */
export const MEMBER_FIELDS = ['name', 'email', 'title', 'phone'] as const;

const MADE_BY_US = new Set(['created_at', 'created_by', 'updated_at', 'updated_by']);
/** A cell cannot hold a file or rows. */
const NOT_IN_A_CELL = new Set<FieldDocument['type']>(['subform', 'file', 'image', 'signature', 'button']);

export function isImportable(field: FieldDocument): boolean {
  const type = typeOf(field);
  return !type.readOnly && type.computes === null && !NOT_IN_A_CELL.has(field.type) && !MADE_BY_US.has(field.key);
}

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

/** How the linked record is found: `externalKey`, `title`, or `field:tax_no` for one of its unique fields. */
export type LinkMatch = 'externalKey' | 'title' | `field:${string}`;

export function linkMatch({ match, matchField }: ColumnMapping): LinkMatch {
  return match === 'field' ? `field:${matchField ?? ''}` : (match ?? 'title');
}

export function setMatch(mapping: ImportMapping, column: number, match: LinkMatch): ImportMapping {
  const { matchField: _before, ...rest } = columnMapping(mapping, column);
  return withColumn(mapping, match.startsWith('field:') ? { ...rest, match: 'field', matchField: match.slice('field:'.length) } : { ...rest, match: match as 'externalKey' | 'title' });
}

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
  // A record that is there already has its values.
  if (mapping.mode === 'update') return [];
  const given = new Set([...mapping.columns.flatMap((one) => one.field ?? []), ...Object.keys(mapping.constants ?? {})]);
  return fields.filter((field) => field.required && field.default === undefined && !given.has(field.key));
}

/** What the samples hold, to be offered for replacement; what means nothing is left out. */
export function sampleValues(sample: readonly (readonly string[])[], column: number, nullWords: readonly string[]): readonly string[] {
  return [...new Set(sample.map((row) => (row[column] ?? '').trim()))].filter((text) => text !== '' && !nullWords.includes(text));
}

// ---- rows whose records are there already ------------------------------------------------------------

export type ImportMode = NonNullable<ImportMapping['mode']>;

/** Stands for the key of the row among the fields that tell which record it is. */
export const EXTERNAL_KEY = 'externalKey';
export const MAX_MATCH_FIELDS = 3;

/** Fields of the file that can tell which record a row is, those that are unique first. */
export function matchFields(mapping: ImportMapping, fields: readonly FieldDocument[]): readonly FieldDocument[] {
  const given = new Set(mapping.columns.map((one) => one.field));
  return fields.filter((field) => given.has(field.key) && (!field.encrypted || field.unique)).sort((a, b) => Number(b.unique ?? false) - Number(a.unique ?? false));
}

/** Changing records begins with the field that tells them apart, when the file has one. */
export function setMode(mapping: ImportMapping, mode: ImportMode, found: readonly FieldDocument[]): ImportMapping {
  const { mode: _before, matchBy, ...rest } = mapping;
  if (mode === 'create') return rest;
  const first = found.find((field) => field.unique)?.key ?? (mapping.columns.some((one) => one.externalKey) ? EXTERNAL_KEY : undefined);
  const by = matchBy ?? (first === undefined ? undefined : [first]);
  return { ...rest, mode, ...(by ? { matchBy: by } : {}) };
}

/** The key of the row says it all; it goes with nothing else. */
export function setMatchBy(mapping: ImportMapping, fields: readonly string[]): ImportMapping {
  const { matchBy: before, ...rest } = mapping;
  const last = fields.at(-1);
  const next = last === EXTERNAL_KEY ? [EXTERNAL_KEY] : fields.filter((field) => field !== EXTERNAL_KEY || before === undefined);
  return next.length > 0 ? { ...rest, matchBy: next.slice(0, MAX_MATCH_FIELDS) } : rest;
}

export const isMatchMissing = ({ mode, matchBy }: ImportMapping): boolean => mode !== undefined && mode !== 'create' && (matchBy ?? []).length === 0;

export function setDuplicates(mapping: ImportMapping, duplicates: 'refuse' | 'import'): ImportMapping {
  const { duplicates: _before, ...rest } = mapping;
  return duplicates === 'refuse' ? rest : { ...rest, duplicates };
}
