/**
 * Ground of the proofs: the customer management of crm-model.ts, made through the public API once, and whoever acts in it.
 * The database is then closed and copied for every world that is needed; sessions, keys and links are good in each copy.
 */

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { EntityDocument } from '@tessera/contract';
import type { TestDatabase } from '@tessera/testing';
import { Api } from '../http/api.ts';
import { newId } from '../platform/new-id.ts';
import { createWorkspaceSchema } from '../platform/migrations.ts';
import { startTestServer, TestBrowser, TestClock, type TestAnswer, type TestServer } from '../testing/test-server.ts';
import type { Who } from './canaries.ts';
import { AUDITOR, CONTACT, CUSTOMER, CUSTOMER_FORM, CUSTOMER_VIEW, EMPTY_RULE, GUEST, LATER, MANAGER, OPPORTUNITY, ORDER, ORDER_LINE, REP, SECOND, VAULT } from './crm-model.ts';
import { CHECK_PROCESS } from './crm-process.ts';
import { idOf, writeRows, type People, type Variation } from './crm-rows.ts';

export type Someone = Who | 'none' | 'admin' | 'rep2' | 'repB' | 'designer' | 'people' | 'stranger';

/** What makes a request somebody's; plain data, so that a process of its own can use it. */
export interface Identity {
  readonly cookies: readonly (readonly [string, string])[];
  readonly csrfToken?: string | undefined;
  readonly authorization?: string | undefined;
}

export interface Ground {
  readonly url: string;
  readonly people: People;
  readonly identities: Readonly<Partial<Record<Someone, Identity>>>;
  /** Secrets of the links of the representative. */
  readonly links: Readonly<Partial<Record<'recordLink' | 'viewLink' | 'formLink', string>>>;
  /** Uploaded for hidden fields: what they hold is a canary. */
  readonly fileIds: Readonly<Record<'paper' | 'contract', string>>;
}

export interface CrmWorld {
  readonly server: TestServer;
  readonly ground: Ground;
  as(who: Someone): TestBrowser;
  stop(): Promise<void>;
}

