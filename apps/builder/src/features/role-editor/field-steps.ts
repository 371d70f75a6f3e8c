/**
 * How far a role lets a field be known, in steps: the first holds on every row, each later one on the rows it names,
 * over those before it. Written as rules that follow the actions of the entity, and read back from them. A step never
 * reaches rows that the role's actions do not reach. Pure.
 */

import type { Filter, Mask, RecordAction, RoleRule } from '@tessera/contract';
import { reachWithin, sameFilter, type Cell } from './cells.ts';

export type FieldLevel = 'none' | 'masked' | 'read' | 'write';

export interface FieldStep {
  readonly level: FieldLevel;
  /** Only of `masked`. */
  readonly mask?: Mask;
  /** Only of `masked`: another value may be written all the same. */
  readonly writable?: true;
  /** Absent of the first step only. */
  readonly where?: Filter;
}

/** Never empty; `write` on every row is what a field has that is not mentioned. */
export type FieldSteps = readonly FieldStep[];

export const FREE: FieldSteps = [{ level: 'write' }];

/** The rows on which the role may do an action to records of the entity, by its own line or that of every entity. */
export type Reach = (action: RecordAction) => Cell;

const KNOWING: readonly RecordAction[] = ['read', 'export'];
const WRITING: readonly RecordAction[] = ['create', 'update', 'import'];
const HIDING: readonly RecordAction[] = ['read', 'create', 'update', 'export', 'import'];

export const isFree = (steps: FieldSteps): boolean => steps.length === 1 && steps[0]!.level === 'write';

const isWritable = ({ level, writable }: FieldStep): boolean => level === 'write' || writable === true;

const RANK: Readonly<Record<FieldLevel, number>> = { none: 0, masked: 1, read: 2, write: 3 };

/** The most on any row. */
export const highest = (steps: FieldSteps): FieldLevel => steps.reduce<FieldLevel>((most, { level }) => (RANK[level] > RANK[most] ? level : most), 'none');

/** Rules of fields that have the same steps. */
export function stepRules(entity: string, fields: readonly string[], steps: FieldSteps, reach: Reach): RoleRule[] {
  return steps.flatMap((step, index) => oneStep(entity, fields, step, steps.slice(0, index), reach));
}

function oneStep(entity: string, fields: readonly string[], { level, mask, writable, where }: FieldStep, before: FieldSteps, reach: Reach): RoleRule[] {
  const on = where === undefined ? {} : { where };
  const deny = (actions: readonly RecordAction[]): RoleRule[] => [{ effect: 'deny', actions: [...actions], entity, fields: [...fields], ...on }];
  const allow = (actions: readonly RecordAction[]): RoleRule[] => allowWithin(entity, fields, actions, where, reach);
  const wasHidden = before.some((step) => step.level === 'none');
  const wasUnclear = wasHidden || before.some((step) => step.level === 'masked');
  switch (level) {
    case 'none':
      return deny(HIDING);
    case 'masked':
      return [
        ...(writable ? (before.every(isWritable) ? [] : allow(WRITING)) : deny(WRITING)),
        ...(wasHidden ? allow(['export']) : []),
        ...allow(['read']).map((rule) => ({ ...rule, mask: mask ?? HIDDEN_MASK })),
      ];
    case 'read':
      return [...deny(WRITING), ...(wasUnclear ? allow(KNOWING) : [])];
    case 'write':
      return before.length === 0 ? [] : allow(HIDING);
  }
}

export const HIDDEN_MASK: Mask = { start: 0, end: 0 };

/** One rule per set of rows; nothing for actions that are not granted. */
function allowWithin(entity: string, fields: readonly string[], actions: readonly RecordAction[], where: Filter | undefined, reach: Reach): RoleRule[] {
  const rules: RoleRule[] = [];
  for (const action of actions) {
    const rows = reachWithin(reach(action), where);
    if (rows === 'none') continue;
    const filter = rows === 'all' ? undefined : rows.where;
    const same = rules.find((rule) => sameFilter(rule.where, filter));
    if (same) same.actions.push(action);
    else rules.push({ effect: 'allow', actions: [action], entity, fields: [...fields], ...(filter === undefined ? {} : { where: filter }) });
  }
  return rules;
}

// ---- reading ---------------------------------------------------------------------------------------

interface Sign {
  /** `fixed`: not written, whatever else; `out`: let out, and no more. */
  readonly level: FieldLevel | 'fixed' | 'out';
  readonly mask?: Mask | undefined;
  readonly where: Filter | undefined;
}

/** What the rules that name one field amount to, if steps can say it; whether they truly do is for the caller to compare. */
export function parseSteps(rules: readonly RoleRule[], reach: Reach): FieldSteps | null {
  const signs: Sign[] = [];
  for (const rule of rules) {
    const sign = signOf(rule, reach);
    if (!sign) return null;
    signs.push(sign);
  }
  const steps: FieldStep[] = [];
  for (let index = 0; index < signs.length; ) {
    const { where } = signs[index]!;
    const group = signs.slice(index).slice(0, countWhile(signs.slice(index), (sign) => sameFilter(sign.where, where)));
    index += group.length;
    if (steps.length === 0 && where !== undefined) steps.push(...FREE);
    steps.push(merged(group, where, steps.every(isWritable)));
  }
  return steps;
}

const countWhile = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number => {
  const stop = items.findIndex((item) => !holds(item));
  return stop < 0 ? items.length : stop;
};

/** `wasWritable`: by the steps before. */
function merged(group: readonly Sign[], where: Filter | undefined, wasWritable: boolean): FieldStep {
  const on = where === undefined ? {} : { where };
  const levels = group.map(({ level }) => level);
  const mask = group.findLast((sign) => sign.mask)?.mask;
  if (mask) {
    const writable = levels.includes('write') || (wasWritable && !levels.includes('fixed') && !levels.includes('none'));
    return { level: 'masked', mask, ...(writable ? { writable } : {}), ...on };
  }
  if (levels.includes('write')) return { level: 'write', ...on };
  return { level: levels.includes('read') || !levels.includes('none') ? 'read' : 'none', ...on };
}

function signOf({ effect, actions, where, mask }: RoleRule, reach: Reach): Sign | null {
  if (effect === 'deny') return { level: actions.includes('read') ? 'none' : 'fixed', where };
  const [first] = actions;
  const rest = first === undefined ? null : beyondReach(where, reach(first));
  if (rest === null) return null;
  if (mask) return { level: 'masked', mask, where: rest.where };
  return { level: actions.some((action) => WRITING.includes(action)) ? 'write' : actions.includes('read') ? 'read' : 'out', where: rest.where };
}

/** What a condition says besides the rows reached anyway; null when it reaches further. */
function beyondReach(where: Filter | undefined, reach: Cell): { readonly where: Filter | undefined } | null {
  if (reach === 'all') return { where };
  if (reach === 'none' || where === undefined) return null;
  if (sameFilter(where, reach.where)) return { where: undefined };
  const [first, second, ...more] = 'and' in where ? where.and : [];
  return first && second && more.length === 0 && sameFilter(first, reach.where) ? { where: second } : { where };
}
