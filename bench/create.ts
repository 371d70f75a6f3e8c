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
  // In one statement, so that all three are seen at the same moment.
  const { rows } = await stack.pool.query<{ records: string; told: string; sent: string }>(
    `SELECT count(*) AS records, count(h.id) AS told, count(o.id) AS sent FROM "${world.schema}"."account" a
     LEFT JOIN "${world.schema}"."_history" h ON h.record_id = a.id LEFT JOIN "${world.schema}"."_outbox" o ON o.record_id = a.id WHERE a.name LIKE 'New customer %'`,
  );
  const [{ records, told, sent }] = rows as [{ records: string; told: string; sent: string }];
  if (records === '0' || records !== told || records !== sent) throw new Error(`${records} records, ${told} in the history, ${sent} in the outbox`);
});
