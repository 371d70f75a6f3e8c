import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { beginMerge, differingFields, keep, mergeRequest, take } from './merge-draft.ts';

const entity: EntityDocument = {
  key: 'account',
  label: { en: 'Customer' },
  titleField: 'name',
  fields: [
    { key: 'no', type: 'autoNumber', label: { en: 'No' } },
    { key: 'name', type: 'text', label: { en: 'Name' } },
    { key: 'phone', type: 'phone', label: { en: 'Phone' } },
    { key: 'parent', type: 'relation', label: { en: 'Parent' }, options: { entity: 'account' } },
    { key: 'lines', type: 'subform', label: { en: 'Lines' }, options: { entity: 'line' } },
  ],
};
const a: RecordView = { id: 'a', version: 3, values: { no: '1', name: 'Ant', phone: null, parent: { id: 'p', label: 'P' }, lines: [] } };
const b: RecordView = { id: 'b', version: 5, values: { no: '2', name: 'Ant Ltd', phone: '123', parent: { id: 'p', label: 'Other label' }, lines: [{}] } };

describe('merging', () => {
  it('asks only about values that differ and that people write', () => {
    expect(differingFields(entity, [a, b]).map(({ key }) => key)).toEqual(['name', 'phone']);
  });
  it('begins with the fullest record, and fills its gaps from the others', () => {
    expect(beginMerge(entity, [a, b])).toEqual({ kept: 'b', from: { name: 'b', phone: 'b' } });
    expect(keep(entity, [a, b], beginMerge(entity, [a, b]), 'a')).toEqual({ kept: 'a', from: { name: 'a', phone: 'b' } });
  });
  it('keeps what was chosen by hand when another record stays', () => {
    const chosen = take(beginMerge(entity, [a, b]), 'name', 'a');
    expect(keep(entity, [a, b], chosen, 'a').from).toEqual({ name: 'a', phone: 'b' });
    expect(keep(entity, [a, b], chosen, 'b').from.name).toBe('a');
  });
  it('sends the versions of all, and only values the kept record does not have', () => {
    const draft = keep(entity, [a, b], beginMerge(entity, [a, b]), 'a');
    expect(mergeRequest([a, b], draft)).toEqual({ version: 3, others: [{ id: 'b', version: 5 }], values: { phone: '123' } });
    expect(mergeRequest([a, b], take(draft, 'phone', 'a')).values).toEqual({});
  });
});
