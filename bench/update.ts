/**
 * Two fields of one record of a million through the write door, as the restricted role, over HTTP. Reference: Fastify and pg
 * by hand, which locks the row, changes it and writes history and outbox in one transaction.
 */

import { compare } from './support/turns.ts';
import { pick, withOneRecord } from './support/one-record.ts';

let turn = 0;
const values = (): Record<string, unknown> => ({ phone: `010-${String((turn += 1)).padStart(8, '0')}`, city: turn % 2 === 0 ? '北京' : '天津' });

await withOneRecord(async ({ stack, world, reference, own }) => {
  await compare(
    'update',
    { url: stack.url, headers: world.representative.headers(), next: () => ({ method: 'PATCH', path: `/api/records/account/${pick(own)}`, body: { values: values() } }) },
    { url: reference.url, next: () => ({ method: 'PATCH', path: `/record/${pick(own)}`, body: { values: values() } }) },
  );
});
