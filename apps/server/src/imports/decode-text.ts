/**
 * Bytes of a text file to its text, piece by piece. UTF-8 and UTF-16 with a byte order mark, else GB 18030, which
 * includes GBK. The first megabyte decides, unless it has so few characters beyond ASCII that it could be either: then
 * the text goes on line by line, and when a line is GB 18030 all that follows is read so; what was read before, and can
 * have been misread, is put right by whoever kept it (misread-rows.ts). Bytes of no encoding are refused by their line.
 */

import { ImportEncodingBroken, ImportEncodingUnknown, ImportFileEmpty, ImportFileNotText } from './import-errors.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

export interface DecodedText {
  /** For certain once the text has been read to its end. */
  readonly encoding: Encoding;
  /** Lines before this one were read as UTF-8 and are GB 18030; null when none were. For certain at the end, too. */
  readonly misreadBefore: number | null;
  readonly text: AsyncIterable<string>;
}

const HEAD_BYTES = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
/** So many different characters beyond ASCII are no coincidence. */
const ENOUGH_CHARACTERS = 20;
/** A line that is longer is no row. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

export async function decodeText(bytes: AsyncIterable<Buffer>): Promise<DecodedText> {
  const source = pieces(bytes);
  const { head, ended } = await headOf(source);
  if (head.length === 0) throw ImportFileEmpty({});
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
  if (!isUtf16 && (head.includes(0) || head.subarray(0, 2).toString('latin1') === 'PK')) throw ImportFileNotText({});
  for (const encoding of isUtf16 ? (['utf-16le'] as const) : (['utf-8', 'gb18030'] as const)) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const first = decoded(decoder, head, !ended);
    if (first === null) continue;
    const isOpen = encoding === 'utf-8' && !ended && !(head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf);
    const state = { encoding: encoding as Encoding, misreadBefore: null as number | null };
    const text = isOpen ? openEnded(head, source, state) : rest(first, decoder, source, ended, 1);
    return {
      text,
      get encoding() {
        return state.encoding;
      },
      get misreadBefore() {
        return state.misreadBefore;
      },
    };
  }
  throw ImportEncodingUnknown({});
}

/** However large the chunks are in which the bytes come. */
async function* pieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

/** Whole lines as long as they could be of either encoding. */
async function* openEnded(head: Buffer, source: AsyncIterator<Buffer>, state: { encoding: Encoding; misreadBefore: number | null }): AsyncGenerator<string> {
  const seen = new Set<string>();
  let [held, line, ended] = [head, 1, false];
  try {
    while (!ended || held.length > 0) {
      const end = ended ? held.length : held.lastIndexOf(0x0a) + 1 || (held.length > MAX_LINE_BYTES ? held.length : 0);
      let lines = held.subarray(0, end);
      held = held.subarray(end);
      if (end > 0) {
        const whole = decoded(new TextDecoder('utf-8', { fatal: true }), lines, false);
        const good = whole === null ? startOfLine(lines, linesBeforeBreak(lines, 'utf-8')) : end;
        const text = whole ?? decoded(new TextDecoder('utf-8', { fatal: true }), lines.subarray(0, good), false) ?? '';
        for (const [character] of text.matchAll(/[^\0-\x7f]/gu)) if (seen.size < ENOUGH_CHARACTERS) seen.add(character);
        line += linesIn(text);
        yield checked(text);
        lines = lines.subarray(good);
        if (whole === null) {
          const decoder = new TextDecoder('gb18030', { fatal: true });
          const other = decoded(decoder, lines, false);
          if (other === null || seen.size >= ENOUGH_CHARACTERS || !looksChinese(lines)) throw ImportEncodingBroken({ line, encoding: 'UTF-8' });
          state.encoding = 'gb18030';
          if (seen.size > 0) state.misreadBefore = line;
          line += linesIn(other);
          yield checked(other);
          yield* rest('', decoder, before(held, source), ended && held.length === 0, line);
          return;
        }
        if (seen.size >= ENOUGH_CHARACTERS) {
          yield* rest('', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }), before(held, source), ended && held.length === 0, line);
          return;
        }
      }
      if (ended) return;
      const next = await source.next();
      if (next.done) ended = true;
      else held = Buffer.concat([held, next.value]);
    }
  } finally {
    await source.return?.();
  }
}

async function* before(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

async function* rest(first: string, decoder: InstanceType<typeof TextDecoder>, source: AsyncIterator<Buffer>, ended: boolean, from: number): AsyncGenerator<string> {
  try {
    let line = from + linesIn(first);
    yield checked(first);
    while (!ended) {
      const next = await source.next();
      ended = next.done === true;
      const bytes = next.done ? Buffer.alloc(0) : next.value;
      const text = decoded(decoder, bytes, !ended);
      if (text === null) throw ImportEncodingBroken({ line: line + linesBeforeBreak(bytes, decoder.encoding), encoding: decoder.encoding.toUpperCase() });
      line += linesIn(text);
      yield checked(text);
    }
  } finally {
    await source.return?.();
  }
}

/** Whether bytes beyond ASCII are mostly pairs of the common Chinese characters (GB 2312), as damaged UTF-8 is not. */
export function looksChinese(bytes: Buffer): boolean {
  let [common, other] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    if (byte >= 0xa1 && byte <= 0xf7 && trail >= 0xa1 && (byte <= 0xa9 || byte >= 0xb0)) common += 1;
    else other += 1;
    at += trail >= 0x30 && trail <= 0x39 ? 3 : 1;
  }
  return other * 10 <= common;
}

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

function startOfLine(bytes: Buffer, line: number): number {
  let at = 0;
  for (let count = 0; count < line; count += 1) at = bytes.indexOf(0x0a, at) + 1;
  return at;
}

export function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
