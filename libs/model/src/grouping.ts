/** What records can be grouped by, and what can be added up of them: the same for a view as for a question. */

import type { GROUP_AGGREGATES } from '@tessera/contract';
import type { FieldModel } from './design.ts';

/** Envelopes, rows, long texts and what is no value cannot tell groups apart. By a list a record is in the group of each of its entries. */
export const isGroupable = (field: FieldModel): boolean =>
  !field.encrypted && field.type.refersTo !== 'rows' && !['json', 'none', 'rows'].includes(field.valueType.valueKind) && !field.valueType.html;

/** Whether it has periods: days, months… */
export const hasBuckets = (field: FieldModel): boolean => ['date', 'datetime'].includes(field.valueType.valueKind);

export function canAggregate(aggregate: (typeof GROUP_AGGREGATES)[number], field: FieldModel): boolean {
  const kind = field.valueType.valueKind;
  if (kind === 'rows' || kind === 'none' || isLinks(field)) return false;
  if (aggregate === 'unique') return isGroupable(field) && kind !== 'uuidList';
  if (aggregate === 'sum' || aggregate === 'avg') return kind === 'decimal' && !field.encrypted;
  if (aggregate === 'min' || aggregate === 'max') return ['decimal', 'date', 'datetime'].includes(kind) && !field.encrypted;
  return true;
}

const isLinks = (field: FieldModel): boolean => field.type.refersTo === 'record' && field.many;
