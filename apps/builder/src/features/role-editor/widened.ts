/** What a changed role opens on every row that it did not before: worth a warning before it is saved. Pure. */

import { RECORD_ACTIONS, type RecordAction } from '@tessera/contract';
import { highest, type FieldStep } from './field-steps.ts';
import { grantOf, reachOf, type RoleMatrix } from './role-matrix.ts';

export interface Widened {
  /** `*`: every entity, also later ones. */
  readonly entity: string;
  /** Actions now allowed on all rows. */
  readonly actions: readonly RecordAction[];
  /** Fields now shown clear on all rows that the role reads. */
  readonly fields: readonly string[];
}

export function widened(before: RoleMatrix, after: RoleMatrix): Widened[] {
  const entities = [...new Set(['*', ...Object.keys(before.grants), ...Object.keys(after.grants)])];
  return entities.flatMap((entity) => {
    const actions = RECORD_ACTIONS.filter((action) => isNewlyAll(before, after, entity, action));
    const known = reachOf(before.grants, entity, 'read') !== 'none';
    const fields = known ? Object.keys(grantOf(before, entity).fields).filter((field) => !isClear(before, entity, field) && isClear(after, entity, field)) : [];
    return actions.length + fields.length > 0 ? [{ entity, actions, fields }] : [];
  });
}

/** What every entity got is said once, of every entity. */
function isNewlyAll(before: RoleMatrix, after: RoleMatrix, entity: string, action: RecordAction): boolean {
  return grantOf(after, entity).actions[action] === 'all' && reachOf(before.grants, entity, action) !== 'all';
}

const shows = ({ level }: FieldStep): boolean => level === 'read' || level === 'write';

function isClear(matrix: RoleMatrix, entity: string, field: string): boolean {
  const steps = grantOf(matrix, entity).fields[field];
  return reachOf(matrix.grants, entity, 'read') !== 'none' && (steps === undefined || (steps.every(shows) && highest(steps) !== 'none'));
}
