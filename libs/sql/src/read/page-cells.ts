/**
 * The rows of a page as Postgres sends them, put together to JSON text. Postgres formats JSON at twice the price of
 * handing over the columns; quoting a text that has nothing to escape is next to free here.
 */

import type { SqlText } from '../statement.ts';

/** What the columns of a page's rows are: id, version, the values, the sort keys. */
export interface PageShape {
  readonly values: readonly { readonly name: string; readonly isJson: boolean }[];
  /** Sort keys, the id last. */
  readonly keys: number;
  readonly limit: number;
}

export interface PageStatement extends SqlText {
  readonly shape: PageShape;
}

/** A column as text, or NULL. Columns may also come as the number or boolean their text says. */
export type Cell = string | number | boolean | null;

export interface PageRow {
  /** JSON array of `{ id, version, values }`. */
  readonly rows: string;
  /** Rows on this page. */
  readonly count: number;
  /** Sort keys and id of the last row, when the page is full. */
  readonly last: readonly (string | null)[] | null;
  readonly more: boolean;
}

/** Pure. `rows`: all rows of the statement's result, each its columns in their order. */
export function pageOf({ values, keys, limit }: PageShape, rows: readonly (readonly Cell[])[]): PageRow {
  const heads = values.map(({ name }, index) => `${index === 0 ? '' : ','}${JSON.stringify(name)}:`);
  const count = Math.min(rows.length, limit);
  let text = '[';
  for (let at = 0; at < count; at += 1) {
    const row = rows[at]!;
    text += `${at === 0 ? '' : ','}{"id":"${row[0]}","version":${row[1]},"values":{`;
    for (let index = 0; index < values.length; index += 1) {
      const cell = row[index + 2]!;
      text += heads[index]! + (cell === null ? 'null' : values[index]!.isJson ? String(cell) : quoted(String(cell)));
    }
    text += '}}';
  }
  const last = rows[limit - 1]?.slice(-keys).map((key) => (key === null ? null : String(key)));
  return { rows: `${text}]`, count, last: last ?? null, more: rows.length > limit };
}

// Quotation mark, backslash and control characters are all that JSON escapes (RFC 8259 §7).
const ESCAPED = /["\\\u0000-\u001f]/;

const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);
