import type { FileValue } from '@tessera/contract';

/** Where files are read: the field of a record, or `new` for one's own uploads that are in no record yet. */
export interface FilePlace {
  readonly entity: string;
  readonly record: string;
  readonly field: string;
}

export const isFileValue = (value: unknown): value is FileValue =>
  typeof value === 'object' && value !== null && typeof (value as FileValue).id === 'string' && typeof (value as FileValue).name === 'string' && typeof (value as FileValue).size === 'number';
