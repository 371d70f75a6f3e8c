/**
 * Between Postgres and the wire form: how a value of each kind is written as JSON text, as plain text, and
 * read back from a bound parameter. Decimals are strings, instants ISO in UTC with milliseconds.
 */

import type { StorageKind } from './storage.ts';

const ISO_MILLIS = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** JSON text of the value, `null` for NULL: to be joined with `||`. */
export function jsonText(kind: StorageKind, value: string): string {
  return `coalesce(${jsonOrNull(kind, value)}, 'null')`;
}

function jsonOrNull(kind: StorageKind, value: string): string {
  switch (kind) {
    case 'numeric':
    case 'uuid':
      return `'"' || ${value} || '"'`;
    case 'int':
    case 'boolean':
      return `${value}::text`;
    case 'timestamptz':
      return `'"' || ${instantText(value)} || '"'`;
    case 'text':
    case 'text[]':
    case 'uuid[]':
    case 'date':
      return `to_json(${value})::text`;
    case 'jsonb':
      return `${value}::text`;
  }
}

/** The value as people would write it down, for labels; NULL stays NULL. */
export function plainText(kind: StorageKind, value: string): string {
  if (kind === 'text') return value;
  if (kind === 'timestamptz') return instantText(value);
  if (kind === 'date') return `to_char(${value}, 'YYYY-MM-DD')`;
  if (kind === 'text[]' || kind === 'uuid[]') return `array_to_string(${value}, ', ')`;
  return `${value}::text`;
}

/** The value as a result column in wire form: `boolean`, `int` and `text[]` as they are, the rest as text. */
export function wireColumn(kind: StorageKind, value: string): string {
  if (kind === 'boolean' || kind === 'int' || kind === 'text[]' || kind === 'uuid[]' || kind === 'jsonb') return value;
  return plainText(kind, value);
}

const instantText = (value: string): string => `to_char(${value} AT TIME ZONE 'UTC', ${ISO_MILLIS})`;
