/**
 * What records are grouped by: a field's value, the first day of its period, or what a relation points to. Groups are
 * made of plain values; what people call a key is looked up for the groups, not for the records.
 */

import type { DATE_BUCKETS } from '@tessera/contract';
import type { FieldModel } from '@tessera/model';
import { isDepartment, isMember, isRelation, kindOf, type StorageKind } from '../storage.ts';
import { fieldOf, timeZone } from '../value-expression.ts';
import type { Joins } from './joins.ts';
import type { KnownField } from './known-fields.ts';
import type { CellShape } from './page-cells.ts';
import type { ReadStatement } from './read-context.ts';
import { departmentName, labelText, memberName } from './references.ts';
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
  if (field.lookup) {
    const target = joins.follow(columns, field.key);
    return fieldKey(read, joins, target, fieldOf(target.entity, field.lookup.field), bucket);
  }
  const value = columns.column(field.key);
  if (isRelation(field)) return { sql: value, form: 'ref', label: recordLabel(read, field.target ?? '') };
  if (isMember(field)) return { sql: value, form: 'ref', label: (key) => ({ sql: memberName(read, key) }) };
  if (isDepartment(field)) return { sql: value, form: 'ref', label: (key) => ({ sql: departmentName(read, key) }) };
  const kind = kindOf(field);
  return bucket === undefined ? { sql: value, form: kind, label: null } : { sql: firstDay(read, kind, value, bucket), form: 'date', label: null };
}

function recordLabel(read: ReadStatement, entity: string): NonNullable<GroupKey['label']> {
  return (key) => {
    const target = securedRelation(read, entity);
    const sql = labelText(read, target);
    const condition = `${target.column('id')} = ${key}`;
    return { sql, join: () => `LEFT JOIN ${target.from()} ON ${condition}` };
  };
}

function firstDay(read: ReadStatement, kind: StorageKind, value: string, bucket: DateBucket): string {
  const local = kind === 'timestamptz' ? `(${value} AT TIME ZONE ${timeZone(read)})` : `${value}::timestamp`;
  return bucket === 'day' ? `${local}::date` : `date_trunc('${bucket}', ${local})::date`;
}
