/**
 * The filter tree: what a view, a query and the row condition of a role have in common. Plain JSON; the
 * operators a field allows are declared by its field type (libs/model), which also validates the tree.
 */

export type FilterVariable = 'me' | 'today' | 'now';

export type FilterOperand =
  | string
  | number
  | boolean
  | null
  | readonly (string | number | boolean | null)[]
  | { readonly var: FilterVariable };

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'isEmpty',
  'isNotEmpty',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** `field` is a field key, or a path over many-to-one relations: `account.owner`. */
export interface FieldCondition {
  readonly field: string;
  readonly op: FilterOperator;
  readonly value?: FilterOperand;
}

export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | FieldCondition;

/** Deeper trees are refused: nobody means them, and they cost stack and planner time. */
export const MAX_FILTER_DEPTH = 12;
export const MAX_FILTER_CONDITIONS = 100;

export interface SortKey {
  readonly field: string;
  readonly desc?: boolean;
}
