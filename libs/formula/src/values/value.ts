/**
 * Values while a formula is evaluated: text, boolean and null as they are, numbers as exact decimals,
 * a date as days and a datetime as milliseconds since 1970-01-01 UTC, a list as an array of these. Reads what
 * callers hand in, and takes anything that is not a value of its type for blank, so that evaluation is total.
 */

import { Decimal } from 'decimal.js';
import { isListType, itemType, type FormulaType, type FormulaValue, type ScalarValue } from '../formula-type.ts';
import { dayText, instantText, parseDay, parseInstant } from './calendar.ts';
import { bounded, canonicalNumber, parseNumber } from './number.ts';

export type Scalar = string | boolean | number | Decimal | null;
export type Value = Scalar | readonly Scalar[];

/** A list is never null: what is no list has no items. */
export function readValue(raw: unknown, type: FormulaType): Value {
  if (!isListType(type)) return readScalar(raw, type);
  return Array.isArray(raw) ? raw.map((item) => readScalar(item, itemType(type))) : [];
}

function readScalar(raw: unknown, type: FormulaType): Scalar {
  switch (type) {
    case 'text':
      return typeof raw === 'string' ? storable(raw) : null;
    case 'number':
      return typeof raw === 'string' ? parseNumber(raw) : typeof raw === 'number' ? parseNumber(String(raw)) : null;
    case 'boolean':
      return typeof raw === 'boolean' ? raw : null;
    case 'date':
      return typeof raw === 'string' ? parseDay(raw) : null;
    case 'datetime':
      return typeof raw === 'string' ? parseInstant(raw) : null;
    default:
      return null;
  }
}

/** A number that is too large to hold is blank. */
export function writeValue(value: Value, type: FormulaType): FormulaValue {
  if (!isListType(type)) return writeScalar(value as Scalar, type);
  return isList(value) ? value.map((item) => writeScalar(item, itemType(type))) : [];
}

function writeScalar(value: Scalar, type: FormulaType): ScalarValue {
  if (value instanceof Decimal) return bounded(value) && canonicalNumber(value);
  if (typeof value === 'number') return type === 'date' ? dayText(value) : instantText(value);
  return value;
}

export const isList = (value: Value | undefined): value is readonly Scalar[] => Array.isArray(value);

/** Postgres stores neither NUL nor half a surrogate pair. */
const storable = (text: string): string => (/\0|\p{Surrogate}/u.test(text) ? text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd') : text);
