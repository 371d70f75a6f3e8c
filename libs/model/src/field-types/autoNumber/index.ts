/**
 * A number given by the system when a record is made: prefix, date, running digits, suffix. Never written by people.
 * The counter is part of the transaction that makes the record, so a refused save leaves no gap; a deleted record does.
 */

import type { AutoNumberOptions, FieldDocument } from '@tessera/contract';
import type { FieldType, SettingProblem } from '../../field-type.ts';
import { baseType, formatPlain, objectSchema, optionsOf, refuseText } from '../base.ts';
import { EQUALITY, ORDER, WORDS } from '../operators.ts';

const DEFAULT_DIGITS = 5;
const SHOWN = { YYYY: 4, YYYYMM: 6, YYYYMMDD: 8 } as const;
const COUNTED = { never: 0, year: 4, month: 6, day: 8 } as const;
const affix = { type: 'string', format: 'text', maxLength: 20 };

export const autoNumber: FieldType = {
  ...baseType,
  key: 'autoNumber',
  label: { 'zh-CN': '自动编号', en: 'Automatic number' },
  optionsSchema: objectSchema({
    prefix: affix,
    suffix: affix,
    date: { type: 'string', enum: Object.keys(SHOWN) },
    digits: { type: 'integer', minimum: 1, maximum: 12 },
    start: { type: 'integer', minimum: 0, maximum: 999_999_999_999 },
    reset: { type: 'string', enum: Object.keys(COUNTED) },
  }),
  valueKind: 'text',
  widget: 'autoNumber',
  searchable: true,
  readOnly: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS, ...ORDER],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'text', maxLength: 100 }),
  checkSettings: checkReset,
  parseText: (_text, field) => refuseText('FIELD_READ_ONLY', field),
  formatText: formatPlain,
};

/** A counter that starts again sooner than the date shown changes would give the same number twice. */
function checkReset(field: FieldDocument): SettingProblem[] {
  const { date, reset } = optionsOf<AutoNumberOptions>(field);
  if (reset === undefined || COUNTED[reset] <= shownLength(date)) return [];
  return [{ path: 'options.reset', code: 'AUTO_NUMBER_REPEATS', message: { en: 'The counter would start again within the date that is shown, and give numbers twice.', 'zh-CN': '计数重置的周期短于编号中显示的日期，编号会重复。' } }];
}

const shownLength = (date: AutoNumberOptions['date']): number => (date === undefined ? 0 : SHOWN[date]);

/** The series a number is counted in: it starts anew with each. `today` is 'YYYY-MM-DD'; '' for one series for ever. */
export function autoNumberSeries(field: FieldDocument, today: string): string {
  const { date, reset } = optionsOf<AutoNumberOptions>(field);
  return today.replaceAll('-', '').slice(0, reset === undefined ? shownLength(date) : COUNTED[reset]);
}

/** The text of the `count`-th number (from 1) of its series: "SO-202401-00042" for prefix "SO-" and date "YYYYMM". */
export function autoNumberText(field: FieldDocument, today: string, count: number): string {
  const { prefix = '', suffix = '', date, digits = DEFAULT_DIGITS, start = 1 } = optionsOf<AutoNumberOptions>(field);
  const shown = today.replaceAll('-', '').slice(0, shownLength(date));
  return `${prefix}${shown === '' ? '' : `${shown}-`}${String(start + count - 1).padStart(digits, '0')}${suffix}`;
}
