/**
 * Values of records as the JSON text Postgres writes, where a value is no plain column: subform rows, lists of links,
 * and records that are shown inside of another. Everything is read from secured columns; related records from their own
 * secured relation. Encrypted values are left as envelopes, with a note of where they are.
 */

import type { FieldModel, RelatedRows } from '@tessera/model';
import { objectText } from '../object-text.ts';
import { quoteLiteral, tableName } from '../quoting.ts';
import { relatedSet, selectRelated, type RelatedSet } from '../related-rows.ts';
import { isDepartment, isFiles, isLinks, isLookedUp, isMember, isMembers, isRelation, isSubform, isToMany, kindOf } from '../storage.ts';
import { jsonText } from '../wire.ts';
import { knownFields, type KnownField } from './known-fields.ts';
import type { SealedPlaces } from './page-cells.ts';
import type { ReadStatement } from './read-context.ts';
import { departmentName, labelText, memberName, throughLink } from './references.ts';
import { securedRelation, sourceOf, type SecuredColumns, type SecuredRelation } from './secured-relation.ts';

/** `sql` is text and never NULL. */
export interface Json {
  readonly sql: string;
  readonly sealed: SealedPlaces;
  /** SQL of what says that the value is masked; absent where it never is. */
  readonly masked?: string | undefined;
}

const plain = (sql: string): Json => ({ sql, sealed: [] });

/** The value of a field, in reading form; the text it is shown as where it is masked. */
export function fieldJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): Json {
  const masked = columns.masked(field.key);
  const clear = columns.hasClear(field.key) ? clearJson(read, columns, field) : plain(`'null'`);
  if (masked === null) return clear;
  const condition = `${masked.sql} IS NOT NULL`;
  const shown = `to_json(${masked.sql})::text`;
  const sql = `CASE WHEN ${condition} THEN ${field.encrypted ? `'[' || ${shown} || ']'` : shown} ELSE ${clear.sql} END`;
  return { sql, sealed: field.encrypted ? [{ way: [], entity: columns.entity.key, field: field.key, masks: masked.masks }] : clear.sealed, masked: condition };
}

/** Null wherever it is not clear. */
export function clearJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): Json {
  if (isSubform(field)) return subformJson(read, columns, field);
  if (isLinks(field)) return plain(linksJson(read, columns, field));
  if (isRelation(field)) return plain(orNull(throughLink(read, columns, field.key, (target) => refJson(target.column('id'), labelText(target)))));
  if (isLookedUp(field)) return lookupJson(read, columns, field);
  const value = columns.column(field.key);
  if (isMember(field)) return plain(orNull(refJson(value, memberName(read, value))));
  if (isDepartment(field)) return plain(orNull(refJson(value, departmentName(read, value))));
  if (isMembers(field)) return plain(membersJson(read, value));
  if (isFiles(field)) return plain(`coalesce(${value}::text, '[]')`);
  return { sql: jsonText(kindOf(field), value), sealed: field.encrypted ? [{ way: [], entity: columns.entity.key, field: field.key }] : [] };
}

const orNull = (json: string): string => `coalesce(${json}, 'null')`;
const listJson = (item: string, order: string): string => `'[' || coalesce(string_agg(${item}, ',' ORDER BY ${order}), '') || ']'`;
const refJson = (id: string, label: string): string => `'{"id":"' || ${id} || '","label":' || to_json(coalesce(${label}, ''))::text || '}'`;

/** What the field is in the record looked at, as far as the actor may see it there. */
export function lookupJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): Json {
  const value = throughLink(read, columns, field.key, (target) => (target.hasClear(field.lookup?.field ?? '') ? clearJson(read, target, target.entity.fields.get(field.lookup?.field ?? '') as FieldModel).sql : `'null'`));
  return plain(isToMany(field) ? `coalesce(${value}, '[]')` : orNull(value));
}

