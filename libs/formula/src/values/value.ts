/**
 * Values while a formula is evaluated: text, boolean and null as they are, numbers as exact decimals,
 * a date as days and a datetime as milliseconds since 1970-01-01 UTC. Reads what callers hand in, and
 * takes anything that is not a value of its type for blank, so that evaluation is total.
 */

import { Decimal } from 'decimal.js';
import type { FormulaType, FormulaValue } from '../formula-type.ts';
import { dayText, instantText, parseDay, parseInstant } from './calendar.ts';
import { canonicalNumber, parseNumber } from './number.ts';

export type Value = string | boolean | number | Decimal | null;

export function readValue(raw: unknown, type: FormulaType): Value {
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
    case 'null':
      return null;
  }
}

export function writeValue(value: Value, type: FormulaType): FormulaValue {
  if (value instanceof Decimal) return canonicalNumber(value);
  if (typeof value === 'number') return type === 'date' ? dayText(value) : instantText(value);
  return value;
}

/** Postgres stores neither NUL nor half a surrogate pair. */
const storable = (text: string): string => (/\0|\p{Surrogate}/u.test(text) ? text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\ufffd') : text);
