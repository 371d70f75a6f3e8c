/**
 * A statement whose values stand in its text, for what Postgres keeps and cannot take parameters: predicates of
 * indexes and bodies of trigger functions. Values come from designs, never from records.
 */

import { quoteLiteral } from '../quoting.ts';
import type { Statement } from '../statement.ts';

export function inlineStatement(): Statement {
  let aliases = 0;
  const bind = (value: unknown, type: string): string => `${literal(value)}::${type}`;
  return {
    bind,
    shared: (_name, value, type) => bind(value, type),
    alias: () => `t${++aliases}`,
    finish: (text) => ({ text, values: [] }),
  };
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') return quoteLiteral(JSON.stringify(value));
  return quoteLiteral(String(value));
}
