/** An amount in one currency, two digits after the point unless set otherwise. */

import type { FieldDocument, MoneyOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { decimalOptions, decimalType } from '../decimal-type.ts';

const PRECISION = 20;
const DEFAULT_SCALE = 2;
export const DEFAULT_CURRENCY = 'CNY';

const scaleOfField = (field: FieldDocument): number => optionsOf<MoneyOptions>(field).scale ?? DEFAULT_SCALE;

export const money: FieldType = {
  ...decimalType(({ scale }) => scale ?? DEFAULT_SCALE, (field) => PRECISION - scaleOfField(field)),
  key: 'money',
  label: { 'zh-CN': '金额', en: 'Money' },
  optionsSchema: objectSchema({ ...decimalOptions, currency: { type: 'string', pattern: '^[A-Z]{3}$' } }),
  widget: 'money',
  widgetOptions: (field) => ({ scale: scaleOfField(field), currency: optionsOf<MoneyOptions>(field).currency ?? DEFAULT_CURRENCY }),
  mayBeEncrypted: true,
  column: (field) => `numeric(${PRECISION},${scaleOfField(field)})`,
};
