/**
 * One role as a CASL ability, and its answers as row scopes. CASL holds the rules and decides which of them
 * concern an action, entity and field, and in which order: the last one written that matches a row wins.
 *
 * `read` is reading a value clear. Beside it stands `see`, clear or masked: a rule that masks denies the one and allows the
 * other, so that `can('read', …)` never says yes to what is masked. A row is there for whoever sees any of its fields.
 *
 * Rules are read defensively: one that does not fit the design (its field was deleted, say) never gives more
 * than it was meant to. An allow that cannot be understood allows nothing, a deny denies every row, a mask hides.
 */

import { Ability, type RawRuleOf } from '@casl/ability';
import type { Filter, Mask, RecordAction, RoleDocument, RoleRule } from '@tessera/contract';
import { parseFilter, type Design } from '@tessera/model';
import type { MaskedScope, RowScope } from './access.ts';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';
import { ALL, DENY, allOf, anyOf, notIn, scopeWhere } from './scope.ts';

/** A row as CASL is asked about it. */
export interface RowSubject {
  readonly entity: string;
  readonly value: (path: string) => unknown;
  readonly env: MatchEnv;
}

/** `see`: to have a field shown, clear or masked; on rows, to have the row at all. */
export type AbilityAction = RecordAction | 'see';
export type RoleAbility = Ability<[AbilityAction, string | RowSubject], Filter>;

/** What CASL carries along without looking at it. */
interface RoleRawRule extends RawRuleOf<RoleAbility> {
  readonly mask?: Mask;
  /** Place in the role's rules. */
  readonly place: number;
  /** Written for every entity. */
  readonly every: boolean;
}
type RoleAbilityRule = ReturnType<RoleAbility['rulesFor']>[number];
const rawOf = (rule: RoleAbilityRule): RoleRawRule => rule.origin as RoleRawRule;

const ANY_ENTITY = '*';

export function roleAbility(design: Design, role: RoleDocument): RoleAbility {
  const rules = role.rules.flatMap((rule, place) => rawRules(design, rule, place));
  return new Ability<[AbilityAction, string | RowSubject], Filter>(rules, {
    // CASL's own names for "any" are legal entity keys (`all`) and must not mean anything here.
    anySubjectType: ANY_ENTITY,
    anyAction: '*' as RecordAction,
    detectSubjectType: (subject: RowSubject) => subject.entity,
    fieldMatcher: (fields) => (field) => fields.includes(field),
    conditionsMatcher: (filter) => (subject: unknown) => isRow(subject) && matchesFilter(filter, subject.value, subject.env),
  });
}

export interface RuleQuestion {
  readonly action: AbilityAction;
  readonly entity: string;
  /** Absent: some field. */
  readonly field?: string | undefined;
}

/** A rule that has a say in a question. `masks`: it shows, but masked. */
export interface RuleSay {
  readonly place: number;
  readonly effect: 'allow' | 'mask' | 'deny';
  readonly mask: Mask | null;
  readonly rows: RowScope;
  readonly every: boolean;
}

/** From the weakest to the strongest: each one decides the rows it matches and leaves the rest. Asked with `see`, masks are told apart. */
export function rulesAbout(ability: RoleAbility, { action, entity, field }: RuleQuestion): RuleSay[] {
  return [...ability.rulesFor(action, entity, field)].reverse().map((rule) => {
    const { mask, place, every } = rawOf(rule);
    const rows: RowScope = rule.conditions === undefined ? ALL : scopeWhere(rule.conditions as Filter);
    return { place, effect: rule.inverted ? 'deny' : mask ? 'mask' : 'allow', mask: rule.inverted ? null : (mask ?? null), rows, every };
  });
}

/** Rows on which the role answers yes; without a field: to some field. As `ability.can` decides row by row. */
export const ruleScope = (ability: RoleAbility, action: AbilityAction, entity: string, field?: string): RowScope => scopeOf(rulesAbout(ability, { action, entity, field }), DENY);

/** Rows left by the rules, one after the other, of those that are given without any. */
export const scopeOf = (rules: readonly RuleSay[], given: RowScope): RowScope =>
  rules.reduce<RowScope>((weaker, { effect, rows }) => (effect === 'deny' ? allOf([weaker, notIn(rows)]) : anyOf([rows, weaker])), given);

/** Rows on which the last word on `see` is a mask, by mask. No row is in two of them. */
export function maskedScopesOf(rules: readonly RuleSay[]): MaskedScope[] {
  const masked = rules.reduce<readonly MaskedScope[]>((weaker, { mask, rows }) => {
    const left = weaker.map((one) => ({ ...one, scope: allOf([one.scope, notIn(rows)]) }));
    return mask ? [...left, { mask, scope: rows }] : left;
  }, []);
  return masked.filter(({ scope }) => scope.kind !== 'deny');
}

function rawRules(design: Design, rule: RoleRule, place: number): RoleRawRule[] {
  if (rule.effect === 'allow' && rule.fields?.length === 0) return [];
  return voicesOf(rule).flatMap((voice) => placed(design, rule, voice).map((raw) => ({ ...raw, place, every: rule.entity === ANY_ENTITY })));
}

/** What a rule says about which actions; a deny where the mask stands only for what is not clear. */
interface Voice {
  readonly actions: readonly AbilityAction[];
  readonly inverted: boolean;
  readonly mask?: Mask;
  /** Without rows and fields: to design is neither. */
  readonly whole?: true;
}

function voicesOf(rule: RoleRule): Voice[] {
  // Whoever masks everything names nothing: it hides.
  if (rule.effect === 'allow' && rule.mask && rule.fields === undefined) return [{ actions: ['read', 'see'], inverted: true }];
  if (rule.effect === 'allow' && rule.mask) {
    const { start, end, domain } = rule.mask;
    return [
      { actions: ['read'], inverted: true },
      { actions: ['see'], inverted: false, mask: domain === true ? { start, end, domain } : { start, end } },
    ];
  }
  const inverted = rule.effect === 'deny';
  const partial = rule.fields !== undefined || rule.where !== undefined;
  const records = rule.actions.filter((action) => action !== 'design').flatMap((action): AbilityAction[] => (action === 'read' ? ['read', 'see'] : [action]));
  return [
    ...(records.length > 0 ? [{ actions: records, inverted }] : []),
    ...(rule.actions.includes('design') && (inverted || !partial) ? [{ actions: ['design'] as const, inverted, whole: true as const }] : []),
  ];
}

function placed(design: Design, rule: RoleRule, { actions, inverted, mask, whole }: Voice): RawRuleOf<RoleAbility>[] {
  const fields = whole ? [] : (rule.fields ?? []);
  const about = { action: [...actions], ...(fields.length > 0 ? { fields: [...fields] } : {}) };
  const base = { ...about, inverted, ...(mask ? { mask } : {}) };
  if (rule.where === undefined || whole) return [{ ...base, subject: rule.entity }];
  const entities = rule.entity === ANY_ENTITY ? [...design.entities.keys()] : [rule.entity];
  return entities.flatMap((entity): RawRuleOf<RoleAbility>[] => {
    const where = parseFilter(design, entity, rule.where, () => true, { formulas: true });
    if (where.ok) return [{ ...base, subject: entity, conditions: where.value }];
    return inverted || mask ? [{ ...about, inverted: true, subject: entity }] : [];
  });
}

const isRow = (subject: unknown): subject is RowSubject => typeof subject === 'object' && subject !== null && 'value' in subject && 'env' in subject;
