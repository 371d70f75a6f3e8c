/** Records that point to others that are about to be deleted, or to become one with another. */

import type { RelationOptions } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { linkTable } from '../schema/names.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { fullName, type RecordTable } from './record-table.ts';

export interface IncomingRelation {
  readonly entity: string;
  readonly field: string;
  /** `refuse` without a setting: nothing loses a link unasked. Of many links the deleted one is just not shown. */
  readonly onDelete: 'refuse' | 'clear';
  /** Kept in a link table. */
  readonly many: boolean;
}

/** Every relation of the design that leads to the entity. */
export function incomingRelations(design: Design, entity: string): readonly IncomingRelation[] {
  return [...design.entities.values()].flatMap((owner) =>
    [...owner.fields.values()]
      .filter((field) => !field.computed && field.type.refersTo === 'record' && field.target === entity)
      .map((field) => {
        const { onDelete } = (field.document.options ?? {}) as Partial<RelationOptions>;
        return { entity: owner.key, field: field.key, onDelete: onDelete ?? (field.many ? 'clear' : 'refuse'), many: field.many };
      }),
  );
}

export interface LinkedRowsRequest extends RecordTable {
  readonly field: string;
  readonly many: boolean;
  readonly targets: readonly string[];
  /** Links of these records do not count. */
  readonly except?: readonly string[] | undefined;
  /** One link of each target, to know which are held; else at most `limit` of all. */
  readonly limit: number | 'one each';
}

/** Rows `{ id, target }`, in the order of their ids, of the records (rows of deleted records do not count) whose `field` is among the targets. */
export function linkedRows({ field, many, targets, except, limit, ...table }: LinkedRowsRequest): SqlText {
  const statement = createStatement();
  const [alias, owner, link] = [statement.alias(), statement.alias(), statement.alias()];
  const { parent } = entityOf(table.design, table.entity);
  const alive = parent === null ? '' : ` AND EXISTS (SELECT FROM ${tableName(table.schema, parent)} ${owner} WHERE ${owner}."id" = ${alias}."parent" AND ${owner}."deleted_at" IS NULL)`;
  const target = many ? `${link}."to"` : `${alias}.${quoteIdent(field)}`;
  const from = many ? `${tableName(table.schema, linkTable(table.entity, field))} ${link} JOIN ${fullName(table)} ${alias} ON ${alias}."id" = ${link}."from"` : `${fullName(table)} ${alias}`;
  const others = except === undefined ? '' : ` AND ${alias}."id" <> ALL (${statement.bind(except, 'uuid[]')})`;
  const condition = `${target} = ANY (${statement.bind(targets, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL${alive}${others}`;
  const [distinct, order, end] = limit === 'one each' ? [`DISTINCT ON (${target}) `, `${target}, `, ''] : ['', '', ` LIMIT ${statement.bind(limit, 'int')}`];
  return statement.finish(
    `SELECT ${distinct}${alias}."id", ${target} AS "target" FROM ${from} WHERE ${condition} ORDER BY ${order}${alias}."id"${end}`,
  );
}
