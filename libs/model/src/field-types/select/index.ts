/** One of a list of choices; the value is kept, the label is shown. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { baseType, cellText, refuseText } from '../base.ts';
import { checkChoices, choiceLabel, choiceOptions, choiceValues, choicesSchema, findChoice } from '../choices.ts';
import { EQUALITY } from '../operators.ts';

export const select: FieldType = {
  ...baseType,
  key: 'select',
  label: { 'zh-CN': '单选', en: 'Select' },
  optionsSchema: choicesSchema,
  valueKind: 'text',
  widget: 'select',
  mayBeUnique: true,
  formulaType: 'text',
  operators: EQUALITY,
  column: () => 'text',
  valueSchema: (field) => ({ type: 'string', enum: choiceValues(field) }),
  checkSettings: checkChoices,
  widgetOptions: choiceOptions,
  parseText: (text, field) => {
    if (cellText(text) === null) return ok(null);
    const value = findChoice(text, field);
    return value === null ? refuseText('FIELD_CHOICE_UNKNOWN', field) : ok(value);
  },
  formatText: (value, field, { locale }) => (typeof value === 'string' ? choiceLabel(value, field, locale) : ''),
};
