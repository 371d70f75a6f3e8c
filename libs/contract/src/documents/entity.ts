/**
 * Entity and field documents: the designer's definition of a table. The document says what, the field
 * types in libs/model say how (storage, JSON Schema, operators); `options` is checked by the field type.
 */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import type { Filter } from './filter.ts';
import { Key } from './keys.ts';
import { FilterSchema } from './view.ts';

export const FIELD_TYPES = [
  'text',
  'longText',
  'richText',
  'number',
  'money',
  'percent',
  'rating',
  'progress',
  'date',
  'datetime',
  'time',
  'duration',
  'checkbox',
  'select',
  'multiSelect',
  'phone',
  'email',
  'url',
  'idCard',
  'region',
  'address',
  'geoPoint',
  'autoNumber',
  'member',
  'members',
  'department',
  'file',
  'image',
  'signature',
  'relation',
  'subform',
  'lookup',
  'rollup',
  'formula',
  'modifiedAt',
  'modifiedBy',
  'button',
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
    /** How `unique` compares (texts may ignore case) and among which records (those that meet `where`). */
    uniqueWithin: Type.Optional(
      Type.Object({ ignoreCase: Type.Optional(Type.Boolean()), where: Type.Optional(FilterSchema) }, { additionalProperties: false }),
    ),
    /**
     * A value in wire form; `{ "var": "me" | "today" | "now" }` for what is known only when a record is made, or
     * `{ "formula": "…" }`, computed from the values given.
     */
    default: Type.Optional(Type.Unknown()),
    /** No formula may be false when a record is saved; blank counts as held. A comparison with an empty field is false, so a rule for an optional field says `OR(ISBLANK(x), …)`. */
    validation: Type.Optional(
      Type.Array(
        Type.Object({ formula: Type.String({ minLength: 1, maxLength: 10_000 }), message: LocalizedText }, { additionalProperties: false }),
        { maxItems: 10 },
      ),
    ),
    /** Kept encrypted (AES-256-GCM); only `eq`, `ne`, `in`, `notIn`, `isEmpty`, `isNotEmpty` can ask for it. */
    encrypted: Type.Optional(Type.Boolean()),
    /** Personal or secret: who reads, exports or prints it is written to the audit trail, and bulk reading of it is watched. */
    sensitive: Type.Optional(Type.Boolean()),
    /** Computed fields only: shown with the field's own rights, whatever it is computed from. Only administrators may set it; it is audited. */
    published: Type.Optional(Type.Boolean()),
    /** Settings of the field type; its own JSON Schema is in libs/model. */
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
export type FieldDocument = Static<typeof FieldDocument>;

/**
 * Records are alike when every field of a rule is, after it was normalised. `name`: without spaces, punctuation, width
 * and case and the legal form (公司, Ltd…); `phone`: digits without country code; `taxNumber`, `email`: trimmed, one case.
 */
export const DuplicateRule = Type.Object(
  {
    key: Key,
    label: LocalizedText,
    fields: Type.Array(
      Type.Object({ field: Key, as: Type.Enum(['exact', 'name', 'phone', 'taxNumber', 'email']) }, { additionalProperties: false }),
      { minItems: 1, maxItems: 4 },
    ),
    /** `warn`: the person may save all the same. */
    onMatch: Type.Enum(['warn', 'refuse']),
  },
  { additionalProperties: false },
);
export type DuplicateRule = Static<typeof DuplicateRule>;

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
    /** What makes two records the same to people; looked for when a record is entered or imported. */
    duplicateRules: Type.Optional(Type.Array(DuplicateRule, { maxItems: 10 })),
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
/** `reset`: the counter starts again with each period; without it with each `date` that is shown. Numbers of refused saves are not lost: the counter is part of the transaction. */
export interface AutoNumberOptions {
  readonly prefix?: string;
  readonly suffix?: string;
  readonly date?: 'YYYY' | 'YYYYMM' | 'YYYYMMDD';
  readonly digits?: number;
  readonly start?: number;
  readonly reset?: 'never' | 'year' | 'month' | 'day';
}
export interface RatingOptions { readonly max?: number }
/** `level`: how far the cascade must go. A value is the six-digit code of GB/T 2260 of the deepest level chosen. */
export interface RegionOptions { readonly level?: 'province' | 'city' | 'district' }
export interface FileOptions { readonly maxFiles?: number; readonly maxMegabytes?: number; readonly accept?: readonly string[] }
export interface MembersOptions { readonly max?: number }

/**
 * `manyToOne` (when absent) and `oneToOne` are a column, `manyToMany` a link table.
 * `filter`: which records of `entity` may be chosen; operands may be `{ "record": "<field of this entity>" }`. Enforced on save.
 */
export interface RelationOptions {
  readonly entity: string;
  readonly cardinality?: 'manyToOne' | 'oneToOne' | 'manyToMany';
  readonly onDelete?: 'refuse' | 'clear';
  readonly filter?: Filter;
}
/** `entity`: the child entity; its document has `parent` set to this entity. */
export interface SubformOptions { readonly entity: string }
/** The value of `field` in the record that `relation` (a to-one relation of this entity) points to. */
export interface LookupOptions { readonly relation: string; readonly field: string }
export interface FormulaOptions { readonly expression: string; readonly scale?: number; readonly currency?: string }
/**
 * Over related rows. `subform`: the key of a subform or of a manyToMany relation of this entity, or `order:account` for
 * the records of `order` whose relation `account` points here. `field` (of those rows) is absent for `count`.
 * `unique` and `concat` are texts joined by ", ". `where` limits the rows.
 */
export interface RollupOptions {
  readonly subform: string;
  readonly aggregate: 'count' | 'sum' | 'avg' | 'min' | 'max' | 'unique' | 'concat';
  readonly field?: string;
  readonly where?: Filter;
  readonly scale?: number;
  readonly currency?: string;
}
/** When, or by whom, one of `fields` was last changed; any field when absent. */
export interface ModifiedOptions { readonly fields?: readonly string[] }
/** `setFields`: values are formulas over the record; written with the rights of whoever presses. `openUrl`: `url` is a formula. */
export type ButtonOptions =
  | { readonly action: 'setFields'; readonly set: readonly { readonly field: string; readonly formula: string }[]; readonly confirm?: LocalizedText }
  | { readonly action: 'openUrl'; readonly url: string }
  | { readonly action: 'startProcess'; readonly process: string; readonly confirm?: LocalizedText };

/** Wire form of a file, image or signature: a list of these; writing takes `{ id }` of what was uploaded. */
export interface FileValue { readonly id: string; readonly name: string; readonly size: number; readonly type: string }
/** Wire form of an address. `region` as of a region field. */
export interface AddressValue { readonly region?: string; readonly detail: string; readonly postalCode?: string }
/** Wire form of a geo point, degrees of WGS 84 as decimal strings with at most seven digits after the point. */
export interface GeoPointValue { readonly lat: string; readonly lng: string }
