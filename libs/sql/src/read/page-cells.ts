/**
 * The rows of a page as Postgres sends them, put together to JSON text. Postgres hands over columns in binary form,
 * which costs it least of all; each is written into the answer's bytes as it arrives (bytes/binary-values.ts).
 */

import type { Mask } from '@tessera/contract';
import { maskText } from '@tessera/model';
import type { SqlText } from '../statement.ts';
import type { StorageKind } from '../storage.ts';
import { exactTextOf, int32At, textOf, writeJson, writeJsonText, writeUuid } from './bytes/binary-values.ts';
import { ByteWriter, type Allocate } from './bytes/byte-writer.ts';
import type { Cipher } from './read-context.ts';

/**
 * What one value is made of. `json`: a column of JSON text. `ref`: two columns, an id and a label. `sealed`: an envelope
 * of an encrypted field, opened on the way out. `none`: no column, always null.
 */
export type CellForm = StorageKind | 'json' | 'ref' | 'sealed' | 'none';

export interface CellShape {
  readonly name: string;
  readonly form: CellForm;
  /** Of `sealed`: the field whose envelope it is. Of `json`: where envelopes are inside. */
  readonly sealed?: SealedPlaces | undefined;
  /**
   * The first column is the text shown where the value is masked, NULL elsewhere; `beside` columns of the value follow it.
   * `sealed`: it is `<place in masks>:<envelope>`.
   */
  readonly mask?: { readonly beside: number; readonly sealed?: SealedMasks | undefined } | undefined;
}

interface SealedMasks {
  readonly entity: string;
  readonly field: string;
  /** How the value is shown where it is masked. */
  readonly masks: readonly Mask[];
}

/** Envelopes by the way to them through keys; lists are gone through. A list of one text in the place of an envelope is a masked one. */
export type SealedPlaces = readonly (Omit<SealedMasks, 'masks'> & { readonly way: readonly string[]; readonly masks?: readonly Mask[] | undefined })[];

/** What the columns of a row are: id, version, the values, the sort keys without the id. */
export interface RowShape {
  readonly cells: readonly CellShape[];
  readonly keys: readonly StorageKind[];
  /** Booleans after all else, told as `can`. */
  readonly can: readonly ('update' | 'delete')[];
}

export interface PageShape extends RowShape {
  readonly limit: number;
  /** The row too many stands first, because the page was read from its end. */
  readonly backwards: boolean;
  /** Whether the page begins somewhere in the list. */
  readonly continued: boolean;
}

export interface PageStatement extends SqlText {
  readonly shape: PageShape;
}
export interface RecordStatement extends SqlText {
  readonly shape: RowShape;
}

/** Whoever takes the rows of a statement in the binary form of Postgres as they arrive; `bytes` are lent for the call only. */
export interface RowSink {
  /** `at`: where the count of columns stands, each with its length before it (DataRow of the protocol). */
  row(bytes: Uint8Array, at: number): void;
}

/** Sort keys of a row as text, the id last: where a page goes on. */
export type RowKeys = readonly (string | null)[];

export interface AssemblyOptions {
  readonly cipher?: Pick<Cipher, 'open'> | undefined;
  readonly allocate?: Allocate | undefined;
  /** Bytes to begin with. */
  readonly size?: number | undefined;
}

const BEFORE_ROWS = '{"rows":[';

/** Takes the rows of a `PageStatement`, all of them, and gives the JSON of a `RecordPage`. */
export class PageAssembly implements RowSink {
  private readonly shape: PageShape;
  private readonly out: ByteWriter;
  private readonly cipher: AssemblyOptions['cipher'];
  private rows = 0;
  /** Where the second row begins. */
  private second = 0;
  private keys: RowKeys[] = [];

  constructor(shape: PageShape, { cipher, allocate, size = 8192 }: AssemblyOptions = {}) {
    this.shape = shape;
    this.cipher = cipher;
    this.out = new ByteWriter(size, allocate);
    this.out.ascii(BEFORE_ROWS);
  }

  row(bytes: Uint8Array, at: number): void {
    const { shape, out } = this;
    const index = this.rows;
    this.rows += 1;
    if (index >= shape.limit && !shape.backwards) return;
    if (index > 0) out.byte(0x2c);
    if (index === 1) this.second = out.length;
    const keysAt = writeRecord(out, shape, bytes, at, this.cipher);
    if (shape.backwards || index === 0 || index === shape.limit - 1) this.keys.push(keysOf(shape, bytes, at, keysAt));
  }

  /** Rows on the page. */
  get count(): number {
    return Math.min(this.rows, this.shape.limit);
  }

