import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for many ids at once: asking for sixteen takes as long as asking for thousands. */
const pool = new Uint8Array(16 * 512);
let used = pool.length;

/** The last millisecond an id was made in, and its place among those made in it. */
let last = { msecs: 0, seq: 0 };

/** Ids grow with time, so that indexes over them stay dense and lists by id are lists by age. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += 16));
  const now = Date.now();
  // A random start leaves room for two thousand million in one millisecond; when the clock goes back, the ids do not.
  const start = ((random[6]! << 23) | (random[7]! << 16) | (random[8]! << 8) | random[9]!) & 0x7fff_ffff;
  last = now > last.msecs ? { msecs: now, seq: start } : { msecs: last.msecs, seq: (last.seq + 1) >>> 0 };
  return v7({ random, msecs: last.msecs, seq: last.seq });
}
