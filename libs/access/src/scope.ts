/** Algebra of row scopes. Everything simplifies as it is built: `all` and `deny` absorb, doubles go, `not not` cancels, and what must hold and must not is nowhere. */

import type { Filter } from '@tessera/contract';
import { PARENT_HOP } from '@tessera/model';
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
  const contradicts = (part: Filter): boolean => 'not' in part && ('and' in part.not ? part.not.and : [part.not]).every((denied) => parts.has(JSON.stringify(denied)));
  return all && [...parts.values()].some(contradicts) ? null : [...parts.values()];
}

/** What holds of the owning record, said of a child row: fields become paths over `parent`. */
export const saidOfChild = (scope: RowScope): RowScope => (scope.kind === 'where' ? { kind: 'where', filter: overParent(scope.filter) } : scope);

/** The other way round; null when the scope looks at the child row itself. */
export function saidOfParent(scope: RowScope): RowScope | null {
  if (scope.kind !== 'where') return scope;
  const filter = fromParent(scope.filter);
  return filter && { kind: 'where', filter };
}

const PREFIX = `${PARENT_HOP}.`;

function overParent(filter: Filter): Filter {
  if ('and' in filter) return { and: filter.and.map(overParent) };
  if ('or' in filter) return { or: filter.or.map(overParent) };
  if ('not' in filter) return { not: overParent(filter.not) };
  // What the record computes, and rows it has elsewhere, are asked for from the record.
  return 'related' in filter || 'formula' in filter ? { related: PARENT_HOP, some: filter } : { ...filter, field: `${PREFIX}${filter.field}` };
}

function fromParent(filter: Filter): Filter | null {
  if ('and' in filter) return mapAll(filter.and, (and) => ({ and }));
  if ('or' in filter) return mapAll(filter.or, (or) => ({ or }));
  if ('not' in filter) return mapAll([filter.not], ([not]) => ({ not: not as Filter }));
  if ('related' in filter) return filter.related === PARENT_HOP && 'some' in filter ? filter.some : null;
  if ('formula' in filter) return null;
  return filter.field.startsWith(PREFIX) ? { ...filter, field: filter.field.slice(PREFIX.length) } : null;
}

function mapAll(parts: readonly Filter[], join: (parts: readonly Filter[]) => Filter): Filter | null {
  const mapped = parts.map(fromParent).filter((part) => part !== null);
  return mapped.length === parts.length ? join(mapped) : null;
}
