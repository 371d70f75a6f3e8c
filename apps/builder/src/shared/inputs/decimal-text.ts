/** What a person types for a number, and the decimal text it means. Pure; nothing goes through a JavaScript number. */

import { fieldType } from '@tessera/model';
import type { FieldDocument } from '@tessera/contract';

export type DecimalKind = 'number' | 'money' | 'percent';

const anyField = (kind: DecimalKind): FieldDocument => ({ key: 'value', type: kind, label: { en: 'value' } });

/** "1,234.5" -> "1234.5", "12%" -> "0.12", "" -> null; undefined when it is no number. Limits are left to the validator. */
export function parseDecimal(text: string, kind: DecimalKind): string | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const written = kind === 'percent' && !/[%％]$/.test(trimmed) ? `${trimmed}%` : trimmed;
  // Only what makes it a number is asked of the type; its usual limits and digits are another's business.
  const parsed = fieldType(kind).parseText(written, { ...anyField(kind), options: { scale: 10 } }, { timeZone: 'UTC', locale: 'en' });
  if (!parsed.ok || typeof parsed.value !== 'string') return undefined;
  return stripZeros(parsed.value);
}

/** The text to edit: "0.155" of a percent is "15.5"; trailing zeros go. */
export function editText(value: string | null, kind: DecimalKind): string {
  if (value === null || value === '') return '';
  if (!/^-?\d+(\.\d+)?$/.test(value)) return value;
  return stripZeros(kind === 'percent' ? timesHundred(value) : value);
}

const stripZeros = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

function timesHundred(decimal: string): string {
  const sign = decimal.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const digits = fraction.padEnd(2, '0');
  const moved = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  return `${sign}${moved}${digits.length > 2 ? `.${digits.slice(2)}` : ''}`;
}
