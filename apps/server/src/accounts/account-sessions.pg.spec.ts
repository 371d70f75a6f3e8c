import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const EMAIL = 'admin@example.com';
const REP = 'li@example.com';
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
const SECURITY = { passwordLength: 10, totp: 'nobody', idleMinutes: 30, sessionHours: 8, readingAlert: 0, readingFreeze: 0 };
const MINUTE = 60_000;

describe('sessions of an account', () => {
  let server: TestServer;
  let other: TestServer;
  let admin: TestBrowser;
  let shifted = 0;
  const pass = (milliseconds: number): void => {
    shifted += milliseconds;
    server.clock.pass(milliseconds);
  };
  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer({ beside: server });
    admin = await server.setup();
    await server.join(admin, { name: '李', email: REP, roles: [] });
    await server.db.query('DELETE FROM tessera.session');
  });
  beforeEach(async () => {
    admin = await signedIn();
  });
  afterEach(async () => {
    server.clock.pass(-shifted);
    shifted = 0;
    await server.db.query('DELETE FROM tessera.sign_in_attempt');
    await server.db.query('DELETE FROM tessera.session');
    await server.db.query('DELETE FROM tessera.workspace_security');
    await server.db.query(`SELECT pg_notify('tessera_changes', '{"kind":"lost"}')`);
  });
  afterAll(async () => {
    await other.stop();
    await server.stop();
  });

  const signedIn = async (email = EMAIL, password = ADMIN_PASSWORD, on = server): Promise<TestBrowser> => {
    const browser = on.browser();
    expect((await browser.signIn(email, password)).status).toBe(200);
    return browser;
  };
  /** The same cookies at another process. */
  const at = (process: TestServer, browser: TestBrowser): TestBrowser => {
    const there = process.browser();
    for (const [name, value] of browser.cookies) there.cookies.set(name, value);
    there.csrfToken = browser.csrfToken;
    return there;
  };
  const secondsBehind = async (): Promise<number> => {
    const [row] = await server.db.query<{ seen: Date | string }>('SELECT max(last_seen_at) AS seen FROM tessera.session');
    return (server.clock.now().getTime() - new Date(row?.seen ?? 0).getTime()) / 1000;
  };
  const isOpen = async (browser: TestBrowser): Promise<boolean> => (await browser.get('/api/session')).status === 200;

  it('are listed with device and address, the one at hand marked, and nothing that signs in', async () => {
    const browser = server.browser();
    await browser.post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD }, { 'user-agent': CHROME });
    const { body, text } = await browser.get('/api/account/sessions');
    expect(body.items).toHaveLength(2);
    expect(body.items.filter(({ current }: { current: boolean }) => current)).toMatchObject([{ device: 'Chrome · Windows', ip: '127.0.0.1' }]);
    const secrets = await server.db.query<{ id: string; csrf_token: string }>('SELECT id, csrf_token FROM tessera.session');
    for (const { id, csrf_token } of secrets) expect([text.includes(id), text.includes(csrf_token)]).toEqual([false, false]);
  });

  it('end one by one by their owner, in every process within a second, and not by anybody else', async () => {
    const stolen = await signedIn();
    const { items } = (await admin.get('/api/account/sessions')).body;
    const { id } = items.find(({ current }: { current: boolean }) => !current);
    const elsewhere = at(other, stolen);
    expect(await isOpen(elsewhere)).toBe(true);
    const rep = await signedIn(REP);
    expect((await rep.delete(`/api/account/sessions/${id}`)).body.code).toBe('SESSION_NOT_FOUND');
    expect(await isOpen(stolen)).toBe(true);
    expect((await admin.delete(`/api/account/sessions/${id}`)).status).toBe(204);
    expect(await isOpen(stolen)).toBe(false);
    await eventually(async () => expect(await isOpen(elsewhere)).toBe(false));
    expect(await isOpen(admin)).toBe(true);
  });

  it('end all but the one at hand with "sign out everywhere else"', async () => {
    const [phone, desk] = [await signedIn(), at(other, await signedIn())];
    expect(await isOpen(desk)).toBe(true);
    expect((await admin.delete('/api/account/sessions')).status).toBe(204);
    expect([await isOpen(phone), await isOpen(admin)]).toEqual([false, true]);
    await eventually(async () => expect(await isOpen(desk)).toBe(false));
  });

  it('end with the session that is its own, cookie and all', async () => {
    const { id } = (await admin.get('/api/account/sessions')).body.items[0];
    expect(String((await admin.delete(`/api/account/sessions/${id}`)).headers['set-cookie'])).toContain('Max-Age=0');
    expect(await isOpen(admin)).toBe(false);
  });

  it('of a member are ended by whoever manages members, and by nobody else', async () => {
    const rep = await signedIn(REP);
    const { id } = rep.session?.member ?? { id: '' };
    expect((await rep.delete(`/api/members/${admin.session?.member.id}/sessions`)).status).toBe(403);
    expect((await admin.delete(`/api/members/${id}/sessions`)).status).toBe(204);
    expect(await isOpen(rep)).toBe(false);
  });

  it('all but the one at hand end when the password changes, and that one gets another id', async () => {
    const [phone, copy] = [await signedIn(), at(server, admin)];
    const elsewhere = at(other, phone);
    expect(await isOpen(elsewhere)).toBe(true);
    const changed = await admin.post('/api/account/password', { current: ADMIN_PASSWORD, password: 'nine green bottles' });
    expect(changed.status).toBe(204);
    expect([await isOpen(phone), await isOpen(copy), await isOpen(admin)]).toEqual([false, false, true]);
    await eventually(async () => expect(await isOpen(elsewhere)).toBe(false));
    expect((await server.browser().signIn(EMAIL)).status).toBe(401);
    expect((await admin.post('/api/account/password', { current: 'nine green bottles', password: ADMIN_PASSWORD })).status).toBe(204);
  });

  it('get a new id at sign-in: one that was planted before is dead and never somebody else', async () => {
    const planted = [...admin.cookies.values()][0];
    const victim = at(server, admin);
    expect((await victim.signIn(REP)).status).toBe(200);
    expect([...victim.cookies.values()][0]).not.toBe(planted);
    expect(await isOpen(admin)).toBe(false);
    const made = server.browser();
    made.cookies.set('tessera_session', 'A'.repeat(43));
    await made.signIn(EMAIL);
    expect([...made.cookies.values()][0]).not.toBe('A'.repeat(43));
  });

  it('end when nobody used them for as long as the workspace says, whatever the cookie says', async () => {
    expect((await admin.put('/api/security', SECURITY)).status).toBe(200);
    for (let round = 0; round < 4; round += 1) {
      pass(25 * MINUTE);
      expect(await isOpen(admin)).toBe(true);
      await eventually(async () => expect(await secondsBehind()).toBeLessThan(60));
    }
    pass(31 * MINUTE);
    expect(await isOpen(admin)).toBe(false);
    pass(-31 * MINUTE);
  });

  it('are used as long as they are used in any process', async () => {
    await admin.put('/api/security', SECURITY);
    const elsewhere = at(other, admin);
    expect(await isOpen(elsewhere)).toBe(true);
    for (let round = 0; round < 3; round += 1) {
      pass(20 * MINUTE);
      expect(await isOpen(admin)).toBe(true);
      await eventually(async () => expect(await secondsBehind()).toBeLessThan(60));
    }
    expect(await isOpen(elsewhere)).toBe(true);
  });

  it('that are older than a new limit end, also those that were open before', async () => {
    pass(3 * 60 * MINUTE);
    expect(await isOpen(admin)).toBe(true);
    const fresh = await signedIn();
    await fresh.put('/api/security', { ...SECURITY, idleMinutes: 20_160, sessionHours: 2 });
    expect([await isOpen(admin), await isOpen(fresh)]).toEqual([false, true]);
    pass(2 * 60 * MINUTE + 1);
    expect(await isOpen(fresh)).toBe(false);
  });

  it('of a disabled member are over at once in every process', async () => {
    const rep = await signedIn(REP);
    const elsewhere = at(other, rep);
    expect(await isOpen(elsewhere)).toBe(true);
    const { id } = rep.session?.member ?? { id: '' };
    expect((await admin.patch(`/api/members/${id}`, { disabled: true })).status).toBe(200);
    expect(await isOpen(rep)).toBe(false);
    await eventually(async () => expect(await isOpen(elsewhere)).toBe(false));
    expect((await server.browser().post('/api/session', { email: REP, password: ADMIN_PASSWORD })).body.code).toBe('SIGN_IN_FAILED');
    await admin.patch(`/api/members/${id}`, { disabled: false });
  });

  it('leave a trail: started, refused, ended, and what is asked of accounts', async () => {
    await server.browser().signIn(EMAIL, 'wrong wrong wrong');
    await server.browser().signIn('nobody@example.com', 'wrong wrong wrong');
    await admin.put('/api/security', SECURITY);
    await (await signedIn()).delete('/api/session');
    const lines = await server.db.query<{ action: string; actor: string | null; detail: Record<string, unknown> }>(
      `SELECT action, actor, detail FROM ws_example._audit ORDER BY id DESC LIMIT 5`,
    );
    expect(lines.map(({ action }) => action).reverse()).toEqual(['session.refused', 'session.refused', 'security.changed', 'session.started', 'session.ended']);
    expect(JSON.stringify(lines)).not.toMatch(/nobody@example|wrong wrong/);
    expect(lines[2]?.detail).toMatchObject({ from: { sessionHours: 336 }, to: { sessionHours: 8 } });
  });
});

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
