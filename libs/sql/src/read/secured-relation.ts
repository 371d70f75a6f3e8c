/**
 * The actor's projection of a table, the one thing every read is built on (law 1): rows out of scope and deleted
 * rows are filtered inside, a field the actor may not read has no column, a field readable on some rows is
 * `CASE WHEN <scope> THEN <value> END`. Whatever sits on top can only name columns it was given here, so a
 * filter, a sort or a count cannot tell more than the actor may know. What is shown of a masked cell is a column of its
 * own, which goes into answers and nowhere else.
 *
 * It is one flat SELECT, which Postgres pulls up into the query around it: indexes serve it as if hand-written.
 */

import type { MaskedScope, RowScope } from '@tessera/access';
import type { ActorList, Filter, Mask, RecordAction } from '@tessera/contract';
import { hashColumn, type EntityModel, type FieldModel } from '@tessera/model';
import { isInActorList } from '../actor-lists.ts';
import { scopeCondition } from '../bare-rows.ts';
import { quoteIdent, quoteLiteral, tableName } from '../quoting.ts';
import { relatedSet, type OpenRows, type RowSource, type Rows } from '../related-rows.ts';
import { isLinks, isSubform } from '../storage.ts';
import { searchedText } from '../search-index.ts';
import { entityOf, fieldOf, targetOf, valueExpression, type ValueEnv } from '../value-expression.ts';
import { mayUseKept } from './kept-values.ts';
import { maskedText } from './mask-sql.ts';
import type { ReadStatement } from './read-context.ts';

/** Columns of rows that are already secured. */
export interface SecuredColumns {
  readonly entity: EntityModel;
  /** The value of a readable field; of a subform or a relation with many links, the id these hang on (NULL where it is hidden). */
  column(field: string): string;
  /** Whether the value is there on some row; where it is not, `column` is not to be asked for. */
  hasClear(field: string): boolean;
  /** What is shown of the value where it is masked, NULL on all other rows; null for a field that never is. For answers only. */
  masked(field: string): MaskedColumn | null;
  /** The hash of an encrypted field's value. */
  hash(field: string): string;
  /**
   * Where a relation, or that of a lookup, points to, whether or not the actor may read the record there. Only good for
   * being compared with the `id` of that entity's secured relation.
   */
  link(relation: string): string;
}

export interface MaskedColumn {
  /** A text; of an encrypted value `<place in masks>:<envelope>`, to be masked when it was opened. */
  readonly sql: string;
  readonly masks: readonly Mask[];
}

/** Ways in which records leave the house. */
export type Leaving = 'export' | 'print';

export interface SecuredRelation extends SecuredColumns {
  /** The same columns where they may leave as well; only with `leaving`. */
  readonly outgoing: SecuredColumns;
  /** Whether the actor may do this to the row. */
  can(action: RecordAction): string;
  /** Place of a child row among its siblings. */
  position(): string;
  /** Everything the row says, hidden fields too, as the search index has it: only good for narrowing what is asked again of columns. */
  said(): string;
  /** When the row was deleted; NULL unless `trashed` was asked for. */
  deletedAt(): string;
  /** `(SELECT …) t1`, with the columns asked for so far; call it last. */
  from(): string;
}

export interface SecuredRelationOptions {
  /** The rows are joined to those of the parent's secured relation, so that its scope is applied already. */
  readonly underParent?: boolean;
  /** Only rows that may leave in this way as well. */
  readonly leaving?: Leaving | undefined;
  /** Deleted rows instead of living ones, those the actor may delete, which is to say bring back. */
  readonly trashed?: boolean;
}

