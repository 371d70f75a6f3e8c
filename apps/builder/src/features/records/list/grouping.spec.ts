import { describe, expect, it } from '@jest/globals';
import { DATE_BUCKETS, type FieldDocument } from '@tessera/contract';
import fc from 'fast-check';
import { afterBucket, aggregateField, aggregatesFor, beginGroup, bucketLabel, groupFilter, groupInAddress, groupsOf, isGroupable, parseGroup, writeGroup } from './grouping.ts';

const field = (type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key: 'x', type, label: { en: 'X' }, ...more });
const atShanghai = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

describe('groups in the address', () => {
  it('are written as they were read', () => {
    expect(writeGroup(parseGroup('status,-created_at:month,account.owner'))).toBe('status,-created_at:month,account.owner');
    expect(parseGroup('at:century')).toEqual([{ field: 'at' }]);
    expect(parseGroup('a,b,c,d,e')).toHaveLength(3);
    expect(writeGroup([])).toBeUndefined();
  });
  it('are those of the view until a person says otherwise, which may be none', () => {
    const view = { key: 'v', entity: 'a', label: {}, kind: 'grid' as const, columns: [{ field: 'x' }], groups: [{ field: 'level' }] };
    expect(groupsOf(view, undefined)).toEqual([{ field: 'level' }]);
    expect(groupsOf(view, 'x')).toEqual([{ field: 'x' }]);
    expect(groupsOf(view, groupInAddress(view, []))).toEqual([]);
    expect(groupInAddress(view, [{ field: 'level' }])).toBeUndefined();
    expect(groupInAddress(undefined, [])).toBeUndefined();
  });
  it('begin with months for what is a date', () => {
    expect(beginGroup(field('date'))).toEqual({ field: 'x', bucket: 'month' });
    expect(beginGroup(field('select'))).toEqual({ field: 'x' });
  });
});

describe('the rows of a group', () => {
  it.each<[string, FieldDocument, unknown, unknown]>([
    ['share a value', field('select'), 'a', { field: 'x', op: 'eq', value: 'a' }],
    ['share a person', field('member'), { id: 'm', label: 'M' }, { field: 'x', op: 'eq', value: 'm' }],
    ['have none', field('select'), null, { field: 'x', op: 'isEmpty' }],
    ['have it among their choices', field('multiSelect'), 'a', { field: 'x', op: 'contains', value: 'a' }],
    ['are linked to it', field('relation', { options: { entity: 'a', cardinality: 'manyToMany' } }), { id: 'r', label: 'R' }, { field: 'x', op: 'contains', value: 'r' }],
    ['have no choice', field('multiSelect'), null, { field: 'x', op: 'isEmpty' }],
    ['are not ticked', field('checkbox'), false, { field: 'x', op: 'eq', value: false }],
  ])('%s', (_words, of, key, filter) => {
    expect(groupFilter(of, { field: 'x' }, key, atShanghai)).toEqual(filter);
  });
  it('of a month are between its first day and that of the next', () => {
    expect(groupFilter(field('date'), { field: 'x', bucket: 'month' }, '2024-12-01', atShanghai)).toEqual({ and: [{ field: 'x', op: 'gte', value: '2024-12-01' }, { field: 'x', op: 'lt', value: '2025-01-01' }] });
  });
  it('of a moment begin when the day does in the zone of the workspace', () => {
    expect(groupFilter(field('datetime'), { field: 'x', bucket: 'day' }, '2024-12-01', atShanghai)).toEqual({ and: [{ field: 'x', op: 'gte', value: '2024-11-30T16:00:00.000Z' }, { field: 'x', op: 'lt', value: '2024-12-01T16:00:00.000Z' }] });
  });
});

it('every bucket ends where the next one begins, and never before it began', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), fc.constantFrom(...DATE_BUCKETS), (date, bucket) => {
      const day = date.toISOString().slice(0, 10);
      const next = afterBucket(day, bucket);
      expect(next > day).toBe(true);
      expect(bucketLabel(next, bucket)).not.toBe(bucketLabel(day, bucket));
    }),
  );
  expect(afterBucket('2024-10-01', 'quarter')).toBe('2025-01-01');
  expect(bucketLabel('2024-04-01', 'quarter')).toBe('2024 Q2');
  expect(bucketLabel('2024-04-01', 'week')).toBe('2024-04-01 – 04-07');
});

describe('what can be grouped and added up', () => {
  it('is nothing encrypted, and nothing long', () => {
    expect(isGroupable(field('select'))).toBe(true);
    expect(isGroupable(field('text', { encrypted: true }))).toBe(false);
    expect(isGroupable(field('multiSelect'))).toBe(true);
    expect(isGroupable(field('longText'))).toBe(false);
    expect(aggregatesFor(field('money', { encrypted: true }))).toEqual(['filled', 'empty']);
    expect(aggregatesFor(field('subform'))).toEqual([]);
  });
  it('keeps its unit where it is a sum, and is a number where it is counted', () => {
    const money = field('money', { options: { currency: 'USD' } });
    expect(aggregateField(money, 'sum')).toBe(money);
    expect(aggregateField(money, 'unique').type).toBe('number');
  });
});
