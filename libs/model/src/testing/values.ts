/** Questions specs ask about single values of a field. */

import { LOCALES, type FieldDocument } from '@tessera/contract';
import { typeOf } from '../field-types/registry.ts';
import { createAjv } from '../schema/ajv.ts';

export const ZONE = 'Asia/Shanghai';

export const isValid = (field: FieldDocument, value: unknown): boolean => createAjv().validate(typeOf(field).valueSchema(field, { entities: new Map() }), value);

export const optionsAreValid = (field: FieldDocument): boolean =>
  createAjv().validate(typeOf(field).optionsSchema, field.options ?? {}) && typeOf(field).checkSettings(field).length === 0;

/** The value of an import cell, or the code of the problem in a Refusal. */
export function cell(field: FieldDocument, text: string, timeZone = ZONE): unknown {
  const parsed = typeOf(field).parseText(text, field, { timeZone, locale: 'zh-CN' });
  return parsed.ok ? parsed.value : new Refusal(parsed.problem.code);
}

export class Refusal {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}
export const refused = (code: string): Refusal => new Refusal(code);

/** What comes back when a value is exported and imported again, per language. */
export const roundTrips = (field: FieldDocument, value: unknown): unknown[] =>
  LOCALES.map((locale) => cell(field, typeOf(field).formatText(value, field, { locale, timeZone: ZONE })));
