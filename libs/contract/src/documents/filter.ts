/**
 * The filter tree: what a view, a query and the row condition of a role have in common. Plain JSON; the
 * operators a field allows are declared by its field type (libs/model), which also validates the tree.
 */

export type FilterVariable = 'me' | 'today' | 'now' | ActorList;

/**
 * Lists that depend on who asks, only for `in` and `notIn`. For department fields: `myDepartments`, `myDepartmentsBelow`
 * (mine and all below). For member fields: `myColleagues` (of my departments), `myTeam` (of mine and all below),
 * `myReports` (of departments I supervise and all below), `myGroupMembers`. Each but `myReports` includes me where I belong.
 */
export const ACTOR_LISTS = ['myDepartments', 'myDepartmentsBelow', 'myColleagues', 'myTeam', 'myReports', 'myGroupMembers'] as const;
export type ActorList = (typeof ACTOR_LISTS)[number];

export const FILTER_PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type FilterPeriod = (typeof FILTER_PERIODS)[number];

/**
 * A stretch of time around today in the workspace's zone, for `within` and `notWithin`. `offset` counts periods from the
 * current one: 0 this, -1 the last, 1 the next. `{ last: 30, period: 'day' }` is today and the 29 days before,
 * `{ next: 7, … }` today and the 6 after. Weeks begin on Monday.
 */
export type RelativePeriod =
  | { readonly period: FilterPeriod; readonly offset: number }
  | { readonly period: FilterPeriod; readonly last: number }
  | { readonly period: FilterPeriod; readonly next: number };

export type FilterOperand =
  | string
  | number
  | boolean
  | null
  | readonly (string | number | boolean | null)[]
  | { readonly var: FilterVariable }
  | RelativePeriod
  /** Only in the filter of a relation: the value of a field of the record whose relation it is. */
  | { readonly record: string };

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
  'notContains',
  'startsWith',
  'endsWith',
  'between',
  'within',
  'notWithin',
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

/**
 * Conditions on the rows a record has elsewhere. `related`: a subform or relation of the entity, or `order:account` for the
 * records of `order` whose relation `account` points to this one. `every` holds where there are none.
 */
export type RelatedCondition =
  | { readonly related: string; readonly some: Filter }
  | { readonly related: string; readonly none: Filter }
  | { readonly related: string; readonly every: Filter }
  | { readonly related: string; readonly count: CountTest; readonly where?: Filter };
export interface CountTest {
  readonly op: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';
  readonly value: number;
}

/** A formula over the record that is true; only in the row conditions of roles. Blank is not true. */
export interface FormulaCondition {
  readonly formula: string;
}

export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | RelatedCondition
  | FormulaCondition
  | FieldCondition;

/** Deeper trees are refused: nobody means them, and they cost stack and planner time. */
export const MAX_FILTER_DEPTH = 12;
export const MAX_FILTER_CONDITIONS = 100;

export interface SortKey {
  readonly field: string;
  readonly desc?: boolean;
}
