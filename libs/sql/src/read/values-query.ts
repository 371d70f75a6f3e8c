/** Records by the values of fields, as an import finds the one a row means. */

import { ok, fail, type Result } from '@tessera/contract';
import type { FieldModel } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { kindOf } from '../storage.ts';
import { wireColumn } from '../wire.ts';
import { checkEntity, knownFields, knownFilter, type Problems } from './known-fields.ts';
import { matchConditions } from './match-conditions.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { securedRelation } from './secured-relation.ts';

export interface ValuesStatement extends SqlText {
  /** What the columns `c0`, `c1`, … hold. */
  readonly columns: readonly FieldModel[];
}

/** Rows `{ id, c0, c1, … }` of records whose first field has one of `wanted`: own fields in wire form, links as ids, encrypted ones sealed. */
export function valuesQuery(context: ReadContext, entity: string, fields: readonly string[], wanted: readonly (string | boolean)[], limit: number): Result<ValuesStatement, Problems> {
  const known = checkEntity(context, entity);
  if (!known.ok) return known;
  const named = knownFields(context, entity, fields, false);
  const filter = knownFilter(context, entity, { field: fields[0], op: 'in', value: wanted });
  if (!named.ok || !filter.ok) return fail([named, filter].flatMap((part) => (part.ok ? [] : part.problem)));
  const columns = named.value.map(({ path }) => path.field);
  const read = readStatement(context);
  const relation = securedRelation(read, entity);
  const id = relation.column('id');
  const selected = columns.map((field, index) => `${field.encrypted ? relation.column(field.key) : wireColumn(kindOf(field), relation.column(field.key))} AS ${quoteIdent(`c${index}`)}`);
  const conditions = matchConditions(read, relation, filter.value, undefined);
  const text = `SELECT ${[id, ...selected].join(', ')} FROM ${relation.from()} WHERE ${conditions.join(' AND ')} ORDER BY ${id} LIMIT ${Math.trunc(limit)}`;
  return ok({ ...read.statement.finish(text), columns });
}
