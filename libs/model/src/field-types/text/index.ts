/** One line of text, optionally held to a pattern. */

import { ok, type FieldDocument, type TextOptions } from '@tessera/contract';
import type { FieldType, SettingProblem } from '../../field-type.ts';
import { MAX_PATTERN_TEXT } from '../../schema/ajv.ts';
import { safePattern, type PatternRefusal } from '../../schema/safe-pattern.ts';
import { isStorableText } from '../../values/plain-text.ts';
import { baseType, cellText, formatPlain, objectSchema, optionsOf, refuseText } from '../base.ts';
import { EQUALITY, ORDER, WORDS } from '../operators.ts';

const DEFAULT_LENGTH = 255;

export const text: FieldType = {
  ...baseType,
  key: 'text',
  label: { 'zh-CN': '单行文本', en: 'Text' },
  optionsSchema: objectSchema({
    maxLength: { type: 'integer', minimum: 1, maximum: 4000 },
    pattern: { type: 'string', minLength: 1, maxLength: 300 },
  }),
  valueKind: 'text',
  widget: 'text',
  mayBeUnique: true,
  searchable: true,
  mayBeEncrypted: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS, ...ORDER],
  column: () => 'text',
  valueSchema: (field) => {
    const { pattern } = optionsOf<TextOptions>(field);
    return { type: 'string', format: 'text', maxLength: maxLength(field), ...(pattern ? { safePattern: pattern } : {}) };
  },
  checkSettings: checkPattern,
  parseText: (written, field) => {
    const cell = cellText(written);
    if (cell === null) return ok(null);
    if (!isStorableText(cell)) return refuseText('FIELD_NOT_TEXT', field);
    const limit = maxLength(field);
    return [...cell].length > limit ? refuseText('FIELD_TOO_LONG', field, { limit }) : ok(cell);
  },
  formatText: formatPlain,
};

function maxLength(field: FieldDocument): number {
  const { maxLength: limit = DEFAULT_LENGTH, pattern } = optionsOf<TextOptions>(field);
  return pattern ? Math.min(limit, MAX_PATTERN_TEXT) : limit;
}

const REFUSALS: Readonly<Record<PatternRefusal, SettingProblem['message']>> = {
  syntax: { en: 'The pattern is not a regular expression.', 'zh-CN': '该格式不是有效的正则表达式。' },
  backreference: { en: 'The pattern may not refer back to a group.', 'zh-CN': '格式中不可使用反向引用。' },
  lookaround: { en: 'The pattern may not look ahead or behind.', 'zh-CN': '格式中不可使用前瞻或后顾断言。' },
  costly: { en: 'The pattern could take very long on some texts. Start it with ^, and use limits such as {1,20} instead of * and +.', 'zh-CN': '该格式在某些文本上可能耗时过长。请以 ^ 开头，并用 {1,20} 之类的次数代替 * 和 +。' },
};

function checkPattern(field: FieldDocument): SettingProblem[] {
  const { pattern } = optionsOf<TextOptions>(field);
  if (pattern === undefined) return [];
  const checked = safePattern(pattern, MAX_PATTERN_TEXT);
  return checked.ok ? [] : [{ path: 'options.pattern', code: 'FIELD_PATTERN_UNSAFE', message: REFUSALS[checked.problem] }];
}
