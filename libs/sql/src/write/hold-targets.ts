/**
 * Records, members and departments that links are about to be made to: those the writer can see and that have not left,
 * held in place until the transaction ends. One statement, however many links lead wherever.
 */

import type { Filter } from '@tessera/contract';
import { scopeCondition } from '../bare-rows.ts';
import { quoteLiteral, tableName } from '../quoting.ts';
import { checkEntity } from '../read/known-fields.ts';
import { readStatement, type ReadContext, type ReadStatement } from '../read/read-context.ts';
import { securedRelation } from '../read/secured-relation.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import type { RecordTable } from './record-table.ts';

/** `entity`: `_member` and `_department` for those, else the key of an entity. */
export interface Targets {
  readonly entity: string;
  readonly ids: readonly string[];
}

export interface HeldTarget {
  readonly entity: string;
  readonly id: string;
}

/** Rows of `HeldTarget`; null when there is nothing to ask for. */
export function holdTargets(context: ReadContext, targets: readonly Targets[]): SqlText | null {
  const read = readStatement(context);
  const parts = targets.flatMap((target) => {
    const rows = target.ids.length === 0 ? null : heldRows(read, target);
    return rows === null ? [] : [`SELECT ${quoteLiteral(target.entity)} AS "entity", h."id" FROM (${rows}) h`];
  });
  return parts.length === 0 ? null : read.statement.finish(parts.join(' UNION ALL '));
}

/** Ids, and what they must meet: a filter whose operands are bound. */
export interface FilteredTargets extends Targets {
  readonly filter: Filter;
}

/**
 * Rows `{ index, id }` of those targets that meet their filter; `index` is its place in the list. What a designer demands of a
 * link is asked of the record itself, whatever the writer may read of it.
 */
export function meetingTargets({ schema, design }: Pick<RecordTable, 'schema' | 'design'>, asker: Pick<ReadContext, 'member' | 'timeZone' | 'cipher'>, targets: readonly FilteredTargets[]): SqlText {
  const statement = createStatement();
  const parts = targets.map(({ entity, ids, filter }, index) => {
    const alias = statement.alias();
    const condition = scopeCondition({ statement, schema, design, ...asker }, entityOf(design, entity), alias, { kind: 'where', filter }) ?? 'TRUE';
    return `SELECT ${index} AS "index", ${alias}."id" FROM ${tableName(schema, entity)} ${alias} WHERE ${alias}."id" = ANY (${statement.bind(ids, 'uuid[]')}) AND (${condition}) IS TRUE`;
  });
  return statement.finish(parts.join(' UNION ALL '));
}

/** The same of those that are there at all, whoever may see them. */
export function aliveTargets(schema: string, targets: readonly Targets[]): SqlText | null {
  const statement = createStatement();
  const parts = targets.map(({ entity, ids }) => {
    const alias = statement.alias();
    const rows = `SELECT ${alias}."id" FROM ${tableName(schema, entity)} ${alias} WHERE ${alias}."id" = ANY (${statement.bind(ids, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL ORDER BY ${alias}."id" FOR KEY SHARE`;
    return `SELECT ${quoteLiteral(entity)} AS "entity", h."id" FROM (${rows}) h`;
  });
  return parts.length === 0 ? null : statement.finish(parts.join(' UNION ALL '));
}

/** In the order of their ids, so that no two who hold many wait for each other. */
function heldRows(read: ReadStatement, { entity, ids }: Targets): string | null {
  const alias = read.statement.alias();
  const list = read.statement.bind(ids, 'uuid[]');
  const among = `SELECT ${alias}."id" FROM ${tableName(read.schema, entity)} ${alias} WHERE ${alias}."id" = ANY (${list})`;
  if (entity === '_member') return `${among} AND ${alias}."status" <> 'disabled'`;
  const alive = `${among} AND ${alias}."deleted_at" IS NULL`;
  const held = ` ORDER BY ${alias}."id" FOR KEY SHARE OF ${alias}`;
  if (entity === '_department') return alive + held;
  if (!checkEntity(read, entity).ok) return null;
  if (read.access.rowScope('read', entity).kind === 'all' && entityOf(read.design, entity).parent === null) return alive + held;
  const seen = securedRelation(read, entity);
  const same = `${seen.column('id')} = ${alias}."id"`;
  return `${alive} AND EXISTS (SELECT FROM ${seen.from()} WHERE ${same})${held}`;
}
