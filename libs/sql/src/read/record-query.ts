/** One record as its reader may see it, with its subforms and what they may do with it. */

import { ok, type Result } from '@tessera/contract';
import { quoteIdent } from '../quoting.ts';
import { cellsOf } from './cells.ts';
import { createJoins } from './joins.ts';
import { keptRecord } from './kept-records.ts';
import { checkEntity, knownFields, type Problems } from './known-fields.ts';
import type { RecordStatement } from './page-cells.ts';
import { readStatement, type ReadContext } from './read-context.ts';
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

/** The row for `RecordAssembly`; none when it is out of scope, deleted or never was. */
export function recordQuery(context: ReadContext, request: RecordRequest): Result<RecordStatement, Problems> {
  const isWhole = request.fields === undefined && request.subforms === undefined && !('expand' in request);
  return isWhole ? keptRecord(context, request.entity, request.id, (id) => compileRecord(context, { ...request, id })) : compileRecord(context, request);
}

function compileRecord(context: ReadContext, request: RecordRequest): Result<RecordStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = knownFields(context, request.entity, request.fields, request.subforms ?? true);
  if (!fields.ok) return fields;
  const read = { ...readStatement(context), fewRows: true };
  const relation = securedRelation(read, request.entity);
  const joins = createJoins(read);
  const cells = cellsOf(read, joins, relation, fields.value, []);
  const itself = [relation.column('id'), relation.column('version')];
  const may = CAN.map((action) => `(${relation.can(action)}) IS TRUE`);
  const columns = [...itself, ...cells.flatMap((cell) => cell.columns), ...may].map((sql, index) => `${sql} AS ${quoteIdent(`c${index}`)}`);
  const condition = `${relation.column('id')} = ${read.statement.bind(request.id, 'uuid')}`;
  const text = [`SELECT ${columns.join(', ')}`, `FROM ${relation.from()}`, ...joins.list().map((join) => `  ${join}`), `WHERE ${condition}`].join('\n');
  return ok({ ...read.statement.finish(text), shape: { cells: cells.map(({ shape }) => shape), keys: [], can: CAN } });
}

const CAN = ['update', 'delete'] as const;
