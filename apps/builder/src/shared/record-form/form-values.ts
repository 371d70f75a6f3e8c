/**
 * Between a record as it is read and what a form holds: flat rows, ids instead of `{ id, label }`, null for
 * nothing. Pure.
 */

import type { FileValue, Ref } from '@tessera/contract';
import { normalizeValues, type Design } from '@tessera/model';
import { isRef } from '../fields/references.ts';
import { isFileValue } from '../files/file-place.ts';

export type FormValues = Readonly<Record<string, unknown>>;
export type RowValues = Readonly<Record<string, unknown>>;

export const toFormValues = (design: Design, entity: string, values: FormValues): FormValues => normalizeValues(design, entity, values);

/** Every reference in what was read, at any depth: forms show ids by these names. */
export function collectRefs(value: unknown, found = new Map<string, Ref>()): Map<string, Ref> {
  if (isRef(value) && typeof (value as { label?: unknown }).label === 'string') found.set(value.id, value);
  else if (Array.isArray(value)) for (const one of value) collectRefs(one, found);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collectRefs(one, found);
  return found;
}

export interface KnownFiles {
  readonly files: Map<string, FileValue>;
  /** By file: the record, or the row of a subform, whose field it is in. */
  readonly holders: Map<string, string>;
}

/** Every file in what was read, rows of subforms included: forms hold ids and show these. */
export function collectFiles(values: FormValues, holder: string, found: KnownFiles = { files: new Map(), holders: new Map() }): KnownFiles {
  for (const value of Object.values(values)) {
    if (!Array.isArray(value)) continue;
    for (const one of value as readonly unknown[]) {
      if (isFileValue(one)) {
        found.files.set(one.id, one);
        found.holders.set(one.id, holder);
      } else if (isRow(one)) collectFiles(one.values, one.id, found);
    }
  }
  return found;
}

const isRow = (value: unknown): value is { readonly id: string; readonly values: RowValues } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string' && typeof (value as { values?: unknown }).values === 'object' && (value as { values?: unknown }).values !== null;

/** Nothing is null, undefined, '' and the empty list alike; the order of keys does not count, that of rows does. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => sameValue(one, b[index]));
  if (typeof a === 'object' && typeof b === 'object') {
    const [left, right] = [a as RowValues, b as RowValues];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]));
  }
  return a === b;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What the form changed and may write, ready to send: rows are sent as a whole list, without what is computed. */
export function changedValues(design: Design, entity: string, before: FormValues, after: FormValues, writable: readonly string[]): Record<string, unknown> {
  const model = design.entities.get(entity);
  const changes: Record<string, unknown> = {};
  for (const field of model?.fields.values() ?? []) {
    if (field.readOnly || !isWritable(writable, field.key)) continue;
    const value = field.type.refersTo === 'rows' ? writableRows(design, field.target, after[field.key], rowFields(writable, field.key)) : (after[field.key] ?? null);
    const old = field.type.refersTo === 'rows' ? writableRows(design, field.target, before[field.key], rowFields(writable, field.key)) : (before[field.key] ?? null);
    if (!sameValue(old, value)) changes[field.key] = value;
  }
  return changes;
}

/** `lines.quantity` makes `lines` writable in part. */
export const isWritable = (writable: readonly string[], key: string): boolean => writable.includes(key) || writable.some((one) => one.startsWith(`${key}.`));

/** Field keys of the rows that may be written; null for all. */
function rowFields(writable: readonly string[], subform: string): readonly string[] | null {
  const own = writable.filter((one) => one.startsWith(`${subform}.`)).map((one) => one.slice(subform.length + 1));
  return own.length > 0 ? own : null;
}

function writableRows(design: Design, child: string | null, rows: unknown, fields: readonly string[] | null): RowValues[] {
  const model = child ? design.entities.get(child) : undefined;
  if (!model || !Array.isArray(rows)) return [];
  const own = [...model.fields.values()].filter((field) => !field.readOnly && !field.system && (fields === null || fields.includes(field.key)));
  return (rows as RowValues[]).map((row) => ({
    ...(typeof row.id === 'string' ? { id: row.id } : {}),
    ...Object.fromEntries(own.map(({ key }) => [key, row[key] ?? null])),
  }));
}
