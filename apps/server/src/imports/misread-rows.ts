/**
 * Rows that were read as UTF-8 before the file turned out to be GB 18030. All of their bytes were valid UTF-8, so the text
 * turns back into them; and as neither encoding uses the bytes of separators, quotation marks and line breaks for anything
 * else, the cells are the same and only what is in them is read anew.
 */

import { looksChinese } from './decode-text.ts';
import { ImportEncodingBroken } from './import-errors.ts';
import type { FileRow } from './read-csv.ts';

/** Reads rows anew up to a line; throws when they were UTF-8 after all, and it is the rest of the file that is broken. */
export function rereader(line: number): (row: FileRow) => FileRow {
  const broken = () => ImportEncodingBroken({ line, encoding: 'UTF-8' });
  const anew = (text: string): string => {
    if (/^[\0-\x7f]*$/.test(text)) return text;
    const bytes = Buffer.from(text);
    if (!looksChinese(bytes)) throw broken();
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    } catch {
      throw broken();
    }
  };
  return (row) => {
    let at = row.line;
    const cells = row.cells.map((cell) => {
      const lines = cell.split('\n').map((text, index) => (at + index < line ? anew(text) : text));
      at += lines.length - 1;
      return lines.join('\n');
    });
    return { ...row, cells };
  };
}
