/** A length of time in whole seconds, as decimal text; people read and write hours, minutes and seconds. */

import type { FieldType } from '../../field-type.ts';
import { formatDuration, parseDurationText } from '../../values/clock.ts';
import { isDecimal } from '../../values/decimal.ts';
import { cellText, objectSchema, refuseText } from '../base.ts';
import { decimalType } from '../decimal-type.ts';
import { ok } from '@tessera/contract';

const MAX = '99999999999999';
const common = decimalType(() => 0, () => MAX.length);

export const duration: FieldType = {
  ...common,
  key: 'duration',
  label: { 'zh-CN': '时长', en: 'Duration' },
  optionsSchema: objectSchema({}),
  widget: 'duration',
  mayBeUnique: false,
  column: () => `numeric(${MAX.length},0)`,
  valueSchema: () => ({ type: 'string', format: 'decimal', decimalScale: 0, decimalMinimum: '0', decimalMaximum: MAX }),
  widgetOptions: () => ({}),
  parseText: (text, field) => {
    const cell = cellText(text);
    if (cell === null) return ok(null);
    const seconds = parseDurationText(cell);
    return seconds === null || seconds.length > MAX.length ? refuseText('FIELD_NOT_DURATION', field) : ok(seconds);
  },
  formatText: (value) => (typeof value === 'string' && isDecimal(value) && !value.startsWith('-') ? formatDuration(value) : ''),
};
