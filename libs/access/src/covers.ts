/**
 * Whether everything one scope gives lies within another, as far as can be told without looking at rows: what is held and
 * something else on top, one of several alternatives, fewer of the same values. Sound, not complete: "no" may also mean
 * that nobody can tell.
 */

import type { FieldCondition, Filter } from '@tessera/contract';
import type { Access, MaskedScope, RowScope } from './access.ts';
import { allOf, anyOf, notIn } from './scope.ts';

/** Comparisons before the answer is "nobody can tell": conditions of several roles may be many. */
const MAX_STEPS = 20_000;

export function covers(held: RowScope, given: RowScope): boolean {
  if (given.kind === 'deny' || held.kind === 'all') return true;
  return held.kind === 'where' && given.kind === 'where' && implies(given.filter, held.filter, { steps: 0 });
}

/** The same for conditions that differ in the order of their keys only: what was stored comes back in another one. */
export function spellingOf(condition: unknown): string {
  return JSON.stringify(condition, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value,
  );
}

/** Whether the field is clear on every row that can be read, and there may be some. */
export const isClearThroughout = (access: Access, entity: string, field: string): boolean =>
  access.canField('read', entity, field) && covers(access.fieldScope('read', entity, field), access.rowScope('read', entity));

export interface Shown {
  readonly clear: RowScope;
  /** In the order in which they are asked. */
  readonly masks: readonly MaskedScope[];
}

/** Whether nothing is shown that is not held, and nothing clearer: a mask may stand where the value, or a mask that shows as much, is held. */
export function coversMasks(held: Shown, given: readonly MaskedScope[]): boolean {
  return given.every(({ mask, scope }) => {
    const lesser: RowScope[] = [];
    const enough: RowScope[] = [held.clear];
    for (const one of held.masks) {
      const shows = one.mask.start >= mask.start && one.mask.end >= mask.end && (one.mask.domain === true || mask.domain !== true);
      if (shows) enough.push(allOf([one.scope, ...lesser.map(notIn)]));
      else lesser.push(one.scope);
    }
    return covers(anyOf(enough), scope);
  });
}

interface Effort {
  steps: number;
}

function implies(given: Filter, held: Filter, effort: Effort): boolean {
  effort.steps += 1;
  if (effort.steps > MAX_STEPS) return false;
  if ('and' in held) return held.and.every((part) => implies(given, part, effort));
  if ('or' in given) return given.or.every((part) => implies(part, held, effort));
  if ('and' in given && given.and.some((part) => implies(part, held, effort))) return true;
  if ('or' in held) return held.or.some((part) => implies(given, part, effort));
  if ('and' in given) return false;
  if ('not' in given && 'not' in held) return implies(held.not, given.not, effort);
  if (spellingOf(given) === spellingOf(held)) return true;
  if ('related' in given && 'related' in held && given.related === held.related) {
    if ('some' in given && 'some' in held) return implies(given.some, held.some, effort);
    if ('every' in given && 'every' in held) return implies(given.every, held.every, effort);
    return 'none' in given && 'none' in held && implies(held.none, given.none, effort);
  }
  return 'field' in given && 'field' in held && given.field === held.field && narrows(given, held);
}

/** Of one field. Operands are in their one spelling. */
function narrows(given: FieldCondition, held: FieldCondition): boolean {
  if (held.op === 'isNotEmpty') return ['eq', 'in', 'lt', 'lte', 'gt', 'gte', 'contains', 'startsWith', 'endsWith', 'between', 'within'].includes(given.op);
  if (given.op === 'isEmpty') return ['ne', 'notIn', 'notContains', 'notWithin'].includes(held.op);
  const [some, all] = [valuesOf(given), valuesOf(held)];
  if (!some || !all) return false;
  if (['eq', 'in'].includes(given.op) && held.op === 'in') return some.every((value) => all.includes(value));
  return ['ne', 'notIn'].includes(given.op) && ['ne', 'notIn'].includes(held.op) && all.every((value) => some.includes(value));
}

/** Null for what is no list of values. */
function valuesOf({ value }: FieldCondition): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' || value === undefined ? null : [value];
}