/** Throws for an entity or field that is hidden from the actor: callers look first (see known-fields.ts). */
export function securedRelation(read: ReadStatement, entityKey: string, options: SecuredRelationOptions = {}): SecuredRelation {
  const entity = entityOf(read.design, entityKey);
  const outer = read.statement.alias();
  const row: SecuredRow = { ...read, entity, alias: read.statement.alias(), conditions: new Map(), lists: new Map() };
  const columns = new Map<string, string>();
  const named = (name: string, expression: () => string): string => {
    if (!columns.has(name)) columns.set(name, expression());
    return `${outer}.${quoteIdent(name)}`;
  };
  const columnsUnder = (actions: readonly ReadAction[], mark: string): SecuredColumns => ({
    entity,
    column: (field) => named(`${field}${mark}`, () => securedValue(row, actions, fieldOf(entity, field))),
    hasClear: (field) => hasClear(row, actions, field),
    masked: (field) => {
      const masks = masksOf(row, actions, field);
      return masks.length === 0 ? null : { sql: named(`${field}~mask${mark}`, () => securedMask(row, actions, fieldOf(entity, field))), masks: masks.map(({ mask }) => mask) };
    },
    hash: (field) => named(`${field}~hash${mark}`, () => underScope(row, actions, field, () => `${row.alias}.${quoteIdent(hashColumn(field))}`)),
    link: (relation) => named(`${relation}~link${mark}`, () => securedLink(row, actions, relation)),
  });
  const own = columnsUnder(['read'], '');
  return {
    ...own,
    outgoing: options.leaving ? columnsUnder(['read', options.leaving], `~${options.leaving}`) : own,
    can: (action) => named(`can~${action}`, () => scopeCondition(row, entity, row.alias, row.access.rowScope(action, entity.key), { inActorList: once(row).inActorList }) ?? 'TRUE'),
    position: () => named('position', () => `${row.alias}."position"`),
    said: () => named('~said', () => searchedText(entity, (field) => `${row.alias}.${quoteIdent(field)}`) ?? `''`),
    deletedAt: () => named('deleted_at', () => `${row.alias}."deleted_at"`),
    from: () => {
      const named = [...columns].map(([name, expression]) => (expression === `${row.alias}.${quoteIdent(name)}` ? expression : `${expression} AS ${quoteIdent(name)}`));
      const where = [`${row.alias}."deleted_at" IS ${options.trashed ? 'NOT NULL' : 'NULL'}`, ...rowConditions(row, options)];
      const { list, beside } = row.conditions.size === 0 ? { list: named, beside: '' } : settled(row, named);
      return `(SELECT ${list.length === 0 ? '' : `${list.join(', ')} `}FROM ${tableName(read.schema, entity.key)} ${row.alias}${soughtLists(row)}${beside} WHERE ${where.join(' AND ')}) ${outer}`;
    },
  };
}

type ReadAction = 'read' | Leaving;

/** A row of the bare table, inside the relation. */
interface SecuredRow extends ReadStatement {
  readonly entity: EntityModel;
  readonly alias: string;
  /** Conditions that fields are under, by what they say. */
  readonly conditions: Map<string, SharedCondition>;
  /** Lists of the asker that conditions look for what a column holds in, by the column. */
  readonly lists: Map<string, SoughtLists>;
}

interface SoughtLists {
  readonly alias: string;
  readonly names: ActorList[];
}

interface SharedCondition {
  /** Stands for it in the texts of columns until it is known how many name it. No SQL of ours holds the character. */
  readonly mark: string;
  readonly sql: string;
}

/** How conditions of fields are asked: alike ones once a row, lists of the asker once a statement. */
const once = (row: SecuredRow): Pick<Rows, 'shared' | 'inActorList'> => ({
  shared: (key, condition) => {
    const known = row.conditions.get(key) ?? { mark: `\u0001${row.conditions.size}\u0001`, sql: condition() };
    row.conditions.set(key, known);
    return known.mark;
  },
  inActorList: (column, list) => {
    const sought = row.lists.get(column) ?? { alias: row.statement.alias(), names: [] };
    row.lists.set(column, sought);
    if (!sought.names.includes(list)) sought.names.push(list);
    return `${sought.alias}."${sought.names.indexOf(list)}"`;
  },
});

/** What the conditions of a row ask of the lists, beside it. OFFSET 0 keeps the planner from copying it to every place that names it. */
function soughtLists(row: SecuredRow): string {
  const asked = [...row.lists].map(([column, { alias, names }]) => {
    const columns = names.map((list, place) => `${isInActorList(row, list, column, row.fewRows === true)} AS "${place}"`);
    return ` CROSS JOIN LATERAL (SELECT ${columns.join(', ')} OFFSET 0) ${alias}`;
  });
  return asked.join('');
}

/**
 * The columns with their conditions: one that several name is asked once a row, beside the table. OFFSET 0 keeps the planner
 * from copying it to every place that names it.
 */
function settled(row: SecuredRow, list: readonly string[]): { readonly list: readonly string[]; readonly beside: string } {
  const all = list.join();
  const beside = row.statement.alias();
  const asked = [...row.conditions.values()].map((shared) => ({ ...shared, times: all.split(shared.mark).length - 1 }));
  const kept = asked.filter(({ times }) => times > 1);
  const textOf = ({ mark, sql }: SharedCondition): string => {
    const place = kept.findIndex((shared) => shared.mark === mark);
    return place < 0 ? `(${sql})` : `${beside}."~${place}"`;
  };
  const settledList = list.map((expression) => asked.reduce((text, shared) => text.replaceAll(shared.mark, textOf(shared)), expression));
  const columns = kept.map(({ sql }, place) => `(${sql}) IS TRUE AS "~${place}"`);
  return { list: settledList, beside: kept.length === 0 ? '' : ` CROSS JOIN LATERAL (SELECT ${columns.join(', ')} OFFSET 0) ${beside}` };
}

