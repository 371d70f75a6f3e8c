/** Rows of a child entity that belong to the record. What a row may hold is in record/record-schema.ts. */

import { ok, type SubformOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { baseType, cellText, objectSchema, optionsOf, refuseText } from '../base.ts';

export const MAX_SUBFORM_ROWS = 1000;

export const subform: FieldType = {
  ...baseType,
  key: 'subform',
  label: { 'zh-CN': '子表', en: 'Subform' },
  optionsSchema: objectSchema({ entity: { type: 'string', maxLength: 48 } }, ['entity']),
  valueKind: 'rows',
  widget: 'table',
  sortable: false,
  formulaType: null,
  refersTo: 'rows',
  operators: [],
  column: () => null,
  valueSchema: () => ({ type: 'array', maxItems: MAX_SUBFORM_ROWS, items: { type: 'object' } }),
  widgetOptions: (field) => ({ entity: optionsOf<SubformOptions>(field).entity }),
  canonical: (value) => value,
  parseText: (text, field) => (cellText(text) === null ? ok(null) : refuseText('FIELD_KIND', field)),
  formatText: (value, _field, { locale }) => (Array.isArray(value) ? (locale === 'en' ? `${value.length} rows` : `${value.length} 行`) : ''),
};
