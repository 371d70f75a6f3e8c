/**
 * What a form shows masked: texts by place, `phone` or `<row id>.price`. They are kept apart from what the form holds, so
 * that no widget, formula or rule takes a mask for a value. Pure.
 */

import type { FormValues, RowValues } from './form-values.ts';

export type MaskTexts = ReadonlyMap<string, string>;

type ReadRow = { readonly id: string; readonly values: RowValues; readonly masked?: readonly string[] };

export const placeInRow = (row: string, field: string): string => `${row}.${field}`;

/** Values as read, with nothing where they are masked, and the texts that stood there. */
export function takeMasked(values: FormValues, masked: readonly string[]): { readonly values: FormValues; readonly texts: MaskTexts } {
  const texts = new Map<string, string>();
  const without = (own: FormValues, names: readonly string[], placeOf: (field: string) => string): FormValues => {
    for (const name of names) if (typeof own[name] === 'string') texts.set(placeOf(name), own[name]);
    return Object.fromEntries(Object.entries(own).map(([key, value]) => [key, names.includes(key) ? null : value]));
  };
  const clear = Object.entries(without(values, masked, (field) => field)).map(([key, value]) => [key, Array.isArray(value) && value.every(isReadRow) ? value.map(clearRow) : value]);
  return { values: Object.fromEntries(clear) as FormValues, texts };

  function clearRow({ masked: names = [], ...row }: ReadRow): ReadRow {
    return { ...row, values: without(row.values, names, (field) => placeInRow(row.id, field)) };
  }
}

/** The texts back at their places: sent as they came they change nothing. */
export function withMasked(values: FormValues, texts: MaskTexts): FormValues {
  if (texts.size === 0) return values;
  const filled = (own: RowValues, placeOf: (field: string) => string): RowValues => Object.fromEntries(Object.entries(own).map(([key, value]) => [key, texts.get(placeOf(key)) ?? value]));
  return Object.fromEntries(
    Object.entries(filled(values, (field) => field)).map(([key, value]) => [key, Array.isArray(value) ? value.map((row: unknown) => (isSavedRow(row) ? filled(row, (field) => placeInRow(row.id, field)) : row)) : value]),
  );
}

/** Whether a problem at a path of the values (`phone`, `lines.0.price`) is about something masked. */
export function isMaskedPath(path: string, values: FormValues, texts: MaskTexts): boolean {
  const [first = '', index, field] = path.split('.');
  if (texts.has(first)) return true;
  const rows = values[first];
  const row: unknown = Array.isArray(rows) && index !== undefined ? rows[Number(index)] : undefined;
  return field !== undefined && isSavedRow(row) && texts.has(placeInRow(row.id, field));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isReadRow = (value: unknown): value is ReadRow => isObject(value) && typeof value['id'] === 'string' && isObject(value['values']);
const isSavedRow = (value: unknown): value is RowValues & { readonly id: string } => isObject(value) && typeof value['id'] === 'string';
