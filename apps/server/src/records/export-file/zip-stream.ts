/**
 * A zip archive written as its parts come (APPNOTE 6.3.3, without Zip64): each part is deflated by zlib outside of the
 * JavaScript thread, its sizes and checksum follow it.
 */

import { crc32, createDeflateRaw } from 'node:zlib';
import { defineError } from '@tessera/contract';
import { drained } from '../../platform/drained.ts';

export const ExportTooLarge = defineError<Record<string, never>>({
  code: 'EXPORT_TOO_LARGE',
  status: 400,
  message: { en: () => 'That is more than a workbook can hold.', 'zh-CN': () => '数据量超出工作簿可容纳的范围。' },
  hint: { en: () => 'Export as CSV, or fewer fields.', 'zh-CN': () => '请导出为 CSV，或减少字段。' },
});

export interface ZipPart {
  readonly name: string;
  readonly text: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

const LIMIT = 0xffff_ffff;
/** Sizes and checksum behind the data; names in UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1 January 1980: the same rows make the same file. */
const DATE = 0x0021;

export async function* zipped(parts: AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const part of parts) {
    const name = Buffer.from(part.name);
    const start = at;
    const state = { crc: 0, packed: 0, size: 0 };
    const head = Buffer.concat([record(0x04034b50, [[2, 20], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE], [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]]), name]);
    yield head;
    at += head.length;
    for await (const bytes of deflated(part.text, state)) {
      yield bytes;
      at += bytes.length;
    }
    const tail = record(0x08074b50, [[4, state.crc], [4, state.packed], [4, state.size]]);
    yield tail;
    at += tail.length;
    if (at > LIMIT || state.size > LIMIT) throw ExportTooLarge({});
    written.push({ name, at: start, ...state });
  }
  const directory = Buffer.concat(
    written.flatMap(({ name, at: start, crc, packed, size }) => [
      record(0x02014b50, [[2, 20], [2, 20], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE], [4, crc], [4, packed], [4, size], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, start]]),
      name,
    ]),
  );
  yield directory;
  yield record(0x06054b50, [[2, 0], [2, 0], [2, written.length], [2, written.length], [4, directory.length], [4, at], [2, 0]]);
}

async function* deflated(text: AsyncIterable<string> | Iterable<string>, state: { crc: number; packed: number; size: number }): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 3 });
  const feed = (async () => {
    for await (const piece of text) {
      const bytes = Buffer.from(piece);
      state.crc = crc32(bytes, state.crc);
      state.size += bytes.length;
      if (!deflate.write(bytes)) await drained(deflate);
      if (deflate.destroyed) return;
    }
    deflate.end();
  })().catch((error: unknown) => void deflate.destroy(error as Error));
  try {
    for await (const bytes of deflate as AsyncIterable<Buffer>) {
      state.packed += bytes.length;
      yield bytes;
    }
  } finally {
    deflate.destroy();
    await feed;
  }
}

/** Little-endian numbers, each of two or four bytes, behind a signature. */
function record(signature: number, fields: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + fields.reduce((length, [size]) => length + size, 0));
  bytes.writeUInt32LE(signature);
  let at = 4;
  for (const [size, value] of fields) {
    if (size === 2) bytes.writeUInt16LE(value & 0xffff, at);
    else bytes.writeUInt32LE(value % 0x1_0000_0000 >>> 0, at);
    at += size;
  }
  return bytes;
}
