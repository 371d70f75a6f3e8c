/**
 * The texts that cells of a workbook share. A million of them are kept as bytes outside of the heap, a text is made only
 * when a cell wants it.
 */

import { ImportWorkbookTooLarge } from '../import-errors.ts';

const PAGE_BYTES = 1024 * 1024;
const MAX_BYTES = 160 * 1024 * 1024;
/** Of one text; no cell may have more. */
const MAX_TEXT_CHARACTERS = 1_000_000;

export class SharedStrings {
  private pages: Buffer[] = [];
  /** Bytes used of the last page. */
  private used = PAGE_BYTES;
  /** By text: its page, where it begins and how long it is. */
  private places = new Uint32Array(3 * 1024);
  private count = 0;
  private bytes = 0;

  private text = '';
  private isText = false;
  private isPhonetic = false;

  /** `part`: for the refusal when there are too many. */
  constructor(private readonly part: string) {}

  readonly onTag = (name: string): void => {
    if (name === 'si') this.text = '';
    if (name === 'rPh') this.isPhonetic = true;
    if (name === 't') this.isText = !this.isPhonetic;
  };

  readonly onText = (text: string): void => {
    if (!this.isText) return;
    this.text += text;
    if (this.text.length > MAX_TEXT_CHARACTERS) throw ImportWorkbookTooLarge({ part: this.part });
  };

  readonly onEnd = (name: string): void => {
    if (name === 't') this.isText = false;
    if (name === 'rPh') this.isPhonetic = false;
    if (name === 'si') this.add(plainText(this.text));
  };

  get(index: number): string {
    if (!(index < this.count)) return '';
    const [page = 0, start = 0, length = 0] = this.places.subarray(index * 3, index * 3 + 3);
    return this.pages[page]?.toString('utf8', start, start + length) ?? '';
  }

  private add(text: string): void {
    const length = Buffer.byteLength(text);
    this.bytes += length + 12;
    if (this.bytes > MAX_BYTES) throw ImportWorkbookTooLarge({ part: this.part });
    if (this.used + length > PAGE_BYTES) {
      this.pages.push(Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, length)));
      this.used = 0;
    }
    const page = this.pages.length - 1;
    this.pages[page]?.write(text, this.used, 'utf8');
    if (this.places.length < (this.count + 1) * 3) {
      const more = new Uint32Array(this.places.length * 2);
      more.set(this.places);
      this.places = more;
    }
    this.places.set([page, this.used, length], this.count * 3);
    this.used += length;
    this.count += 1;
  }
}

/** Characters that XML cannot hold are written `_x000D_`; line breaks are `\n`; what no database stores is left out. */
export function plainText(text: string): string {
  const whole = text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))).toWellFormed() : text;
  return whole.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
}
