/** The compiled design: entity documents after all checks, with everything a reader would have to derive. */

import type { EntityDocument, FieldDocument, Filter, LocalizedText, RollupOptions } from '@tessera/contract';
import type { CheckedFormula } from '@tessera/formula';
import type { FieldType } from './field-type.ts';

export interface Design {
  /** By key, in the order of the documents. */
  readonly entities: ReadonlyMap<string, EntityModel>;
}

export interface EntityModel {
  readonly key: string;
  readonly document: EntityDocument;
  /** Own fields in document order, then id, version, created_at, created_by, updated_at, updated_by, owner. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly title: FieldModel;
  /** The entity that owns its rows, for a child table. */
  readonly parent: string | null;
  /** Subforms: field key and the child entity whose rows it shows. */
  readonly children: readonly { readonly field: string; readonly entity: string }[];
  /** Entities its table refers to (relations and the parent), without itself. May form circles. */
  readonly dependsOn: readonly string[];
  /** Keys of computed fields such that each comes after those of the entity that it uses. */
  readonly computedOrder: readonly string[];
  /** Keys of fields with a default formula such that each comes after those it uses. */
  readonly defaultOrder: readonly string[];
}

export interface FieldModel {
  readonly key: string;
  readonly document: FieldDocument;
  /** Of this very field: `typeOf(document)`. */
  readonly type: FieldType;
  /** The type its value has: `type` itself; for a computed field the type of the result; for a lookup that of the field looked up. */
  readonly valueType: FieldType;
  /** The document by which `valueType` reads its settings (scale, choices…): `document` itself, with the options of the result where the field is computed. */
  readonly valueDocument: FieldDocument;
  readonly system: boolean;
  /** Nobody writes it: computed fields, automatic numbers, system fields other than owner. */
  readonly readOnly: boolean;
  /** Formula, rollup or lookup: no column of its own, unless it is kept in `_m_<key>` (see `storable`). */
  readonly computed: boolean;
  /** The value is a list of ids: members, or a many-to-many relation, which has a table of links instead of a column. */
  readonly many: boolean;
  /** The column holds an envelope, `hashColumn(key)` beside it the hash that equality asks for. */
  readonly encrypted: boolean;
  /**
   * Computed, and may be kept in a column: from own stored fields and from rollups over subforms, links and incoming
   * relations, which in turn use only fields of those rows that are stored or storable. Not with a to-one path, a lookup,
   * a list in a formula, or anything that depends on who asks and when.
   */
  readonly storable: boolean;
  readonly formula?: CheckedFormula;
  readonly rollup?: RollupModel;
  readonly lookup?: LookupModel;
  /** Key of the entity a relation (or the relation a lookup gives) points to, or of the child entity of a subform. */
  readonly target: string | null;
  /**
   * `entity.field` of everything it is computed from, directly or through other computed fields, relations
   * on the way included. Empty for stored fields.
   */
  readonly sources: readonly string[];
  /** Those of `sources` with which it is hidden: without what published fields are computed from; none where it is published itself. */
  readonly hiddenWith: readonly string[];
  /** Of a `{ formula }` default; over fields of the same record that people write. */
  readonly defaultFormula?: CheckedFormula;
  readonly validations: readonly ValidationModel[];
  /** Of a `unique` field. */
  readonly uniqueness?: UniqueModel;
  /** Which records a relation may point to; operands may be `{ record }` (see bindRecord). Over fields of `target`. */
  readonly relationFilter?: Filter;
  readonly button?: ButtonModel;
}

/** A formula that must not be false when a record is saved. */
export interface ValidationModel {
  readonly formula: CheckedFormula;
  readonly message: LocalizedText;
  /** The values written to the record decide it; others are checked in the transaction, where related rows are known. */
  readonly local: boolean;
}

export interface UniqueModel {
  readonly ignoreCase: boolean;
  /** Compared are only the records that meet it: own columns, independent of time and asker. Null for all. */
  readonly where: Filter | null;
}

/** The formulas of a button; what else it does is in its options. */
export interface ButtonModel {
  readonly set: readonly { readonly field: string; readonly formula: CheckedFormula }[];
  readonly url: CheckedFormula | null;
}

/** The rows a record has elsewhere. */
export interface RelatedRows {
  /**
   * `subform`: rows of the child entity; `links`: records this one is linked to by a many-to-many relation; `toOne`: the
   * one record a relation points to; `incoming`: records of `entity` whose relation `field` (of either kind) points here.
   */
  readonly kind: 'subform' | 'links' | 'toOne' | 'incoming';
  /** Whose rows they are. */
  readonly entity: string;
  /** The subform or relation; of this entity, for `incoming` of `entity`. */
  readonly field: string;
}

export interface RollupModel {
  readonly via: RelatedRows;
  /** `via.entity`. */
  readonly entity: string;
  readonly aggregate: RollupOptions['aggregate'];
  /** Field of the rows; null for `count`. */
  readonly field: string | null;
  /** Which rows count; null for all. */
  readonly where: Filter | null;
}

export interface LookupModel {
  /** A to-one relation of the entity. */
  readonly relation: string;
  /** Where it points, and the field there. */
  readonly entity: string;
  readonly field: string;
}

/** What a name in a formula stands for. */
export type FormulaName =
  /** An own field, or one over to-one relations. */
  | { readonly kind: 'field'; readonly path: ResolvedPath }
  /** A list over related rows: of their ids where `field` is null. */
  | { readonly kind: 'rows'; readonly related: RelatedRows; readonly field: FieldModel | null };

/**
 * A field reached over to-one relations. `hops` is empty for an own field. A hop is also a column name:
 * of a relation, or `parent`, which leads from a child row to the record that owns it.
 */
export interface ResolvedPath {
  readonly hops: readonly { readonly field: string; readonly entity: string }[];
  /** Entity the last field belongs to. */
  readonly entity: string;
  readonly field: FieldModel;
}
