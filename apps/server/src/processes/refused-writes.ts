/** Which refusals of the write door are about the rights of whoever writes. Pure. */

import type { AppError } from '@tessera/contract';
import type { Refusal } from '@tessera/process';

const OUT_OF_REACH = ['RECORD_NOT_FOUND', 'ENTITY_NOT_FOUND', 'RECORD_ACTION_FORBIDDEN'];
const CLOSED = ['FIELD_READ_ONLY', 'FIELD_NOT_FOUND'];

/** Null when something else is wrong with what was to be written. */
export function refusalOf({ code, fields }: AppError): Refusal | null {
  if (OUT_OF_REACH.includes(code)) return { fields: [] };
  const closed = code === 'RECORD_INVALID' ? fields.filter((problem) => CLOSED.includes(problem.code)) : [];
  return closed.length === 0 ? null : { fields: [...new Set(closed.map(({ path }) => path.split('.')[1] ?? ''))].filter((field) => field !== '') };
}
