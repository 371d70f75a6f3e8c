/**
 * One role as a CASL ability, and its answers as row scopes. CASL holds the rules and decides which of them
 * concern an action, entity and field, and in which order: the last one written that matches a row wins.
 *
 * Rules are read defensively: one that does not fit the design (its field was deleted, say) never gives more
 * than it was meant to. An allow that cannot be understood allows nothing, a deny denies every row.
 */

import { Ability, type RawRuleOf } from '@casl/ability';
import type { Filter, RecordAction, RoleDocument, RoleRule } from '@tessera/contract';
import { parseFilter, type Design } from '@tessera/model';
import type { RowScope } from './access.ts';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';
import { DENY, allOf, anyOf, notIn, scopeWhere } from './scope.ts';

/** A row as CASL is asked about it. */
export interface RowSubject {
  readonly entity: string;
  readonly value: (path: string) => unknown;
  readonly env: MatchEnv;
}

export type RoleAbility = Ability<[RecordAction, string | RowSubject], Filter>;

const ANY_ENTITY = '*';

export function roleAbility(design: Design, role: RoleDocument): RoleAbility {
  const rules = role.rules.flatMap((rule) => rawRules(design, rule));
  return new Ability<[RecordAction, string | RowSubject], Filter>(rules, {
    // CASL's own names for "any" are legal entity keys (`all`) and must not mean anything here.
    anySubjectType: ANY_ENTITY,
    anyAction: '*' as RecordAction,
    detectSubjectType: (subject: RowSubject) => subject.entity,
    fieldMatcher: (fields) => (field) => fields.includes(field),
    conditionsMatcher: (filter) => (subject: unknown) => isRow(subject) && matchesFilter(filter, subject.value, subject.env),
  });
}

/** Rows on which the role answers yes; without a field: to some field. As `ability.can` decides row by row. */
export function ruleScope(ability: RoleAbility, action: RecordAction, entity: string, field?: string): RowScope {
  // From the weakest rule to the strongest: each one decides the rows it matches and leaves the rest.
  return [...ability.rulesFor(action, entity, field)].reverse().reduce<RowScope>((weaker, rule) => {
    const rows: RowScope = rule.conditions === undefined ? { kind: 'all' } : scopeWhere(rule.conditions as Filter);
    return rule.inverted ? allOf([weaker, notIn(rows)]) : anyOf([rows, weaker]);
  }, DENY);
}

function rawRules(design: Design, rule: RoleRule): RawRuleOf<RoleAbility>[] {
  const allows = rule.effect === 'allow';
  const fields = rule.fields;
  if (allows && fields?.length === 0) return [];
  const base = { action: [...rule.actions], inverted: !allows, ...(fields && fields.length > 0 ? { fields: [...fields] } : {}) };
  if (rule.where === undefined) return [{ ...base, subject: rule.entity }];
  const entities = rule.entity === ANY_ENTITY ? [...design.entities.keys()] : [rule.entity];
  return entities.flatMap((entity) => {
    const where = parseFilter(design, entity, rule.where, () => true);
    if (where.ok) return [{ ...base, subject: entity, conditions: where.value }];
    return allows ? [] : [{ ...base, subject: entity }];
  });
}

const isRow = (subject: unknown): subject is RowSubject => typeof subject === 'object' && subject !== null && 'value' in subject && 'env' in subject;
