/**
 * What the address of a list says, and the query that follows from it and the view: columns, filter, order, groups.
 * Everything a person sets is in the address, so that a list can be sent to a colleague. Pure.
 */

import { MAX_VIEW_TOTALS, type EntityDocument, type FIELD_AGGREGATES, type FieldDocument, type Filter, type SortKey, type ViewDocument } from '@tessera/contract';
import { shownField } from '../../../shared/fields/shown-field.ts';
import { allFields } from '../../../shared/fields/system-fields.ts';
import { bothFilters } from '../../../shared/filter/both-filters.ts';
import { isFilter, spelled } from '../../../shared/filter/filter-draft.ts';

export interface ListSearch {
  /** Key of a view; absent: the entity's default. */
  readonly view?: string;
  readonly q?: string;
  readonly filter?: Filter;
  /** Field keys by priority, `-` in front for descending: `-amount,name`. */
  readonly sort?: string;
  /** Fields rows are grouped by, dates with their bucket: `status,created_at:month`; `-` for no groups where the view has some. */
  readonly group?: string;
}

export function parseListSearch(search: Readonly<Record<string, unknown>>): ListSearch {
  const { view, q, filter, sort, group } = search;
  return {
    ...(typeof view === 'string' ? { view } : {}),
    ...(typeof q === 'string' && q !== '' ? { q: q.slice(0, 200) } : typeof q === 'number' ? { q: String(q) } : {}),
    ...(isFilter(filter) ? { filter } : {}),
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
    ...(typeof group === 'string' && group !== '' ? { group } : {}),
  };
}

/** More keys than that order nothing people can see. */
export const MAX_SORT_KEYS = 5;

export const parseSort = (text: string | undefined): SortKey[] =>
  (text ?? '')
    .split(',')
    .filter(Boolean)
    .slice(0, MAX_SORT_KEYS)
    .map((key) => (key.startsWith('-') ? { field: key.slice(1), desc: true } : { field: key }));

export const writeSort = (sort: readonly SortKey[]): string | undefined => sort.map(({ field, desc }) => (desc ? `-${field}` : field)).join(',') || undefined;

/** A click on a column's head: ascending, then descending, then the view's own order again. */
export function nextSort(current: string | undefined, field: string): string | undefined {
  const [first, ...others] = parseSort(current);
  if (first?.field !== field || others.length > 0) return field;
  return first.desc ? undefined : `-${field}`;
}

/** A click with the shift key: one more key, then turned round, then taken out again. */
export function addSort(current: readonly SortKey[], field: string): string | undefined {
  const known = current.find((key) => key.field === field);
  if (!known) return writeSort([...current, { field }]);
  return writeSort(known.desc ? current.filter((key) => key.field !== field) : current.map((key) => (key.field === field ? { field, desc: true } : key)));
}

export interface ListColumn {
  /** Its key is what the server is asked for: a field's key, or a path (`account.owner`). */
  readonly field: FieldDocument;
  readonly width: number;
}

const WIDTHS: Partial<Record<FieldDocument['type'], number>> = {
  longText: 260, richText: 260, number: 120, money: 140, percent: 100, rating: 120, progress: 130, date: 130, datetime: 164, time: 100, duration: 110, checkbox: 96, select: 124,
  multiSelect: 190, member: 150, members: 180, department: 150, relation: 200, autoNumber: 140, phone: 150, idCard: 180, region: 180, address: 240, file: 160, image: 120,
  signature: 120, formula: 140, rollup: 140, lookup: 160, modifiedAt: 164, modifiedBy: 150,
};
export const defaultWidth = (field: FieldDocument): number => WIDTHS[field.type] ?? 190;

export type ColumnAggregate = (typeof FIELD_AGGREGATES)[number];

export interface ColumnChoice {
  readonly fields?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
  /** What stands below a column, instead of what the view says. */
  readonly aggregates?: Readonly<Record<string, ColumnAggregate>>;
}

export type EntityLookup = (key: string) => EntityDocument | undefined;

