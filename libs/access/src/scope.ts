/** Algebra of row scopes. Everything simplifies as it is built: `all` and `deny` absorb, doubles go, `not not` cancels. */

import type { Filter } from '@tessera/contract';
import type { RowScope } from './access.ts';

export const ALL: RowScope = { kind: 'all' };
export const DENY: RowScope = { kind: 'deny' };

export const scopeWhere = (filter: Filter): RowScope => simplify(filter);

export function anyOf(scopes: readonly RowScope[]): RowScope {
  if (scopes.some(({ kind }) => kind === 'all')) return ALL;
  const filters = scopes.flatMap((scope) => (scope.kind === 'where' ? [scope.filter] : []));
  return filters.length === 0 ? DENY : simplify({ or: filters });
}

export function allOf(scopes: readonly RowScope[]): RowScope {
  if (scopes.some(({ kind }) => kind === 'deny')) return DENY;
  const filters = scopes.flatMap((scope) => (scope.kind === 'where' ? [scope.filter] : []));
  return filters.length === 0 ? ALL : simplify({ and: filters });
}

export function notIn(scope: RowScope): RowScope {
  if (scope.kind === 'all') return DENY;
  return scope.kind === 'deny' ? ALL : simplify({ not: scope.filter });
}

/** `{ and: [] }` is every row, `{ or: [] }` none. */
function simplify(filter: Filter): RowScope {
  if ('and' in filter || 'or' in filter) {
    const all = 'and' in filter;
    const parts = flatten(all ? filter.and.map(simplify) : filter.or.map(simplify), all);
    if (parts === null) return all ? DENY : ALL;
    const [first] = parts;
    if (first === undefined) return all ? ALL : DENY;
    if (parts.length === 1) return { kind: 'where', filter: first };
    return { kind: 'where', filter: all ? { and: parts } : { or: parts } };
  }
  if ('not' in filter) {
    const inner = simplify(filter.not);
    if (inner.kind !== 'where') return notIn(inner);
    return { kind: 'where', filter: 'not' in inner.filter ? inner.filter.not : { not: inner.filter } };
  }
  return { kind: 'where', filter };
}

/** Distinct parts of an and (or an or); null when one of them decides it alone. */
function flatten(scopes: readonly RowScope[], all: boolean): Filter[] | null {
  const parts = new Map<string, Filter>();
  for (const scope of scopes) {
    if (scope.kind === (all ? 'deny' : 'all')) return null;
    if (scope.kind !== 'where') continue;
    const nested = all ? ('and' in scope.filter ? scope.filter.and : null) : 'or' in scope.filter ? scope.filter.or : null;
    for (const part of nested ?? [scope.filter]) parts.set(JSON.stringify(part), part);
  }
  return [...parts.values()];
}

/** The filter about another row: every field becomes a path from there. */
export function mapFields(scope: RowScope, rename: (field: string) => string): RowScope {
  return scope.kind === 'where' ? { kind: 'where', filter: mapFilter(scope.filter, rename) } : scope;
}

function mapFilter(filter: Filter, rename: (field: string) => string): Filter {
  if ('and' in filter) return { and: filter.and.map((part) => mapFilter(part, rename)) };
  if ('or' in filter) return { or: filter.or.map((part) => mapFilter(part, rename)) };
  if ('not' in filter) return { not: mapFilter(filter.not, rename) };
  return { ...filter, field: rename(filter.field) };
}

export function fieldsOf(scope: RowScope): readonly string[] {
  return scope.kind === 'where' ? fieldsOfFilter(scope.filter) : [];
}

function fieldsOfFilter(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsOfFilter);
  if ('or' in filter) return filter.or.flatMap(fieldsOfFilter);
  return 'not' in filter ? fieldsOfFilter(filter.not) : [filter.field];
}
