/** How far something is, as a fraction from 0 to 1: 45 % is "0.45". At most two digits of the percentage after the point. */

import type { FieldType } from '../../field-type.ts';
import { isDecimal, shiftPoint } from '../../values/decimal.ts';
import { objectSchema } from '../base.ts';
import { decimalType, parseDecimalCell } from '../decimal-type.ts';
import { parsePercentText } from '../percent/index.ts';

const SCALE = 4;
const common = decimalType(() => SCALE, () => 1);
const schema = { type: 'string', format: 'decimal', decimalScale: SCALE, decimalMinimum: '0', decimalMaximum: '1' };

export const progress: FieldType = {
  ...common,
  key: 'progress',
  label: { 'zh-CN': '进度', en: 'Progress' },
  optionsSchema: objectSchema({}),
  widget: 'progress',
  mayBeUnique: false,
  addsUpAs: 'percent',
  column: () => `numeric(5,${SCALE})`,
  valueSchema: () => schema,
  decimals: () => ({ digits: SCALE, padded: false }),
  widgetOptions: () => ({}),
  canonical: (value) => (typeof value === 'string' && isDecimal(value) ? shiftPoint(value, 0) : value === '' ? null : value),
  parseText: (text, field) => parseDecimalCell(text, field, schema, () => undefined, parsePercentText),
  formatText: (value) => (typeof value === 'string' && isDecimal(value) ? `${shiftPoint(value, 2)}%` : ''),
};
