export { diffEntities, type SchemaChange } from './diff-entities.ts';
export { checkChanges } from './type-change.ts';
export { planDdl, type LockLevel, type PlannedStatement } from './plan-ddl.ts';
export { fieldOfUniqueIndex, linkTable } from './names.ts';
