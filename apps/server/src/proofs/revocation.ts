/**
 * What is taken away is gone at once in the process that takes it, and within a second in every other one: rules of a role,
 * a role, a department, a group, a key, a link, a member. Each step asks first that there was something to take.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { startTestServer, type TestAnswer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { done, openWorld, type CrmWorld, type Ground, type Identity, type Someone } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import type { Finding } from './interrogation.ts';

interface Step {
  readonly what: string;
  readonly who: Someone;
  /** What they could do before and cannot do any more: the answer says how much they see. */
  readonly ask: (by: TestBrowser) => Promise<TestAnswer>;
  readonly take: (admin: TestBrowser) => Promise<unknown>;
  readonly sees: (answer: TestAnswer) => boolean;
}

const A_SECOND = 1_000;

export async function proveRevocation(ground: Ground): Promise<Finding[]> {
  const world = await openWorld(ground, { variant: 0, perspective: 'rep' });
  const second = await startTestServer({ beside: world.server });
  const findings: Finding[] = [];
  try {
    const elsewhere = (who: Someone): TestBrowser => onServer(second, ground.identities[who]);
    for (const { what, who, ask, take, sees } of await stepsOf(world, ground)) {
      if (ground.identities[who] === undefined) continue;
      for (const browser of [world.as(who), elsewhere(who)]) {
        const answer = await ask(browser);
        if (!sees(answer)) findings.push({ oracle: 'revocation', request: { what, who }, difference: `there was nothing to take away: ${answer.status} ${answer.text.slice(0, 200)}` });
      }
      await take(world.as('admin'));
      if (sees(await ask(world.as(who)))) findings.push({ oracle: 'revocation', request: { what, who }, difference: 'it is still there where it was taken away' });
      let there = true;
      for (const deadline = Date.now() + A_SECOND; there && Date.now() < deadline; await wait(20)) there = sees(await ask(elsewhere(who)));
      if (there) findings.push({ oracle: 'revocation', request: { what, who }, difference: 'it is still there in another process after a second' });
    }
    return findings;
  } finally {
    await second.stop();
    await world.stop();
  }
}

function onServer(server: TestServer, identity: Identity = { cookies: [] }): TestBrowser {
  const browser = server.browser();
  for (const [name, value] of identity.cookies) browser.cookies.set(name, value);
  browser.csrfToken = identity.csrfToken;
  const { send } = browser;
  const { authorization } = identity;
  if (authorization !== undefined) browser.send = (method, path, body, headers = {}) => send.call(browser, method, path, body, { authorization, ...headers });
  return browser;
}

async function stepsOf(world: CrmWorld, ground: Ground): Promise<readonly Step[]> {
  const rows = (answer: TestAnswer): boolean => answer.status === 200 && (answer.body.rows?.length ?? answer.body.count ?? 0) > 0;
  const works = ({ status }: TestAnswer): boolean => status === 200;
  const list = (body: unknown = {}, entity = 'customer') => (by: TestBrowser): Promise<TestAnswer> => by.post(`/api/records/${entity}/query`, body);
  const of = (key: string, value: (answer: TestAnswer) => boolean) => (answer: TestAnswer): boolean => answer.status === 200 && (answer.body.rows as { values: Record<string, unknown> }[]).some(({ values }) => Object.hasOwn(values, key)) && value(answer);
  const saveRole = async (admin: TestBrowser, key: string, change: (rules: Record<string, unknown>[]) => unknown[]): Promise<unknown> => {
    const [row] = await world.server.db.query<{ version: number; document: { rules: Record<string, unknown>[] } }>(`SELECT version, body AS document FROM ws_example._document WHERE kind = 'role' AND key = $1`, [key]);
    if (!row) throw new Error(`no role ${key}`);
    const { version, document } = row;
    return done(await admin.put(`/api/design/roles/${key}`, { version, document: { ...document, rules: change(document.rules) } }), key);
  };
  const { people, links } = ground;
  const link = (rest: string, token = '') => (by: TestBrowser): Promise<TestAnswer> => by.post(`/api/shared/${token}/${rest}`, rest === 'query' ? { query: {} } : {});
  const shares = done(await world.as('rep').get('/api/shares'), 'links').items as { id: string; kind: string }[];
  const shareOf = (kind: string): string => shares.find((one) => one.kind === kind)?.id ?? '';
  const keys = done(await world.as('rep').get('/api/keys'), 'keys').items as { id: string }[];
  const departments = done(await world.as('admin').get('/api/departments'), 'departments').items as { id: string; name: string; parent: string; members: string[] }[];
  const team = departments.find(({ name }) => name === 'Team A');

  return [
    { what: 'a field of a role', who: 'rep2', ask: list(), sees: of('region', () => true), take: (admin) => saveRole(admin, 'rep', (rules) => [...rules, { effect: 'deny', actions: ['read'], entity: 'customer', fields: ['region'] }]) },
    { what: 'rows of a role', who: 'rep2', ask: list({}, 'opportunity'), sees: rows, take: (admin) => saveRole(admin, 'rep', (rules) => [...rules, { effect: 'deny', actions: ['read'], entity: 'opportunity', where: { field: 'name', op: 'isNotEmpty' } }]) },
    { what: 'a field behind a link', who: 'viewLink', ask: link('query', links.viewLink), sees: rows, take: (admin) => admin.delete(`/api/shares/${shareOf('view')}`) },
    { what: 'the right to share, of the maker of a link', who: 'recordLink', ask: link('open', links.recordLink), sees: works, take: (admin) => saveRole(admin, 'rep', (rules) => [...rules, { effect: 'deny', actions: ['share'], entity: 'customer' }]) },
    { what: 'a department', who: 'manager', ask: list(), sees: rows, take: (admin) => admin.put(`/api/departments/${team?.id}`, { name: team?.name, parent: team?.parent, members: [people.rep, people.rep2] }) },
    { what: 'a key', who: 'key', ask: list(), sees: rows, take: () => world.as('rep').delete(`/api/keys/${keys[0]?.id}`) },
    { what: 'a role', who: 'repB', ask: list(), sees: rows, take: (admin) => admin.patch(`/api/members/${people.repB}`, { roles: ['guest'] }) },
    { what: 'rows of the member one looks through the eyes of', who: 'viewer', ask: list({}, 'contact'), sees: rows, take: (admin) => saveRole(admin, 'rep', (rules) => [...rules, { effect: 'deny', actions: ['read'], entity: 'contact' }]) },
    { what: 'a member', who: 'rep', ask: (by) => by.get(`/api/records/customer/${idOf('customer', 0)}`), sees: works, take: (admin) => admin.patch(`/api/members/${people.rep}`, { disabled: true }) },
  ];
}
