import { describe, expect, it } from '@jest/globals';
import { departmentPath, departmentTree } from './department-tree.ts';

const department = (id: string, parent: string | null = null) => ({ id, name: id.toUpperCase(), parent, members: [], supervisor: null, positions: {} });
const all = [department('a'), department('b', 'a'), department('c', 'b'), department('d'), department('e', 'gone')];

describe('departments', () => {
  it('stand below their parents, in their order', () => {
    expect(departmentTree(all)).toEqual([
      { key: 'a', value: 'a', title: 'A', children: [{ key: 'b', value: 'b', title: 'B', children: [{ key: 'c', value: 'c', title: 'C' }] }] },
      { key: 'd', value: 'd', title: 'D' },
      { key: 'e', value: 'e', title: 'E' },
    ]);
  });
  it('are left out with all that is below them', () => {
    expect(departmentTree(all, 'b')[0]).toEqual({ key: 'a', value: 'a', title: 'A' });
  });
  it('know the way from the top', () => {
    expect(departmentPath(all, 'c')).toEqual(['A', 'B', 'C']);
    expect(departmentPath(all, 'nobody')).toEqual([]);
    expect(departmentPath([department('x', 'y'), department('y', 'x')], 'x')).toEqual(['Y', 'X']);
  });
});
