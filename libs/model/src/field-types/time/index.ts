/** A time of day without date or zone: 'HH:MM:SS'. As text it compares in the order of the day. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { formatClock, isClockText, parseClockText } from '../../values/clock.ts';
import { baseType, cellText, refuseText } from '../base.ts';
import { EQUALITY, ORDER } from '../operators.ts';

export const time: FieldType = {
  ...baseType,
  key: 'time',
  label: { 'zh-CN': '时间', en: 'Time' },
  valueKind: 'text',
  widget: 'time',
  mayBeUnique: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...ORDER],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'clock' }),
  /** "09:30" is "09:30:00". */
  canonical: (value) => (typeof value === 'string' && isClockText(`${value}:00`) ? `${value}:00` : baseType.canonical(value)),
  parseText: (text, field) => {
    const cell = cellText(text);
    if (cell === null) return ok(null);
    const clock = parseClockText(cell);
    return clock === null ? refuseText('FIELD_NOT_TIME', field) : ok(clock);
  },
  formatText: (value) => (typeof value === 'string' ? formatClock(value) : ''),
};
