/**
 * Links followed by a join, each once: from rows to the record a relation of theirs points to, through that entity's
 * own secured relation. An id finds one record at most, so a join never doubles a row.
 */

import { targetOf } from '../value-expression.ts';
import type { ReadStatement } from './read-context.ts';
import { securedRelation, type SecuredColumns, type SecuredRelation, type SecuredRelationOptions } from './secured-relation.ts';

export interface Joins {
  follow(from: SecuredColumns, relation: string): SecuredRelation;
  /** A join of another kind; it is written when the list is. */
  add(join: () => string): void;
  /** `LEFT JOIN … ON …`, in the order they were asked for; call it when nothing more is asked of what was followed. */
  list(): readonly string[];
}

export function createJoins(read: ReadStatement, options: Pick<SecuredRelationOptions, 'leaving'> = {}): Joins {
  const known = new Map<SecuredColumns, Map<string, SecuredRelation>>();
  const joins: (() => string)[] = [];
  return {
    follow: (from, relation) => {
      const ofRow = known.get(from) ?? new Map<string, SecuredRelation>();
      known.set(from, ofRow);
      const before = ofRow.get(relation);
      if (before) return before;
      const target = securedRelation(read, targetOf(from.entity, relation), options);
      const condition = `${target.column('id')} = ${from.link(relation)}`;
      joins.push(() => `LEFT JOIN ${target.from()} ON ${condition}`);
      ofRow.set(relation, target);
      return target;
    },
    add: (join) => void joins.push(join),
    list: () => joins.map((join) => join()),
  };
}
