/** What the widgets of one form share besides their own value. */

import type { EntityDocument, FieldDocument, FileValue, Ref } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { FormValues, RowValues } from './form-values.ts';
import type { LiveValues } from './live-values.ts';
import type { MaskTexts } from './masked-values.ts';

export interface RecordFormContext {
  readonly entity: EntityDocument;
  readonly design: Design;
  /** Names for the ids the form holds; a picker adds what was picked. */
  readonly refs: Map<string, Ref>;
  /** Likewise for the files it holds. */
  readonly files: Map<string, FileValue>;
  /** Files that were there when the form was opened, and the record (or row) each is read through. */
  readonly savedFiles: ReadonlyMap<string, string>;
  /** What the form holds now. */
  readonly values: FormValues;
  /** Key of the entity a field of this form belongs to: the record's, or that of a subform's rows. */
  readonly entityOf: (field: FieldDocument) => string;
  readonly live: LiveValues;
  /** What is shown masked, and has not been replaced. */
  readonly masks: MaskTexts;
  readonly onReplace: (place: string) => void;
  /** What the server refused, by path within the values: `lines.0.quantity`. */
  readonly serverProblems: ReadonlyMap<string, string>;
  /** What the browser's own validator found, likewise. */
  readonly localProblems: ReadonlyMap<string, string>;
}

/** What every widget of a field type gets, in a form as in a cell of a subform. */
export interface FieldWidgetProps {
  readonly id: string;
  readonly field: FieldDocument;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly readonly: boolean;
  readonly invalid: boolean;
  /** Inside a table: no frame of its own, the label is the column's. */
  readonly cell: boolean;
  readonly label: string;
  readonly context: RecordFormContext;
  /** The row of a subform that the field is in. */
  readonly row?: RowValues;
  /** The value a formula or rollup has now; absent: the stored one is all that is known. */
  readonly live?: unknown;
}

/** The text of a value, '' for anything else. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
