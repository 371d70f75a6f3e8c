import { describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '@tessera/contract';
import { groupHistory } from './history-groups.ts';

const entry = (id: string, at: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({ id, at, action: 'update', actor: { id: 'm', label: 'M' }, via: { kind: 'form' }, changes: [], ...more });
const row = { subform: 'lines', entity: 'order_line', id: 'r' };

describe('groupHistory', () => {
  it('makes one event of a save that touched the record and its rows', () => {
    const groups = groupHistory([entry('3', 't2', { row }), entry('2', 't2'), entry('1', 't1', { action: 'create' })]);
    expect(groups.map(({ own, rows }) => [own?.id ?? null, rows.map(({ id }) => id)])).toEqual([['2', ['3']], ['1', []]]);
  });
  it('keeps two saves of the record apart, even of one moment', () => {
    expect(groupHistory([entry('2', 't'), entry('1', 't')])).toHaveLength(2);
  });
  it('keeps people and processes apart', () => {
    expect(groupHistory([entry('2', 't', { actor: { id: 'n', label: 'N' }, row }), entry('1', 't', { row })])).toHaveLength(2);
    expect(groupHistory([entry('2', 't', { via: { kind: 'process', ref: 'i' }, row }), entry('1', 't', { row })])).toHaveLength(2);
  });
  it('shows rows that changed alone', () => {
    expect(groupHistory([entry('2', 't', { row })])[0]?.own).toBeNull();
  });
});
