import { describe, expect, it } from '@jest/globals';
import type { FieldDocument, Filter } from '@tessera/contract';
import { choosable } from './choosable.ts';

const relation = (filter?: Filter): FieldDocument => ({ key: 'contact', type: 'relation', label: { en: 'Contact' }, options: { entity: 'contact', ...(filter ? { filter } : {}) } as never });

describe('the records a relation offers', () => {
  it('are all of them without a filter', () => {
    expect(choosable(relation(), { account: '1' })).toBeUndefined();
  });
  it('are those that fit what the form holds, at any depth', () => {
    const filter: Filter = { and: [{ field: 'account', op: 'eq', value: { record: 'account' } }, { not: { or: [{ field: 'level', op: 'eq', value: { record: 'level' } }] } }, { field: 'active', op: 'eq', value: true }] };
    expect(choosable(relation(filter), { account: 'a1', level: 'high' })).toEqual({
      and: [{ field: 'account', op: 'eq', value: 'a1' }, { not: { or: [{ field: 'level', op: 'eq', value: 'high' }] } }, { field: 'active', op: 'eq', value: true }],
    });
  });
  it('are asked for by what related rows hold, too', () => {
    const some: Filter = { field: 'owner', op: 'eq', value: { record: 'owner' } };
    expect(choosable(relation({ related: 'orders', some }), { owner: 'm' })).toEqual({ related: 'orders', some: { field: 'owner', op: 'eq', value: 'm' } });
    expect(choosable(relation({ related: 'orders', count: { op: 'gt', value: 1 }, where: some }), {})).toEqual({ related: 'orders', count: { op: 'gt', value: 1 }, where: { field: 'owner', op: 'eq', value: null } });
  });
  it('lack what is still empty in the form', () => {
    expect(choosable(relation({ field: 'account', op: 'eq', value: { record: 'account' } }), { account: null })).toEqual({ field: 'account', op: 'eq', value: null });
  });
});
