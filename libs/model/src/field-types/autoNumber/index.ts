/** A number given by the system when a record is made: prefix, date, running digits. Never written by people. */

import type { AutoNumberOptions, FieldDocument } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { baseType, formatPlain, objectSchema, optionsOf, refuseText } from '../base.ts';
import { EQUALITY, ORDER, WORDS } from '../operators.ts';

const DEFAULT_DIGITS = 5;

export const autoNumber: FieldType = {
  ...baseType,
  key: 'autoNumber',
  label: { 'zh-CN': '自动编号', en: 'Automatic number' },
  optionsSchema: objectSchema({
    prefix: { type: 'string', format: 'text', maxLength: 20 },
    date: { type: 'string', enum: ['YYYY', 'YYYYMM', 'YYYYMMDD'] },
    digits: { type: 'integer', minimum: 1, maximum: 12 },
  }),
  valueKind: 'text',
  widget: 'autoNumber',
  searchable: true,
  readOnly: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS, ...ORDER],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'text', maxLength: 60 }),
  parseText: (_text, field) => refuseText('FIELD_READ_ONLY', field),
  formatText: formatPlain,
};

/** The series a number is counted in: it starts anew with each. `today` is 'YYYY-MM-DD'; '' for one series for ever. */
export function autoNumberSeries(field: FieldDocument, today: string): string {
  const { date } = optionsOf<AutoNumberOptions>(field);
  return date === undefined ? '' : today.replaceAll('-', '').slice(0, date.length);
}

/** The text of the `count`-th number (from 1) of its series: "SO-202401-00042" for prefix "SO-" and series "202401". */
export function autoNumberText(field: FieldDocument, today: string, count: number): string {
  const { prefix = '', digits = DEFAULT_DIGITS } = optionsOf<AutoNumberOptions>(field);
  const series = autoNumberSeries(field, today);
  return `${prefix}${series === '' ? '' : `${series}-`}${String(count).padStart(digits, '0')}`;
}
