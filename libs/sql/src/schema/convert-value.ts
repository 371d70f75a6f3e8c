/**
 * One value of a field that becomes another type. There is no table of pairs: a value is written as people read it by
 * the old type and read as an import cell by the new one, so that a conversion, an import and what the screen shows
 * agree. Only where that would lose meaning (numbers of one kind or another, choices, members) it goes by value. Pure.
 */

import type { FieldDocument, Locale } from '@tessera/contract';
import { canonicalDecimal, compareDecimals, fieldType, type FieldType } from '@tessera/model';

export interface ConversionEnv {
  readonly locale: Locale;
  /** Of the workspace: a day becomes its midnight there, and an instant its day there. */
  readonly timeZone: string;
}

export interface ConvertedValue {
  /** Wire value of the new type; null when there is none. */
  readonly to: unknown;
  /** Nothing went missing: false for a value that does not convert and for a number that had to be rounded. */
  readonly whole: boolean;
}

const NOTHING: ConvertedValue = { to: null, whole: false };

/** `value` in wire form, not null. */
export function convertValue(before: FieldDocument, after: FieldDocument, value: unknown, env: ConversionEnv): ConvertedValue {
  const [from, to] = [fieldType(before.type), fieldType(after.type)];
  if (before.type === after.type && from.valueKind !== 'decimal') return { to: value, whole: true };
  if (from.pointsTo === 'member') return convertMembers(to, value);
  if (from.valueKind === 'boolean' && to.valueKind === 'decimal') return fitDecimal(to, after, value === true ? '1' : '0');
  if (from.valueKind === 'decimal' && to.valueKind === 'decimal') return fitDecimal(to, after, String(value));
  const chosen = keptChoice(to, after, value);
  if (chosen !== undefined) return { to: chosen, whole: true };
  const text = from.formatText(value, before, env);
  const parsed = to.parseText(text, after, env);
  if (parsed.ok) return { to: parsed.value, whole: parsed.value !== null };
  return to.valueKind === 'decimal' ? roundedText(to, after, text) : NOTHING;
}

function convertMembers(to: FieldType, value: unknown): ConvertedValue {
  const ids = Array.isArray(value) ? value : [value];
  if (to.valueKind === 'uuidList') return { to: ids, whole: true };
  return { to: ids[0] ?? null, whole: ids.length === 1 };
}

/** A choice that both fields have stays that choice, whatever the labels say. */
function keptChoice(to: FieldType, after: FieldDocument, value: unknown): unknown {
  const choices = after.options?.['choices'];
  if (!Array.isArray(choices)) return undefined;
  const known = new Set(choices.map((choice: { value?: unknown }) => choice.value));
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || !values.every((one) => known.has(one))) return undefined;
  if (to.valueKind === 'textList') return values;
  return values.length === 1 ? values[0] : undefined;
}

/** A text that is a number with more digits than there is room for. */
function roundedText(to: FieldType, after: FieldDocument, text: string): ConvertedValue {
  const number = fieldType('number').parseText(text, { key: after.key, type: 'number', label: after.label }, { locale: 'en', timeZone: 'UTC' });
  if (!number.ok || typeof number.value !== 'string') return NOTHING;
  const fitted = fitDecimal(to, after, number.value);
  return fitted.to === null ? NOTHING : { ...fitted, whole: false };
}

/** Rounded, half away from zero, to the digits the field keeps; nothing when it is beyond the limits. */
function fitDecimal(to: FieldType, after: FieldDocument, decimal: string): ConvertedValue {
  const { decimalScale: scale, decimalMinimum: min, decimalMaximum: max } = to.valueSchema(after, { entities: new Map() }) as { decimalScale?: number; decimalMinimum?: string; decimalMaximum?: string };
  const rounded = scale === undefined ? decimal : roundDecimal(decimal, scale);
  if ((min !== undefined && compareDecimals(rounded, min) < 0) || (max !== undefined && compareDecimals(rounded, max) > 0)) return NOTHING;
  return { to: to.canonical(rounded, after), whole: compareDecimals(rounded, decimal) === 0 };
}

function roundDecimal(decimal: string, scale: number): string {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  if (fraction.length <= scale) return canonicalDecimal(decimal);
  const kept = BigInt(whole + fraction.slice(0, scale)) + (Number(fraction[scale]) >= 5 ? 1n : 0n);
  const digits = kept.toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return canonicalDecimal(decimal.startsWith('-') ? `-${text}` : text);
}
