/**
 * Whether an actor may take the kept value of a computed field. It was computed from every row there is; so only who
 * may read all of these rows, and of each the fields it took, gets it. For everybody else it is computed from what
 * they may see.
 */

import { filterFields, relatedField, resolveFormulaName, type EntityModel, type FieldModel, type RollupModel } from '@tessera/model';
import { entityOf, fieldOf } from '../value-expression.ts';
import type { ReadStatement } from './read-context.ts';

type Asking = Pick<ReadStatement, 'access' | 'design'>;

export function mayUseKept(asking: Asking, entity: EntityModel, field: FieldModel): boolean {
  if (field.rollup) return seesAllOf(asking, entity, field.rollup);
  if (!field.formula) return !field.computed;
  return field.formula.names.every((name) => {
    const found = resolveFormulaName(asking.design, entity.key, name);
    return found.ok && found.value.kind === 'field' && found.value.path.hops.length === 0 && mayUseKept(asking, entity, found.value.path.field);
  });
}

/** Rows of a subform are there for whoever sees the record and the field. */
function seesAllOf(asking: Asking, entity: EntityModel, { via, field, where }: RollupModel): boolean {
  const target = entityOf(asking.design, via.entity);
  const taken = [...(field === null ? [] : [[via.entity, field] as const]), ...(where === null ? [] : filterFields(asking.design, via.entity, where))];
  const computable = taken.every(([owner, key]) => owner === via.entity && mayUseKept(asking, target, fieldOf(target, key)));
  if (via.kind === 'subform') return computable && taken.every(([owner, key]) => fieldFollowsRow(asking, owner, key));
  const isOpen = ([owner, key]: readonly [string, string]): boolean => asking.access.fieldScope('read', owner, key).kind === 'all';
  const linked = relatedField(entity.key, via);
  return computable && asking.access.rowScope('read', via.entity).kind === 'all' && [...taken, ...(linked[0] === via.entity ? [linked] : [])].every(isOpen);
}

const fieldFollowsRow = ({ access }: Asking, owner: string, key: string): boolean =>
  JSON.stringify(access.fieldScope('read', owner, key)) === JSON.stringify(access.rowScope('read', owner));
