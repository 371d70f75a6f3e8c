import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type Route, type RouteName, type RoutePermission } from '@tessera/contract';
import { Api } from '../http/api.ts';
import type { TestAnswer } from '../testing/test-server.ts';
import { dropGround, makeGround, openWorld, type CrmWorld, type Ground, type Someone } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { databasePicture } from './database-picture.ts';
import { toldOfTheInside } from './error-hygiene.ts';
import { makeRequest } from './made-requests.ts';
import { chanceOf } from './chance.ts';
import { ADMITTED, BACKGROUND_WORK, ROUTES_BY_PERMISSION, TIMERS, type Caller } from './route-inventory.ts';

const SOURCES = join(import.meta.dirname, '..');
const every = Object.entries(routes) as [RouteName, Route][];
const CALLERS: readonly Caller[] = ['none', 'nobody', 'key', 'designer', 'people', 'rep', 'auditor'];
/** What would end the caller's session, or is about nothing but it. */
const ENDS_IT: ReadonlySet<string> = new Set(['signOut', 'endOtherSessions', 'endAccountSession']);

let ground: Ground;
let world: CrmWorld;
beforeAll(async () => {
  ground = await makeGround();
  world = await openWorld(ground, { variant: 0, perspective: 'rep' });
});
afterAll(async () => {
  await world?.stop();
  if (ground) await dropGround(ground);
});

const sources = (): string[] => (readdirSync(SOURCES, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|^(proofs|testing)\b|\/testing\//.test(file));
const code = (answer: TestAnswer): unknown => answer.body?.code;

describe('the inventory', () => {
  it('lists every route of the contract under its permission, and no other', () => {
    const listed = Object.entries(ROUTES_BY_PERMISSION).flatMap(([permission, names]) => names.map((name) => `${permission} ${name}`));
    expect(listed.sort()).toEqual(every.map(([name, { permission }]) => `${permission} ${name}`).sort());
  });

  it('lists whatever Fastify answers under /api', () => {
    const known = new Set(every.map(([, { method, path }]) => `${method} ${path}`));
    const mounted = world.server.app.get(Api).mounted.filter((address) => !address.startsWith('HEAD ') && !address.startsWith('OPTIONS '));
    expect(mounted.filter((address) => !known.has(address) && address.includes('/api'))).toEqual([]);
    expect([...known].filter((address) => !mounted.includes(address))).toEqual([]);
  });

  it('lists every kind of work in the background, and every timer', () => {
    const texts = sources().map((file) => [relative('.', file), readFileSync(join(SOURCES, file), 'utf8')] as const);
    const kinds = texts.flatMap(([, text]) => [...text.matchAll(/new BackgroundWork\([^{]*\{\s*name: '([^']+)'/g)].map(([, name]) => name));
    expect(kinds.sort()).toEqual(Object.keys(BACKGROUND_WORK).sort());
    expect(texts.filter(([, text]) => text.includes('new BackgroundWork(')).length).toBe(kinds.length);
    expect(texts.filter(([, text]) => text.includes('setInterval(')).map(([file]) => file).sort()).toEqual(Object.keys(TIMERS).sort());
  });
});

describe('every route', () => {
  const requestOf = (name: RouteName, route: Route) => makeRequest(name, route, { chance: chanceOf(7), ids: [idOf('customer', 21)], valid: true });

  it.each(CALLERS)('lets %s in where the inventory says so, and nowhere else', async (caller) => {
    const wrong: unknown[] = [];
    for (const [name, route] of every) {
      if (ENDS_IT.has(name)) continue;
      const { path, body } = requestOf(name, route);
      const answer = await world.as(caller as Someone).send(route.method, path, body);
      const admitted = ADMITTED[route.permission].includes(caller);
      const shut = caller === 'none' ? answer.status === 401 && code(answer) === 'SESSION_REQUIRED' : answer.status === 403;
      const fits = admitted ? !(answer.status === 401 && code(answer) === 'SESSION_REQUIRED') && !['ACTION_FORBIDDEN', 'KEY_OUT_OF_PLACE', 'API_KEY_OUT_OF_PLACE'].includes(String(code(answer))) : shut;
      if (!fits || answer.status >= 500) wrong.push({ caller, name, permission: route.permission, status: answer.status, answer: answer.text.slice(0, 200) });
      if (answer.status >= 400 && toldOfTheInside(answer.status, answer.text).length > 0) wrong.push({ name, told: toldOfTheInside(answer.status, answer.text) });
    }
    expect(wrong).toEqual([]);
  });

  it('answers somebody of another workspace about ours as about nothing, and changes nothing of ours', async () => {
    const wrong: unknown[] = [];
    const withIds = every.filter(([name, { path, permission }]) => path.includes(':') && !ENDS_IT.has(name) && permission !== 'share' && permission !== 'public');
    const before = await databasePicture(world.server.db, 'ws_example');
    for (const [name, route] of withIds) {
      const ask = async (ids: readonly string[]): Promise<TestAnswer> => {
        const { path, body } = makeRequest(name, route, { chance: chanceOf(7), ids, valid: true });
        return world.as('stranger').send(route.method, path, body);
      };
      for (const ours of await idsOf(route)) {
        const nothing = `${ours.slice(0, 9)}ffff-7fff-bfff-${'f'.repeat(12)}`;
        const [one, other] = [await ask([ours]), await ask([nothing])];
        const plain = ({ status, text }: TestAnswer, id: string): string => `${status} ${text.replaceAll(id, '<id>').replaceAll(/"requestId":"[^"]*"/g, '')}`;
        if (one.status >= 500 || plain(one, ours) !== plain(other, nothing)) wrong.push({ name, ours, one: one.text.slice(0, 200), other: other.text.slice(0, 200) });
      }
    }
    expect(wrong).toEqual([]);
    expect(await databasePicture(world.server.db, 'ws_example')).toBe(before);
    expect(withIds.length).toBeGreaterThan(20);
  });
});

/** Ids of our workspace that could be meant by a route. */
async function idsOf(route: Route): Promise<string[]> {
  const tables: Readonly<Record<string, string>> = { members: '_member', departments: '_department', groups: '_group', tasks: '_task', instances: '_instance', exports: '_export', imports: '_import', keys: '_api_key', shares: '_share', trash: '_design_trash' };
  const [, kind] = /^\/api\/(?:design\/)?([a-z-]+)\//.exec(route.path) ?? [];
  const table = kind === undefined ? undefined : tables[kind];
  const exists = table && (await world.server.db.query(`SELECT to_regclass($1) AS it`, [`ws_example.${table}`]))[0]?.['it'];
  const rows = exists ? await world.server.db.query<{ id: string }>(`SELECT id FROM ws_example.${table} ORDER BY id LIMIT 1`) : [];
  return [idOf('customer', 0), ...rows.map(({ id }) => id)];
}

it('says who may call a route for each permission of the contract', () => {
  const permissions = new Set(every.map(([, { permission }]) => permission));
  expect([...permissions].filter((permission) => !((permission as RoutePermission) in ADMITTED))).toEqual([]);
});
