/**
 * Resident memory of the server: idle after start, and after the load of the list benchmark. The reference is the
 * aim (250 MB idle, 500 MB after), so that a ratio below 1 is within it.
 */

import autocannon from 'autocannon';
import { setTimeout as wait } from 'node:timers/promises';
import { FIELDS, makeCustomerWorld } from './support/customers.ts';
import { residentMegabytes, startStack } from './support/stack.ts';

const IDLE_AIM = 250;
const LOADED_AIM = 500;

const stack = await startStack();
try {
  await wait(3000);
  const idle = await residentMegabytes(stack.serverPid);
  const world = await makeCustomerWorld(stack, 200_000);
  const result = await autocannon({
    url: `${stack.url}/api/records/account/query`,
    method: 'POST',
    headers: world.representative.headers(),
    body: JSON.stringify({ fields: [...FIELDS], filter: { field: 'level', op: 'eq', value: 'a' }, sort: [{ field: 'created_at', desc: true }], limit: 50 }),
    connections: 16,
    duration: 20,
  });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} requests were refused`);
  const loaded = await residentMegabytes(stack.serverPid);
  console.log(`memory-idle ours=${idle.toFixed(0)}MB reference=${IDLE_AIM}MB ratio=${(idle / IDLE_AIM).toFixed(2)}`);
  console.log(`memory ours=${loaded.toFixed(0)}MB reference=${LOADED_AIM}MB ratio=${(loaded / LOADED_AIM).toFixed(2)}`);
} finally {
  await stack.stop();
}
