/**
 * One new record through the write door, as the restricted role, over HTTP: validated, numbered, with its history and the
 * outbox, answered as stored. Reference: Fastify and pg by hand, the same inserts in one transaction.
 */

import { compare } from './support/turns.ts';
import { newCustomer, withOneRecord } from './support/one-record.ts';

await withOneRecord(async ({ stack, world, reference }) => {
  await compare(
    'create',
    { url: stack.url, headers: world.representative.headers(), next: () => ({ method: 'POST', path: '/api/records/account', body: { values: newCustomer() } }) },
    { url: reference.url, next: () => ({ method: 'POST', path: '/record', body: { values: newCustomer() } }) },
  );
  const count = async (table: string, condition: string): Promise<number> => Number((await stack.pool.query<{ n: string }>(`SELECT count(*) AS n FROM "${world.schema}"."${table}" WHERE ${condition}`)).rows[0]!.n);
  const [records, told, sent] = [await count('account', `name LIKE 'New customer %'`), await count('_history', `action = 'create'`), await count('_outbox', `action = 'create'`)];
  if (records === 0 || records !== told || records !== sent) throw new Error(`${records} records, ${told} in the history, ${sent} in the outbox`);
});