export function done<Body>(answer: TestAnswer<Body>, what: string): Body {
  if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${answer.text}`);
  return answer.body;
}

const identityOf = (browser: TestBrowser): Identity => ({ cookies: [...browser.cookies], csrfToken: browser.csrfToken });
const memberIdOf = (browser: TestBrowser): string => browser.session?.member.id ?? '';

export async function makeGround(): Promise<Ground> {
  const db = await databaseOf();
  const server = await startTestServer({ beside: { db, clock: new TestClock() } as TestServer });
  try {
    return { url: db.url, ...(await furnish(server)) };
  } finally {
    await server.stop();
    await db.pool.end();
  }
}

/** A copy of the ground, with the rows of a variation. */
export async function openWorld(ground: Ground, variation: Variation, settings: { logLevel?: string } = {}): Promise<CrmWorld & { canaries: Awaited<ReturnType<typeof writeRows>> }> {
  const db = await databaseOf(ground.url);
  const canaries = await writeRows(db, ground.people, variation);
  if (variation.perspective === 'manager') await db.query(`UPDATE ws_example._document SET body = jsonb_set(body, '{rules}', $1) WHERE kind = 'role' AND key = 'guest'`, [JSON.stringify([EMPTY_RULE])]);
  const server = await startTestServer({ beside: { db, clock: new TestClock() } as TestServer, config: settings });
  const as = (who: Someone): TestBrowser => browserOf(server, ground.identities[who] ?? { cookies: [] });
  return {
    server,
    ground,
    canaries,
    as,
    stop: async () => {
      await server.stop();
      await db.drop();
    },
  };
}

/** Ends what `makeGround` made. */
export async function dropGround({ url }: Ground): Promise<void> {
  await asOwner((client) => client.query(`DROP DATABASE IF EXISTS "${new URL(url).pathname.slice(1)}" WITH (FORCE)`));
}

function browserOf(server: TestServer, { cookies, csrfToken, authorization }: Identity): TestBrowser {
  const browser = server.browser();
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  browser.csrfToken = csrfToken;
  if (authorization === undefined) return browser;
  const { send } = browser;
  browser.send = (method, path, body, headers = {}) => send.call(browser, method, path, body, { authorization, ...headers });
  return browser;
}

async function furnish(server: TestServer): Promise<Omit<Ground, 'url'>> {
  const admin = await server.setup();
  const { mounted } = server.app.get(Api);
  const has = (route: string): boolean => mounted.includes(route);
  if (has('PUT /api/security')) {
    const settings = done(await admin.get('/api/security'), 'security');
    // The proofs read more than any person does.
    done(await admin.put('/api/security', { ...settings, readingAlert: 0, readingFreeze: 0 }), 'security');
  }
  const put = async (kind: string, document: { key: string }, version = 0): Promise<void> => void done(await admin.put(`/api/design/${kind}/${document.key}`, { version, document }), `${kind} ${document.key}`);
  const without = (document: EntityDocument): EntityDocument => ({ ...document, fields: document.fields.filter(({ key }) => !LATER[document.key]?.includes(key)) });
  for (const document of [CUSTOMER, CONTACT, OPPORTUNITY, ORDER, ORDER_LINE, VAULT]) await put('entities', without(document));
  for (const document of [CUSTOMER, ORDER]) await put('entities', document, 1);
  await put('forms', CUSTOMER_FORM);
  await put('views', CUSTOMER_VIEW);
  const drawer = { key: 'drawer', label: { en: 'Drawer' }, capabilities: ['design'], rules: [] };
  const people = { key: 'people', label: { en: 'People' }, capabilities: ['members'], rules: [] };
  for (const document of [REP, MANAGER, AUDITOR, GUEST, SECOND, drawer, people]) await put('roles', document);

  const join = (name: string, ...roles: string[]): Promise<TestBrowser> => server.join(admin, { name, email: `${name.toLowerCase()}@example.com`, roles });
  const rep = await join('Rep', 'rep', 'second');
  const [manager, rep2, repB, auditor, nobody, designer, staff] = [await join('Manager', 'manager'), await join('Rep2', 'rep'), await join('RepB', 'rep'), await join('Auditor', 'auditor'), await join('Nobody', 'guest'), await join('Designer', 'drawer'), await join('Staff', 'people')];
  const ids: People = { admin: memberIdOf(admin), manager: memberIdOf(manager), rep: memberIdOf(rep), rep2: memberIdOf(rep2), repB: memberIdOf(repB) };
  const department = async (name: string, parent: string | null, members: string[]): Promise<string> => done(await admin.post('/api/departments', { name, parent, members }), name).id;
  const sales = await department('Sales', null, [ids.admin]);
  await department('Team A', sales, [ids.manager, ids.rep, ids.rep2]);
  await department('Team B', sales, [ids.repB]);

  await writeRows(server.db, ids, { variant: 0, perspective: 'rep' });
  const upload = async (field: 'paper' | 'contract'): Promise<string> => {
    const { id } = done(await admin.send('POST', `/api/files?fileName=CNRYfile${field}000.txt&entity=customer&field=${field}`, Buffer.from(`CNRYbytes${field}0000 inside`)), field);
    done(await admin.patch(`/api/records/customer/${idOf('customer', 0)}`, { values: { [field]: [{ id }] } }), `${field} of a customer`);
    return id;
  };
  const fileIds = { paper: await upload('paper'), contract: await upload('contract') };
  for (const n of [0, 1, 20]) done(await admin.patch(`/api/records/customer/${idOf('customer', n)}`, { values: { card: `CNRYcard0000${n}`, partners: [idOf('customer', 1), idOf('customer', 21), idOf('customer', 10)] } }), 'card');

  // Secrets are made when they are first needed; all copies must have the same.
  done(await rep.post('/api/records/customer/query', { limit: 1 }), 'page');
  const stranger = await strangerOf(server);
  const identities: Partial<Record<Someone, Identity>> = Object.fromEntries(Object.entries({ admin, manager, rep, rep2, repB, auditor, nobody, designer, people: staff, stranger }).map(([who, browser]) => [who, identityOf(browser)]));
  if (has('POST /api/keys')) {
    const { secret } = done(await rep.post('/api/keys', { name: 'Reader', role: 'rep', only: [{ entity: 'customer', actions: ['read', 'export'] }], days: 30 }), 'key');
    identities.key = { cookies: [], authorization: `Bearer ${secret}` };
  }
  const links: Partial<Record<'recordLink' | 'viewLink' | 'formLink', string>> = {};
  if (has('POST /api/shares')) {
    const share = async (body: Record<string, unknown>): Promise<string> => done(await rep.post('/api/shares', { entity: 'customer', ...body }), `link to a ${String(body['kind'])}`).path.split('/').at(-1);
    links.recordLink = await share({ kind: 'record', record: idOf('customer', 0), fields: ['name', 'region', 'phone', 'wechat'] });
    links.viewLink = await share({ kind: 'view', document: 'board' });
    links.formLink = await share({ kind: 'form', document: 'wish' });
    for (const link of ['recordLink', 'viewLink', 'formLink'] as const) identities[link] = { cookies: [] };
  }
  if (has('POST /api/session/view-as')) {
    const looking = server.browser();
    await looking.signIn('admin@example.com');
    looking.take(done2(await looking.post('/api/session/view-as', { member: ids.rep })));
    identities.viewer = identityOf(looking);
  }
  const draft = done(await admin.post('/api/design/processes', { key: 'check', label: { en: 'Check' }, entity: 'customer' }), 'process');
  done(await admin.post('/api/design/processes/check/publish', { draftVersion: draft.draftVersion, xml: CHECK_PROCESS }), 'process');
  // Tasks of representatives on records that they may see in part, and on one they may not see.
  for (const n of [0, 3, 10, 21]) done(await admin.patch(`/api/records/customer/${idOf('customer', n)}`, { values: {}, submit: true }), 'submitted');
  return { people: ids, identities, links, fileIds };
}

const done2 = <Body>(answer: TestAnswer<Body>): TestAnswer<Body> => {
  done(answer, 'view as');
  return answer;
};

/** Somebody with every right in another workspace of the same server. */
async function strangerOf(server: TestServer): Promise<TestBrowser> {
  const [account, workspace, member] = [newId(), newId(), newId()];
  await server.database.transaction(null, async (db) => {
    await createWorkspaceSchema(db, 'ws_other');
    await db.query(`INSERT INTO tessera.workspace (id, key, name, schema, time_zone, created_at) VALUES ($1, 'other', 'Other', 'ws_other', 'Asia/Shanghai', now())`, [workspace]);
    await db.query(`INSERT INTO tessera.account (id, email, name, password_hash, locale, created_at) SELECT $1, 'stranger@example.com', 'Stranger', password_hash, locale, now() FROM tessera.account LIMIT 1`, [account]);
    await db.query(`INSERT INTO tessera.membership (account_id, workspace_id, member_id) VALUES ($1, $2, $3)`, [account, workspace, member]);
    await db.query(`INSERT INTO ws_other._member (id, account_id, name, email, roles, status) VALUES ($1, $2, 'Stranger', 'stranger@example.com', '{admin}', 'active')`, [member, account]);
  });
  const stranger = server.browser();
  const answer = await stranger.signIn('stranger@example.com');
  if (answer.status !== 200) throw new Error(`stranger: ${answer.text}`);
  done(await stranger.put('/api/design/entities/customer', { version: 0, document: { ...CONTACT, key: 'customer', fields: CONTACT.fields.filter(({ type }) => type !== 'relation') } }), 'entity of another workspace');
  return stranger;
}

/** An empty database, or a copy of one that nobody is connected to. */
async function databaseOf(template?: string): Promise<TestDatabase> {
  const name = `proof_${randomBytes(8).toString('hex')}`;
  const from = template === undefined ? '' : ` TEMPLATE "${new URL(template).pathname.slice(1)}" STRATEGY wal_log`;
  await asOwner((client) => client.query(`CREATE DATABASE "${name}"${from}`));
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 4 });
  pool.on('error', () => {});
  return {
    url: url.href,
    pool,
    query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => (await pool.query<Row>(text, [...values])).rows,
    drop: async () => {
      await pool.end();
      await asOwner((client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    },
  };
}

async function asOwner(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
