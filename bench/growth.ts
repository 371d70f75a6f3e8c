/**
 * How the cost of a request grows with the table: the first page of a filtered list, a page half way down by cursor, and one
 * record read, made and changed, at 10,000, 100,000, 1,000,000 and 5,000,000 customers, one call at a time. Each line's
 * reference is the smallest table; the ratio is that of the times.
 */

import { addCustomers, FIELDS, makeCustomerWorld } from './support/customers.ts';
import { send } from './support/latency.ts';
import { newCustomer, pick } from './support/one-record.ts';
import { withoutSearchIndexes } from './support/search-indexes.ts';
import { startStack } from './support/stack.ts';

const SIZES = (process.env['BENCH_SIZES'] ?? '10000,100000,1000000,5000000').split(',').map(Number);
const CALLS = Number(process.env['BENCH_CALLS'] ?? 200);
/** Pages walked to get half way down; more would only walk longer. */
const MOST_PAGES = 2_000;

interface Page {
  readonly rows: readonly { readonly id: string }[];
  readonly next: string | null;
}

const stack = await startStack();
try {
  const [smallest = 0] = SIZES;
  const world = await makeCustomerWorld(stack, smallest, { owners: 2 });
  const { representative, schema, representativeId } = world;
  const question = { fields: [...FIELDS], sort: [{ field: 'created_at', desc: true }], limit: 50 };
  const page = (cursor?: string): Promise<Page> => send<Page>(representative, 'POST', '/api/records/account/query', { ...question, ...(cursor === undefined ? {} : { cursor }) });
  const filtered = { ...question, filter: { field: 'level', op: 'eq', value: 'a' } };
  const base = new Map<string, number>();
  let filled = smallest;
  for (const size of SIZES) {
    if (size > filled) await withoutSearchIndexes(stack, schema, () => addCustomers(stack, world, filled + 1, size));
    filled = size;
    const { rows } = await stack.pool.query<{ id: string }>(`SELECT id FROM "${schema}"."account" WHERE owner = $1 ORDER BY id LIMIT 2000`, [representativeId]);
    const own = rows.map(({ id }) => id);
    const deep = await cursorAfter(Math.min(Math.floor(size / 2 / 50 / 2), MOST_PAGES), page);
    const phone = (): string => `010-${String(Math.floor(performance.now() * 1000) % 100_000_000).padStart(8, '0')}`;
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      list: () => send(representative, 'POST', '/api/records/account/query', filtered),
      'deep-page': () => page(deep),
      get: () => send(representative, 'GET', `/api/records/account/${pick(own)}`),
      create: () => send(representative, 'POST', '/api/records/account', { values: newCustomer() }),
      update: () => send(representative, 'PATCH', `/api/records/account/${pick(own)}`, { values: { phone: phone() } }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const time = await medianTime(call);
      const first = base.get(name) ?? time;
      base.set(name, first);
      console.log(`growth-${name} rows=${size} ours=${time.toFixed(2)}ms reference=${first.toFixed(2)}ms ratio=${(time / first).toFixed(2)}`);
    }
  }
} finally {
  await stack.stop();
}

async function cursorAfter(pages: number, page: (cursor?: string) => Promise<Page>): Promise<string> {
  let cursor = (await page()).next;
  for (let walked = 1; walked < pages && cursor !== null; walked += 1) cursor = (await page(cursor)).next;
  if (cursor === null) throw new Error(`there are no ${pages} pages`);
  return cursor;
}

async function medianTime(call: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < 20; warm += 1) await call();
  const times: number[] = [];
  for (let index = 0; index < CALLS; index += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(CALLS / 2)]!;
}
