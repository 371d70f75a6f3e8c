/** Runs planned changes of tables; what the rows that exist do not allow becomes a problem a person understands. */

import type { FieldProblemInput } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { fieldOfUniqueIndex, type PlannedStatement } from '@tessera/sql/schema';
import type { Db } from '../platform/database.ts';
import { constraintOf, FOREIGN_KEY_VIOLATION, sqlStateOf, UNIQUE_VIOLATION } from '../platform/sqlstate.ts';
import { EntityLinked, EntityValuesNotUnique, EntityValuesUnconvertible } from './design-errors.ts';

const DEPENDENT_OBJECTS = '2BP01';
const BAD_VALUE_CLASS = '22';

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
  if (state === UNIQUE_VIOLATION) return EntityValuesNotUnique({}, { fields: placeOf(error, design) });
  if (state === FOREIGN_KEY_VIOLATION || state === DEPENDENT_OBJECTS) return EntityLinked({});
  return state.startsWith(BAD_VALUE_CLASS) ? EntityValuesUnconvertible({}) : undefined;
}

function placeOf(error: unknown, design: Design): FieldProblemInput[] {
  const place = fieldOfUniqueIndex(design, constraintOf(error) ?? '');
  if (!place) return [];
  const message = { en: 'Some records have the same value.', 'zh-CN': '有记录的值重复。' };
  return [{ path: `document.fields.${place.field}`, code: 'ENTITY_VALUES_NOT_UNIQUE', message }];
}
