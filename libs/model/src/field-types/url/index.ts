/** A link. Only http, https, mailto and tel: anything else could run when it is clicked. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isUri } from '../../values/address.ts';
import { baseType, cellText, formatPlain, refuseText } from '../base.ts';
import { EQUALITY, WORDS } from '../operators.ts';

export const url: FieldType = {
  ...baseType,
  key: 'url',
  label: { 'zh-CN': '网址', en: 'Web address' },
  valueKind: 'text',
  widget: 'url',
  mayBeUnique: true,
  searchable: true,
  mayBeEncrypted: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'uri', maxLength: 2000 }),
  /** A bare "www.example.com" gets https:// in front. */
  parseText: (text, field) => {
    const cell = cellText(text);
    if (cell === null) return ok(null);
    const address = /^www\./i.test(cell) ? `https://${cell}` : cell;
    return isUri(address) ? ok(address) : refuseText('FIELD_NOT_URL', field);
  },
  formatText: formatPlain,
};
