/**
 * What a list of rules decides, reduced to a question that two lists can be compared by: for this action on this
 * field, given which row conditions hold, is it allowed, masked or neither? As in CASL the last rule that matches
 * decides, and nothing is allowed without one; without a field, rules that take fields away say nothing. Letting a
 * field out needs reading it, importing it needs creating it.
 *
 * The editor uses this to prove that showing rules as a matrix changed nothing; the server decides with libs/access.
 */

import type { Filter, RecordAction, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import { spellingOf } from './cells.ts';

/** Stands for every entity, or every field, that no rule names. */
export const UNNAMED = '*';

/** More distinct conditions than this on one entity are not compared (2^n cases); such rules stay as they are. */
const MAX_CONDITIONS = 8;

interface Question {
  readonly action: RecordAction;
  readonly entity: string;
  /** Null: any field at all. */
  readonly field: string | null;
  /** Conditions without "and", "or", "not" that hold, as `spellingOf` has them. */
  readonly holds: ReadonlySet<string>;
}

/** `no`, `yes`, or the mask as text. */
type Verdict = string;

const NO: Verdict = 'no';
const YES: Verdict = 'yes';

/** Every condition is true or false of a row; what joins them is decided here. */
function meets(filter: Filter, holds: ReadonlySet<string>): boolean {
  if ('and' in filter) return filter.and.every((part) => meets(part, holds));
  if ('or' in filter) return filter.or.some((part) => meets(part, holds));
  if ('not' in filter) return !meets(filter.not, holds);
  return holds.has(spellingOf(filter));
}

function atomsOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(atomsOf);
  if ('or' in filter) return filter.or.flatMap(atomsOf);
  if ('not' in filter) return atomsOf(filter.not);
  return [spellingOf(filter)];
}

const namesField = (rule: RoleRule, field: string | null): boolean => rule.fields === undefined || (field === null ? rule.effect === 'allow' : rule.fields.includes(field));

function lastMatch(rules: readonly RoleRule[], { action, entity, field, holds }: Question): Verdict {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const rule = rules[index]!;
    if (!rule.actions.includes(action)) continue;
    if (rule.entity !== '*' && rule.entity !== entity) continue;
    if (!namesField(rule, field)) continue;
    if (rule.where !== undefined && !meets(rule.where, holds)) continue;
    return rule.effect === 'deny' ? NO : rule.mask && field !== null ? spellingOf(rule.mask) : YES;
  }
  return NO;
}

export function verdictOf(rules: readonly RoleRule[], question: Question): Verdict {
  const own = lastMatch(rules, question);
  if (own === NO) return NO;
  switch (question.action) {
    case 'export':
    case 'print':
    case 'share':
      return lastMatch(rules, { ...question, action: 'read' });
    case 'import':
      return lastMatch(rules, { ...question, action: 'create' });
    default:
      return own;
  }
}

function* subsetsOf(conditions: readonly string[]): Generator<ReadonlySet<string>> {
  for (let bits = 0; bits < 2 ** conditions.length; bits += 1) {
    yield new Set(conditions.filter((_, index) => (bits >> index) % 2 === 1));
  }
}

/**
 * Whether both lists decide alike for every row and field of the entity; `UNNAMED` asks for the entities no
 * rule names. False when there are too many conditions to tell.
 */
export function sameEffect(first: readonly RoleRule[], second: readonly RoleRule[], entity: string): boolean {
  const concerned = [...first, ...second].filter((rule) => rule.entity === '*' || rule.entity === entity);
  const conditions = [...new Set(concerned.flatMap(({ where }) => (where === undefined ? [] : atomsOf(where))))];
  if (conditions.length > MAX_CONDITIONS) return false;
  const fields = new Set([null, UNNAMED, ...concerned.flatMap((rule) => rule.fields ?? [])]);
  for (const holds of subsetsOf(conditions)) {
    for (const action of RECORD_ACTIONS) {
      for (const field of fields) {
        const question = { action, entity, field, holds };
        if (verdictOf(first, question) !== verdictOf(second, question)) return false;
      }
    }
  }
  return true;
}

export function entitiesNamedBy(rules: readonly RoleRule[]): readonly string[] {
  return [...new Set([UNNAMED, ...rules.map((rule) => rule.entity)])];
}
