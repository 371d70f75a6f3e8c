/**
 * The type a value is shown and compared as: the field's own, or for a formula or rollup the type of its
 * result. The compiled design knows it; `ResultTypes` carries that knowledge, and what it lacks is guessed
 * from the options and the value. Pure.
 */

import type { FieldDocument, FieldTypeKey, FormulaOptions, RollupOptions } from '@tessera/contract';

export function valueTypeOf(field: FieldDocument, value?: unknown): FieldTypeKey {
  if (field.type === 'modifiedAt') return 'datetime';
  if (field.type === 'modifiedBy') return 'member';
  if (field.type !== 'formula' && field.type !== 'rollup' && field.type !== 'lookup') return field.type;
  const options = field.options as (FormulaOptions & Partial<RollupOptions>) | undefined;
  if (options?.currency) return 'money';
  if (options?.scale !== undefined || ['count', 'sum', 'avg'].includes(options?.aggregate ?? '')) return 'number';
  if (typeof value === 'boolean') return 'checkbox';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date';
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return 'datetime';
    if (/^-?\d+(\.\d+)?$/.test(value)) return 'number';
  }
  return 'text';
}

const RIGHT_ALIGNED: ReadonlySet<FieldTypeKey> = new Set(['number', 'money', 'percent', 'duration']);

/** Numbers stand at the right, so that their digits line up. */
export const isRightAligned = (field: FieldDocument): boolean => RIGHT_ALIGNED.has(valueTypeOf(field));
