/** Formatted text: HTML, which the write door sanitises before it is kept. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { escapeHtml, htmlToText } from '../../values/html-text.ts';
import { isStorableText } from '../../values/plain-text.ts';
import { baseType, cellText, refuseText } from '../base.ts';
import { EMPTINESS } from '../operators.ts';

const MAX_LENGTH = 200_000;

export const richText: FieldType = {
  ...baseType,
  key: 'richText',
  label: { 'zh-CN': '富文本', en: 'Rich text' },
  valueKind: 'text',
  widget: 'richText',
  html: true,
  sortable: false,
  searchable: true,
  formulaType: null,
  operators: ['contains', 'notContains', ...EMPTINESS],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'text', maxLength: MAX_LENGTH }),
  /** What an empty editor leaves behind is nothing. */
  canonical: (value) => (typeof value === 'string' && isBlankHtml(value) ? null : value),
  /** A cell is plain text: each line becomes a paragraph, and nothing in it is markup. */
  parseText: (written, field) => {
    const cell = cellText(written.replace(/\r\n?/g, '\n'));
    if (cell === null) return ok(null);
    if (!isStorableText(cell)) return refuseText('FIELD_NOT_TEXT', field);
    const html = cell.split('\n').map((line) => `<p>${escapeHtml(line.trimEnd())}</p>`).join('');
    return html.length > MAX_LENGTH ? refuseText('FIELD_TOO_LONG', field, { limit: MAX_LENGTH }) : ok(html);
  },
  formatText: (value) => (typeof value === 'string' ? htmlToText(value) : ''),
};

const isBlankHtml = (html: string): boolean => html.length < 1000 && !/<(?:img|hr|table|video|audio|iframe)\b/i.test(html) && htmlToText(html).trim() === '';
