/** Any number of a list of choices, in the order chosen. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { baseType, cellText, refuseText } from '../base.ts';
import { checkChoices, choiceLabel, choiceOptions, choiceValues, choicesSchema, findChoice } from '../choices.ts';
import { ENTRIES } from '../operators.ts';

export const multiSelect: FieldType = {
  ...baseType,
  key: 'multiSelect',
  label: { 'zh-CN': '多选', en: 'Multiple select' },
  optionsSchema: choicesSchema,
  valueKind: 'textList',
  widget: 'multiSelect',
  sortable: false,
  formulaType: 'textList',
  operators: ENTRIES,
  column: () => 'text[]',
  valueSchema: (field) => ({ type: 'array', items: { type: 'string', enum: choiceValues(field) }, uniqueItems: true, maxItems: choiceValues(field).length }),
  checkSettings: checkChoices,
  widgetOptions: choiceOptions,
  canonical: (value) => (Array.isArray(value) && value.length === 0 ? null : baseType.canonical(value)),
  /** Choices apart by , ; 、 or a line break. A label that itself contains one is found when it is the whole cell. */
  parseText: (text, field) => {
    if (cellText(text) === null) return ok(null);
    const whole = findChoice(text, field);
    if (whole !== null) return ok([whole]);
    const parts = text.split(/[,，;；、\n]/).filter((part) => cellText(part) !== null);
    const values = parts.map((part) => findChoice(part, field));
    const found = values.filter((value) => value !== null);
    if (found.length < values.length) return refuseText('FIELD_CHOICE_UNKNOWN', field);
    return ok(found.length === 0 ? null : [...new Set(found)]);
  },
  formatText: (value, field, { locale }) =>
    Array.isArray(value) ? value.map((item) => choiceLabel(String(item), field, locale)).join(locale === 'en' ? ', ' : '、') : '',
};
