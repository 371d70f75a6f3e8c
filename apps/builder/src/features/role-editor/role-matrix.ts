/**
 * The matrix a role is edited as: per entity which actions on which rows, and which fields are held back.
 * `rulesToMatrix` shows the rules of a document so; rules it cannot show stay as they are in `raw`, and
 * `matrixToRules` writes them back behind the rest. Showing and writing back never changes what the role
 * may do: an entity for which it would is left raw.
 */

import type { Filter, RecordAction, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import { entitiesNamedBy, sameEffect } from './rule-effect.ts';

/** On which rows an action is allowed. */
export type Cell = 'none' | 'all' | { readonly where: Filter };
export type FieldLevel = 'none' | 'read' | 'write';

export interface EntityGrant {
  readonly actions: Readonly<Record<RecordAction, Cell>>;
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
  actions: { read: 'none', create: 'none', update: 'none', delete: 'none', export: 'none', import: 'none', print: 'none', share: 'none', comment: 'none', run: 'none', design: 'none' },
  fields: {},
};

export function grantsNothing(grant: EntityGrant): boolean {
  return RECORD_ACTIONS.every((action) => grant.actions[action] === 'none') && Object.keys(grant.fields).length === 0;
}

export function sameCell(first: Cell, second: Cell): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

export function matrixToRules(matrix: RoleMatrix): RoleRule[] {
  const entities = Object.keys(matrix.grants).sort((a, b) => Number(b === '*') - Number(a === '*'));
  const allows = entities.flatMap((entity) => allowRules(entity, matrix.grants[entity]!));
  const denies = entities.flatMap((entity) => denyRules(entity, matrix.grants[entity]!));
  return [...allows, ...denies, ...matrix.raw];
}

/** One rule per row condition; actions on the same rows share theirs. */
function allowRules(entity: string, grant: EntityGrant): RoleRule[] {
  const rules: RoleRule[] = [];
  for (const action of RECORD_ACTIONS) {
    const cell = grant.actions[action];
    if (cell === 'none' || rules.some((rule) => rule.actions.includes(action))) continue;
    const actions = RECORD_ACTIONS.filter((other) => sameCell(grant.actions[other], cell));
    rules.push({ effect: 'allow', actions, entity, ...(cell === 'all' ? {} : { where: cell.where }) });
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

/** Null when the rules of one entity need two row conditions for an action, a list of allowed fields, or the like. */
function parseGrant(rules: readonly RoleRule[]): EntityGrant | null {
  const actions: Record<RecordAction, Cell> = { ...emptyGrant.actions };
  const fields: Record<string, 'none' | 'read'> = {};
  for (const rule of rules) {
    if (rule.effect === 'allow' && !rule.fields) {
      const cell: Cell = rule.where === undefined ? 'all' : { where: rule.where };
      for (const action of rule.actions) {
        const before = actions[action];
        if (before === 'none' || cell === 'all') actions[action] = cell;
        else if (before !== 'all' && !sameCell(before, cell)) return null;
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
  return { actions, fields };
}

// ---- changes ---------------------------------------------------------------------------------------

const withGrant = (matrix: RoleMatrix, entity: string, grant: EntityGrant): RoleMatrix => {
  const { [entity]: _before, ...others } = matrix.grants;
  return { ...matrix, grants: grantsNothing(grant) ? others : { ...others, [entity]: grant } };
};

/** The role reads records here and neither makes nor changes any, for itself or as it does everywhere. */
export function readsOnly(matrix: RoleMatrix, entity: string): boolean {
  const grants = [grantOf(matrix, entity), grantOf(matrix, '*')];
  return grantOf(matrix, entity).actions.read !== 'none' && grants.every(({ actions }) => actions.create === 'none' && actions.update === 'none');
}

export const grantOf = (matrix: RoleMatrix, entity: string): EntityGrant => matrix.grants[entity] ?? emptyGrant;

export function setCell(matrix: RoleMatrix, entity: string, action: RecordAction, cell: Cell): RoleMatrix {
  const grant = grantOf(matrix, entity);
  return withGrant(matrix, entity, { ...grant, actions: { ...grant.actions, [action]: cell } });
}

/** The rows every granted action of the entity has in common; null when they differ or nothing is granted. */
export function commonRows(grant: EntityGrant): Exclude<Cell, 'none'> | null {
  const granted = RECORD_ACTIONS.map((action) => grant.actions[action]).filter((cell) => cell !== 'none');
  const [first] = granted;
  return first !== undefined && granted.every((cell) => sameCell(cell, first)) ? first : null;
}

/** Puts every granted action of the entity on these rows. */
export function setRows(matrix: RoleMatrix, entity: string, rows: Exclude<Cell, 'none'>): RoleMatrix {
  return RECORD_ACTIONS.reduce(
    (current, action) => (grantOf(current, entity).actions[action] === 'none' ? current : setCell(current, entity, action, rows)),
    matrix,
  );
}

export function setFieldLevel(matrix: RoleMatrix, entity: string, field: string, level: FieldLevel): RoleMatrix {
  const grant = grantOf(matrix, entity);
  const { [field]: _before, ...others } = grant.fields;
  return withGrant(matrix, entity, { ...grant, fields: level === 'write' ? others : { ...others, [field]: level } });
}
