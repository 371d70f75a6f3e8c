/**
 * Records as the JSON text Postgres writes: values in wire form, relations and members as `{ id, label }`,
 * subforms as arrays. Everything is read from secured columns; related records from their own secured relation.
 */

import type { FieldModel } from '@tessera/model';
import { objectText } from '../object-text.ts';
import { isMember, isRelation, isSubform, kindOf } from '../storage.ts';
import { jsonText, wireCell, type WireCell } from '../wire.ts';
import { knownFields, type KnownField } from './known-fields.ts';
import type { ReadStatement } from './read-context.ts';
import { labelText, memberName, throughLink } from './references.ts';
import { securedRelation, type SecuredColumns } from './secured-relation.ts';

/** `'{"name":' || … || '}'`; keys are field names or paths. */
export function valuesJson(read: ReadStatement, columns: SecuredColumns, fields: readonly KnownField[]): string {
  return objectText(fields.map(({ name, path }) => [name, pathJson(read, columns, path.hops, path.field)]));
}

/** One value of a row, to be put into JSON outside: plain values as they are, links and the like as JSON. */
export function valueCell(read: ReadStatement, columns: SecuredColumns, { path }: KnownField): WireCell {
  const { hops, field } = path;
  const isPlain = hops.length === 0 && !isSubform(field) && !isRelation(field) && !isMember(field);
  return isPlain ? wireCell(kindOf(field), columns.column(field.key)) : { sql: pathJson(read, columns, hops, field), isJson: true };
}

function pathJson(read: ReadStatement, columns: SecuredColumns, hops: KnownField['path']['hops'], field: FieldModel): string {
  const [hop, ...rest] = hops;
  if (hop === undefined) return fieldJson(read, columns, field);
  return `coalesce(${throughLink(read, columns, hop.field, (target) => pathJson(read, target, rest, field))}, 'null')`;
}

function fieldJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): string {
  if (isSubform(field)) return subformJson(read, columns, field);
  if (isRelation(field)) return `coalesce(${throughLink(read, columns, field.key, (target) => refJson(target.column('id'), labelText(read, target)))}, 'null')`;
  const value = columns.column(field.key);
  if (isMember(field)) return `coalesce(${refJson(value, `coalesce(${memberName(read, value)}, '')`)}, 'null')`;
  return jsonText(kindOf(field), value);
}

const refJson = (id: string, label: string): string => `'{"id":"' || ${id} || '","label":' || to_json(${label})::text || '}'`;

/** Child rows in their order; null where the subform is hidden. */
function subformJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): string {
  const parent = columns.column(field.key);
  const child = securedRelation(read, field.target ?? '', { underParent: true });
  const known = knownFields(read, child.entity.key, undefined, true);
  const fields = known.ok ? known.value.filter(({ path }) => !path.field.system) : [];
  const values = valuesJson(read, child, fields);
  const row = `'{"id":"' || ${child.column('id')} || '","values":' || ${values} || '}'`;
  const order = `${child.position()}, ${child.column('id')}`;
  const condition = `${child.link('parent')} = ${parent}`;
  const rows = `SELECT '[' || coalesce(string_agg(${row}, ',' ORDER BY ${order}), '') || ']' FROM ${child.from()} WHERE ${condition}`;
  return `CASE WHEN ${parent} IS NULL THEN 'null' ELSE (${rows}) END`;
}
