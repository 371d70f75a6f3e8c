/**
 * A page of records: one statement, whose rows `PageAssembly` puts together to JSON.
 *
 * From the inside out: the secured relation, filtered, sorted and cut to the page with nothing but plain columns,
 * so that an index can serve it; then what links lead to, joined to the rows of the page only. `count(*)` of all
 * matches is not here: it is a question of its own (count-query.ts).
 */

import { fail, ok, type Filter, type Result, type SortKey } from '@tessera/contract';
import { quoteIdent } from '../quoting.ts';
import { cellsOf } from './cells.ts';
import { createJoins } from './joins.ts';
import { afterConditions, orderBy, type SortColumn } from './keyset.ts';
import { keepingPages } from './kept-pages.ts';
import { checkEntity, knownExpansions, knownFields, knownFilter, knownSort, type KnownExpansion, type KnownField, type KnownSort, type Problems } from './known-fields.ts';
import { matchConditions } from './match-conditions.ts';
import type { PageStatement, RowKeys } from './page-cells.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { securedRelation, type SecuredColumns } from './secured-relation.ts';
import { sortColumns } from './sort.ts';

export interface PageRequest {
  readonly entity: string;
  /** Fields or paths; without it every readable field but subforms. */
  readonly fields?: readonly string[] | undefined;
  /** As it came; it is checked here. */
  readonly filter?: unknown;
  /** Newest first without it. */
  readonly sort?: readonly SortKey[] | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
  /** Relations whose records come along. */
  readonly expand?: readonly string[] | undefined;
}

/** Where a page starts or, read backwards, ends: `ends` of another page of the same question. */
export interface PageMark {
  readonly side: 'after' | 'before';
  readonly keys: RowKeys;
}

/** A question that was understood. */
export interface PageQuestion {
  /**
   * What is asked for, in one spelling: entity, filter, order, search. Two requests that mean the same rows in the same
   * order have the same, so that marks of one fit the other.
   */
  readonly spelling: string;
  /** The rows of the page, and one more where there are more, in the order of the list. */
  statement(mark?: PageMark | undefined): PageStatement;
}

const NEWEST_FIRST: readonly SortKey[] = [{ field: 'created_at', desc: true }];

/**
 * The texts depend on the limit, on which keys of a mark are empty and on whether the search has letters; everything
 * else a person sends is bound.
 */
export const pageQuery = keepingPages(compilePage);

/** Everything names were looked up for. */
interface KnownPage {
  readonly request: PageRequest;
  readonly fields: readonly KnownField[];
  readonly expansions: readonly KnownExpansion[];
  readonly filter: Filter | null;
  readonly sort: readonly KnownSort[];
}

function compilePage(context: ReadContext, request: PageRequest): Result<PageQuestion, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = knownFields(context, request.entity, request.fields, false);
  const filter = knownFilter(context, request.entity, request.filter);
  const sort = knownSort(context, request.entity, request.sort?.length ? request.sort : NEWEST_FIRST);
  const expansions = knownExpansions(context, request.entity, request.expand ?? []);
  if (!fields.ok || !expansions.ok || !filter.ok || !sort.ok) return fail([fields, expansions, filter, sort].flatMap((part) => (part.ok ? [] : part.problem)));
  const page: KnownPage = { request, fields: fields.value, expansions: expansions.value, filter: filter.value, sort: sort.value };
  return ok({
    spelling: JSON.stringify([request.entity, filter.value, sort.value.map(({ name, desc }) => [name, desc]), request.search?.trim() ?? '']),
    statement: (mark) => pageStatement(context, page, mark),
  });
}

function pageStatement(context: ReadContext, { request, fields, expansions, filter, sort }: KnownPage, mark: PageMark | undefined): PageStatement {
  const read = readStatement(context);
  const { statement } = read;
  const relation = securedRelation(read, request.entity);
  const backwards = mark?.side === 'before';
  const order = sortColumns(read, relation, sort);
  const wanted = backwards ? order.columns.map(turned) : order.columns;
  const conditions = matchConditions(read, relation, filter, request.search);
  const alternatives = mark ? afterConditions(statement, wanted, mark.keys) : [];

  const page = projection(relation, statement.alias());
  const keys = order.columns.map(({ sql }, index) => page.extra(`key~${index}`, sql));
  const byKeys = order.columns.map((column, index) => ({ ...column, sql: quoteIdent(`key~${index}`) }));
  const joins = createJoins(read);
  const cells = cellsOf(read, joins, page, fields, expansions);
  const itself = [page.column('id'), page.column('version')];

  const limit = pageLimit(request.limit);
  const from = [relation.from(), ...order.joins()].join('\n    ');
  const cut = (alternative: string | null): string => {
    const where = alternative === null ? conditions : [...conditions, alternative];
    return `SELECT ${page.list()}\n    FROM ${from}${where.length > 0 ? `\n    WHERE ${where.join(' AND ')}` : ''}\n    ORDER BY ${orderBy(wanted)}\n    LIMIT ${limit + 1}`;
  };
  const [first = null, second] = alternatives;
  const turnedKeys = backwards ? byKeys.map(turned) : byKeys;
  const rows = second === undefined ? cut(first) : `(${cut(first)})\n  UNION ALL (${cut(second)})\n  ORDER BY ${orderBy(turnedKeys)}\n  LIMIT ${limit + 1}`;
  // The last key is the id, which stands first in every row.
  const columns = [...itself, ...cells.flatMap((cell) => cell.columns), ...keys.slice(0, -1)].map((sql, index) => `${sql} AS ${quoteIdent(`c${index}`)}`);
  const shape = { cells: cells.map((cell) => cell.shape), keys: order.columns.slice(0, -1).map(({ kind }) => kind), can: [], limit, backwards, continued: mark !== undefined };
  return { ...statement.finish([`SELECT ${columns.join(', ')}`, `  FROM (${rows}) ${page.alias}`, ...joins.list().map((join) => `  ${join}`), `  ORDER BY ${orderBy(byKeys.map((key, index) => ({ ...key, sql: keys[index] ?? '' })))}`].join('\n')), shape };
}

const turned = <Column extends SortColumn>(column: Column): Column => ({ ...column, desc: !column.desc });

/** The limit is part of the text, because the planner of a prepared statement must know that the page is short. */
function pageLimit(limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 10_000) throw new Error(`not a page size: ${limit}`);
  return limit;
}

interface Projection extends SecuredColumns {
  readonly alias: string;
  extra(name: string, sql: string): string;
  /** The select list that carries what was asked for. */
  list(): string;
}

/** Columns of the secured relation carried out of a subquery, by the same names. */
function projection(from: SecuredColumns, alias: string): Projection {
  const carried = new Map<string, string>();
  const extra = (name: string, sql: string): string => {
    const quoted = quoteIdent(name);
    carried.set(name, sql.endsWith(`.${quoted}`) ? sql : `${sql} AS ${quoted}`);
    return `${alias}.${quoted}`;
  };
  return {
    entity: from.entity,
    alias,
    extra,
    column: (field) => extra(field, from.column(field)),
    hasClear: from.hasClear,
    masked: (field) => {
      const masked = from.masked(field);
      return masked && { ...masked, sql: extra(`${field}~mask`, masked.sql) };
    },
    hash: (field) => extra(`${field}~hash`, from.hash(field)),
    link: (relation) => extra(`${relation}~link`, from.link(relation)),
    list: () => [...carried.values()].join(', '),
  };
}
