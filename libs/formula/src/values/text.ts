/**
 * Texts as Postgres sees them: characters are code points, order is by code point, and upper and lower
 * case cover a fixed set of letters, so that the answer depends on no version of Unicode or ICU.
 */

import { MAX_TEXT_LENGTH } from '../limits.ts';

export const lengthOf = (text: string): number => {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) if (isHighSurrogate(text.charCodeAt(i))) length--;
  return length;
};

/** Characters from `start` (from 0), at most `count`. */
export function sliceOf(text: string, start: number, count: number): string {
  if (!/[\ud800-\udbff]/.test(text)) return text.slice(start, start + count);
  return Array.from(text).slice(start, start + count).join('');
}

export function lastOf(text: string, count: number): string {
  const length = lengthOf(text);
  return count >= length ? text : sliceOf(text, length - count, count);
}

/** Long results are cut, not refused. */
export const limited = (text: string): string => (text.length <= MAX_TEXT_LENGTH ? text : sliceOf(text, 0, MAX_TEXT_LENGTH));

/** By code point; UTF-16 order differs above U+FFFF. */
export function compareTexts(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return (isSurrogate(x) ? x + 0x10000 : x) - (isSurrogate(y) ? y + 0x10000 : y);
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** What TRIM removes, as the argument of btrim and in a pattern. */
export const BLANKS = ' \t\n\r\u00a0\u3000';
const TRIM = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');
export const trimmed = (text: string): string => text.replace(TRIM, '');

/** Latin with its extensions and Vietnamese, Greek, Cyrillic, full-width Latin. */
export const CASED_BLOCKS = [[0x41, 0x24f], [0x370, 0x45f], [0x1e00, 0x1eff], [0xff21, 0xff5a]] as const;

export interface CaseTable {
  readonly from: string;
  readonly to: string;
}

/** Letters whose counterpart is one letter: ŉ and İ stay as they are. The arguments of Postgres's translate(). */
function caseTable(convert: (char: string) => string): CaseTable {
  let from = '';
  let to = '';
  for (const [first, last] of CASED_BLOCKS) {
    for (let point = first; point <= last; point++) {
      const char = String.fromCharCode(point);
      const other = convert(char);
      if (other !== char && other.length === 1 && inCasedBlock(other.charCodeAt(0))) {
        from += char;
        to += other;
      }
    }
  }
  return { from, to };
}

const inCasedBlock = (point: number): boolean => CASED_BLOCKS.some(([first, last]) => point >= first && point <= last);

export const UPPER_CASE: CaseTable = caseTable((char) => char.toUpperCase());
export const LOWER_CASE: CaseTable = caseTable((char) => char.toLowerCase());

const mapOf = ({ from, to }: CaseTable): ReadonlyMap<string, string> => new Map([...from].map((char, i) => [char, to[i] as string]));
const upperMap = mapOf(UPPER_CASE);
const lowerMap = mapOf(LOWER_CASE);
const mapped = (text: string, map: ReadonlyMap<string, string>): string => text.replace(/[A-\uff5a]/g, (char) => map.get(char) ?? char);

export const upperCase = (text: string): string => mapped(text, upperMap);
export const lowerCase = (text: string): string => mapped(text, lowerMap);

/** How often `part` occurs, from the left, without overlap. */
export function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
