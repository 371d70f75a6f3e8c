export type { RecordTable, WireValues, WriteMoment } from './record-table.ts';
export { holdTargets, lockChildren, lockRecord, type LockedRow } from './lock-record.ts';
export { insertRecord, insertRecords, type NewRecord } from './insert-record.ts';
export { updateRecord, type RecordChange } from './update-record.ts';
export { deleteRecord, deleteRecords } from './delete-record.ts';
export { incomingRelations, linkedRecords, type IncomingRelation } from './incoming-links.ts';
export { takeNumbers, type CounterRequest } from './counter.ts';
