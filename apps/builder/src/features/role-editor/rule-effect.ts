/**
 * What a list of rules decides, reduced to a question that two lists can be compared by: for this action on
 * this field, given which row conditions hold, is it allowed? As in CASL the last rule that matches decides,
 * and nothing is allowed without one. Exporting a field needs reading it, importing it needs creating it.
 *
 * The editor uses this to prove that showing rules as a matrix changed nothing; the server decides with
 * libs/access.
 */

import type { RecordAction, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';

/** Stands for every entity, or every field, that no rule names. */
export const UNNAMED = '*';

/** More distinct conditions than this on one entity are not compared (2^n cases); such rules stay as they are. */
const MAX_CONDITIONS = 6;

interface Question {
  readonly action: RecordAction;
  readonly entity: string;
  readonly field: string;
  /** Row conditions that hold, as JSON. */
  readonly holds: ReadonlySet<string>;
}

const conditionOf = (rule: RoleRule): string | null => (rule.where === undefined ? null : JSON.stringify(rule.where));

function lastMatchAllows(rules: readonly RoleRule[], question: Question): boolean {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const rule = rules[index]!;
    const condition = conditionOf(rule);
    if (!rule.actions.includes(question.action)) continue;
    if (rule.entity !== '*' && rule.entity !== question.entity) continue;
    if (rule.fields && !rule.fields.includes(question.field)) continue;
    if (condition !== null && !question.holds.has(condition)) continue;
    return rule.effect === 'allow';
  }
  return false;
}

export function isAllowed(rules: readonly RoleRule[], question: Question): boolean {
  if (!lastMatchAllows(rules, question)) return false;
  if (question.action === 'export') return lastMatchAllows(rules, { ...question, action: 'read' });
  if (question.action === 'import') return lastMatchAllows(rules, { ...question, action: 'create' });
  return true;
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
  const conditions = [...new Set(concerned.map(conditionOf).filter((condition) => condition !== null))];
  if (conditions.length > MAX_CONDITIONS) return false;
  const fields = new Set([UNNAMED, ...concerned.flatMap((rule) => rule.fields ?? [])]);
  for (const holds of subsetsOf(conditions)) {
    for (const action of RECORD_ACTIONS) {
      for (const field of fields) {
        const question = { action, entity, field, holds };
        if (isAllowed(first, question) !== isAllowed(second, question)) return false;
      }
    }
  }
  return true;
}

export function entitiesNamedBy(rules: readonly RoleRule[]): readonly string[] {
  return [...new Set([UNNAMED, ...rules.map((rule) => rule.entity)])];
}
