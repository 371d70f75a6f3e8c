import type { Department } from '@tessera/contract';

export interface DepartmentNode {
  readonly key: string;
  readonly value: string;
  readonly title: string;
  readonly children?: DepartmentNode[];
}

/** The list as a tree, in its order. `without`: left out with all that is below. Pure. */
export function departmentTree(departments: readonly Department[], without?: string): DepartmentNode[] {
  const below = new Map<string | null, Department[]>();
  const known = new Set(departments.map(({ id }) => id));
  for (const department of departments) {
    // A parent that is out of sight leaves its departments at the top.
    const parent = department.parent !== null && known.has(department.parent) ? department.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), department]);
  }
  const nodesBelow = (parent: string | null): DepartmentNode[] =>
    (below.get(parent) ?? [])
      .filter(({ id }) => id !== without)
      .map(({ id, name }) => {
        const children = nodesBelow(id);
        return { key: id, value: id, title: name, ...(children.length > 0 ? { children } : {}) };
      });
  return nodesBelow(null);
}

/** Names from the root to the department itself. Pure. */
export function departmentPath(departments: readonly Department[], id: string): readonly string[] {
  const way: Department[] = [];
  for (let at = departments.find((one) => one.id === id); at && !way.includes(at); at = departments.find((one) => one.id === at?.parent)) way.unshift(at);
  return way.map(({ name }) => name);
}
