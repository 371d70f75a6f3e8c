import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Resolves when a stream takes more, or never will again; leaves no listener behind. */
export async function drained(stream: Writable): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([once(stream, 'drain', over), once(stream, 'close', over)]);
  } finally {
    over.abort();
  }
}
