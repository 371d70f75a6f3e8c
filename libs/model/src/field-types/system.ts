/** Types of system columns that are like no field a designer can make. */

import type { FieldType } from '../field-type.ts';
import { baseType, refuseText } from './base.ts';
import { referenceType } from './reference.ts';

export const recordId: FieldType = {
  ...referenceType,
  key: 'recordId',
  label: { 'zh-CN': '记录标识', en: 'Record id' },
  widget: 'recordId',
  readOnly: true,
  operators: ['eq', 'ne', 'in', 'notIn'],
};

export const recordVersion: FieldType = {
  ...baseType,
  key: 'recordVersion',
  label: { 'zh-CN': '版本', en: 'Version' },
  valueKind: 'integer',
  widget: 'recordVersion',
  readOnly: true,
  formulaType: 'number',
  operators: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'],
  column: () => 'int',
  valueSchema: () => ({ type: 'integer', minimum: 1 }),
  parseText: (_text, field) => refuseText('FIELD_READ_ONLY', field),
  formatText: (value) => (typeof value === 'number' ? String(value) : ''),
};