  /** Where the next page begins (after these keys) and the one before ends (before these); null where there is none. */
  get ends(): { readonly next: RowKeys | null; readonly prev: RowKeys | null } {
    const { backwards, continued, limit } = this.shape;
    const more = this.rows > limit;
    const first = (backwards && more ? this.keys[1] : this.keys[0]) ?? null;
    const last = this.keys.at(-1) ?? null;
    return backwards ? { next: last, prev: more ? first : null } : { next: more ? last : null, prev: continued ? first : null };
  }

  /** JSON of the page; the marks are tokens without anything to escape. The assembly is of no use afterwards. */
  finish(next: string | null, prev: string | null): Uint8Array {
    const { out } = this;
    if (this.shape.backwards && this.rows > this.shape.limit) {
      out.bytes.copyWithin(BEFORE_ROWS.length, this.second, out.length);
      out.length -= this.second - BEFORE_ROWS.length;
    }
    out.ascii(`],"next":${next === null ? 'null' : `"${next}"`},"prev":${prev === null ? 'null' : `"${prev}"`}}`);
    return out.written();
  }
}

/** Takes the row of a `RecordStatement` and gives the JSON of a `RecordView`. */
export class RecordAssembly implements RowSink {
  private readonly shape: RowShape;
  private readonly out: ByteWriter;
  private readonly cipher: AssemblyOptions['cipher'];

  constructor(shape: RowShape, { cipher, allocate, size = 2048 }: AssemblyOptions = {}) {
    this.shape = shape;
    this.cipher = cipher;
    this.out = new ByteWriter(size, allocate);
  }

  row(bytes: Uint8Array, at: number): void {
    writeRecord(this.out, this.shape, bytes, at, this.cipher);
  }

  /** Null when there was no row. */
  finish(): Uint8Array | null {
    return this.out.length === 0 ? null : this.out.written();
  }
}

/** Takes rows of values and gives a JSON list of what `write` makes of each; rows beyond `limit` are only noticed. */
export class ListAssembly implements RowSink {
  private readonly out: ByteWriter;
  private readonly limit: number;
  private readonly write: (out: ByteWriter, bytes: Uint8Array, at: number) => void;
  private rows = 0;

  constructor(limit: number, write: (out: ByteWriter, bytes: Uint8Array, at: number) => void, { allocate, size = 4096 }: AssemblyOptions = {}) {
    this.limit = limit;
    this.write = write;
    this.out = new ByteWriter(size, allocate);
  }

  row(bytes: Uint8Array, at: number): void {
    this.rows += 1;
    if (this.rows > this.limit) return;
    this.out.byte(this.rows === 1 ? 0x5b : 0x2c);
    this.write(this.out, bytes, at);
  }

  /** Entries of the list. */
  get count(): number {
    return Math.min(this.rows, this.limit);
  }

  /** `{"<name>":[…],"more":…}`. */
  finish(name: string): Uint8Array {
    const { out } = this;
    if (this.rows === 0) out.byte(0x5b);
    const list = out.written();
    const answer = new ByteWriter(list.length + name.length + 32);
    answer.ascii(`{"${name}":`);
    answer.raw(list, 0, list.length);
    answer.ascii(`],"more":${this.rows > this.limit}}`);
    return answer.written();
  }
}

/** `{ id, version, values, can?, masked? }`. Gives where the sort keys stand. */
function writeRecord(out: ByteWriter, shape: RowShape, bytes: Uint8Array, start: number, cipher: AssemblyOptions['cipher']): number {
  let at = start + 2;
  const { cells, keys, can } = shape;
  const masked: string[] = [];
  out.ascii('{"id":"');
  writeUuid(out, bytes, at + 4);
  at += 20;
  out.ascii('","version":');
  writeJson(out, 'int', bytes, at + 4, 4);
  at += 8;
  out.ascii(',"values":{');
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index]!;
    const head = headOf(cell.name);
    out.raw(head, index === 0 ? 1 : 0, head.length - (index === 0 ? 1 : 0));
    if (cell.mask === undefined || int32At(bytes, at) < 0) at = writeCell(out, cell, bytes, cell.mask === undefined ? at : at + 4, cipher);
    else {
      writeMask(out, cell.mask, bytes, at, cipher);
      at = skipped(bytes, at, 1 + cell.mask.beside);
      masked.push(cell.name);
    }
  }
  out.byte(0x7d);
  const keysAt = at;
  for (let index = 0; index < keys.length; index += 1) at += 4 + Math.max(0, int32At(bytes, at));
  can.forEach((action, index) => {
    out.ascii(`${index === 0 ? ',"can":{' : ','}"${action}":${int32At(bytes, at) > 0 && bytes[at + 4] === 1 ? 'true' : 'false'}`);
    at += 4 + Math.max(0, int32At(bytes, at));
  });
  if (can.length > 0) out.byte(0x7d);
  if (masked.length > 0) out.text(`,"masked":${JSON.stringify(masked)}`);
  out.byte(0x7d);
  return keysAt;
}

