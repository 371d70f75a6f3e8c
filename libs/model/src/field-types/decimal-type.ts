/** What number, money and percent share: exact decimals as text, within limits and a scale. */

import { ok, type FieldDocument, type NumberOptions, type Result } from '@tessera/contract';
import type { FieldType, JsonSchema, SettingProblem, TextProblem } from '../field-type.ts';
import { MAX_SCALE, canonicalDecimal, compareDecimals, isDecimal, parseDecimalText, scaleOf } from '../values/decimal.ts';
import { MAX_SHORT_CELL, baseType, cellText, optionsOf, refuseText } from './base.ts';
import { EQUALITY, ORDER } from './operators.ts';

export const decimalOptions = {
  min: { type: 'string', format: 'decimal' },
  max: { type: 'string', format: 'decimal' },
  scale: { type: 'integer', minimum: 0, maximum: MAX_SCALE },
} as const satisfies Record<string, JsonSchema>;

/** Digits after the point of the wire value: undefined means as many as the wire form allows. */
export type ScaleOf = (options: NumberOptions) => number | undefined;

export function decimalType(scale: ScaleOf, integerDigits: (field: FieldDocument) => number) {
  const schema = (field: FieldDocument): JsonSchema => {
    const options = optionsOf<NumberOptions>(field);
    const ceiling = '9'.repeat(integerDigits(field));
    return {
      type: 'string',
      format: 'decimal',
      decimalScale: scale(options) ?? MAX_SCALE,
      decimalMinimum: options.min ?? `-${ceiling}`,
      decimalMaximum: options.max ?? ceiling,
    };
  };
  return {
    ...baseType,
    valueKind: 'decimal',
    mayBeUnique: true,
    formulaType: 'number',
    operators: [...EQUALITY, ...ORDER],
    valueSchema: schema,
    decimals: (field: FieldDocument) => {
      const digits = scale(optionsOf<NumberOptions>(field));
      return { digits: digits ?? MAX_SCALE, padded: digits !== undefined };
    },
    widgetOptions: (field: FieldDocument) => ({ scale: scale(optionsOf<NumberOptions>(field)) ?? null }),
    checkSettings: (field: FieldDocument) => checkLimits(field, scale),
    canonical: (value: unknown, field: FieldDocument) =>
      typeof value === 'string' && isDecimal(value) ? canonicalDecimal(value, scale(optionsOf<NumberOptions>(field))) : baseType.canonical(value),
    parseText: (text: string, field: FieldDocument) => parseDecimalCell(text, field, schema(field), scale),
    formatText: (value: unknown, field: FieldDocument) =>
      typeof value === 'string' && isDecimal(value) ? canonicalDecimal(value, scale(optionsOf<NumberOptions>(field))) : '',
  } as const satisfies Partial<FieldType>;
}

/** `convert` turns the number as written into the wire value, e.g. percents into fractions. */
export function parseDecimalCell(text: string, field: FieldDocument, schema: JsonSchema, scale: ScaleOf, convert = parseDecimalText): Result<string | null, TextProblem> {
  const cell = cellText(text);
  if (cell === null) return ok(null);
  const value = cell.length > MAX_SHORT_CELL ? null : convert(cell);
  if (value === null) return refuseText('FIELD_NOT_NUMBER', field);
  const [min, max, digits] = [schema['decimalMinimum'], schema['decimalMaximum'], schema['decimalScale']] as [string, string, number];
  if (scaleOf(value) > digits) return refuseText('FIELD_TOO_PRECISE', field, { limit: digits });
  if (compareDecimals(value, min) < 0) return refuseText('FIELD_TOO_SMALL', field, { limit: min });
  if (compareDecimals(value, max) > 0) return refuseText('FIELD_TOO_LARGE', field, { limit: max });
  return ok(canonicalDecimal(value, scale(optionsOf<NumberOptions>(field))));
}

function checkLimits(field: FieldDocument, scale: ScaleOf): SettingProblem[] {
  const options = optionsOf<NumberOptions>(field);
  const digits = scale(options) ?? MAX_SCALE;
  const problems: SettingProblem[] = [];
  for (const name of ['min', 'max'] as const) {
    const limit = options[name];
    if (limit !== undefined && scaleOf(limit) > digits) {
      problems.push({
        path: `options.${name}`,
        code: 'FIELD_LIMIT_TOO_PRECISE',
        message: { en: `The limit has more than ${digits} digits after the point.`, 'zh-CN': `上下限的小数不得超过 ${digits} 位。` },
      });
    }
  }
  if (options.min !== undefined && options.max !== undefined && compareDecimals(options.min, options.max) > 0) {
    problems.push({
      path: 'options.min',
      code: 'FIELD_LIMITS_CROSSED',
      message: { en: 'The smallest value is larger than the largest.', 'zh-CN': '最小值大于最大值。' },
    });
  }
  return problems;
}
