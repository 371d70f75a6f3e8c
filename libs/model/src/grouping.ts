/** What records can be grouped by, and what can be added up of them: the same for a view as for a question. */

import type { GROUP_AGGREGATES } from '@tessera/contract';
import type { FieldModel } from './design.ts';

/** Lists, envelopes and what is no value cannot tell groups apart. */
export const isGroupable = (field: FieldModel): boolean =>
  !field.encrypted && field.type.refersTo !== 'rows' && !isLinks(field) && !['json', 'none', 'uuidList', 'rows'].includes(field.valueType.valueKind) && !field.valueType.html;

/** Whether it has periods: days, months… */
export const hasBuckets = (field: FieldModel): boolean => ['date', 'datetime'].includes(field.valueType.valueKind);

export function canAggregate(aggregate: (typeof GROUP_AGGREGATES)[number], field: FieldModel): boolean {
  const kind = field.valueType.valueKind;
  if (kind === 'rows' || kind === 'none') return false;
  if (!isGroupable(field) && (aggregate === 'unique' || field.target !== null)) return false;
  if (aggregate === 'sum' || aggregate === 'avg') return kind === 'decimal' && !field.encrypted;
  if (aggregate === 'min' || aggregate === 'max') return ['decimal', 'date', 'datetime'].includes(kind) && !field.encrypted;
  return true;
}

const isLinks = (field: FieldModel): boolean => field.type.refersTo === 'record' && field.many;