/** For conditions of filters that people write: ways to other rows lead over their secured relations. */
export function securedRows(read: ReadStatement, columns: SecuredColumns): Rows {
  const ends = { id: () => columns.column('id'), link: columns.link, hangs: columns.column };
  return {
    entity: columns.entity,
    column: columns.column,
    hash: columns.hash,
    related: (related) => relatedSet(read, { entity: columns.entity, ends }, related, openSecured(read)),
    hasOpenLinks: (relation) => linksAreOpen(read, relation),
  };
}

/** Rows of other tables as the actor may see them. */
const openSecured = (read: ReadStatement): OpenRows => (entity, options) => sourceOf(read, securedRelation(read, entity, options));

/** A secured relation as rows to be joined. */
export const sourceOf = (read: ReadStatement, relation: SecuredRelation): RowSource => ({
  rows: securedRows(read, relation),
  id: () => relation.column('id'),
  link: relation.link,
  hangs: relation.column,
  position: relation.position,
  from: relation.from,
});

function rowConditions(row: SecuredRow, options: SecuredRelationOptions): string[] {
  const actions: readonly RecordAction[] = options.trashed ? ['read', 'delete'] : options.leaving ? ['read', options.leaving] : ['read'];
  // What decides about child rows is their record and its subform: nothing is left to ask where these are known to be there.
  if (options.underParent && !options.leaving) return [];
  // Of many rows the planner may begin with those of the list; of a few the fields ask for the lists anyway.
  const own = scopeConditions(row, actions.map((action) => row.access.rowScope(action, row.entity.key)), row.fewRows && row.lists.size > 0 ? { inActorList: once(row).inActorList } : undefined);
  if (row.entity.parent === null || options.underParent) return own;
  return [...own, parentCondition(row, row.entity.parent)];
}

/** A child row is there when its record is, and the subform that shows it. */
function parentCondition(row: SecuredRow, parentKey: string): string {
  const subform = entityOf(row.design, parentKey).children.find((link) => link.entity === row.entity.key)?.field;
  if (subform === undefined || !row.access.canField('read', parentKey, subform)) return 'FALSE';
  const parent = securedRelation(row, parentKey);
  const condition = `${parent.column(subform)} = ${row.alias}."parent"`;
  return `EXISTS (SELECT FROM ${parent.from()} WHERE ${condition})`;
}

function securedValue(row: SecuredRow, actions: readonly ReadAction[], field: FieldModel): string {
  const { entity, alias } = row;
  const hangs = isSubform(field) || isLinks(field);
  return underScope(row, actions, field.key, () => (hangs ? `${alias}."id"` : valueExpression(valueEnv(row), entity, alias, field)));
}

const hasClear = (row: SecuredRow, actions: readonly ReadAction[], field: string): boolean => actions.every((action) => row.access.canField(action, row.entity.key, field));

/** Those of the last of the actions, which is within the others. */
const masksOf = (row: SecuredRow, actions: readonly ReadAction[], field: string): readonly MaskedScope[] =>
  row.access.can('read', row.entity.key) ? row.access.masks(actions.at(-1) ?? 'read', row.entity.key, field) : [];

function securedMask(row: SecuredRow, actions: readonly ReadAction[], field: FieldModel): string {
  const { entity, alias } = row;
  // What a subform holds, and links to what the actor may not see, are nothing to tell of.
  const value = isSubform(field) ? `${alias}."id"` : valueExpression(valueEnv(row), entity, alias, field);
  const shown = ({ mask }: MaskedScope, index: number): string => (field.encrypted ? `${quoteLiteral(`${index}:`)} || ${value}` : maskedText(field, mask, value));
  const rows = actions.map((action) => row.access.rowScope(action, entity.key));
  const remaining = (scope: RowScope): RowScope => rows.reduce(withoutRowScope, scope);
  const clear = hasClear(row, actions, field.key) ? scopeConditions(row, actions.map((action) => remaining(row.access.fieldScope(action, entity.key, field.key))), once(row)) : null;
  const branches = clear === null ? [] : [`WHEN ${clear.length === 0 ? 'TRUE' : clear.join(' AND ')} THEN NULL`];
  for (const [index, masked] of masksOf(row, actions, field.key).entries()) {
    const [condition = null] = scopeConditions(row, [remaining(masked.scope)], once(row));
    if (condition === null && branches.length === 0) return shown(masked, index);
    branches.push(condition === null ? `ELSE ${shown(masked, index)}` : `WHEN ${condition} THEN ${shown(masked, index)}`);
    if (condition === null) break;
  }
  return `CASE ${branches.join(' ')} END`;
}

/** Whatever a value is computed from on other tables comes from their secured relations. */
const valueEnv = (row: SecuredRow): ValueEnv => ({
  ...row,
  link: (_entity, _alias, relation) => visibleLink(row, relation),
  open: openSecured(row),
  mayUseKept: (entity, field) => mayUseKept(row, entity, field),
});

