/** Oracle O3, asked: every route is called by each kind of caller, who gets in where the inventory says so and nowhere else. */

import { routes, type Route, type RouteName } from '@tessera/contract';
import { chanceOf } from './chance.ts';
import type { CrmWorld } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { toldOfTheInside } from './error-hygiene.ts';
import type { Finding } from './interrogation.ts';
import { makeRequest } from './made-requests.ts';
import { ADMITTED, type Caller } from './route-inventory.ts';

export const CALLERS: readonly Caller[] = ['none', 'nobody', 'key', 'designer', 'people', 'rep', 'auditor'];
/** What would end the caller's session, or is about nothing but it. */
export const ENDS_IT: ReadonlySet<string> = new Set(['signOut', 'endOtherSessions', 'endAccountSession']);
/** About others only whoever manages members may ask. */
const ABOUT_ONESELF = { path: '/api/access/explain', body: { action: 'read', entity: 'customer' } };
/** What the door itself answers; whatever else is answered comes from behind it. */
const SHUT = new Set(['SESSION_REQUIRED', 'ACTION_FORBIDDEN', 'API_KEY_OUT_OF_PLACE']);

export async function knockOnEveryDoor(world: CrmWorld, caller: Caller): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    if (ENDS_IT.has(name)) continue;
    const { path, body } = name === 'explainAccess' ? ABOUT_ONESELF : makeRequest(name, route, { chance: chanceOf(7), ids: [idOf('customer', 21)], valid: true });
    const answer = await world.as(caller).send(route.method, path, body);
    const code = String(answer.body?.code);
    const admitted = ADMITTED[route.permission].includes(caller);
    const fits = admitted ? !SHUT.has(code) : caller === 'none' ? answer.status === 401 && code === 'SESSION_REQUIRED' : answer.status === 403 && SHUT.has(code);
    if (!fits || answer.status >= 500) findings.push({ oracle: 'O3 inventory', request: { caller, name, permission: route.permission, path }, difference: `${answer.status} ${answer.text.slice(0, 200)}` });
    const told = toldOfTheInside(answer.status, answer.text);
    if (told.length > 0) findings.push({ oracle: 'O6 hygiene', request: { caller, name, path }, difference: { told, text: answer.text.slice(0, 300) } });
  }
  return findings;
}
