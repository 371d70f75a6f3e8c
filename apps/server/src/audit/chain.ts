/**
 * The chain of the trail as values: what is hashed of an entry, and whether a chain is whole. Pure.
 *
 * The hash of an entry is SHA-256 over the hash before it, its place and every column of its line as Postgres writes it. An
 * entry that was changed no longer has its hash; one that is gone leaves a gap; one that nobody sealed is an addition; a
 * tail that was cut off is missed by the head.
 */

import { createHash } from 'node:crypto';
import type { AuditVerification } from '@tessera/contract';

/** Before the first entry. */
export const FIRST_PREV: Buffer = Buffer.alloc(32);

/** Every column as text (`CHAINED` of trail-tables.ts); null where there is none. */
export type ChainedColumns = readonly (string | null)[];

export const hashOf = (prev: Buffer, seq: number, columns: ChainedColumns): Buffer => createHash('sha256').update(prev).update(JSON.stringify([seq, ...columns])).digest();

export interface SealedEntry {
  readonly seq: number;
  readonly id: string;
  readonly prev: Buffer;
  readonly hash: Buffer;
  /** Null when the seal has no line any more. */
  readonly columns: ChainedColumns | null;
}

export interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

type Broken = AuditVerification['broken'];

/** Fed with the sealed entries in their order, says what is wrong first. */
export class ChainCheck {
  private last: Head = { seq: 0, hash: FIRST_PREV };
  private wrong: Broken = null;

  get broken(): Broken {
    return this.wrong;
  }

  /** Where the chain has held to. */
  get held(): Head {
    return this.last;
  }

  /** Whether the chain held up to this entry, with it. */
  next({ seq, id, prev, hash, columns }: SealedEntry): boolean {
    const { last } = this;
    const expected = last.seq + 1;
    if (this.wrong !== null) return false;
    if (seq < expected) this.wrong = { seq, id, reason: 'added' };
    else if (seq > expected) this.wrong = { seq: expected, id: null, reason: 'missing' };
    else if (columns === null) this.wrong = { seq, id, reason: 'missing' };
    else if (!prev.equals(last.hash) || !hash.equals(hashOf(prev, seq, columns))) this.wrong = { seq, id, reason: 'changed' };
    else this.last = { seq, hash };
    return this.wrong === null;
  }

  /** After the last entry: `head` as it was kept apart, and the first line that was neither sealed nor waits for it. */
  end(head: Head | null, unsealed: string | null): AuditVerification {
    const { last } = this;
    if (this.wrong === null && (head === null || head.seq > last.seq)) this.wrong = { seq: last.seq + 1, id: null, reason: 'cutOff' };
    else if (this.wrong === null && head !== null && head.seq < last.seq) this.wrong = { seq: head.seq + 1, id: null, reason: 'added' };
    else if (this.wrong === null && head !== null && !head.hash.equals(last.hash)) this.wrong = { seq: last.seq, id: null, reason: 'changed' };
    else if (this.wrong === null && unsealed !== null) this.wrong = { seq: last.seq + 1, id: unsealed, reason: 'added' };
    return { intact: this.wrong === null, checked: last.seq, broken: this.wrong };
  }
}
