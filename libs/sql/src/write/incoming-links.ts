/** Records that point to one that is about to be deleted. */

import type { RelationOptions } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { isRelation } from '../storage.ts';
import { entityOf } from '../value-expression.ts';
import { fullName, type RecordTable } from './record-table.ts';

export interface IncomingRelation {
  readonly entity: string;
  readonly field: string;
  /** `refuse` without a setting: nothing loses a link unasked. */
  readonly onDelete: 'refuse' | 'clear';
}

/** Every relation of the design that leads to the entity. */
export function incomingRelations(design: Design, entity: string): readonly IncomingRelation[] {
  return [...design.entities.values()].flatMap((owner) =>
    [...owner.fields.values()]
      .filter((field) => isRelation(field) && field.target === entity)
      .map((field) => ({ entity: owner.key, field: field.key, onDelete: (field.document.options as RelationOptions | undefined)?.onDelete ?? 'refuse' })),
  );
}

/** Rows `{ id }`, at most `limit`, of the records (rows of deleted records do not count) whose `field` is `id`. */
export function linkedRecords(table: RecordTable & { readonly field: string; readonly id: string; readonly limit: number }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  const { parent } = entityOf(table.design, table.entity);
  const owner = statement.alias();
  const alive = parent === null ? '' : ` AND EXISTS (SELECT FROM ${tableName(table.schema, parent)} ${owner} WHERE ${owner}."id" = ${alias}."parent" AND ${owner}."deleted_at" IS NULL)`;
  return statement.finish(
    `SELECT ${alias}."id" FROM ${fullName(table)} ${alias} WHERE ${alias}.${quoteIdent(table.field)} = ${statement.bind(table.id, 'uuid')}` +
      ` AND ${alias}."deleted_at" IS NULL${alive} ORDER BY ${alias}."id" LIMIT ${statement.bind(table.limit, 'int')}`,
  );
}
