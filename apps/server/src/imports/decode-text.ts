/**
 * Bytes of a text file to its text, piece by piece. UTF-8 and UTF-16 with a byte order mark, else GB 18030, which
 * includes GBK. The first megabyte decides; a file that is plain ASCII so far may still turn out to be GB 18030, which
 * reads ASCII alike. Bytes that are not of the encoding are refused by their line, never replaced.
 */

import { ImportEncodingBroken, ImportEncodingUnknown, ImportFileEmpty, ImportFileNotText } from './import-errors.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

export interface DecodedText {
  /** For certain once the text has been read to its end. */
  readonly encoding: Encoding;
  readonly text: AsyncIterable<string>;
}

const HEAD_BYTES = 1024 * 1024;

export async function decodeText(bytes: AsyncIterable<Buffer>): Promise<DecodedText> {
  const source = bytes[Symbol.asyncIterator]();
  const { head, ended } = await headOf(source);
  if (head.length === 0) throw ImportFileEmpty({});
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
  if (!isUtf16 && (head.includes(0) || head.subarray(0, 2).toString('latin1') === 'PK')) throw ImportFileNotText({});
  for (const encoding of isUtf16 ? (['utf-16le'] as const) : (['utf-8', 'gb18030'] as const)) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const first = decoded(decoder, head, !ended);
    if (first === null) continue;
    const state = { encoding: encoding as Encoding, text: rest(first, decoder, source, ended, (found) => (state.encoding = found)) };
    return state;
  }
  throw ImportEncodingUnknown({});
}

async function* rest(first: string, decoder: InstanceType<typeof TextDecoder>, source: AsyncIterator<Buffer>, ended: boolean, found: (encoding: Encoding) => void): AsyncGenerator<string> {
  try {
    let isAscii = decoder.encoding === 'utf-8' && ASCII.test(first);
    let line = 1 + linesIn(first);
    yield checked(first);
    while (!ended) {
      const next = await source.next();
      ended = next.done === true;
      const bytes = next.done ? Buffer.alloc(0) : next.value;
      let text = decoded(decoder, bytes, !ended);
      if (text === null && isAscii) {
        decoder = new TextDecoder('gb18030', { fatal: true });
        text = decoded(decoder, bytes, !ended);
        found('gb18030');
      }
      if (text === null) throw ImportEncodingBroken({ line: line + linesBeforeBreak(bytes, decoder.encoding), encoding: decoder.encoding.toUpperCase() });
      isAscii &&= ASCII.test(text);
      line += linesIn(text);
      yield checked(text);
    }
  } finally {
    await source.return?.();
  }
}

const ASCII = /^[\0-\x7f]*$/;

async function headOf(source: AsyncIterator<Buffer>): Promise<{ head: Buffer; ended: boolean }> {
  const chunks: Buffer[] = [];
  for (let length = 0; length < HEAD_BYTES; ) {
    const next = await source.next();
    if (next.done) return { head: Buffer.concat(chunks), ended: true };
    chunks.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(chunks), ended: false };
}

/** Null when the bytes are not of this encoding. */
function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, more: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    return null;
  }
}

function linesBeforeBreak(bytes: Buffer, encoding: string): number {
  const lenient = new TextDecoder(encoding).decode(bytes);
  return linesIn(lenient.slice(0, Math.max(0, lenient.indexOf('\uFFFD'))));
}

/** A workbook, an image, a zip: no text has NUL, and no database stores it. */
function checked(text: string): string {
  if (text.includes('\0')) throw ImportFileNotText({});
  return text;
}

export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
