export { diffEntities, type SchemaChange } from './diff-entities.ts';
export { checkChanges, typeChangeOf, type TypeChange } from './type-change.ts';
export { planDdl, purgeField, purgeTable, type LockLevel, type PlannedStatement } from './plan-ddl.ts';
export { convertValue, type ConversionEnv, type ConvertedValue } from './convert-value.ts';
export { analyzePairs, createPairs, distinctValues, recordsHolding, storePairs, type ConvertedPair, type DistinctValue, type FieldConversion } from './conversion-sql.ts';
export { fieldOfUniqueIndex, isManyToMany, isUnique, keptColumn, linkTable } from './names.ts';
export type { TableIndex } from './indexes.ts';
