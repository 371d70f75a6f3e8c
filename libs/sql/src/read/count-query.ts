/** How many records match, counted over the secured relation. Never on the path of the first paint. */

import { fail, ok, type Result } from '@tessera/contract';
import type { SqlText } from '../statement.ts';
import { keeping } from './kept-questions.ts';
import { checkEntity, knownFilter, type Problems } from './known-fields.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { matchConditions } from './match-conditions.ts';
import { securedRelation } from './secured-relation.ts';

export interface CountRequest {
  readonly entity: string;
  readonly filter?: unknown;
  readonly search?: string | undefined;
}

/** One row: `{ count: number }`. */
export const countQuery = keeping(compileCount);

function compileCount(context: ReadContext, request: CountRequest): Result<SqlText, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const filter = knownFilter(context, request.entity, request.filter);
  if (!filter.ok) return fail(filter.problem);
  const read = readStatement(context);
  const relation = securedRelation(read, request.entity);
  const conditions = matchConditions(read, relation, filter.value, request.search);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return ok(read.statement.finish(`SELECT count(*)::int AS "count" FROM ${relation.from()}${where}`));
}