/** A formula on a row of the bare table: the row's own fields as they lie there, whatever is on other rows as the actor may see it. */
export const formulaOnRow = (read: ReadStatement, entity: EntityModel, alias: string, field: FieldModel): string =>
  valueExpression(valueEnv({ ...read, entity, alias, conditions: new Map(), lists: new Map() }), entity, alias, field);

function securedLink(row: SecuredRow, actions: readonly ReadAction[], relation: string): string {
  if (relation === 'parent') return `${row.alias}."parent"`;
  const { lookup } = fieldOf(row.entity, relation);
  return underScope(row, actions, relation, () => `${row.alias}.${quoteIdent(lookup?.relation ?? relation)}`);
}

/** NULL where the field is hidden; bare where it is readable on every row that is there at all. */
function underScope(row: SecuredRow, actions: readonly ReadAction[], field: string, value: () => string): string {
  // A link may lead to an entity of which the actor reads nothing: a relation without rows, whatever its columns.
  if (!row.access.can('read', row.entity.key)) return value();
  const scopes = actions.map((action) => {
    const scope = row.access.fieldScope(action, row.entity.key, field);
    if (scope.kind === 'deny') throw new Error(`${row.entity.key}.${field} is hidden from the actor`);
    return withoutRowScope(scope, row.access.rowScope(action, row.entity.key));
  });
  const conditions = scopeConditions(row, scopes, once(row));
  return conditions.length === 0 ? value() : `CASE WHEN ${conditions.join(' AND ')} THEN ${value()} END`;
}

/**
 * Without alternatives that ask for more than another one does, and in one order: so that scopes that several roles come to in
 * their own ways are seen to be the same, and what one part says is not asked of the others.
 */
function absorbed(scope: RowScope): RowScope {
  if (scope.kind !== 'where' || !('or' in scope.filter)) return scope;
  const parts = new Map(scope.filter.or.map((part) => [JSON.stringify(part), part]));
  const isMore = ([text, part]: readonly [string, Filter]): boolean => 'and' in part && part.and.some((inner) => parts.has(JSON.stringify(inner)) && JSON.stringify(inner) !== text);
  const left = [...parts].filter((part) => !isMore(part)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  const [only, ...others] = left;
  return { kind: 'where', filter: only !== undefined && others.length === 0 ? only : { or: left } };
}

/** What a field's scope asks beyond that of the rows, which has been asked already. */
function withoutRowScope(field: RowScope, row: RowScope): RowScope {
  const [scope, rows] = [absorbed(field), absorbed(row)];
  if (scope.kind !== 'where' || rows.kind !== 'where') return scope;
  const asked = new Set([rows.filter, ...conjuncts(rows.filter)].map((filter) => JSON.stringify(filter)));
  if (asked.has(JSON.stringify(scope.filter))) return { kind: 'all' };
  const rest = conjuncts(scope.filter).filter((part) => !asked.has(JSON.stringify(part)));
  return rest.length === 0 ? { kind: 'all' } : { kind: 'where', filter: { and: rest } };
}

const conjuncts = (filter: Filter): readonly Filter[] => ('and' in filter ? filter.and : [filter]);

/** One condition for each scope that limits; scopes that are the same count once. `asked`: of fields, whose conditions are alike. */
function scopeConditions(row: SecuredRow, scopes: readonly RowScope[], asked?: Pick<Rows, 'shared' | 'inActorList'>): string[] {
  const simple = scopes.map(absorbed);
  const different = simple.filter((scope, index) => !simple.slice(0, index).some((earlier) => sameScope(earlier, scope)));
  return different.map((scope) => scopeCondition(row, row.entity, row.alias, scope, asked)).filter((condition) => condition !== null);
}

/** NULL for a link to a record that is not in the actor's projection of its table. */
function visibleLink(row: SecuredRow, field: FieldModel): string {
  const link = `${row.alias}.${quoteIdent(field.key)}`;
  if (linksAreOpen(row, field)) return link;
  const target = securedRelation(row, targetOf(row.entity, field.key));
  const condition = `${target.column('id')} = ${link}`;
  return `CASE WHEN EXISTS (SELECT FROM ${target.from()} WHERE ${condition}) THEN ${link} END`;
}

/** Whoever may read every record of the target may see every link to it. */
function linksAreOpen(read: ReadStatement, field: FieldModel): boolean {
  const target = entityOf(read.design, field.target ?? '');
  return target.parent === null && read.access.rowScope('read', target.key).kind === 'all';
}

const sameScope = (one: RowScope, other: RowScope): boolean =>
  one.kind === other.kind && (one.kind !== 'where' || other.kind !== 'where' || JSON.stringify(one.filter) === JSON.stringify(other.filter));
