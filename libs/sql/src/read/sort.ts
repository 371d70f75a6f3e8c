/**
 * Sort keys as columns. A relation or member sorts by what people call the record, read from its own secured
 * relation, which is joined for it; a path sorts by the field at its end.
 */

import type { FieldModel, ResolvedPath } from '@tessera/model';
import { tableName } from '../quoting.ts';
import { isMember, isRelation, kindOf, TEXT_COLLATION } from '../storage.ts';
import { isSortIndexed } from '../schema/indexes.ts';
import { createJoins, type Joins } from './joins.ts';
import type { KnownSort } from './known-fields.ts';
import type { SortColumn } from './keyset.ts';
import type { ReadStatement } from './read-context.ts';
import type { SecuredColumns } from './secured-relation.ts';

export interface SortColumns {
  /** The keys in their order, then the id. */
  readonly columns: readonly SortColumn[];
  /** To be joined to the relation; call it last. */
  joins(): readonly string[];
}

/** Columns that are never NULL; everything else a person may leave empty, or may not be allowed to read. */
const ALWAYS_GIVEN = ['id', 'version', 'created_at', 'updated_at'];

export function sortColumns(read: ReadStatement, columns: SecuredColumns, sort: readonly KnownSort[]): SortColumns {
  const joins = createJoins(read);
  const keyOf = (from: SecuredColumns, hops: ResolvedPath['hops'], field: FieldModel, desc: boolean): SortColumn | null => {
    const [hop, ...rest] = hops;
    if (hop !== undefined) return keyOf(joins.follow(from, hop.field), rest, field, desc);
    if (isRelation(field)) return titleKey(joins.follow(from, field.key), desc);
    if (isMember(field)) return memberKey(read, from.column(field.key), desc, joins);
    const own = from === columns;
    const indexed = own && isSortIndexed(read.design, from.entity.document, field.document);
    return { sql: from.column(field.key), kind: kindOf(field), desc, nullable: !own || !ALWAYS_GIVEN.includes(field.key), indexed };
  };
  const titleKey = (target: SecuredColumns, desc: boolean): SortColumn | null =>
    target.hasClear(target.entity.title.key) ? keyOf(target, [], target.entity.title, desc) : null;
  const keys = sort.map(({ path, desc }) => keyOf(columns, path.hops, path.field, desc)).filter((key) => key !== null);
  const desc = keys.at(-1)?.desc ?? sort.at(-1)?.desc ?? false;
  const id: SortColumn = { sql: columns.column('id'), kind: 'uuid', desc, nullable: false, indexed: true };
  // What follows the id can no longer decide anything.
  const upToId = keys.findIndex(({ sql }) => sql === id.sql);
  return { columns: upToId < 0 ? [...keys, id] : keys.slice(0, upToId + 1), joins: joins.list };
}

/** `_member` is a table of ours; the names of members are readable to all of them. */
function memberKey(read: ReadStatement, id: string, desc: boolean, joins: Joins): SortColumn {
  const member = read.statement.alias();
  joins.add(() => `LEFT JOIN ${tableName(read.schema, '_member')} ${member} ON ${member}."id" = ${id}`);
  return { sql: `${member}."name" ${TEXT_COLLATION}`, kind: 'text', desc, nullable: true, indexed: false };
}
