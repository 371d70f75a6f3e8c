/** One record as its reader may see it, with its subforms and what they may do with it. */

import { ok, type Result } from '@tessera/contract';
import { quoteLiteral } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { checkEntity, knownFields, type Problems } from './known-fields.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { valuesJson } from './row-json.ts';
import { securedRelation } from './secured-relation.ts';

export interface RecordRequest {
  readonly entity: string;
  /** A uuid; the caller has checked its form. */
  readonly id: string;
  /** Fields or paths; without it every readable field. */
  readonly fields?: readonly string[] | undefined;
  /** Whether subforms are among the fields when none are named; true without it. */
  readonly subforms?: boolean | undefined;
}

/** One row `{ record: string }`, JSON of `{ id, version, values, can: { update, delete } }`; no row when it is out of scope, deleted or never was. */
export function recordQuery(context: ReadContext, request: RecordRequest): Result<SqlText, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = knownFields(context, request.entity, request.fields, request.subforms ?? true);
  if (!fields.ok) return fields;
  const read = readStatement(context);
  const relation = securedRelation(read, request.entity);
  const can = (action: 'update' | 'delete'): string => `${quoteLiteral(`${action === 'update' ? '' : ','}"${action}":`)} || (${relation.can(action)} IS TRUE)::text`;
  const record = `'{"id":"' || ${relation.column('id')} || '","version":' || ${relation.column('version')} || ',"values":' || ${valuesJson(read, relation, fields.value)}` +
    ` || ',"can":{' || ${can('update')} || ${can('delete')} || '}}'`;
  const condition = `${relation.column('id')} = ${read.statement.bind(request.id, 'uuid')}`;
  return ok(read.statement.finish(`SELECT ${record} AS "record"\nFROM ${relation.from()}\nWHERE ${condition}`));
}
