/** What the write door is asked for, and what it answers: one value for each change, in their order. */

import type { AppError } from '@tessera/contract';

type Values = Readonly<Record<string, unknown>>;

export type DoorChange =
  | { readonly op: 'create'; readonly values: Values }
  /** `version`: what the change is based on; without it, on whatever is there now. */
  | { readonly op: 'update'; readonly id: string; readonly version?: number | undefined; readonly values: Values }
  | { readonly op: 'delete'; readonly id: string; readonly version?: number | undefined }
  /** The record with these values in the unique fields `by` is changed, or made. */
  | { readonly op: 'upsert'; readonly by: readonly string[]; readonly values: Values };

export interface SavedRecord {
  readonly id: string;
  readonly version: number;
}

export type DoorOutcome =
  | (SavedRecord & { readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' })
  /** `error.fields` have paths like `values.name`. */
  | { readonly status: 'refused'; readonly error: AppError };

/** A row to be put at the end of a subform of a record that is there. */
export interface NewSubformRow {
  readonly parent: string;
  readonly values: Values;
}

export interface WriteOptions {
  /** `throw`: the first refusal is thrown, and nothing is kept if the caller's transaction ends with it; `report`: a refused change leaves no trace and does not stop the others. */
  readonly onRefusal: 'throw' | 'report';
  /** Refuses likeness to another record also by duplicate rules that only warn. */
  readonly refuseAlike?: boolean;
  /** Called once new records have been looked at and before any is written: whoever writes batch after batch waits here for the one before. */
  readonly beforeSave?: () => Promise<void>;
}
