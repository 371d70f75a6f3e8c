/**
 * The matrix a role is edited as: per entity which actions on which rows, and which fields are held back.
 * `rulesToMatrix` shows the rules of a document so; rules it cannot show stay as they are in `raw`, and
 * `matrixToRules` writes them back behind the rest. Showing and writing back never changes what the role
 * may do: an entity for which it would is left raw.
 */

import type { Filter, RecordAction, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import { entitiesNamedBy, sameEffect } from './rule-effect.ts';

/** `scoped`: on the rows of the grant; `all`: on every row. */
export type CellState = 'none' | 'scoped' | 'all';
export type FieldLevel = 'none' | 'read' | 'write';

export interface EntityGrant {
  readonly actions: Readonly<Record<RecordAction, CellState>>;
  /** Rows the `scoped` cells are about. Not written while no cell is scoped. */
  readonly rows: Filter | null;
  /** Fields below `write`; every other field, also a later one, may be written as far as the actions go. */
  readonly fields: Readonly<Record<string, 'none' | 'read'>>;
}

export interface RoleMatrix {
  /** By entity key, `*` for every entity. An absent entity is granted nothing of its own. */
  readonly grants: Readonly<Record<string, EntityGrant>>;
  readonly raw: readonly RoleRule[];
}

const HIDDEN_FOR: readonly RecordAction[] = ['read', 'create', 'update', 'export', 'import'];
const FIXED_FOR: readonly RecordAction[] = ['create', 'update', 'import'];

export const emptyGrant: EntityGrant = {
  actions: { read: 'none', create: 'none', update: 'none', delete: 'none', export: 'none', import: 'none' },
  rows: null,
  fields: {},
};

export function grantsNothing(grant: EntityGrant): boolean {
  return grant.rows === null && RECORD_ACTIONS.every((action) => grant.actions[action] === 'none') && Object.keys(grant.fields).length === 0;
}

export function matrixToRules(matrix: RoleMatrix): RoleRule[] {
  const entities = Object.keys(matrix.grants).sort((a, b) => Number(b === '*') - Number(a === '*'));
  const allows = entities.flatMap((entity) => allowRules(entity, matrix.grants[entity]!));
  const denies = entities.flatMap((entity) => denyRules(entity, matrix.grants[entity]!));
  return [...allows, ...denies, ...matrix.raw];
}

function allowRules(entity: string, grant: EntityGrant): RoleRule[] {
  const inState = (state: CellState) => RECORD_ACTIONS.filter((action) => grant.actions[action] === state);
  const rules: RoleRule[] = [];
  if (inState('all').length > 0) rules.push({ effect: 'allow', actions: inState('all'), entity });
  if (inState('scoped').length > 0) {
    rules.push({ effect: 'allow', actions: inState('scoped'), entity, ...(grant.rows ? { where: grant.rows } : {}) });
  }
  return rules;
}

function denyRules(entity: string, grant: EntityGrant): RoleRule[] {
  const atLevel = (level: 'none' | 'read') => Object.keys(grant.fields).filter((field) => grant.fields[field] === level);
  const rules: RoleRule[] = [];
  if (atLevel('none').length > 0) rules.push({ effect: 'deny', actions: [...HIDDEN_FOR], entity, fields: atLevel('none') });
  if (atLevel('read').length > 0) rules.push({ effect: 'deny', actions: [...FIXED_FOR], entity, fields: atLevel('read') });
  return rules;
}

/** Total; `matrixToRules` of the answer decides exactly like `rules`. */
export function rulesToMatrix(rules: readonly RoleRule[]): RoleMatrix {
  const named = entitiesNamedBy(rules);
  const raw = new Set<string>();
  const grants: Record<string, EntityGrant> = {};
  for (const entity of named) {
    const own = rules.filter((rule) => rule.entity === entity);
    const grant = parseGrant(own);
    if (!grant) raw.add(entity);
    else if (own.length > 0) grants[entity] = grant;
  }
  for (;;) {
    const matrix = matrixOf(grants, rules, raw);
    const written = matrixToRules(matrix);
    const differing = named.filter((entity) => !sameEffect(rules, written, entity));
    if (differing.length === 0) return matrix;
    const next = differing.find((entity) => !raw.has(entity));
    if (next === undefined) return { grants: {}, raw: rules };
    raw.add(next);
  }
}

function matrixOf(grants: Record<string, EntityGrant>, rules: readonly RoleRule[], raw: ReadonlySet<string>): RoleMatrix {
  return {
    grants: Object.fromEntries(Object.entries(grants).filter(([entity]) => !raw.has(entity))),
    raw: rules.filter((rule) => raw.has(rule.entity)),
  };
}

/** Null when the rules of one entity need more than one row condition, lists of allowed fields, or the like. */
function parseGrant(rules: readonly RoleRule[]): EntityGrant | null {
  const actions: Record<RecordAction, CellState> = { ...emptyGrant.actions };
  const fields: Record<string, 'none' | 'read'> = {};
  let rows: Filter | null = null;
  for (const rule of rules) {
    if (rule.effect === 'allow' && !rule.fields) {
      if (rule.where !== undefined) {
        if (rows !== null && JSON.stringify(rows) !== JSON.stringify(rule.where)) return null;
        rows = rule.where;
      }
      for (const action of rule.actions) {
        if (rule.where === undefined) actions[action] = 'all';
        else if (actions[action] === 'none') actions[action] = 'scoped';
      }
    } else if (rule.effect === 'deny' && rule.fields && rule.where === undefined) {
      for (const field of rule.fields) {
        if (rule.actions.includes('read')) fields[field] = 'none';
        else if (fields[field] !== 'none') fields[field] = 'read';
      }
    } else {
      return null;
    }
  }
  const anyScoped = RECORD_ACTIONS.some((action) => actions[action] === 'scoped');
  return { actions, rows: anyScoped ? rows : null, fields };
}

// ---- changes ---------------------------------------------------------------------------------------

const withGrant = (matrix: RoleMatrix, entity: string, grant: EntityGrant): RoleMatrix => {
  const { [entity]: _before, ...others } = matrix.grants;
  return { ...matrix, grants: grantsNothing(grant) ? others : { ...others, [entity]: grant } };
};

export const grantOf = (matrix: RoleMatrix, entity: string): EntityGrant => matrix.grants[entity] ?? emptyGrant;

/** A cell's next state when it is clicked: nothing, the grant's rows if it has a condition, every row. */
export function nextCell(grant: EntityGrant, action: RecordAction): CellState {
  const state = grant.actions[action];
  if (grant.rows === null) return state === 'none' ? 'all' : 'none';
  return state === 'none' ? 'scoped' : state === 'scoped' ? 'all' : 'none';
}

export function setCell(matrix: RoleMatrix, entity: string, action: RecordAction, state: CellState): RoleMatrix {
  const grant = grantOf(matrix, entity);
  return withGrant(matrix, entity, { ...grant, actions: { ...grant.actions, [action]: state } });
}

/** Limits what is granted to these rows, or with null widens what was limited to every row. */
export function setRows(matrix: RoleMatrix, entity: string, rows: Filter | null): RoleMatrix {
  const grant = grantOf(matrix, entity);
  const had = grant.rows !== null;
  const moved = (state: CellState): CellState => {
    if (rows === null) return state === 'scoped' ? 'all' : state;
    return !had && state === 'all' ? 'scoped' : state;
  };
  const actions = Object.fromEntries(RECORD_ACTIONS.map((action) => [action, moved(grant.actions[action])]));
  return withGrant(matrix, entity, { ...grant, rows, actions: actions as Record<RecordAction, CellState> });
}

export function setFieldLevel(matrix: RoleMatrix, entity: string, field: string, level: FieldLevel): RoleMatrix {
  const grant = grantOf(matrix, entity);
  const { [field]: _before, ...others } = grant.fields;
  return withGrant(matrix, entity, { ...grant, fields: level === 'write' ? others : { ...others, [field]: level } });
}
