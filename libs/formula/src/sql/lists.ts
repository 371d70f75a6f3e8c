/**
 * Arrays in SQL. They are never null and have one dimension; a null in them is a blank item. Inside the bodies given
 * here an item is `i.v` and its position from 1 `i.n`; nothing else of the statement may be named there but what
 * `letting` gave.
 */

import { isListType, itemType, type FormulaType } from '../formula-type.ts';
import type { SqlCall } from '../functions/function-spec.ts';
import { MAX_ITEMS, MAX_TEXT_LENGTH } from '../limits.ts';
import { plain, SQL_TYPES, textSql } from './expressions.ts';

export const ITEM = 'i.v';
export const POSITION = 'i.n';

/** One value made of the items of an array; `rest` may be a condition, an order, a limit. */
export const fromItemsSql = (array: string, select: string, rest = ''): string =>
  `(SELECT ${select} FROM unnest(${array}) WITH ORDINALITY AS i(v, n)${rest && ` ${rest}`})`;

/** A new array made of the items of one. */
export const listItemsSql = (array: string, rest: string, select = ITEM): string => `ARRAY${fromItemsSql(array, select, rest)}`;

export const isPresent = (type: FormulaType): string => (itemType(type) === 'text' ? `${plain(ITEM)} <> ''` : `${ITEM} IS NOT NULL`);

/** Orders by code point. */
export const ordered = (type: FormulaType): string => (itemType(type) === 'text' ? plain(ITEM) : ITEM);

export const isBeyond = (call: SqlCall, from = 0): boolean => call.argTypes.slice(from).some(isListType);

/** The arguments from `from` on, values and lists of one type, as one array. */
export function arrayOf(call: SqlCall, from = 0, to = call.count): string {
  const type = SQL_TYPES[itemType(call.argTypes.slice(from, to).find((one) => one !== 'null') ?? 'text')];
  const parts: string[] = [];
  let values: string[] = [];
  const flush = (): void => {
    if (values.length > 0) parts.push(`ARRAY[${values.join(', ')}]::${type}[]`);
    values = [];
  };
  for (let index = from; index < to; index++) {
    if (isListType(call.argTypes[index] as FormulaType)) {
      flush();
      parts.push(call.arg(index));
    } else values.push(call.arg(index));
  }
  flush();
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' || ')})`;
}

/** The arguments as texts, whatever their types. */
export function textsOf(call: SqlCall, from: number, to = call.count): string {
  const parts: string[] = [];
  for (let index = from; index < to; index++) {
    const type = call.argTypes[index] as FormulaType;
    const value = call.arg(index);
    if (!isListType(type)) parts.push(`ARRAY[${textSql(value, type, call)}]`);
    else parts.push(type === 'textList' ? value : listItemsSql(value, `ORDER BY ${POSITION}`, textSql(ITEM, itemType(type), call)));
  }
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' || ')})`;
}

/**
 * The items that are not blank, joined. Stops where the text is long enough, so that no number of rows can make
 * one that Postgres cannot hold.
 */
export const joinTextsSql = (texts: string, separator: string): string =>
  `coalesce((SELECT left(string_agg(j.t, ${separator} ORDER BY j.n), ${MAX_TEXT_LENGTH}) FROM (` +
  `SELECT i.v AS t, i.n, sum(char_length(i.v)) OVER (ORDER BY i.n) - char_length(i.v) AS before FROM unnest(${texts}) WITH ORDINALITY AS i(v, n) WHERE ${plain('i.v')} <> ''` +
  `) AS j WHERE j.before < ${MAX_TEXT_LENGTH}), '')`;

export const limitedItemsSql = (array: string): string => `(${array})[1:${MAX_ITEMS}]`;
