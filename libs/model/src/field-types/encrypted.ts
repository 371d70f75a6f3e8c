/**
 * What a type becomes when the field is kept encrypted: its column holds an envelope, and only equality can be
 * asked for, through the keyed hash beside it.
 */

import type { FilterOperator } from '@tessera/contract';
import type { FieldType } from '../field-type.ts';

const OPERATORS: readonly FilterOperator[] = ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'isNotEmpty'];

const variants = new Map<FieldType, FieldType>();

export function encryptedType(type: FieldType): FieldType {
  const known = variants.get(type);
  if (known) return known;
  const variant: FieldType = { ...type, operators: OPERATORS, sortable: false, searchable: false, formulaType: null, variables: [], column: () => 'text' };
  variants.set(type, variant);
  return variant;
}

/** The column beside that of an encrypted field: a keyed hash of the canonical value. */
export const hashColumn = (key: string): string => `_hash_${key}`;
