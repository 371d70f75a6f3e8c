/** What the database refused, as the person learns it: a value taken twice names the field, never the record that has it. */

import type { AppError } from '@tessera/contract';
import { fieldProblem } from '@tessera/model';
import { fieldOfUniqueIndex } from '@tessera/sql/schema';
import { constraintOf, sqlStateOf, toAppError, UNIQUE_VIOLATION } from '../../platform/sqlstate.ts';
import { RecordDuplicate } from '../record-errors.ts';
import type { Writer } from './writer.ts';

export const isTaken = (error: unknown): boolean => sqlStateOf(error) === UNIQUE_VIOLATION && constraintOf(error) !== undefined;

/** Of an error that `toAppError` would call one of ours; errors of the server itself stay what they are. */
export function refusalOf({ design, access }: Writer, error: unknown): AppError | null {
  if (!isTaken(error)) {
    const known = toAppError(error);
    return known.status < 500 ? known : null;
  }
  const taken = fieldOfUniqueIndex(design, constraintOf(error) ?? '');
  const label = taken && design.entities.get(taken.entity)?.fields.get(taken.field)?.document.label;
  const isKnown = taken && label && access.canField('read', taken.entity, taken.field);
  return RecordDuplicate({}, { fields: isKnown ? [fieldProblem(`values.${taken.field}`, 'FIELD_DUPLICATE', label)] : [] });
}
