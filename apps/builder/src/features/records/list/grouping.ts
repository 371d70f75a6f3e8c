/**
 * Rows in groups: which fields they can be grouped by, how a choice is written in the address, and the condition that
 * the rows of one group meet. Groups inside groups are asked for one level at a time, when they are opened. Pure.
 */

import { DATE_BUCKETS, MAX_VIEW_GROUPS, type FieldDocument, type FieldTypeKey, type Filter, type ViewDocument } from '@tessera/contract';
import dayjs from 'dayjs';
import { isRef } from '../../../shared/fields/references.ts';
import { valueTypeOf } from '../../../shared/fields/value-type.ts';
import type { ColumnAggregate } from './list-search.ts';

export type DateBucket = (typeof DATE_BUCKETS)[number];

export interface GroupKey {
  readonly field: string;
  readonly bucket?: DateBucket;
  readonly desc?: boolean;
}

/** As many as a view can keep. */
export const MAX_GROUPS = MAX_VIEW_GROUPS;

/** In the address: without the groups of the view. */
export const NO_GROUPS = '-';

/** `status,-created_at:month`. */
export const parseGroup = (text: string | undefined): GroupKey[] =>
  (text ?? '')
    .split(',')
    .filter((part) => part !== '' && part !== NO_GROUPS)
    .slice(0, MAX_GROUPS)
    .map((part) => {
      const desc = part.startsWith('-');
      const [field = '', bucket] = (desc ? part.slice(1) : part).split(':');
      const known = DATE_BUCKETS.find((one) => one === bucket);
      return { field, ...(known ? { bucket: known } : {}), ...(desc ? { desc } : {}) };
    });

export const writeGroup = (keys: readonly GroupKey[]): string | undefined => keys.map(({ field, bucket, desc }) => `${desc ? '-' : ''}${field}${bucket ? `:${bucket}` : ''}`).join(',') || undefined;

/** What the person grouped by, else the groups of the view. */
export const groupsOf = (view: ViewDocument | undefined, group: string | undefined): readonly GroupKey[] => (group === undefined ? (view?.groups ?? []) : parseGroup(group));

/** How these groups stand in the address of a list that opens with the view. */
export function groupInAddress(view: ViewDocument | undefined, keys: readonly GroupKey[]): string | undefined {
  const text = writeGroup(keys);
  return text === writeGroup(view?.groups ?? []) ? undefined : (text ?? NO_GROUPS);
}

export const isDateLike = (field: FieldDocument): boolean => ['date', 'datetime'].includes(valueTypeOf(field));

const GROUPABLE: ReadonlySet<FieldTypeKey> = new Set([
  'text', 'number', 'money', 'percent', 'rating', 'progress', 'date', 'datetime', 'checkbox', 'select', 'multiSelect', 'phone', 'email', 'url', 'region', 'member', 'members', 'department', 'relation',
]);

/** Fields whose equal values make a group, of lists each entry; not what is long, not what is encrypted. */
export function isGroupable(field: FieldDocument): boolean {
  return !field.encrypted && GROUPABLE.has(valueTypeOf(field));
}

/** A record is in the group of each entry. */
const isList = (field: FieldDocument): boolean =>
  ['multiSelect', 'members'].includes(valueTypeOf(field)) || (field.type === 'relation' && (field.options as { cardinality?: string } | undefined)?.cardinality === 'manyToMany');

/** What one entry of a list is shown as. */
export const entryField = (field: FieldDocument): FieldDocument => (field.type === 'multiSelect' ? { ...field, type: 'select' } : field.type === 'members' ? { ...field, type: 'member' } : field);

/** By month is what people mean by "by date" most often. */
export const beginGroup = (field: FieldDocument): GroupKey => (isDateLike(field) ? { field: field.key, bucket: 'month' } : { field: field.key });

/** The first day after the bucket that begins on `day`. */
export function afterBucket(day: string, bucket: DateBucket): string {
  const start = dayjs(day);
  const next = bucket === 'quarter' ? start.add(3, 'month') : start.add(1, bucket);
  return next.format('YYYY-MM-DD');
}

/** What the rows of a group have in common. `instantOf`: the instant at which a day begins in the workspace's zone. */
export function groupFilter(field: FieldDocument, { bucket }: GroupKey, key: unknown, instantOf: (day: string) => string): Filter {
  if (key === null || key === undefined) return { field: field.key, op: 'isEmpty' };
  if (bucket && typeof key === 'string') {
    const [from, to] = [key.slice(0, 10), afterBucket(key.slice(0, 10), bucket)].map((day) => (valueTypeOf(field) === 'datetime' ? instantOf(day) : day)) as [string, string];
    return { and: [{ field: field.key, op: 'gte', value: from }, { field: field.key, op: 'lt', value: to }] };
  }
  return { field: field.key, op: isList(field) ? 'contains' : 'eq', value: isRef(key) ? key.id : (key as string | number | boolean) };
}

/** '2024-04-01' of a quarter: "2024 Q2"; of a week: "2024-04-01 – 04-07". */
export function bucketLabel(day: string, bucket: DateBucket): string {
  const start = dayjs(day.slice(0, 10));
  switch (bucket) {
    case 'day':
      return start.format('YYYY-MM-DD');
    case 'week':
      return `${start.format('YYYY-MM-DD')} – ${start.add(6, 'day').format('MM-DD')}`;
    case 'month':
      return start.format('YYYY-MM');
    case 'quarter':
      return `${start.format('YYYY')} Q${Math.floor(start.month() / 3) + 1}`;
    case 'year':
      return start.format('YYYY');
  }
}

const NUMBERS: readonly ColumnAggregate[] = ['sum', 'avg', 'min', 'max'];
const COUNTS: readonly ColumnAggregate[] = ['filled', 'empty', 'unique'];

/** What can stand below a column. */
export function aggregatesFor(field: FieldDocument): readonly ColumnAggregate[] {
  const type = valueTypeOf(field);
  if (['subform', 'button'].includes(field.type)) return [];
  if (field.encrypted) return ['filled', 'empty'];
  if (['number', 'money', 'percent', 'rating', 'progress', 'duration'].includes(type)) return [...NUMBERS, ...COUNTS];
  if (type === 'date' || type === 'datetime') return ['min', 'max', ...COUNTS];
  return ['members', 'multiSelect', 'file', 'image', 'signature', 'address', 'geoPoint', 'richText', 'longText'].includes(type) ? ['filled', 'empty'] : COUNTS;
}

/** A sum of money is money, the number of values is a number. */
export const aggregateField = (field: FieldDocument, aggregate: ColumnAggregate): FieldDocument =>
  NUMBERS.includes(aggregate) ? (aggregate === 'avg' && valueTypeOf(field) === 'rating' ? { ...field, type: 'number', options: { scale: 2 } } : field) : { key: field.key, label: field.label, type: 'number' };
