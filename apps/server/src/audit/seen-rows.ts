/**
 * Looks at the rows of a page or record on their way into the answer: which of them show a sensitive value, and which
 * values those are. A masked value and an empty one show nothing.
 */

import type { RowSink } from '../platform/row-client.ts';
import type { PageShape, RecordStatement } from '../records/read-record.ts';
import type { SensitiveParts } from './sensitive-fields.ts';
import { MOST_RECORD_IDS } from '../workspaces/audit.ts';

type Shape = RecordStatement['shape'] & Partial<Pick<PageShape, 'limit' | 'backwards'>>;
type Cell = Shape['cells'][number];

interface Seen {
  readonly id: string;
  readonly names: readonly number[];
}

const EMPTY_LIST = 0x5b5d;

export class SeenRows<Sink extends RowSink> implements RowSink {
  private readonly seen: (Seen | null)[] = [];
  private readonly watched: readonly boolean[];

  /** Where sensitive fields decide which rows there are, every row tells something of them. */
  private readonly all: boolean;

  constructor(
    readonly sink: Sink,
    private readonly shape: Shape,
    { shown, asked }: SensitiveParts,
  ) {
    this.watched = shape.cells.map(({ name }) => shown.has(name));
    this.all = asked.length > 0;
  }

  row(bytes: Uint8Array, at: number): void {
    const names = this.shownIn(bytes, at);
    this.seen.push(this.all || names.length > 0 ? { id: uuidAt(bytes, at + 6), names } : null);
    this.sink.row(bytes, at);
  }

  /** Of the rows of the page: how many showed something, the ids of the first of them, and the names of what was shown. */
  get shown(): { readonly records: number; readonly ids: readonly string[]; readonly names: ReadonlySet<string> } {
    const { limit = Infinity, backwards = false, cells } = this.shape;
    const more = this.seen.length > limit;
    const page = (more ? (backwards ? this.seen.slice(1) : this.seen.slice(0, limit)) : this.seen).filter((one) => one !== null);
    return { records: page.length, ids: page.slice(0, MOST_RECORD_IDS).map(({ id }) => id), names: new Set(page.flatMap((one) => one.names.map((index) => cells[index]?.name ?? ''))) };
  }

  /** Places of the watched values this row shows. Columns: id, version, then those of each value. */
  private shownIn(bytes: Uint8Array, start: number): number[] {
    const shown: number[] = [];
    let at = after(bytes, after(bytes, start + 2));
    this.shape.cells.forEach((cell, index) => {
      const first = cell.mask === undefined ? at : after(bytes, at);
      if (this.watched[index] && (cell.mask === undefined || lengthAt(bytes, at) < 0) && shows(cell, bytes, first)) shown.push(index);
      at = first;
      for (let columns = columnsOf(cell); columns > 0; columns -= 1) at = after(bytes, at);
    });
    return shown;
  }
}

const columnsOf = ({ form }: Cell): number => (form === 'none' ? 0 : form === 'ref' ? 2 : 1);

function shows({ form }: Cell, bytes: Uint8Array, at: number): boolean {
  const length = form === 'none' ? -1 : lengthAt(bytes, at);
  if (form !== 'json') return length >= 0;
  const isNull = length === 4 && bytes[at + 4] === 0x6e;
  const isEmpty = length === 2 && (((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0)) === EMPTY_LIST;
  return length >= 0 && !isNull && !isEmpty;
}

const lengthAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
const after = (bytes: Uint8Array, at: number): number => at + 4 + Math.max(0, lengthAt(bytes, at));

/** `at`: where the length of the column stands. */
function uuidAt(bytes: Uint8Array, at: number): string {
  const hex = Buffer.from(bytes.subarray(at, at + 16)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
