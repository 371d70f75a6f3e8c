/**
 * What a visitor asks of a shared view: its own columns and nothing else, whatever else the maker of the link may read.
 * Nobody is `me` here, and no way leads to other records. Pure.
 */

import { fail, ok, type FieldProblemInput, type Filter, type Result, type SortKey } from '@tessera/contract';
import { fieldProblem } from '@tessera/model';
import { isClear, type Behind } from './behind-link.ts';
import type { Standing } from '../workspaces/standing.ts';

type SharedView = Extract<Behind, { readonly kind: 'view' }>;

export interface VisitorQuery {
  readonly filter?: unknown;
  readonly sort?: readonly SortKey[] | undefined;
  readonly search?: string | undefined;
}

/** Keys of a filter that lead elsewhere. */
const WAYS = ['related', 'some', 'none', 'every', 'where', 'formula', 'record'];
const OPEN_VARIABLES: readonly unknown[] = ['today', 'now'];

export function visitorQuery(view: SharedView, { design }: Pick<Standing, 'design'>, entity: string, query: VisitorQuery): Result<{ filter: Filter | undefined; sort: readonly SortKey[] }, readonly FieldProblemInput[]> {
  const names = new Set(view.columns.map(({ name }) => name));
  const problems: FieldProblemInput[] = [];
  inspect(query.filter, 'filter', names, problems);
  (query.sort ?? []).forEach(({ field }, index) => {
    if (!names.has(field)) problems.push(unknown(`sort.${index}.field`, field));
  });
  if (problems.length > 0) return fail(problems);
  const parts = [view.filter, query.filter as Filter | null | undefined, searchFilter(view, design, entity, query.search)].filter((part) => part !== undefined && part !== null);
  const filter = parts.length > 1 ? { and: parts } : parts[0];
  const sort = [query.sort ?? [], view.sort, NEWEST_FIRST].find(({ length }) => length > 0) ?? NEWEST_FIRST;
  return ok({ filter, sort });
}

/** By id, which tells the order and no moment. */
const NEWEST_FIRST: readonly SortKey[] = [{ field: 'id', desc: true }];

/** Every part of it, whatever it is; what is malformed is refused where filters are read. */
function inspect(part: unknown, path: string, names: ReadonlySet<string>, problems: FieldProblemInput[]): void {
  if (part === null || typeof part !== 'object') return;
  if (Array.isArray(part)) return part.forEach((one, index) => inspect(one, `${path}.${index}`, names, problems));
  for (const [key, value] of Object.entries(part)) {
    if (WAYS.includes(key)) problems.push(unknown(path, String(value)));
    else if (key === 'field' && !names.has(String(value))) problems.push(unknown(`${path}.field`, String(value)));
    else if (key === 'var' && !OPEN_VARIABLES.includes(value)) problems.push(unknown(path, String(value)));
    else inspect(value, `${path}.${key}`, names, problems);
  }
}

/** The search box looks through the columns: the record's own search would look through more. */
function searchFilter(view: SharedView, design: Standing['design'], entity: string, search: string | undefined): Filter | undefined {
  const words = search?.trim() ?? '';
  if (words === '') return undefined;
  const searched = view.columns.filter(({ name, field }) => field.type.searchable && !field.encrypted && field.valueType.operators.includes('contains') && isClear(design, view.access, entity, name));
  return { or: searched.map(({ name }) => ({ field: name, op: 'contains', value: words })) };
}

const unknown = (path: string, name: string): FieldProblemInput => fieldProblem(path, 'FIELD_NOT_FOUND', name.slice(0, 100), { field: name.slice(0, 100) });
