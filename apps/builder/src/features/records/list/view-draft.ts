/** The question of a list as a view that others can open. Pure. */

import { textIn, type EntityDocument, type LocalizedText, type ViewDocument } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import type { ListColumn, ListQuery } from './list-search.ts';

/** Columns, filter and order as they are now; a search text and groups are of the moment and stay out. */
export function viewOf(entity: EntityDocument, key: string, label: LocalizedText, columns: readonly ListColumn[], query: ListQuery): ViewDocument {
  return {
    key,
    entity: entity.key,
    label,
    kind: 'grid',
    columns: columns.map(({ field, width }) => ({ field: field.key, width: Math.min(1200, Math.max(40, Math.round(width))) })),
    ...(query.filter ? { filter: query.filter } : {}),
    ...(query.sort ? { sort: query.sort.map((key) => ({ ...key })) } : {}),
  };
}

export function viewKeyFor(entity: EntityDocument, label: LocalizedText | undefined, taken: readonly string[]): string {
  const text = label?.en ?? textIn(label, 'zh-CN');
  return text.trim() === '' ? '' : deriveKey(`${entity.key}_${deriveKey(text, () => false)}`, (key) => taken.includes(key));
}
