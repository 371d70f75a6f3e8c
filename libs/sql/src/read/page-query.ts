/**
 * A page of records: one statement, whose rows `pageOf` puts together to JSON.
 *
 * From the inside out: the secured relation, filtered, sorted and cut to the page with nothing but plain columns,
 * so that an index can serve it; then values in wire form and labels for the rows of the page only. `count(*)` of all matches is
 * not here: it is a question of its own (count-query.ts).
 */

import { fail, ok, type Result, type SortKey } from '@tessera/contract';
import { filterCondition } from '../condition.ts';
import { quoteIdent } from '../quoting.ts';
import { exactText } from '../wire.ts';
import { afterConditions, orderBy } from './keyset.ts';
import { keptPage } from './kept-pages.ts';
import { checkEntity, knownFields, knownFilter, knownSort, type Problems } from './known-fields.ts';
import type { PageStatement } from './page-cells.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { valueCell } from './row-json.ts';
import { searchCondition } from './search.ts';
import { securedConditions, securedRelation, securedRows, type SecuredColumns } from './secured-relation.ts';
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
  /** `last` of the page before. */
  readonly after?: readonly unknown[] | undefined;
}

const NEWEST_FIRST: readonly SortKey[] = [{ field: 'created_at', desc: true }];

/**
 * The rows of the page and one more where there are more, for `pageOf`. The text depends on the limit, on which values of `after` are empty and on whether the search
 * has letters; everything else a person sends is bound.
 */
export const pageQuery = (context: ReadContext, request: PageRequest): Result<PageStatement, Problems> => keptPage(context, request, compilePage);

function compilePage(context: ReadContext, request: PageRequest): Result<PageStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = knownFields(context, request.entity, request.fields, false);
  const filter = knownFilter(context, request.entity, request.filter);
  const sort = knownSort(context, request.entity, request.sort?.length ? request.sort : NEWEST_FIRST);
  if (!fields.ok || !filter.ok || !sort.ok) return fail([fields, filter, sort].flatMap((part) => (part.ok ? [] : part.problem)));

  const read = readStatement(context);
  const { statement } = read;
  const relation = securedRelation(read, request.entity);
  const order = sortColumns(read, relation, sort.value);
  const conditions = [
    ...(filter.value ? [filterCondition(securedConditions(read, relation.entity), securedRows(read, relation), filter.value)] : []),
    ...searchCondition(read, relation, request.search),
  ];
  const after = request.after ? afterConditions(statement, order.columns, request.after) : [];
  const page = projection(relation, statement.alias());
  const keys = order.columns.map(({ sql, kind }, index) => exactText(kind, page.extra(`key~${index}`, sql)));
  const keyNames = order.columns.map((column, index) => ({ ...column, sql: quoteIdent(`key~${index}`) }));
  const cells = fields.value.map((field) => valueCell(read, page, field));
  const itself = [page.column('id'), page.column('version')];

  const limit = pageLimit(request.limit);
  const from = [relation.from(), ...order.joins()].join('\n    ');
  const cut = (alternative: string | null): string => {
    const where = alternative === null ? conditions : [...conditions, alternative];
    return `SELECT ${page.list()}\n    FROM ${from}${where.length > 0 ? `\n    WHERE ${where.join(' AND ')}` : ''}\n    ORDER BY ${orderBy(order.columns)}\n    LIMIT ${limit + 1}`;
  };
  const [first = null, second] = after;
  const rows = second === undefined ? cut(first) : `(${cut(first)})\n  UNION ALL (${cut(second)})\n  ORDER BY ${orderBy(keyNames)}\n  LIMIT ${limit + 1}`;
  const columns = [
    ...itself,
    ...cells.map(({ sql }, index) => `${sql} AS ${quoteIdent(`c${index}`)}`),
    ...keys.map((key, index) => `${key} AS ${quoteIdent(`k${index}`)}`),
  ];
  const shape = { values: fields.value.map(({ name }, index) => ({ name, isJson: cells[index]?.isJson === true })), keys: keys.length, limit };
  return ok({ ...statement.finish(`SELECT ${columns.join(', ')}\n  FROM (${rows}) ${page.alias}\n  ORDER BY ${orderBy(keyNames)}`), shape });
}

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
    link: (relation) => extra(`${relation}~link`, from.link(relation)),
    list: () => [...carried.values()].join(', '),
  };
}
