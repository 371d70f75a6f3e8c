/** An instant: ISO 8601 in UTC with milliseconds and Z on the wire, shown in the reader's zone. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { canonicalInstant, civilInZone, dateText, instantMs, instantText, parseWrittenTime, writtenMs } from '../../values/time.ts';
import { baseType, cellText, refuseText } from '../base.ts';
import { EMPTINESS, ORDER, PERIODS } from '../operators.ts';

export const datetime: FieldType = {
  ...baseType,
  key: 'datetime',
  label: { 'zh-CN': '日期时间', en: 'Date and time' },
  valueKind: 'datetime',
  widget: 'datetime',
  mayBeUnique: true,
  variables: ['now', 'today'],
  formulaType: 'datetime',
  operators: ['eq', 'ne', ...ORDER, ...PERIODS, ...EMPTINESS],
  column: () => 'timestamptz',
  valueSchema: () => ({ type: 'string', format: 'date-time' }),
  canonical: (value) => (typeof value === 'string' && value !== '' ? canonicalInstant(value) : baseType.canonical(value)),
  parseText: (text, field, env) => {
    const cell = cellText(toHalfWidth(text));
    if (cell === null) return ok(null);
    const written = parseWrittenTime(cell);
    const instant = written ? instantText(writtenMs(written, env.timeZone)) : null;
    return instant !== null && instantMs(instant) !== null ? ok(instant) : refuseText('FIELD_NOT_DATETIME', field);
  },
  formatText: (value, _field, env) => {
    const ms = typeof value === 'string' ? instantMs(value) : null;
    if (ms === null) return '';
    const civil = civilInZone(ms, env.timeZone);
    const clock = [civil.hour, civil.minute, civil.second].map((part) => String(part).padStart(2, '0')).join(':');
    const fraction = civil.millisecond === 0 ? '' : `.${String(civil.millisecond).padStart(3, '0')}`;
    return `${dateText(civil)} ${clock}${fraction}`;
  },
};
