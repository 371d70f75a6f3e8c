/** Runs planned changes of tables; what the rows that exist do not allow becomes a problem a person understands. */

import type { FieldProblemInput } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { fieldOfUniqueIndex, type PlannedStatement } from '@tessera/sql/schema';
import type { Db } from '../platform/database.ts';
import { constraintOf, sqlStateOf } from '../platform/sqlstate.ts';
import { EntityDataRefuses } from './design-errors.ts';

export async function runDdl(db: Db, design: Design, statements: readonly PlannedStatement[]): Promise<void> {
  for (const { sql } of statements) {
    try {
      await db.query(sql);
    } catch (error) {
      throw refusalOf(error, design) ?? error;
    }
  }
}

function refusalOf(error: unknown, design: Design): Error | undefined {
  const state = sqlStateOf(error) ?? '';
  if (state === '23505') return EntityDataRefuses({ reason: 'duplicates' }, { fields: placeOf(error, design) });
  if (state === '23502') return EntityDataRefuses({ reason: 'missing' });
  if (state === '23503' || state === '2BP01') return EntityDataRefuses({ reason: 'linked' });
  if (state.startsWith('22')) return EntityDataRefuses({ reason: 'unconvertible' });
  return undefined;
}

function placeOf(error: unknown, design: Design): FieldProblemInput[] {
  const place = fieldOfUniqueIndex(design, constraintOf(error) ?? '');
  if (!place) return [];
  const message = { en: 'Some records have the same value.', 'zh-CN': '有记录的值重复。' };
  return [{ path: `document.fields.${place.field}`, code: 'ENTITY_VALUES_NOT_UNIQUE', message }];
}
