/**
 * The one validator of record values: Ajv with our formats and keywords. The browser's rjsf validator calls
 * `extendAjv` on its own instance, the server uses `createAjv`; both then decide alike.
 *
 * Keywords: `decimalMinimum`, `decimalMaximum` (decimal texts, inclusive), `decimalScale` (digits after the
 * point that carry value), `notBlank` (a text or list with something in it), `regionLevel`, `safePattern`.
 */

import { Ajv, _, type FuncKeywordDefinition, type Options } from 'ajv';
import { isEmail, isPhone, isUri, isUuid } from '../values/address.ts';
import { compareDecimals, isDecimal, scaleOf } from '../values/decimal.ts';
import { isClockText } from '../values/clock.ts';
import { isIdCard } from '../values/id-card.ts';
import { isStorableText } from '../values/plain-text.ts';
import { isRegionCode, isRegionOf, type RegionLevel } from '../values/regions.ts';
import { isDateText, isInstantText } from '../values/time.ts';
import { safePattern } from './safe-pattern.ts';

export const AJV_OPTIONS: Options = { allErrors: true, allowUnionTypes: true, verbose: true, strict: true, strictRequired: false, ownProperties: true };

/** Texts checked against a designer's pattern are at most this long. */
export const MAX_PATTERN_TEXT = 255;

export const createAjv = (): Ajv => extendAjv(new Ajv(AJV_OPTIONS));

/** Adds our formats (replacing those of the same name) and keywords to an instance, and gives it back. */
export function extendAjv<Instance extends Pick<Ajv, 'addFormat' | 'addKeyword' | 'getKeyword'>>(ajv: Instance): Instance {
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate });
  for (const [keyword, compile] of Object.entries(TEXT_KEYWORDS)) {
    if (ajv.getKeyword(keyword)) continue;
    ajv.addKeyword({
      keyword,
      type: 'string',
      schemaType: keyword === 'decimalScale' ? 'number' : 'string',
      compile,
      error: { message: keyword, params: ({ schema }) => _`{limit: ${schema as string | number}}` },
    });
  }
  if (!ajv.getKeyword('notBlank')) {
    ajv.addKeyword({ keyword: 'notBlank', type: ['string', 'array'], schemaType: 'boolean', compile: (wanted: boolean) => (value: string | unknown[]) => !wanted || isFilled(value) });
  }
  return ajv;
}

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  decimal: isDecimal,
  date: isDateText,
  'date-time': isInstantText,
  email: isEmail,
  phone: isPhone,
  uri: isUri,
  uuid: isUuid,
  text: isStorableText,
  clock: isClockText,
  'id-card': isIdCard,
  region: isRegionCode,
};

/** A text that is no decimal is the format's problem, not one more of the keyword's. */
const decimal = (test: (text: string) => boolean) => (text: string): boolean => !isDecimal(text) || test(text);

const TEXT_KEYWORDS: Readonly<Record<string, NonNullable<FuncKeywordDefinition['compile']>>> = {
  decimalMinimum: (limit: string) => decimal((text) => compareDecimals(text, limit) >= 0),
  decimalMaximum: (limit: string) => decimal((text) => compareDecimals(text, limit) <= 0),
  decimalScale: (limit: number) => decimal((text) => scaleOf(text) <= limit),
  regionLevel: (level: RegionLevel) => (text) => !isRegionCode(text) || isRegionOf(level, text),
  safePattern: (pattern: string) => {
    const compiled = safePattern(pattern, MAX_PATTERN_TEXT);
    return (text) => text === '' || (compiled.ok && text.length <= MAX_PATTERN_TEXT && compiled.value.test(text));
  },
};

const isFilled = (value: string | readonly unknown[]): boolean => (typeof value === 'string' ? /\S/.test(value) : value.length > 0);
