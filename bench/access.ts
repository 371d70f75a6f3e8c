/**
 * What permissions cost: a manager with forty rules from five roles, fields that are clear, masked or hidden row by row and
 * rows of their part of a tree of a thousand departments, against an administrator without rules who asks the same server
 * for the same rows; a list, one record, groups and a file. In turn, same run. `--rows N` (1,000,000 without it).
 */

import { parseArgs } from 'node:util';
import { makeGuardedSales } from './support/guarded-sales.ts';
import { compareLatency, post } from './support/latency.ts';
import { startStack } from './support/stack.ts';
import { compare, type Load } from './support/turns.ts';

const { values } = parseArgs({ options: { rows: { type: 'string' }, only: { type: 'string' } } });
const ROWS = Number(values.rows ?? process.env['BENCH_ROWS'] ?? 1_000_000);

type Body = Record<string, unknown>;
const FIELDS = ['name', 'code', 'phone_no', 'city', 'street', 'postal_code', 'country', 'region_name', 'channel', 'level', 'paid', 'placed', 'owner', 'team', 'created_at'];
const NEWEST = [{ field: 'created_at', desc: true }];
/** The administrator asks for what the manager is given anyway. */
const same = { field: 'reach', op: 'eq', value: 'team' };

const stack = await startStack();
try {
  const { admin, manager } = await makeGuardedSales(stack, ROWS);
  const count = (await admin.call<{ count: number }>('POST', '/api/records/sale/count', { filter: same })).count;
  const seen = (await manager.call<{ count: number }>('POST', '/api/records/sale/count', {})).count;
  if (seen !== count || seen === 0) throw new Error(`the two sides ask for different rows: ${seen} and ${count}`);
  console.log(`${ROWS} sales, ${seen} of them in sight of both`);

  const questions: Readonly<Record<string, { path: string; ours: Body; theirs: Body }>> = {
    list: { path: 'query', ours: { fields: FIELDS, sort: NEWEST, limit: 50 }, theirs: { fields: FIELDS, filter: same, sort: NEWEST, limit: 50 } },
    filtered: { path: 'query', ours: { fields: FIELDS, filter: { field: 'level', op: 'eq', value: 'a' }, sort: NEWEST, limit: 50 }, theirs: { fields: FIELDS, filter: { and: [{ field: 'level', op: 'eq', value: 'a' }, same] }, sort: NEWEST, limit: 50 } },
    group: { path: 'group', ours: groups(), theirs: { ...groups(), filter: same } },
  };
  for (const [name, { path, ours, theirs }] of Object.entries(questions)) {
    if (values.only !== undefined && values.only !== name) continue;
    const load = (headers: Record<string, string>, body: Body): Load => ({ url: stack.url, headers, next: () => ({ method: 'POST', path: `/api/records/sale/${path}`, body }) });
    await compare(`access ${name}`, load(manager.headers(), ours), load(admin.headers(), theirs));
  }
  if (values.only === undefined || values.only === 'get') {
    const { rows } = await manager.call<{ rows: { id: string }[] }>('POST', '/api/records/sale/query', { fields: ['name'], limit: 200 });
    const next = (): { method: 'GET'; path: string } => ({ method: 'GET', path: `/api/records/sale/${rows[Math.floor(Math.random() * rows.length)]!.id}` });
    await compare('access get', { url: stack.url, headers: manager.headers(), next }, { url: stack.url, headers: admin.headers(), next });
  }
  if (values.only === undefined || values.only === 'export') {
    // Some hundred rows, one file after the other.
    const file = (who: typeof admin, filter: unknown) => () => post<unknown[]>(who, '/api/records/sale/export', { fields: FIELDS, filter, format: 'json' });
    const [ours, theirs] = [file(manager, recent(count)), file(admin, { and: [recent(count), same] })];
    const rows = [(await ours()).length, (await theirs()).length];
    if (rows[0] !== rows[1] || rows[0] === 0) throw new Error(`the two files have different rows: ${rows.join(' and ')}`);
    await compareLatency('access export', { name: 'manager', call: ours }, { name: 'administrator', call: theirs });
  }
} finally {
  await stack.stop();
}

/** Counts and sums by a clear key, of a value that is hidden on some rows. */
function groups(): Body {
  return { by: [{ field: 'level' }], aggregates: [{ aggregate: 'count' }, { aggregate: 'sum', field: 'cost' }] };
}

/** Sales are a minute apart: a tenth of the last ones is in sight. */
function recent(inSight: number): Body {
  const minutes = Math.min(ROWS, Math.ceil((ROWS / inSight) * 500));
  return { field: 'created_at', op: 'gte', value: new Date(Date.now() - minutes * 60_000).toISOString() };
}
