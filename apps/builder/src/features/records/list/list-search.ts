/**
 * What the address of a list says, and the query that follows from it and the view: columns, filter, order.
 * Everything a person sets is in the address, so that a list can be sent to a colleague. Pure.
 */

import type { EntityDocument, FieldDocument, Filter, SortKey, ViewDocument } from '@tessera/contract';
import { allFields } from '../../../shared/fields/system-fields.ts';
import { bothFilters } from '../../../shared/filter/both-filters.ts';

export interface ListSearch {
  /** Key of a view; absent: the entity's default. */
  readonly view?: string;
  readonly q?: string;
  readonly filter?: Filter;
  /** Field keys by priority, `-` in front for descending: `-amount,name`. */
  readonly sort?: string;
}

export function parseListSearch(search: Readonly<Record<string, unknown>>): ListSearch {
  const { view, q, filter, sort } = search;
  return {
    ...(typeof view === 'string' ? { view } : {}),
    ...(typeof q === 'string' && q !== '' ? { q: q.slice(0, 200) } : typeof q === 'number' ? { q: String(q) } : {}),
    ...(isFilter(filter) ? { filter } : {}),
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
  };
}

/** Only the outline is checked; the server checks fields, operators and values. */
function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false;
  const filter = value as Record<string, unknown>;
  if (Array.isArray(filter.and)) return filter.and.every(isFilter);
  if (Array.isArray(filter.or)) return filter.or.every(isFilter);
  if ('not' in filter) return isFilter(filter.not);
  return typeof filter.field === 'string' && typeof filter.op === 'string';
}

export const parseSort = (text: string | undefined): SortKey[] =>
  (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((key) => (key.startsWith('-') ? { field: key.slice(1), desc: true } : { field: key }));

export const writeSort = (sort: readonly SortKey[]): string | undefined => sort.map(({ field, desc }) => (desc ? `-${field}` : field)).join(',') || undefined;

/** A click on a column's head: ascending, then descending, then the view's own order again. */
export function nextSort(current: string | undefined, field: string): string | undefined {
  const [first] = parseSort(current);
  if (first?.field !== field) return field;
  return first.desc ? undefined : `-${field}`;
}

export interface ListColumn {
  readonly field: FieldDocument;
  readonly width: number;
}

const WIDTHS: Partial<Record<FieldDocument['type'], number>> = {
  longText: 260, number: 120, money: 140, percent: 100, date: 130, datetime: 164, checkbox: 96, select: 124, multiSelect: 190, member: 150,
  relation: 200, autoNumber: 140, phone: 150, formula: 140, rollup: 140,
};
export const defaultWidth = (field: FieldDocument): number => WIDTHS[field.type] ?? 190;

export interface ColumnChoice {
  readonly fields?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

/** The person's choice of columns, else the view's, else the first fields; fields that are gone or hidden drop out. */
export function columnsOf(entity: EntityDocument, view: ViewDocument | undefined, choice: ColumnChoice): ListColumn[] {
  const fields = new Map(allFields(entity).map((field) => [field.key, field]));
  const viewWidths = new Map(view?.columns.map((column) => [column.field, column.width]));
  const keys = choice.fields ?? view?.columns.map((column) => column.field) ?? defaultColumns(entity);
  return keys.flatMap((key) => {
    const field = fields.get(key);
    return field ? [{ field, width: choice.widths?.[key] ?? viewWidths.get(key) ?? defaultWidth(field) }] : [];
  });
}

function defaultColumns(entity: EntityDocument): string[] {
  const others = entity.fields.filter((field) => field.key !== entity.titleField && field.type !== 'subform' && field.type !== 'longText');
  return [entity.titleField, ...others.slice(0, 7).map((field) => field.key)];
}

export interface ListQuery {
  readonly fields: readonly string[];
  readonly filter?: Filter;
  readonly sort?: readonly SortKey[];
  readonly search?: string;
}

/**
 * In one spelling: the server binds a page mark to the question as it was written, and the query cache
 * takes two spellings of one question for the same.
 */
export function listQuery(entity: EntityDocument, view: ViewDocument | undefined, columns: readonly ListColumn[], search: ListSearch): ListQuery {
  const filter = bothFilters(view?.filter, search.filter);
  const sort = search.sort ? parseSort(search.sort) : view?.sort;
  const fields = new Set(columns.filter(({ field }) => field.type !== 'subform').map(({ field }) => field.key));
  if (entity.fields.some((field) => field.key === entity.titleField)) fields.add(entity.titleField);
  return {
    fields: [...fields],
    ...(filter ? { filter: spelledFilter(filter) } : {}),
    ...(sort?.length ? { sort: sort.map(({ field, desc }) => (desc ? { field, desc } : { field })) } : {}),
    ...(search.q ? { search: search.q } : {}),
  };
}

function spelledFilter(filter: Filter): Filter {
  if ('and' in filter) return { and: filter.and.map(spelledFilter) };
  if ('or' in filter) return { or: filter.or.map(spelledFilter) };
  if ('not' in filter) return { not: spelledFilter(filter.not) };
  const { field, op, value } = filter;
  return value === undefined ? { field, op } : { field, op, value };
}
