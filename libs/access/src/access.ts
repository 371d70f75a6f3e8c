/**
 * What an actor may do, as the layers above ask for it. A scope always has a name: `deny` and `all` can never
 * be mistaken for one another.
 *
 * Child entities (subforms): every filter is about the child's own row; conditions on the owning record are
 * paths over the pseudo relation `parent` (`parent.owner`), which `resolvePath` knows for child entities.
 */

import type { Capability, Filter, Mask, RecordAction } from '@tessera/contract';

/** Rows an answer is about: none, all, or those the filter matches. */
export type RowScope =
  | { readonly kind: 'deny' }
  | { readonly kind: 'all' }
  | { readonly kind: 'where'; readonly filter: Filter };

/** Rows on which a cell is shown masked where it is not clear. */
export interface MaskedScope {
  readonly mask: Mask;
  readonly scope: RowScope;
}

/** Actions that let a value out. */
export type LookAction = Extract<RecordAction, 'read' | 'export' | 'print'>;

export interface Access {
  readonly member: string | null;
  readonly capabilities: ReadonlySet<Capability>;
  /** Rows the actor may do the action to. `update`, `delete`, `export`, `print`, `share` and `comment` never reach beyond `read`.
   * `design` is all or deny. */
  rowScope(action: RecordAction, entity: string): RowScope;
  /**
   * Rows on which the actor may do the action to this field, always within `rowScope`; deny for what does not
   * exist, and for writing what nobody writes (computed and system fields, automatic numbers).
   */
  fieldScope(action: RecordAction, entity: string, field: string): RowScope;
  /**
   * How a field goes out where it is not clear (`fieldScope` first: the rows may overlap): the first whose scope the row is in.
   * Empty when it is clear or hidden everywhere; within `rowScope`. Only stored fields are ever masked; what is computed from one is hidden where that is not clear.
   */
  masks(action: LookAction, entity: string, field: string): readonly MaskedScope[];
  /** Whether the field exists for the actor at all: it is read, clear or masked, on some row. */
  knows(entity: string, field: string): boolean;
  /** On some row, as far as the rules tell. `read`: clear. */
  canField(action: RecordAction, entity: string, field: string): boolean;
  can(action: RecordAction, entity: string): boolean;
}
