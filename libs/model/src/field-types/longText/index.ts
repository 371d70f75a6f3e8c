/** Text of many lines. */

import { ok, type TextOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isStorableText } from '../../values/plain-text.ts';
import { baseType, cellText, formatPlain, objectSchema, optionsOf, refuseText } from '../base.ts';
import { EMPTINESS, WORDS } from '../operators.ts';

const DEFAULT_LENGTH = 20_000;

export const longText: FieldType = {
  ...baseType,
  key: 'longText',
  label: { 'zh-CN': '多行文本', en: 'Long text' },
  optionsSchema: objectSchema({ maxLength: { type: 'integer', minimum: 1, maximum: 200_000 } }),
  valueKind: 'text',
  widget: 'longText',
  sortable: false,
  searchable: true,
  mayBeEncrypted: true,
  formulaType: 'text',
  operators: [...WORDS, ...EMPTINESS],
  column: () => 'text',
  valueSchema: (field) => ({ type: 'string', format: 'text', maxLength: optionsOf<TextOptions>(field).maxLength ?? DEFAULT_LENGTH }),
  parseText: (written, field) => {
    const cell = cellText(written.replace(/\r\n?/g, '\n'));
    if (cell === null) return ok(null);
    if (!isStorableText(cell)) return refuseText('FIELD_NOT_TEXT', field);
    const limit = optionsOf<TextOptions>(field).maxLength ?? DEFAULT_LENGTH;
    return [...cell].length > limit ? refuseText('FIELD_TOO_LONG', field, { limit }) : ok(cell);
  },
  formatText: formatPlain,
};
