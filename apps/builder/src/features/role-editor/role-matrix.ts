/**
 * The matrix a role is edited as: per entity which actions on which rows, and which fields are held back, masked or only
 * read (field-steps.ts). `rulesToMatrix` shows the rules of a document so; rules it cannot show stay as they are in
 * `raw`, and `matrixToRules` writes them back behind the rest. Showing and writing back never changes what the role
 * may do: an entity for which it would is left raw.
 */

import type { RecordAction, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import { eitherCell, sameCell, type Cell } from './cells.ts';
import { isFree, parseSteps, stepRules, type FieldSteps } from './field-steps.ts';
import { entitiesNamedBy, sameEffect } from './rule-effect.ts';

export interface EntityGrant {
  readonly actions: Readonly<Record<RecordAction, Cell>>;
  /** Every other field, also a later one, may be read and written as far as the actions go. */
  readonly fields: Readonly<Record<string, FieldSteps>>;
}

export interface RoleMatrix {
  /** By entity key, `*` for every entity. An absent entity is granted nothing of its own. */
  readonly grants: Readonly<Record<string, EntityGrant>>;
  readonly raw: readonly RoleRule[];
}

/** Knows neither rows nor fields: all or nothing. */
export const isWholesale = (action: RecordAction): boolean => action === 'design';

export const emptyGrant: EntityGrant = {
  actions: Object.fromEntries(RECORD_ACTIONS.map((action) => [action, 'none'])) as Record<RecordAction, Cell>,
  fields: {},
};

export function grantsNothing(grant: EntityGrant): boolean {
  return RECORD_ACTIONS.every((action) => grant.actions[action] === 'none') && Object.keys(grant.fields).length === 0;
}

export function matrixToRules(matrix: RoleMatrix): RoleRule[] {
  const entities = Object.keys(matrix.grants).sort((a, b) => Number(b === '*') - Number(a === '*'));
  const allows = entities.flatMap((entity) => allowRules(entity, matrix.grants[entity]!));
  const levels = entities.flatMap((entity) => fieldRules(entity, matrix));
  return [...allows, ...levels, ...matrix.raw];
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

/** Fields with the same steps share their rules. */
function fieldRules(entity: string, matrix: RoleMatrix): RoleRule[] {
  const { fields } = grantOf(matrix, entity);
  const bySteps = new Map<string, string[]>();
  for (const [field, steps] of Object.entries(fields)) bySteps.set(JSON.stringify(steps), [...(bySteps.get(JSON.stringify(steps)) ?? []), field]);
  return [...bySteps.values()].flatMap((names) => stepRules(entity, names, fields[names[0]!]!, (action) => reachOf(matrix.grants, entity, action)));
}

/** Rows of an entity an action reaches, by its own line or by that of every entity. */
export const reachOf = (grants: RoleMatrix['grants'], entity: string, action: RecordAction): Cell =>
  eitherCell((grants[entity] ?? emptyGrant).actions[action], entity === '*' ? 'none' : (grants['*'] ?? emptyGrant).actions[action]);

/** Total; `matrixToRules` of the answer decides exactly like `rules`. */
export function rulesToMatrix(rules: readonly RoleRule[]): RoleMatrix {
  const named = entitiesNamedBy(rules);
  const raw = new Set<string>();
  const actions: Record<string, EntityGrant> = {};
  const grants: Record<string, EntityGrant> = {};
  const rulesOf = (entity: string) => rules.filter((rule) => rule.entity === entity);
  for (const entity of named) actions[entity] = { ...emptyGrant, actions: parseActions(rulesOf(entity)) ?? emptyGrant.actions };
  for (const entity of named) {
    const own = rulesOf(entity);
    const fields = parseFields(own, (action) => reachOf(actions, entity, action));
    if (!parseActions(own) || !fields) raw.add(entity);
    else if (own.length > 0) grants[entity] = { actions: actions[entity]!.actions, fields };
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

/** Null when the rules of one entity need two row conditions for an action, deny an action, or the like. */
function parseActions(rules: readonly RoleRule[]): EntityGrant['actions'] | null {
  const actions: Record<RecordAction, Cell> = { ...emptyGrant.actions };
  for (const rule of rules) {
    if (rule.fields) continue;
    if (rule.effect === 'deny') return null;
    const cell: Cell = rule.where === undefined ? 'all' : { where: rule.where };
    for (const action of rule.actions) {
      const before = actions[action];
      if (before === 'none' || cell === 'all') actions[action] = cell;
      else if (before !== 'all' && !sameCell(before, cell)) return null;
    }
  }
  return actions;
}

function parseFields(rules: readonly RoleRule[], reach: (action: RecordAction) => Cell): EntityGrant['fields'] | null {
  const fields: Record<string, FieldSteps> = {};
  for (const field of new Set(rules.flatMap((rule) => rule.fields ?? []))) {
    const steps = parseSteps(rules.filter((rule) => rule.fields?.includes(field)), reach);
    if (!steps) return null;
    if (!isFree(steps)) fields[field] = steps;
  }
  return fields;
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
  const granted = RECORD_ACTIONS.filter((action) => !isWholesale(action)).map((action) => grant.actions[action]).filter((cell) => cell !== 'none');
  const [first] = granted;
  return first !== undefined && granted.every((cell) => sameCell(cell, first)) ? first : null;
}

/** Puts every granted action of the entity on these rows. */
export function setRows(matrix: RoleMatrix, entity: string, rows: Exclude<Cell, 'none'>): RoleMatrix {
  return RECORD_ACTIONS.reduce(
    (current, action) => (grantOf(current, entity).actions[action] === 'none' || isWholesale(action) ? current : setCell(current, entity, action, rows)),
    matrix,
  );
}

export function setFieldSteps(matrix: RoleMatrix, entity: string, field: string, steps: FieldSteps): RoleMatrix {
  const grant = grantOf(matrix, entity);
  const { [field]: _before, ...others } = grant.fields;
  return withGrant(matrix, entity, { ...grant, fields: isFree(steps) ? others : { ...others, [field]: steps } });
}
