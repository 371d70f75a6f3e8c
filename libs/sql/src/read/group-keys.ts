/**
 * What records are grouped by: a field's value, the first day of its period, what a relation points to, or each entry of
 * a list. Groups are made of plain values; what people call a key is looked up for the groups, not for the records.
 */

import type { DATE_BUCKETS } from '@tessera/contract';
import type { FieldModel } from '@tessera/model';
import { selectRelated } from '../related-rows.ts';
import { isDepartment, isLinks, isLookedUp, isMember, isMembers, isRelation, kindOf, type StorageKind } from '../storage.ts';
import { fieldOf, timeZone } from '../value-expression.ts';
import type { Joins } from './joins.ts';
import type { KnownField } from './known-fields.ts';
import type { CellShape } from './page-cells.ts';
import type { ReadStatement } from './read-context.ts';
import { departmentName, labelText, memberName } from './references.ts';
import { linkedRows } from './row-json.ts';
import { securedRelation, type SecuredColumns } from './secured-relation.ts';

export type DateBucket = (typeof DATE_BUCKETS)[number];

export interface GroupKey {
  /** Over the records. */
  readonly sql: string;
  readonly form: CellShape['form'];
  /** Over the groups, given the key there: what people call it, and a join it needs. Null where the value says it all. */
  readonly label: ((key: string) => { readonly sql: string; readonly join?: () => string }) | null;
}

export function groupKey(read: ReadStatement, joins: Joins, columns: SecuredColumns, { path }: KnownField, bucket: DateBucket | undefined): GroupKey {
  const owner = path.hops.reduce((from, hop) => joins.follow(from, hop.field), columns);
  return fieldKey(read, joins, owner, path.field, bucket);
}

function fieldKey(read: ReadStatement, joins: Joins, columns: SecuredColumns, field: FieldModel, bucket: DateBucket | undefined): GroupKey {
  if (isLookedUp(field)) {
    const target = joins.follow(columns, field.key);
    if (!target.hasClear(field.lookup.field)) return { sql: 'NULL::text', form: 'text', label: null };
    return fieldKey(read, joins, target, fieldOf(target.entity, field.lookup.field), bucket);
  }
  if (isLinks(field)) return { sql: entry(read, joins, `(${idsOfLinks(read, columns, field)})`), form: 'ref', label: recordLabel(read, field.target ?? '') };
  const value = columns.column(field.key);
  if (isRelation(field)) return { sql: value, form: 'ref', label: recordLabel(read, field.target ?? '') };
  if (isMember(field)) return { sql: value, form: 'ref', label: (key) => ({ sql: memberName(read, key) }) };
  if (isDepartment(field)) return { sql: value, form: 'ref', label: (key) => ({ sql: departmentName(read, key) }) };
  if (isMembers(field)) return { sql: entry(read, joins, `unnest(${value})`), form: 'ref', label: (key) => ({ sql: memberName(read, key) }) };
  const kind = kindOf(field);
  if (kind === 'text[]') return { sql: entry(read, joins, `unnest(${value})`), form: 'text', label: null };
  return bucket === undefined ? { sql: value, form: kind, label: null } : { sql: firstDay(read, kind, value, bucket), form: 'date', label: null };
}

/** A record is there once for each entry of its list, and once with none where the list is empty. */
function entry(read: ReadStatement, joins: Joins, entries: string): string {
  const list = read.statement.alias();
  joins.add(() => `LEFT JOIN LATERAL ${entries} ${list}("entry") ON TRUE`);
  return `${list}."entry"`;
}

/** Of the linked records the actor may see. */
function idsOfLinks(read: ReadStatement, columns: SecuredColumns, field: FieldModel): string {
  const { set } = linkedRows(read, columns, field);
  return selectRelated(set, set.id());
}

function recordLabel(read: ReadStatement, entity: string): NonNullable<GroupKey['label']> {
  return (key) => {
    const target = securedRelation(read, entity);
    const sql = labelText(target);
    const condition = `${target.column('id')} = ${key}`;
    return { sql, join: () => `LEFT JOIN ${target.from()} ON ${condition}` };
  };
}

function firstDay(read: ReadStatement, kind: StorageKind, value: string, bucket: DateBucket): string {
  const local = kind === 'timestamptz' ? `(${value} AT TIME ZONE ${timeZone(read)})` : `${value}::timestamp`;
  return bucket === 'day' ? `${local}::date` : `date_trunc('${bucket}', ${local})::date`;
}
