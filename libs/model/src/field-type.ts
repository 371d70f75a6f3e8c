/**
 * What a field type is. Everything Tessera knows about, say, money lives in src/field-types/money and is
 * reached through this interface; nothing else switches on a type's key. All functions are pure.
 */

import type { FieldDocument, FieldTypeKey, FilterOperator, Locale, LocalizedText, Result } from '@tessera/contract';
import type { FormulaType } from '@tessera/formula';
import type { Design } from './design.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** Types of system columns that no designer can choose. */
export type SystemTypeKey = 'recordId' | 'recordVersion';

/** Why a cell of an import could not be read, worded for people. */
export interface TextProblem {
  readonly code: string;
  readonly message: Readonly<Record<Locale, string>>;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface ParseTextEnv {
  /** IANA zone in which times without a zone are read. */
  readonly timeZone: string;
  readonly locale: Locale;
}

export interface FormatTextEnv {
  readonly timeZone: string;
  readonly locale: Locale;
}

export interface FieldType {
  readonly key: FieldTypeKey | SystemTypeKey;
  readonly label: LocalizedText;
  /** JSON Schema of `document.options`; an absent `options` is checked as `{}`. */
  readonly optionsSchema: JsonSchema;
  /** JSON Schema of a value that is not empty, in wire form. `null` means empty for every type. */
  valueSchema(field: FieldDocument, design: Design): JsonSchema;
  /** Name of the rjsf widget; `table` for subforms. */
  readonly widget: string;
  /** Postgres type of the column; null when the table has none (subform, formula, rollup). */
  column(field: FieldDocument): string | null;
  /** Operators a filter may use. Of a formula or rollup ask `FieldModel.valueType`, never this type. */
  readonly operators: readonly FilterOperator[];
  readonly sortable: boolean;
  /** Takes part in the text search of a list. */
  readonly searchable: boolean;
  /** Its type inside formulas; null when formulas cannot name it. */
  readonly formulaType: FormulaType | null;
  /** Never written by people: autoNumber, formula, rollup and the system types. */
  readonly readOnly: boolean;
  /** One cell of an import to a wire value; the empty text is null. Relations and members are left to the importer. */
  parseText(text: string, field: FieldDocument, env: ParseTextEnv): Result<unknown, TextProblem>;
  /** A wire value as people read it, for CSV and history; '' for empty. */
  formatText(value: unknown, field: FieldDocument, env: FormatTextEnv): string;
}
