/**
 * Entity and field documents: the designer's definition of a table. The document says what, the field
 * types in libs/model say how (storage, JSON Schema, operators); `options` is checked by the field type.
 */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import { Key } from './keys.ts';

export const FIELD_TYPES = [
  'text',
  'longText',
  'number',
  'money',
  'percent',
  'date',
  'datetime',
  'checkbox',
  'select',
  'multiSelect',
  'phone',
  'email',
  'url',
  'autoNumber',
  'member',
  'relation',
  'subform',
  'formula',
  'rollup',
] as const;
export type FieldTypeKey = (typeof FIELD_TYPES)[number];

export const FieldDocument = Type.Object(
  {
    key: Key,
    type: Type.Enum([...FIELD_TYPES]),
    label: LocalizedText,
    help: Type.Optional(LocalizedText),
    required: Type.Optional(Type.Boolean()),
    unique: Type.Optional(Type.Boolean()),
    /** A value in wire form; `{ "var": "me" | "today" | "now" }` for what is known only when a record is made. */
    default: Type.Optional(Type.Unknown()),
    /** Settings of the field type; its own JSON Schema is in libs/model. */
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
export type FieldDocument = Static<typeof FieldDocument>;

export const EntityDocument = Type.Object(
  {
    key: Key,
    label: LocalizedText,
    /** Plural, for lists and navigation; the label when absent. */
    labelPlural: Type.Optional(LocalizedText),
    /** A name from the builder's icon set, e.g. `team`. */
    icon: Type.Optional(Type.String({ maxLength: 40, pattern: '^[a-z][a-z0-9-]*$' })),
    color: Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
    /** The field whose value names a record to people. */
    titleField: Key,
    /** For the child table of a subform: the key of the entity that owns its rows. */
    parent: Type.Optional(Key),
    fields: Type.Array(FieldDocument, { maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type EntityDocument = Static<typeof EntityDocument>;

// ---- options of the field types -------------------------------------------------------------------

export interface SelectChoice {
  readonly value: string;
  readonly label: LocalizedText;
  readonly color?: string | undefined;
}
export interface TextOptions { readonly maxLength?: number; readonly pattern?: string }
/** `min`, `max`: decimal strings; `scale`: digits after the point, 0 to 10. */
export interface NumberOptions { readonly min?: string; readonly max?: string; readonly scale?: number }
/** `currency`: ISO 4217, default CNY. */
export interface MoneyOptions extends NumberOptions { readonly currency?: string }
export interface SelectOptions { readonly choices: readonly SelectChoice[] }
export interface AutoNumberOptions { readonly prefix?: string; readonly date?: 'YYYY' | 'YYYYMM' | 'YYYYMMDD'; readonly digits?: number }
/** Many-to-one: the record points to one record of `entity`. */
export interface RelationOptions { readonly entity: string; readonly onDelete?: 'refuse' | 'clear' }
/** `entity`: the child entity; its document has `parent` set to this entity. */
export interface SubformOptions { readonly entity: string }
export interface FormulaOptions { readonly expression: string; readonly scale?: number; readonly currency?: string }
/** Over the rows of a subform (`subform`: its field key). `field` is absent for `count`. */
export interface RollupOptions {
  readonly subform: string;
  readonly aggregate: 'count' | 'sum' | 'avg' | 'min' | 'max';
  readonly field?: string;
  readonly scale?: number;
  readonly currency?: string;
}
