export { departmentTree, departmentPath, type DepartmentNode } from './department-tree.ts';
export { departmentsQuery } from './departments-query.ts';
