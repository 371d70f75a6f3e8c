/** The question of a list as a view that others can open. Pure. */

import { textIn, type EntityDocument, type LocalizedText, type ViewDocument } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import type { GroupKey } from './grouping.ts';
import { wantedAggregates, type ColumnAggregate, type ListColumn, type ListQuery } from './list-search.ts';

export interface ListState {
  readonly columns: readonly ListColumn[];
  readonly query: ListQuery;
  readonly groups: readonly GroupKey[];
  readonly aggregates: Readonly<Record<string, ColumnAggregate>>;
}

/** Columns, filter, order, groups and totals as they are now; a search text is of the moment and stays out. */
export function viewOf(entity: EntityDocument, key: string, label: LocalizedText, { columns, query, groups, aggregates }: ListState): ViewDocument {
  const totals = wantedAggregates(columns, aggregates).map((total) => ({ ...total }));
  return {
    key,
    entity: entity.key,
    label,
    kind: 'grid',
    columns: columns.map(({ field, width }) => ({ field: field.key, width: Math.min(1200, Math.max(40, Math.round(width))) })),
    ...(query.filter ? { filter: query.filter } : {}),
    ...(query.sort ? { sort: query.sort.map((key) => ({ ...key })) } : {}),
    ...(groups.length > 0 ? { groups: groups.map((group) => ({ ...group })) } : {}),
    ...(totals.length > 0 ? { totals } : {}),
  };
}

export function viewKeyFor(entity: EntityDocument, label: LocalizedText | undefined, taken: readonly string[]): string {
  const text = label?.en ?? textIn(label, 'zh-CN');
  return text.trim() === '' ? '' : deriveKey(`${entity.key}_${deriveKey(text, () => false)}`, (key) => taken.includes(key));
}
