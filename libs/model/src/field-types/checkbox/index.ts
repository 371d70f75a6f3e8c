/** Yes or no; null when nobody has said. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { foldText } from '../../values/plain-text.ts';
import { baseType, refuseText } from '../base.ts';
import { EMPTINESS } from '../operators.ts';

const YES = new Set(['是', '对', '真', '有', 'true', 't', 'yes', 'y', 'on', '1', '√', '✓', '✔']);
const NO = new Set(['否', '错', '假', '无', 'false', 'f', 'no', 'n', 'off', '0', '×', '✗', '✘']);

export const checkbox: FieldType = {
  ...baseType,
  key: 'checkbox',
  label: { 'zh-CN': '勾选', en: 'Checkbox' },
  valueKind: 'boolean',
  widget: 'checkbox',
  formulaType: 'boolean',
  operators: ['eq', 'ne', ...EMPTINESS],
  column: () => 'boolean',
  valueSchema: () => ({ type: 'boolean' }),
  parseText: (text, field) => {
    const word = foldText(text);
    if (word === '') return ok(null);
    if (YES.has(word)) return ok(true);
    return NO.has(word) ? ok(false) : refuseText('FIELD_NOT_CHECKBOX', field);
  },
  formatText: (value, _field, { locale }) => {
    if (typeof value !== 'boolean') return '';
    const words = locale === 'en' ? ['yes', 'no'] : ['是', '否'];
    return (value ? words[0] : words[1]) ?? '';
  },
};
