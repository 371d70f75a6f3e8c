/** UTF-8 text while it is being written. Grows by doubling; what it was given to start with should be enough. */

export type Allocate = (size: number) => Uint8Array;

export class ByteWriter {
  bytes: Uint8Array;
  length = 0;
  private readonly allocate: Allocate;

  constructor(size: number, allocate: Allocate = (bytes) => new Uint8Array(bytes)) {
    this.allocate = allocate;
    this.bytes = allocate(size);
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    let size = this.bytes.length * 2;
    while (size < needed) size *= 2;
    const larger = this.allocate(size);
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Bytes as they are. Few of them are cheaper to copy one by one. */
  raw(source: Uint8Array, start: number, count: number): void {
    this.reserve(count);
    const { bytes } = this;
    let at = this.length;
    if (count > 48) bytes.set(source.subarray(start, start + count), at);
    else for (let index = start; index < start + count; index += 1) bytes[at++] = source[index]!;
    this.length += count;
  }

  /** Characters below U+0080. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index += 1) bytes[at++] = text.charCodeAt(index);
    this.length = at;
  }

  text(text: string): void {
    const encoded = encoder.encode(text);
    this.raw(encoded, 0, encoded.length);
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

const encoder = new TextEncoder();
