/**
 * What a file is, by its first bytes; a name only tells apart what looks alike inside (zip containers, plain text).
 * What is not known is `application/octet-stream`: it can be kept and downloaded, never shown. SVG and HTML run scripts
 * and are among the unknown on purpose. Pure.
 */

import { extensionOf } from './file-name.ts';

export const UNKNOWN_TYPE = 'application/octet-stream';
/** So many bytes are enough to tell. */
export const HEAD_BYTES = 4096;

/** Pictures every browser draws and that carry no script. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];

interface Mark {
  readonly type: string;
  /** Latin-1 text of the bytes. */
  readonly bytes: string;
  readonly at?: number;
  /** Must be there as well. */
  readonly also?: { readonly bytes: string; readonly at: number };
}
const MARKS: readonly Mark[] = [
  { type: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', bytes: '\xff\xd8\xff' },
  { type: 'image/gif', bytes: 'GIF87a' },
  { type: 'image/gif', bytes: 'GIF89a' },
  { type: 'image/webp', bytes: 'RIFF', also: { bytes: 'WEBP', at: 8 } },
  { type: 'image/avif', bytes: 'ftypavif', at: 4 },
  { type: 'image/avif', bytes: 'ftypavis', at: 4 },
  { type: 'image/heic', bytes: 'ftypheic', at: 4 },
  { type: 'image/heic', bytes: 'ftypheix', at: 4 },
  { type: 'image/heic', bytes: 'ftypmif1', at: 4 },
  { type: 'image/bmp', bytes: 'BM', also: { bytes: '\0\0\0\0', at: 6 } },
  { type: 'image/tiff', bytes: 'II*\0' },
  { type: 'image/tiff', bytes: 'MM\0*' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/gzip', bytes: '\x1f\x8b\x08' },
  { type: 'application/x-7z-compressed', bytes: "7z\xbc\xaf'\x1c" },
  { type: 'application/vnd.rar', bytes: 'Rar!\x1a\x07' },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'audio/wav', bytes: 'RIFF', also: { bytes: 'WAVE', at: 8 } },
  { type: 'video/quicktime', bytes: 'ftypqt', at: 4 },
  { type: 'video/mp4', bytes: 'ftyp', at: 4 },
  { type: 'video/webm', bytes: '\x1aE\xdf\xa3' },
];

/** Zip files, by the end of their name. */
const ZIPPED: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};
/** Compound files of the older Office, likewise. */
const COMPOUND: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};
const TEXTS: Readonly<Record<string, string>> = { txt: 'text/plain', log: 'text/plain', md: 'text/markdown', csv: 'text/csv', json: 'application/json' };

/** `head`: the first bytes, all of them when the file is shorter than HEAD_BYTES. */
export function mediaTypeOf(head: Uint8Array, name: string): string {
  const end = extensionOf(name);
  const mark = MARKS.find((one) => has(head, one.bytes, one.at ?? 0) && (!one.also || has(head, one.also.bytes, one.also.at)));
  if (mark) return mark.type;
  if (has(head, 'PK\x03\x04', 0) || has(head, 'PK\x05\x06', 0)) return ZIPPED[end] ?? 'application/zip';
  if (has(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 0)) return COMPOUND[end] ?? UNKNOWN_TYPE;
  const text = TEXTS[end];
  return text !== undefined && isText(head) ? text : UNKNOWN_TYPE;
}

/** `accept` as a file input knows it: `image/*`, `application/pdf`, `.docx`. Empty: everything. */
export function isAccepted(accept: readonly string[], file: { readonly name: string; readonly type: string }): boolean {
  return accept.length === 0 || accept.some((one) => matches(one.trim().toLowerCase(), file));
}

function matches(wanted: string, { name, type }: { readonly name: string; readonly type: string }): boolean {
  if (wanted === '*/*' || wanted === '*') return true;
  if (wanted.endsWith('/*')) return type.startsWith(wanted.slice(0, -1));
  if (wanted.includes('/')) return wanted === type;
  const end = wanted.replace(/^\./, '');
  const known = KNOWN_ENDS.get(end);
  // An end that promises a kind of content is held to it: a program called .pdf is no PDF.
  return extensionOf(name) === end && (known === undefined || known === type);
}

const KNOWN_ENDS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif', bmp: 'image/bmp', pdf: 'application/pdf', zip: 'application/zip' }),
  ...Object.entries(ZIPPED),
  ...Object.entries(COMPOUND),
]);

function has(head: Uint8Array, bytes: string, at: number): boolean {
  if (head.length < at + bytes.length) return false;
  for (let index = 0; index < bytes.length; index += 1) if (head[at + index] !== bytes.charCodeAt(index)) return false;
  return true;
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  if (has(head, '\xff\xfe', 0) || has(head, '\xfe\xff', 0)) return true;
  try {
    // The last character may be cut in two by the end of the head.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return isGbk(head);
  }
}

/** What Chinese spreadsheets save as CSV. */
function isGbk(head: Uint8Array): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