function writeMask(out: ByteWriter, { sealed }: NonNullable<CellShape['mask']>, bytes: Uint8Array, start: number, cipher: AssemblyOptions['cipher']): void {
  const length = int32At(bytes, start);
  if (sealed === undefined) writeJsonText(out, bytes, start + 4, length);
  else out.text(JSON.stringify(openedMask(cipher, sealed, textOf(bytes, start + 4, length))));
}

/** Where the column after these stands. */
function skipped(bytes: Uint8Array, start: number, columns: number): number {
  let at = start;
  for (let index = 0; index < columns; index += 1) at += 4 + Math.max(0, int32At(bytes, at));
  return at;
}

/** Gives where the next column stands. */
export function writeCell(out: ByteWriter, { form, sealed = [] }: CellShape, bytes: Uint8Array, start: number, cipher: AssemblyOptions['cipher']): number {
  if (form === 'none') {
    out.ascii('null');
    return start;
  }
  const length = int32At(bytes, start);
  const at = start + 4;
  const end = at + Math.max(0, length);
  if (form === 'ref') return writeReference(out, bytes, at, length);
  if (length < 0) out.ascii('null');
  else if (form === 'sealed') out.text(JSON.stringify(opened(cipher, sealed[0], textOf(bytes, at, length))));
  else if (form !== 'json') writeJson(out, form, bytes, at, length);
  else if (sealed.length === 0) out.raw(bytes, at, length);
  else out.text(JSON.stringify(withOpened(cipher, sealed, JSON.parse(textOf(bytes, at, length)))));
  return end;
}

function writeReference(out: ByteWriter, bytes: Uint8Array, idAt: number, idLength: number): number {
  const labelStart = idAt + Math.max(0, idLength);
  const labelLength = int32At(bytes, labelStart);
  if (idLength < 0) out.ascii('null');
  else {
    out.ascii('{"id":"');
    writeUuid(out, bytes, idAt);
    out.ascii('","label":');
    writeJsonText(out, bytes, labelStart + 4, Math.max(0, labelLength));
    out.byte(0x7d);
  }
  return labelStart + 4 + Math.max(0, labelLength);
}

function keysOf({ keys }: RowShape, bytes: Uint8Array, start: number, keysAt: number): RowKeys {
  let at = keysAt;
  const texts = keys.map((kind) => {
    const length = int32At(bytes, at);
    const text = length < 0 ? null : exactTextOf(kind, bytes, at + 4, length);
    at += 4 + Math.max(0, length);
    return text;
  });
  return [...texts, exactTextOf('uuid', bytes, start + 6, 16)];
}

/** `,"name":` by name. */
const heads = new Map<string, Uint8Array>();

function headOf(name: string): Uint8Array {
  let head = heads.get(name);
  if (head === undefined) {
    head = new TextEncoder().encode(`,${JSON.stringify(name)}:`);
    if (heads.size >= 10_000) heads.clear();
    heads.set(name, head);
  }
  return head;
}

/** What is shown of a text `<place in masks>:<envelope>`. */
export function openedMask(cipher: AssemblyOptions['cipher'], place: SealedMasks, text: string): string {
  const colon = text.indexOf(':');
  const mask = place.masks[Number(text.slice(0, colon))];
  if (mask === undefined) throw new Error(`${place.entity}.${place.field} has no such mask`);
  return maskText(mask, opened(cipher, place, text.slice(colon + 1)));
}

function opened(cipher: AssemblyOptions['cipher'], place: Omit<SealedMasks, 'masks'> | undefined, envelope: string): string {
  if (!cipher || !place) throw new Error('a page holds encrypted values and nobody to open them');
  return cipher.open(place.entity, place.field, envelope);
}

/** The value with its envelopes opened, in place. */
function withOpened(cipher: AssemblyOptions['cipher'], places: SealedPlaces, value: unknown): unknown {
  for (const place of places) openAt(cipher, place, value, 0);
  return value;
}

function openAt(cipher: AssemblyOptions['cipher'], place: SealedPlaces[number], value: unknown, depth: number): void {
  if (Array.isArray(value)) return value.forEach((item) => openAt(cipher, place, item, depth));
  if (typeof value !== 'object' || value === null) return;
  const at = value as Record<string, unknown>;
  const key = place.way[depth] ?? '';
  if (depth < place.way.length - 1) return openAt(cipher, place, at[key], depth + 1);
  const envelope = at[key];
  if (typeof envelope === 'string') at[key] = opened(cipher, place, envelope);
  else if (Array.isArray(envelope)) at[key] = openedMask(cipher, { ...place, masks: place.masks ?? [] }, String(envelope[0]));
}
