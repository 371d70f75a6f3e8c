/** What most field types have in common; a type spreads it and says only what is its own. */

import { fail, ok, type FieldDocument, type Result } from '@tessera/contract';
import type { FieldType, JsonSchema, TextProblem } from '../field-type.ts';
import { wordProblem, type FieldProblemCode } from '../record/problem.ts';

export const baseType = {
  optionsSchema: { type: 'object', additionalProperties: false },
  sortable: true,
  mayBeUnique: false,
  searchable: false,
  readOnly: false,
  variables: [],
  refersTo: null,
  pointsTo: null,
  computes: null,
  stamps: null,
  html: false,
  wordsAt: [],
  mayBeEncrypted: false,
  checkSettings: () => [],
  widgetOptions: () => ({}),
  canonical: (value: unknown) => (value === '' ? null : value),
} as const satisfies Partial<FieldType>;

export const objectSchema = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 ? { required } : {}),
});

/** The field's options as its type declares them; `optionsSchema` has checked them before. */
export const optionsOf = <Options extends object>(field: FieldDocument): Options => (field.options ?? {}) as Options;

export function refuseText(code: FieldProblemCode, field: FieldDocument, params?: TextProblem['params']): { readonly ok: false; readonly problem: TextProblem } {
  return fail({ code, message: wordProblem(code, field.label, params), ...(params ? { params } : {}) });
}

/** The cell without what surrounds it; null when nothing is left. */
export function cellText(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** Longer cells are no number and no place: patterns that look back and forth never see them. */
export const MAX_SHORT_CELL = 100;

/** For types whose text is checked by one test and kept as written. */
export function parseWhere(test: (text: string) => boolean, code: FieldProblemCode): FieldType['parseText'] {
  return (text, field): Result<unknown, TextProblem> => {
    const cell = cellText(text);
    return cell === null || test(cell) ? ok(cell) : refuseText(code, field);
  };
}

export const formatPlain: FieldType['formatText'] = (value) => (typeof value === 'string' ? value : '');
