/**
 * Keys and names. A key is the identity of what a designer makes: derived from the label once, never
 * changed, always quoted in SQL. Labels change freely.
 */

import Type from 'typebox';

export const KEY_PATTERN = '^[a-z][a-z0-9_]{0,47}$';
export const Key = Type.String({ pattern: KEY_PATTERN });

export const isKey = (text: string): boolean => new RegExp(KEY_PATTERN).test(text);

/** Columns every entity has; no field may take these keys. `owner` is an ordinary writable member field. */
export const SYSTEM_FIELDS = [
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'owner',
  'deleted_at',
] as const;
export type SystemField = (typeof SYSTEM_FIELDS)[number];

/** Further words a field may not take: they mean something in paths, JSON or child tables. */
export const RESERVED_KEYS: readonly string[] = [...SYSTEM_FIELDS, 'department', 'parent', 'position', 'constructor'];
