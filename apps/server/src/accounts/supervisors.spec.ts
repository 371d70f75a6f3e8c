import { describe, expect, it } from '@jest/globals';
import type { Department } from '@tessera/contract';
import { supervisorsOf } from './supervisors.ts';

const department = (id: string, parent: string | null, supervisor: string | null, ...members: string[]): Department => ({ id, name: id, parent, supervisor, members, positions: {} });

const TREE = [
  department('company', null, 'boss'),
  department('sales', 'company', 'head', 'head', 'assistant'),
  department('east', 'sales', 'lead', 'lead', 'rep'),
  department('shanghai', 'east', null, 'local'),
  department('club', null, 'fan', 'rep'),
];

describe('the supervisors of a member', () => {
  it.each([
    ['climb from the nearest to the highest', 'rep', ['lead', 'head', 'boss']],
    ['of a leader begin above the department they lead', 'lead', ['head', 'boss']],
    ['pass over a place nobody has', 'local', ['lead', 'head', 'boss']],
    ['of whoever leads without working there begin above it', 'boss', []],
    ['of a stranger are nobody', 'stranger', []],
  ])('%s', (_case, member, above) => {
    expect(supervisorsOf(TREE, member)).toEqual(above);
  });

  it('end in a tree that goes round, and name nobody twice', () => {
    const round = [department('a', 'b', 'x', 'member'), department('b', 'c', 'y'), department('c', 'a', 'x')];
    expect(supervisorsOf(round, 'member')).toEqual(['x', 'y']);
  });

  it('come from another department when the deepest has nobody above it', () => {
    const two = [department('top', null, null), department('deep', 'top', null, 'member'), department('flat', null, 'chief', 'member')];
    expect(supervisorsOf(two, 'member')).toEqual(['chief']);
  });
});
