/** Deleted records, for those who may bring them back. */

import { fail, ok, type Result } from '@tessera/contract';
import type { SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { checkEntity, type Problems } from './known-fields.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { labelText, memberName } from './references.ts';
import { securedRelation } from './secured-relation.ts';

/**
 * Rows `{ id, label, version, deletedAt: Date, deletedById: string | null, deletedBy: string | null }`, last deleted first.
 * Rows of subforms go and come back with their record: of them there are none.
 */
export function trashQuery(context: ReadContext, entity: string, limit: number): Result<SqlText, Problems> {
  const known = checkEntity(context, entity);
  if (!known.ok) return fail(known.problem);
  const read = readStatement(context);
  const relation = securedRelation(read, entity, { trashed: true });
  const by = relation.column('updated_by');
  const [id, at] = [relation.column('id'), relation.deletedAt()];
  const columns = [`${id} AS "id"`, `${labelText(relation)} AS "label"`, `${relation.column('version')} AS "version"`, `${at} AS "deletedAt"`, `${by} AS "deletedById"`, `${memberName(read, by)} AS "deletedBy"`];
  const where = entityOf(context.design, entity).parent === null && context.access.can('delete', entity) ? '' : ' WHERE FALSE';
  return ok(read.statement.finish(`SELECT ${columns.join(', ')} FROM ${relation.from()}${where} ORDER BY ${at} DESC, ${id} LIMIT ${Math.trunc(limit)}`));
}
