import { describe, expect, it } from '@jest/globals';
import type { Filter } from '@tessera/contract';
import { galleryDesign } from '../testing/index.ts';
import { bindRecord } from './bind-record.ts';
import { parseFilter } from './parse-filter.ts';

const ID = '0190b0a0-0000-7000-8000-000000000001';
const ownClients: Filter = { and: [{ field: 'manager', op: 'eq', value: { record: 'lead' } }, { not: { field: 'tags', op: 'in', value: { record: 'areas' } } }] };
const bound = (values: Record<string, unknown>, filter: Filter = ownClients) => bindRecord(filter, (key) => values[key] ?? null);

describe('bindRecord', () => {
  it('puts the values of the record in', () => {
    expect(bound({ lead: { id: ID, label: 'Nancy' }, areas: ['x'] })).toEqual({ and: [{ field: 'manager', op: 'eq', value: ID }, { not: { field: 'tags', op: 'in', value: ['x'] } }] });
  });

  it('lets nothing be chosen while the field is empty', () => {
    expect(bound({})).toEqual({ and: [{ or: [] }, { not: { or: [] } }] });
    expect(bound({ areas: [] }, { field: 'tags', op: 'notIn', value: { record: 'areas' } })).toEqual({ and: [] });
  });

  it('reaches into conditions on related rows', () => {
    const filter: Filter = { related: 'project:client', count: { op: 'gt', value: 0 }, where: { field: 'lead', op: 'eq', value: { record: 'lead' } } };
    expect(bound({ lead: ID }, filter)).toEqual({ ...filter, where: { field: 'lead', op: 'eq', value: ID } });
  });

  it('leaves a filter that any query takes', () => {
    const design = galleryDesign();
    const read = parseFilter(design, 'client', ownClients, () => true, { record: 'project' });
    expect(read).toEqual({ ok: true, value: ownClients });
    expect(parseFilter(design, 'client', ownClients, () => true).ok).toBe(false);
    expect(parseFilter(design, 'client', bound({ lead: ID, areas: ['x'] }), () => true).ok).toBe(true);
  });
});
