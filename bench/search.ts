/**
 * A Chinese word of two characters in a million customers, through HTTP with rights, against the raw SQL over the same
 * index through pg. One call at a time; the ratio is that of the speeds.
 */

import { makeCustomerWorld, RARE_WORD } from './support/customers.ts';
import { compareLatency, post } from './support/latency.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const COLUMNS = ['code', 'name', 'phone', 'fax', 'website', 'country', 'region', 'city', 'address', 'postal_code'];

const stack = await startStack();
try {
  const { schema, representative, representativeId } = await makeCustomerWorld(stack, ROWS);
  const { rows: [index] } = await stack.pool.query<{ sql: string }>(`SELECT indexdef AS sql FROM pg_indexes WHERE schemaname = $1 AND indexname = 'account.all.search'`, [schema]);
  if (!index) throw new Error('the customers have no search index');
  const said = /USING gin \((.*) (?:public\.)?gin_trgm_ops\)/s.exec(index.sql)?.[1];
  if (said === undefined) throw new Error(`not the index we know: ${index.sql}`);
  const { rows: [size] } = await stack.pool.query<{ index: string; table: string }>(`SELECT pg_size_pretty(pg_relation_size('"${schema}"."account.all.search"')) AS index, pg_size_pretty(pg_table_size('"${schema}".account')) AS table`);
  console.log(`the search index has ${size!.index} beside a table of ${size!.table}`);
  type Page = { rows: { id: string }[] };
  const ours = (): Promise<Page> => post<Page>(representative, '/api/records/account/query', { fields: ['name', 'code', 'created_at'], search: RARE_WORD, sort: [{ field: 'created_at', desc: true }], limit: 50 });
  const raw = {
    name: 'search',
    text: `SELECT id, version, name, code, created_at FROM "${schema}".account WHERE deleted_at IS NULL AND owner = $1 AND ${said} LIKE $2 AND (${COLUMNS.map((column) => `${column} LIKE $3`).join(' OR ')}) ORDER BY created_at DESC, id DESC LIMIT 51`,
    values: [representativeId, `%${[...`${RARE_WORD}`].reduce((text, char) => `${text}${char}q`, 'q')}%`, `%${RARE_WORD}%`],
  };
  const [mine, theirs] = [await ours(), (await stack.pool.query<{ id: string }>(raw)).rows.slice(0, 50)];
  if (theirs.length === 0 || JSON.stringify(mine.rows.map(({ id }) => id)) !== JSON.stringify(theirs.map(({ id }) => id))) throw new Error(`the two sides find different records: ${mine.rows.length} and ${theirs.length}`);
  await compareLatency('search', { name: 'ours', call: ours }, { name: 'raw SQL', call: () => stack.pool.query(raw) });
} finally {
  await stack.stop();
}
