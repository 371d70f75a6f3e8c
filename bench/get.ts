/** One record of a million by its id, as the restricted role, through HTTP; reference: Fastify and pg by hand. */

import { compare } from './support/turns.ts';
import { pick, withOneRecord } from './support/one-record.ts';

await withOneRecord(async ({ stack, world, reference, own }) => {
  const headers = world.representative.headers();
  const [id] = own;
  const [a, b] = await Promise.all([fetch(`${stack.url}/api/records/account/${id}`, { headers }), fetch(`${reference.url}/record/${id}`)].map(async (answer) => (await answer).json() as Promise<{ id: string; values: Record<string, unknown> }>));
  if (a!.id !== b!.id || a!.values['name'] !== b!.values['name'] || Object.keys(b!.values).some((key) => JSON.stringify(a!.values[key]) !== JSON.stringify(b!.values[key]))) {
    throw new Error(`the two sides answer differently:\n${JSON.stringify(a)}\n${JSON.stringify(b)}`);
  }
  await compare(
    'get',
    { url: stack.url, headers, next: () => ({ method: 'GET', path: `/api/records/account/${pick(own)}` }) },
    { url: reference.url, next: () => ({ method: 'GET', path: `/record/${pick(own)}` }) },
  );
}, { searched: false });
