/**
 * What a field type is. Everything Tessera knows about, say, money lives in src/field-types/money and is
 * reached through this interface; nothing else switches on a type's key. All functions are pure.
 */

import type { FieldDocument, FieldTypeKey, FilterOperator, FilterVariable, Locale, LocalizedText, Result } from '@tessera/contract';
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

/** A setting that cannot be; `path` within the field document, e.g. `options.pattern`. */
export interface SettingProblem {
  readonly path: string;
  readonly code: string;
  readonly message: Readonly<Record<Locale, string>>;
}

/** What values of a type are made of, wherever only that matters: operands of filters, parameters of SQL. */
export type ValueKind =
  | 'text' | 'decimal' | 'integer' | 'boolean' | 'date' | 'datetime' | 'uuid'
  /** Lists; of `uuidList` the relation with many links has no column, its links are a table. */
  | 'textList' | 'uuidList'
  /** An object or a list of objects. */
  | 'json'
  | 'rows' | 'computed'
  /** A button: nothing is kept and nothing is read. */
  | 'none';

export interface Decimals {
  readonly digits: number;
  readonly padded: boolean;
}

export interface FieldType {
  readonly key: FieldTypeKey | SystemTypeKey;
  readonly label: LocalizedText;
  /** JSON Schema of `document.options`; an absent `options` is checked as `{}`. */
  readonly optionsSchema: JsonSchema;
  /** JSON Schema of a value that is not empty, in wire form. `null` means empty for every type. */
  valueSchema(field: FieldDocument, design: Design): JsonSchema;
  /** `computed`: ask `FieldModel.valueType`. */
  readonly valueKind: ValueKind;
  /** Name of the rjsf widget: the type's key, `table` for subforms. */
  readonly widget: string;
  /** Postgres type of the column; null when the table has none (subform, many links, computed, button). See also `columnType`. */
  column(field: FieldDocument): string | null;
  /** Operators a filter may use. Of a formula or rollup ask `FieldModel.valueType`, never this type. */
  readonly operators: readonly FilterOperator[];
  readonly sortable: boolean;
  /** Of decimals: how many digits after the point a value keeps, and whether it always shows all of them ("8000.00"). */
  decimals?(field: FieldDocument): Decimals;
  /** Whether `unique` means something. */
  readonly mayBeUnique: boolean;
  /** Variables that a filter operand or a default of this type may be. */
  readonly variables: readonly FilterVariable[];
  /** Takes part in the text search of a list. */
  readonly searchable: boolean;
  /** Its type inside formulas; null when formulas cannot name it. */
  readonly formulaType: FormulaType | null;
  /** Never written by people: autoNumber, modifiedAt, modifiedBy, button, everything computed and the system types. */
  readonly readOnly: boolean;
  /** `record`: options.entity is the entity whose records it points to, one or many; `rows`: the child entity. */
  readonly refersTo: 'record' | 'rows' | null;
  /** What the ids in its values are ids of. References are read as `{ id, label }`, files as FileValue. */
  readonly pointsTo: 'record' | 'member' | 'department' | 'file' | null;
  /** The type of sums and averages of it; the type itself when absent. */
  readonly addsUpAs?: FieldTypeKey;
  readonly computes: 'formula' | 'rollup' | 'lookup' | null;
  /** The write door sets it when one of `options.fields` (any, when absent) changes: the instant, or the member. */
  readonly stamps: 'at' | 'by' | null;
  /** The text is HTML: the write door sanitises it, readers escape nothing and trust nothing else. */
  readonly html: boolean;
  /** Of objects: the members whose words `contains` looks through. */
  readonly wordsAt: readonly string[];
  /** Whether `encrypted` means something. */
  readonly mayBeEncrypted: boolean;
  /** Settings that pass `optionsSchema` and still cannot be. */
  checkSettings(field: FieldDocument): readonly SettingProblem[];
  /** What the widget needs to know besides the schema; labels in the reader's language. */
  widgetOptions(field: FieldDocument, locale: Locale): Readonly<Record<string, unknown>>;
  /** The one spelling of a value ("8000" is "8000.00" with two digits; '' is null); what is no value stays as it is. */
  canonical(value: unknown, field: FieldDocument): unknown;
  /** One cell of an import to a wire value; the empty text is null. Relations and members are left to the importer. */
  parseText(text: string, field: FieldDocument, env: ParseTextEnv): Result<unknown, TextProblem>;
  /** A wire value as people read it, for CSV and history; '' for empty. */
  formatText(value: unknown, field: FieldDocument, env: FormatTextEnv): string;
}
