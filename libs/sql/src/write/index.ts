export type { RecordTable, WireValues, WriteMoment } from './record-table.ts';
export { lastPositions, lockChildrenOf, lockRows, type LockedRow, type LockedWithRights } from './lock-rows.ts';
export { isAnsweredByRow, isOpen, rightsQuery, type Permission } from './rights.ts';
export { insertRows, insertTrail, markRows, updateRows, type ChangedRow, type NewRow, type SavedRow, type SaveOptions, type Trail, type TrailAction, type TrailLine } from './save-rows.ts';
export { holdTargets, type HeldTarget, type Targets } from './hold-targets.ts';
export { incomingRelations, linkedRows, type IncomingRelation } from './incoming-links.ts';
export { findByValues, type KeyedRow } from './find-by-values.ts';
export { takeNumbers, type CounterRequest } from './counter.ts';
