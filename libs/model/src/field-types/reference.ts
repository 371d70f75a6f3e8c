/** What member and relation share: the id of something, read as `{ id, label }`. */

import { ok, type FieldDocument, type Result } from '@tessera/contract';
import type { FieldType, TextProblem } from '../field-type.ts';
import { isUuid } from '../values/address.ts';
import { baseType, cellText, refuseText } from './base.ts';

export const referenceType = {
  ...baseType,
  valueKind: 'uuid',
  mayBeUnique: true,
  formulaType: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'isNotEmpty'],
  column: () => 'uuid',
  valueSchema: () => ({ type: 'string', format: 'uuid' }),
  canonical: (value: unknown) => {
    const id = isReference(value) ? value.id : value;
    return typeof id === 'string' ? id.toLowerCase() || null : id;
  },
  /** Finding a record by what people call it is the importer's business; here a cell is an id. */
  parseText: (text: string, field: FieldDocument): Result<unknown, TextProblem> => {
    const cell = cellText(text);
    return cell === null || isUuid(cell) ? ok(cell?.toLowerCase() ?? null) : refuseText('FIELD_NOT_REFERENCE', field);
  },
  formatText: (value: unknown) => (isReference(value) ? (value.label ?? value.id) : typeof value === 'string' ? value : ''),
} as const satisfies Partial<FieldType>;

/** The form in which references are read. */
const isReference = (value: unknown): value is { id: string; label?: string } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string';
