/**
 * Page 10,000 of a representative's customers, 50 a page, reached by cursors, against the first page: the same request
 * through HTTP but for its cursor. The ratio is that of the times; 1.2 is the aim. And one page back from there.
 */

import { FIELDS, makeCustomerWorld } from './support/customers.ts';
import { compareLatency, post } from './support/latency.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const LIMIT = 50;
const DEEP = 10_000;

interface Page {
  readonly rows: readonly { readonly id: string }[];
  readonly next: string | null;
  readonly prev: string | null;
}

const stack = await startStack();
try {
  // Every second customer is the representative's: half a million are ten thousand pages.
  const { representative } = await makeCustomerWorld(stack, ROWS, { owners: 2, searched: false });
  const page = (cursor?: string): Promise<Page> =>
    post<Page>(representative, '/api/records/account/query', { fields: [...FIELDS], sort: [{ field: 'created_at', desc: true }], limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) });
  let at = await page();
  let cursor: string | undefined;
  let number = 1;
  const seen = new Set(at.rows.map(({ id }) => id));
  for (; number < DEEP && at.next !== null; number += 1) {
    const before = at;
    cursor = at.next;
    at = await page(cursor);
    for (const { id } of at.rows) seen.add(id);
    if (number === 3 && JSON.stringify((await page(at.prev!)).rows) !== JSON.stringify(before.rows)) throw new Error('the page before is not the one we came by');
  }
  if (seen.size !== (number - 1) * LIMIT + at.rows.length) throw new Error(`${seen.size} different rows on ${number} pages`);
  console.log(`page ${number} of ${LIMIT} rows`);
  const first = { name: 'the first page', call: () => page() };
  await compareLatency('deep-page', { name: `page ${number}`, call: () => page(cursor) }, first, { latency: true });
  await compareLatency('deep-page-back', { name: `page ${number - 1}, backwards`, call: () => page(at.prev!) }, first, { latency: true });
} finally {
  await stack.stop();
}
