import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type Route, type RouteName, type RoutePermission } from '@tessera/contract';
import { Api } from '../http/api.ts';
import type { TestAnswer } from '../testing/test-server.ts';
import { dropGround, makeGround, openWorld, type CrmWorld, type Ground } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { databasePicture } from './database-picture.ts';
import { CALLERS, ENDS_IT, knockOnEveryDoor } from './every-door.ts';
import { makeRequest } from './made-requests.ts';
import { chanceOf } from './chance.ts';
import { ADMITTED, BACKGROUND_WORK, ROUTES_BY_PERMISSION, TIMERS } from './route-inventory.ts';

const SOURCES = join(import.meta.dirname, '..');
const every = Object.entries(routes) as [RouteName, Route][];

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
  it.each(CALLERS)('lets %s in where the inventory says so, and nowhere else', async (caller) => {
    expect(await knockOnEveryDoor(world, caller)).toEqual([]);
  });

  it('answers somebody of another workspace about ours as about nothing, and changes nothing of ours', async () => {
    const wrong: unknown[] = [];
    const withIds = every.filter(([name, { path, permission }]) => /:(id|record)\b/.test(path) && !ENDS_IT.has(name) && permission !== 'share' && permission !== 'public');
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
