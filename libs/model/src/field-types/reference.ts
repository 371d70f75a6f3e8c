/** What member, department and relation share: ids of something, read as `{ id, label }`, one or a list of them. */

import { ok, type FieldDocument, type Result } from '@tessera/contract';
import type { FieldType, TextProblem } from '../field-type.ts';
import { isUuid } from '../values/address.ts';
import { baseType, cellText, refuseText } from './base.ts';
import { ENTRIES, EQUALITY } from './operators.ts';

export const referenceType = {
  ...baseType,
  valueKind: 'uuid',
  mayBeUnique: true,
  formulaType: 'text',
  operators: EQUALITY,
  column: () => 'uuid',
  valueSchema: () => ({ type: 'string', format: 'uuid' }),
  canonical: idOf,
  /** Finding a record by what people call it is the importer's business; here a cell is an id. */
  parseText: (text: string, field: FieldDocument): Result<unknown, TextProblem> => {
    const cell = cellText(text);
    return cell === null || isUuid(cell) ? ok(cell?.toLowerCase() ?? null) : refuseText('FIELD_NOT_REFERENCE', field);
  },
  formatText,
} as const satisfies Partial<FieldType>;

/** A list of ids, each once, in the order given. Apart in cells by , ; 、 or a line break. */
export function referenceListType(maxItems: (field: FieldDocument) => number) {
  return {
    ...baseType,
    valueKind: 'uuidList',
    sortable: false,
    formulaType: 'textList',
    operators: ENTRIES,
    valueSchema: (field: FieldDocument) => ({ type: 'array', items: { type: 'string', format: 'uuid' }, uniqueItems: true, maxItems: maxItems(field) }),
    canonical: (value: unknown) => (Array.isArray(value) ? (value.length === 0 ? null : [...new Set(value.map(idOf))]) : baseType.canonical(value)),
    parseText: (text: string, field: FieldDocument): Result<unknown, TextProblem> => {
      const ids = cellEntries(text).map((entry) => entry.toLowerCase());
      if (!ids.every(isUuid)) return refuseText('FIELD_NOT_REFERENCE', field);
      const limit = maxItems(field);
      if (new Set(ids).size > limit) return refuseText('FIELD_TOO_MANY', field, { limit });
      return ok(ids.length === 0 ? null : [...new Set(ids)]);
    },
    formatText: (value: unknown) => (Array.isArray(value) ? value.map(formatText).join('、') : ''),
  } as const satisfies Partial<FieldType>;
}

/** Entries of a cell that holds a list. */
export const cellEntries = (text: string): string[] =>
  text.split(/[,，;；、\n]/).map((part) => part.trim()).filter((part) => part !== '');

/** The form in which references are read. */
const isReference = (value: unknown): value is { id: string; label?: string } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';

function idOf(value: unknown): unknown {
  const id = isReference(value) ? value.id : value;
  return typeof id === 'string' ? id.toLowerCase() || null : id;
}

function formatText(value: unknown): string {
  return isReference(value) ? (value.label ?? value.id) : typeof value === 'string' ? value : '';
}
