/**
 * The name a file keeps. What people send as a name may be a path, carry control or direction marks, or be a name some
 * system cannot store; the end of it (`.xlsx`) survives. Pure.
 */

const MAX_LENGTH = 120;
/** What no file system of those people use takes, and what would split a header or turn text around. */
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"*:<>?|]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export function cleanFileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/u).findLast((part) => part.trim() !== '') ?? '';
  const plain = last.replaceAll(UNFIT, '').replaceAll(/\s+/gu, ' ').replace(/^[. ]+/u, '').replace(/[. ]+$/u, '');
  if (plain === '') return 'file';
  const name = RESERVED.test(plain) ? `_${plain}` : plain;
  const end = extensionOf(name);
  return end === '' ? cut(name, MAX_LENGTH) : `${cut(name.slice(0, -end.length - 1), MAX_LENGTH - end.length - 1)}.${end}`;
}

/** 'xlsx' of "Offer.XLSX"; '' when there is none. */
export const extensionOf = (name: string): string => /[^.]\.([a-z0-9]{1,10})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';

/** By characters, never through the middle of one. */
const cut = (text: string, length: number): string => [...text].slice(0, length).join('').trimEnd();
