/** A calendar day without time or zone: 'YYYY-MM-DD'. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { civilInZone, dateText, parseWrittenTime, writtenMs } from '../../values/time.ts';
import { baseType, cellText, formatPlain, refuseText } from '../base.ts';
import { EQUALITY, ORDER, PERIODS } from '../operators.ts';

export const date: FieldType = {
  ...baseType,
  key: 'date',
  label: { 'zh-CN': '日期', en: 'Date' },
  valueKind: 'date',
  widget: 'date',
  mayBeUnique: true,
  variables: ['today'],
  formulaType: 'date',
  operators: [...EQUALITY, ...ORDER, ...PERIODS],
  column: () => 'date',
  valueSchema: () => ({ type: 'string', format: 'date' }),
  /** A time without a zone is dropped; with a zone the day is the one it was in `env.timeZone`. */
  parseText: (text, field, env) => {
    const cell = cellText(toHalfWidth(text));
    if (cell === null) return ok(null);
    const written = parseWrittenTime(cell);
    if (!written) return refuseText('FIELD_NOT_DATE', field);
    return ok(dateText(written.offset === null ? written.civil : civilInZone(writtenMs(written, env.timeZone), env.timeZone)));
  },
  formatText: formatPlain,
};