/** `'"values":{"name":' || … || '}'`, and `"masked":[…]` where something is; keys are names of fields. */
function valuesJson(read: ReadStatement, columns: SecuredColumns, fields: readonly KnownField[]): Json {
  const values = fields.map(({ name, path }) => ({ name, json: fieldJson(read, columns, path.field) }));
  const names = values.flatMap(({ name, json }) => (json.masked ? [`CASE WHEN ${json.masked} THEN ${quoteLiteral(JSON.stringify(name))} END`] : []));
  const masked = names.length === 0 ? '' : ` || coalesce(',"masked":[' || nullif(concat_ws(',', ${names.join(', ')}), '') || ']', '')`;
  return {
    sql: `'"values":' || ${objectText(values.map(({ name, json }) => [name, json.sql]))}${masked}`,
    sealed: values.flatMap(({ name, json }) => json.sealed.map((place) => ({ ...place, way: [name, ...place.way] }))),
  };
}

/** Of a record itself, subforms left out; of a row of a subform without what the system keeps. */
function ownValues(read: ReadStatement, columns: SecuredColumns): Json {
  const known = knownFields(read, columns.entity.key, undefined, false);
  const isRow = columns.entity.parent !== null;
  return valuesJson(read, columns, known.ok ? known.value.filter(({ path }) => !isRow || !path.field.system) : []);
}

const inValues = (sealed: SealedPlaces): SealedPlaces => sealed.map((place) => ({ ...place, way: ['values', ...place.way] }));

/** Child rows in their order; null where the subform is hidden. */
function subformJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): Json {
  const { set, target } = relatedOf(read, columns, { kind: 'subform', entity: field.target ?? '', field: field.key });
  const values = ownValues(read, target);
  const row = `'{"id":"' || ${target.column('id')} || '",' || ${values.sql} || '}'`;
  const rows = selectRelated(set, listJson(row, set.order));
  return { sql: `CASE WHEN ${columns.column(field.key)} IS NULL THEN 'null' ELSE (${rows}) END`, sealed: inValues(values.sealed) };
}

/** Records linked to that the actor may see, in their order. */
function linksJson(read: ReadStatement, columns: SecuredColumns, field: FieldModel): string {
  const { set, target } = linkedRows(read, columns, field);
  return `(${selectRelated(set, listJson(refJson(target.column('id'), labelText(target)), set.order))})`;
}

/** The records a relation with many links leads to, as far as the actor may see them. */
export const linkedRows = (read: ReadStatement, columns: SecuredColumns, field: FieldModel): ReturnType<typeof relatedOf> =>
  relatedOf(read, columns, { kind: 'links', entity: field.target ?? '', field: field.key });

function membersJson(read: ReadStatement, ids: string): string {
  const [entry, member] = [read.statement.alias(), read.statement.alias()];
  const from = `unnest(${ids}) WITH ORDINALITY ${entry}("id", "place") LEFT JOIN ${tableName(read.schema, '_member')} ${member} ON ${member}."id" = ${entry}."id"`;
  return `(SELECT ${listJson(refJson(`${entry}."id"`, `${member}."name"`), `${entry}."place"`)} FROM ${from})`;
}

/** Records shown inside of another one show at most this many of a list. */
const MAX_EXPANDED = 50;

/** Related records with their values: one or null over a to-one relation, else a list. */
export function expandedJson(read: ReadStatement, columns: SecuredColumns, related: RelatedRows): Json {
  const { set, target } = relatedOf(read, columns, related);
  const values = ownValues(read, target);
  const record = `'{"id":"' || ${target.column('id')} || '","label":' || to_json(${labelText(target)})::text || ',' || ${values.sql} || '}'`;
  const sealed = inValues(values.sealed);
  if (related.kind === 'toOne') return { sql: orNull(`(${selectRelated(set, record)})`), sealed };
  const rows = read.statement.alias();
  const first = selectRelated(set, `${record} AS "record", row_number() OVER (ORDER BY ${set.order}) AS "place"`, [], ` ORDER BY ${set.order} LIMIT ${MAX_EXPANDED}`);
  return { sql: `(SELECT ${listJson(`${rows}."record"`, `${rows}."place"`)} FROM (${first}) ${rows})`, sealed };
}

function relatedOf(read: ReadStatement, columns: SecuredColumns, related: RelatedRows): { readonly set: RelatedSet; readonly target: SecuredRelation } {
  let target: SecuredRelation | undefined;
  const ends = { id: () => columns.column('id'), link: columns.link, hangs: columns.column };
  const set = relatedSet(read, { entity: columns.entity, ends }, related, (entity, options) => {
    target = securedRelation(read, entity, options);
    return sourceOf(read, target);
  });
  if (!target) throw new Error(`nothing was opened for ${related.field}`);
  return { set, target };
}