/** Of a path the field at its end, named by all of its steps; of a lookup what it shows. */
export function columnField(entityOf: EntityLookup, entity: EntityDocument, path: string): FieldDocument | undefined {
  const own = allFields(entity).find((field) => field.key === path);
  if (own || !path.includes('.')) return own;
  const steps = path.split('.');
  const key = steps.pop()!;
  const labels: FieldDocument['label'][] = [];
  let at: EntityDocument | undefined = entity;
  for (const step of steps) {
    const hop: FieldDocument | undefined = at?.fields.find((field) => field.key === step && field.type === 'relation');
    if (!hop) return undefined;
    labels.push(hop.label);
    at = entityOf((hop.options as { entity?: string } | undefined)?.entity ?? '');
  }
  const field = at && allFields(at).find((one) => one.key === key);
  if (!field) return undefined;
  return { ...shownField(entityOf, at, field), key: path, label: joined([...labels, field.label]) };
}

function joined(labels: readonly FieldDocument['label'][]): FieldDocument['label'] {
  const inLocale = (locale: 'en' | 'zh-CN') => labels.map((label) => label[locale] ?? label['zh-CN'] ?? label.en ?? '').join(' › ');
  return { en: inLocale('en'), 'zh-CN': inLocale('zh-CN') };
}

/** The person's choice of columns, else the view's, else the first fields; fields that are gone or hidden drop out. */
export function columnsOf(entity: EntityDocument, view: ViewDocument | undefined, choice: ColumnChoice, entityOf: EntityLookup = () => undefined): ListColumn[] {
  const viewWidths = new Map(view?.columns.map((column) => [column.field, column.width]));
  const keys = choice.fields ?? view?.columns.map((column) => column.field) ?? defaultColumns(entity);
  return keys.flatMap((key) => {
    const field = columnField(entityOf, entity, key);
    return field && field.type !== 'button' ? [{ field, width: choice.widths?.[key] ?? viewWidths.get(key) ?? defaultWidth(field) }] : [];
  });
}

/** The person's choice of what stands below the columns, else the view's. */
export const aggregatesOf = (view: ViewDocument | undefined, choice: ColumnChoice): Readonly<Record<string, ColumnAggregate>> =>
  choice.aggregates ?? Object.fromEntries((view?.totals ?? []).map(({ field, aggregate }) => [field, aggregate]));

/** With one of them changed; without a choice where that is what the view says. */
export function withAggregate(view: ViewDocument | undefined, choice: ColumnChoice, field: string, aggregate: ColumnAggregate | undefined): ColumnChoice {
  const { [field]: _before, ...others } = aggregatesOf(view, choice);
  const { aggregates: _all, ...rest } = choice;
  const next = aggregate ? { ...others, [field]: aggregate } : others;
  return sameEntries(next, aggregatesOf(view, {})) ? rest : { ...rest, aggregates: next };
}

export interface WantedAggregate {
  readonly field: string;
  readonly aggregate: ColumnAggregate;
}

/** In the order of the columns, as many as one question takes. */
export const wantedAggregates = (columns: readonly ListColumn[], chosen: Readonly<Record<string, ColumnAggregate>>): readonly WantedAggregate[] =>
  columns.flatMap(({ field }) => (chosen[field.key] ? [{ field: field.key, aggregate: chosen[field.key]! }] : [])).slice(0, MAX_VIEW_TOTALS);

const sameEntries = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.entries(one).every(([key, value]) => other[key] === value);

const NOT_FIRST: ReadonlySet<FieldDocument['type']> = new Set(['subform', 'longText', 'richText', 'button', 'signature', 'file', 'image']);

function defaultColumns(entity: EntityDocument): string[] {
  const others = entity.fields.filter((field) => field.key !== entity.titleField && !NOT_FIRST.has(field.type));
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
    ...(filter ? { filter: spelled(filter) } : {}),
    ...(sort?.length ? { sort: sort.map(({ field, desc }) => (desc ? { field, desc } : { field })) } : {}),
    ...(search.q ? { search: search.q } : {}),
  };
}
