/** The compiled design: entity documents after all checks, with everything a reader would have to derive. */

import type { EntityDocument, FieldDocument, RollupOptions } from '@tessera/contract';
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
  /** Keys of formulas and rollups such that each comes after those it uses. */
  readonly computedOrder: readonly string[];
}

export interface FieldModel {
  readonly key: string;
  readonly document: FieldDocument;
  readonly type: FieldType;
  /** The type its value has: `type` itself; for a formula or rollup the type of the result (number, money, text, checkbox, date, datetime). */
  readonly valueType: FieldType;
  readonly system: boolean;
  /** Nobody writes it: computed fields, automatic numbers, system fields other than owner. */
  readonly readOnly: boolean;
  /** Formula or rollup: no column of its own. */
  readonly computed: boolean;
  readonly formula?: CheckedFormula;
  readonly rollup?: RollupModel;
  /** Key of the entity a relation points to, or of the child entity of a subform. */
  readonly target: string | null;
  /**
   * `entity.field` of everything it is computed from, directly or through other computed fields;
   * it is hidden wherever one of them is. Empty for stored fields.
   */
  readonly sources: readonly string[];
}

export interface RollupModel {
  /** Field key of the subform and its child entity. */
  readonly subform: string;
  readonly entity: string;
  readonly aggregate: RollupOptions['aggregate'];
  /** Field of the child; null for `count`. */
  readonly field: string | null;
}

/**
 * A field reached over many-to-one relations. `hops` is empty for an own field. A hop is also a column name:
 * of a relation, or `parent`, which leads from a child row to the record that owns it.
 */
export interface ResolvedPath {
  readonly hops: readonly { readonly field: string; readonly entity: string }[];
  /** Entity the last field belongs to. */
  readonly entity: string;
  readonly field: FieldModel;
}
