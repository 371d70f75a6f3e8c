/** The choices of select and multiSelect: their settings, and finding one by value or by any of its labels. */

import { LOCALES, textIn, type FieldDocument, type Locale, type SelectChoice, type SelectOptions } from '@tessera/contract';
import type { JsonSchema, SettingProblem } from '../field-type.ts';
import { foldText } from '../values/plain-text.ts';
import { objectSchema, optionsOf } from './base.ts';

const MAX_CHOICES = 500;
/** Would mean something else as the name of a JavaScript property. */
const UNUSABLE_VALUES = ['__proto__', 'constructor', 'prototype'];

const labelSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: Object.fromEntries(LOCALES.map((locale) => [locale, { type: 'string', format: 'text', minLength: 1, maxLength: 200 }])),
};

export const choicesSchema: JsonSchema = objectSchema(
  {
    choices: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_CHOICES,
      items: objectSchema(
        {
          value: { type: 'string', format: 'text', minLength: 1, maxLength: 64, pattern: '^\\S(.*\\S)?$' },
          label: labelSchema,
          color: { type: 'string', maxLength: 40, pattern: '^#?[a-zA-Z0-9-]+$' },
        },
        ['value', 'label'],
      ),
    },
  },
  ['choices'],
);

export const choicesOf = (field: FieldDocument): readonly SelectChoice[] => optionsOf<Partial<SelectOptions>>(field).choices ?? [];
export const choiceValues = (field: FieldDocument): string[] => choicesOf(field).map(({ value }) => value);

export function choiceLabel(value: string, field: FieldDocument, locale: Locale): string {
  const choice = choicesOf(field).find((candidate) => candidate.value === value);
  return choice ? textIn(choice.label, locale) : value;
}

/** By value first, exactly; then by label in any language, however it is cased. */
export function findChoice(text: string, field: FieldDocument): string | null {
  const choices = choicesOf(field);
  const written = text.trim();
  const exact = choices.find(({ value }) => value === written);
  if (exact) return exact.value;
  const folded = foldText(written);
  const named = choices.find(({ value, label }) => foldText(value) === folded || LOCALES.some((locale) => label[locale] !== undefined && foldText(label[locale]) === folded));
  return named?.value ?? null;
}

export const choiceOptions = (field: FieldDocument, locale: Locale) => ({
  choices: choicesOf(field).map(({ value, label, color }) => ({ value, label: textIn(label, locale), ...(color ? { color } : {}) })),
});

export function checkChoices(field: FieldDocument): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const seen = new Set<string>();
  choiceValues(field).forEach((value, index) => {
    const path = `options.choices.${index}.value`;
    if (UNUSABLE_VALUES.includes(value)) {
      problems.push({ path, code: 'FIELD_CHOICE_RESERVED', message: { en: `A choice cannot have the value "${value}".`, 'zh-CN': `选项值不可为“${value}”。` } });
    }
    if (seen.has(value)) {
      problems.push({ path, code: 'FIELD_CHOICE_TAKEN', message: { en: `Two choices have the value "${value}".`, 'zh-CN': `选项值“${value}”重复。` } });
    }
    seen.add(value);
  });
  return problems;
}
