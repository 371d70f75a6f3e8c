/** Something to press on a record: sets fields, opens an address, or starts a process. It has no value. */

import { LOCALES, textIn, type ButtonOptions, type FieldDocument, type Locale } from '@tessera/contract';
import type { FieldType, JsonSchema, SettingProblem } from '../../field-type.ts';
import { baseType, objectSchema, optionsOf, refuseText } from '../base.ts';

const MAX_SET = 20;
const formulaText: JsonSchema = { type: 'string', minLength: 1, maxLength: 10_000 };
const confirm: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: Object.fromEntries(LOCALES.map((locale) => [locale, { type: 'string', format: 'text', minLength: 1, maxLength: 500 }])),
};

export const button: FieldType = {
  ...baseType,
  key: 'button',
  label: { 'zh-CN': '按钮', en: 'Button' },
  optionsSchema: objectSchema(
    {
      action: { type: 'string', enum: ['setFields', 'openUrl', 'startProcess'] },
      set: { type: 'array', minItems: 1, maxItems: MAX_SET, items: objectSchema({ field: { type: 'string', maxLength: 48 }, formula: formulaText }, ['field', 'formula']) },
      url: formulaText,
      process: { type: 'string', minLength: 1, maxLength: 48 },
      confirm,
    },
    ['action'],
  ),
  valueKind: 'none',
  widget: 'button',
  sortable: false,
  readOnly: true,
  formulaType: null,
  operators: [],
  column: () => null,
  valueSchema: () => ({}),
  checkSettings,
  canonical: () => null,
  widgetOptions,
  parseText: (_text, field) => refuseText('FIELD_READ_ONLY', field),
  formatText: () => '',
};

const SETTINGS = { setFields: ['set', 'confirm'], openUrl: ['url'], startProcess: ['process', 'confirm'] } as const;

/** Each action needs its own setting and takes no other's. */
function checkSettings(field: FieldDocument): SettingProblem[] {
  const options = optionsOf<ButtonOptions>(field);
  const [needed, ...others] = SETTINGS[options.action];
  const given = Object.keys(options).filter((key) => key !== 'action');
  const foreign = given.filter((key) => key !== needed && !others.some((other) => other === key));
  return [
    ...(given.includes(needed) ? [] : [{ path: `options.${needed}`, code: 'BUTTON_SETTING_MISSING', message: { en: 'Say what the button does.', 'zh-CN': '请设置按钮要执行的操作。' } }]),
    ...foreign.map((key) => ({ path: `options.${key}`, code: 'BUTTON_SETTING_FOREIGN', message: { en: 'This setting does not belong to what the button does.', 'zh-CN': '该设置不适用于按钮当前的操作。' } })),
  ];
}

/** What the press will do, without its formulas: those are the server's. */
function widgetOptions(field: FieldDocument, locale: Locale): Readonly<Record<string, unknown>> {
  const options = optionsOf<ButtonOptions>(field);
  const question = 'confirm' in options && options.confirm ? { confirm: textIn(options.confirm, locale) } : {};
  return { action: options.action, ...question };
}
