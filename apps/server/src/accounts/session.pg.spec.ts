import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const EMAIL = 'admin@example.com';

describe('a session', () => {
  let server: TestServer;
  let other: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer({ beside: server });
    admin = await server.setup();
  });
  afterEach(() => server.db.query('DELETE FROM tessera.sign_in_attempt'));
  afterAll(async () => {
    await other.stop();
    await server.stop();
  });

  it('is a random token in an httpOnly cookie, of which the database has only the hash', async () => {
    const answer = await server.browser().post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^tessera_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const token = /=([\w-]+);/.exec(cookie)?.[1] ?? '';
    const sessions = await server.db.query<{ row: string }>('SELECT s::text AS row FROM tessera.session s');
    expect(sessions.every(({ row }) => !row.includes(token))).toBe(true);
  });

  it('has a Secure __Host- cookie when people reach the server over https, and takes no other there', async () => {
    const tls = await startTestServer({ beside: server, config: { publicUrl: new URL('https://crm.example.com') } });
    const answer = await tls.browser().post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD });
    const browser = tls.browser();
    await browser.signIn(EMAIL);
    expect((await browser.get('/api/session')).status).toBe(200);
    const planted = tls.browser();
    planted.cookies.set('tessera_session', [...browser.cookies.values()][0] ?? '');
    expect((await planted.get('/api/session')).status).toBe(401);
    await tls.stop();
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-tessera_session=.*; Secure$/);
  });

  it('is valid in another process at once, and over in both after signing out', async () => {
    const browser = server.browser();
    await browser.signIn(EMAIL);
    const there = other.browser();
    for (const [name, value] of browser.cookies) there.cookies.set(name, value);
    expect((await there.get('/api/session')).status).toBe(200);
    expect((await browser.delete('/api/session')).status).toBe(204);
    await eventually(async () => expect((await there.get('/api/session')).status).toBe(401));
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  it('ends after fourteen days, however much it is used', async () => {
    const browser = server.browser();
    await browser.signIn(EMAIL);
    for (const days of [5, 5, 3.9]) {
      server.clock.pass(days * 86_400_000);
      expect((await browser.get('/api/session')).status).toBe(200);
    }
    server.clock.pass(0.2 * 86_400_000);
    expect((await browser.get('/api/session')).status).toBe(401);
    server.clock.pass(-14.1 * 86_400_000);
    await server.db.query('DELETE FROM tessera.session WHERE last_seen_at > now() + interval \'1 day\'');
    admin = server.browser();
    await admin.signIn(EMAIL);
  });

  it('speaks the language its person chose', async () => {
    const browser = server.browser();
    await browser.signIn(EMAIL);
    expect((await browser.patch('/api/session', { locale: 'zh-CN' })).body.locale).toBe('zh-CN');
    expect((await browser.get('/api/nothing-like-this?')).status).toBe(404);
    expect((await browser.patch('/api/session', { locale: 'fr' })).body.message).toBe('请求有误，未做任何更改。');
    await browser.patch('/api/session', { locale: 'en' });
  });

  describe('protects what changes', () => {
    it.each([
      ['no CSRF token', { 'x-csrf-token': '' }, 'SESSION_CSRF_INVALID'],
      ['a wrong CSRF token', { 'x-csrf-token': 'x'.repeat(43) }, 'SESSION_CSRF_INVALID'],
      ['the origin of another site', { origin: 'https://evil.example' }, 'REQUEST_ORIGIN_REFUSED'],
      ['an opaque origin', { origin: 'null' }, 'REQUEST_ORIGIN_REFUSED'],
      ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }, 'REQUEST_ORIGIN_REFUSED'],
    ])('refuses a request with %s', async (_what, headers, code) => {
      const answer = await admin.patch('/api/session', { locale: 'en' }, headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe(code);
    });

    it('takes a request from its own page', async () => {
      for (const host of ['localhost:80', 'localhost', 'crm.example.com:8443']) {
        expect((await admin.patch('/api/session', { locale: 'en' }, { origin: `http://${host}`, host })).status).toBe(200);
      }
    });

    it('refuses to sign in from another site', async () => {
      const answer = await server.browser().post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD }, { origin: 'https://evil.example' });
      expect(answer.body.code).toBe('REQUEST_ORIGIN_REFUSED');
    });
  });

  describe('signing in', () => {
    it('answers the same for an unknown e-mail and a wrong password', async () => {
      const [unknown, wrong] = [
        await server.browser().post('/api/session', { email: 'nobody@example.com', password: ADMIN_PASSWORD }),
        await server.browser().post('/api/session', { email: EMAIL, password: 'something else' }),
      ];
      expect(unknown.status).toBe(401);
      expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    });

    it('takes an unknown e-mail as long as a known one', async () => {
      const time = async (email: string): Promise<number> => {
        const start = performance.now();
        await server.browser().post('/api/session', { email, password: 'something else' });
        return performance.now() - start;
      };
      await time('warm@example.com');
      const [known, unknown]: [number[], number[]] = [[], []];
      for (let round = 0; round < 6; round += 1) {
        known.push(await time(EMAIL));
        unknown.push(await time(`nobody${round}@example.com`));
      }
      // Without the password's work an answer takes a sixth of the time; the rest is room for a busy machine.
      expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.4);
    });

    it('is refused for a while after eight failures, over all processes, and not for other addresses', async () => {
      const attempts: number[] = [];
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const browser = (attempt % 2 === 0 ? server : other).browser();
        attempts.push((await browser.post('/api/session', { email: EMAIL, password: `guess number ${attempt}` })).status);
      }
      expect(attempts).toEqual([...new Array<number>(8).fill(401), 429, 429]);
      const throttled = await server.browser().post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD });
      expect(throttled.body.code).toBe('REQUEST_THROTTLED');
      expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(800);
      expect((await server.browser().post('/api/session', { email: 'someone@example.com', password: 'x' })).status).toBe(401);
      server.clock.pass(15 * 60_000 + 1);
      expect((await server.browser().signIn(EMAIL)).status).toBe(200);
      server.clock.pass(-15 * 60_000 - 1);
    });

    it('lets parallel guesses through no faster than one by one', async () => {
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_none, index) => server.browser().post('/api/session', { email: EMAIL, password: `parallel guess ${index}` })),
      );
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(8);
    });

    it('leaves in the trail that attempts were held back, and how many, in few entries', async () => {
      for (const email of [EMAIL, 'nobody-there@example.com']) {
        await server.db.query('DELETE FROM tessera.sign_in_attempt');
        const [{ at } = { at: '' }] = await server.db.query<{ at: string }>('SELECT max(id::text) AS at FROM ws_example._audit');
        for (let attempt = 0; attempt < 18; attempt += 1) await server.browser().post('/api/session', { email, password: 'held back' });
        const entries = await server.db.query<{ actor_kind: string; detail: Record<string, unknown> }>(`SELECT actor_kind, detail FROM ws_example._audit WHERE action = 'session.refused' AND detail ->> 'reason' = 'throttled' AND id::text > $1 ORDER BY id`, [at]);
        expect(entries.map(({ actor_kind: kind, detail }) => [kind, detail['attempts'], detail['email']])).toEqual([1, 2, 4, 8].map((attempts) => ['nobody', attempts, email === EMAIL ? EMAIL : undefined]));
      }
    });

    it('opens no session for somebody who is being disabled at that moment', async () => {
      const member = await server.join(admin, { name: 'Quick', email: 'quick@example.com', roles: ['admin'] });
      const id = member.session?.member.id;
      const disabling = server.database.dataSource.createQueryRunner();
      await disabling.startTransaction();
      await disabling.query(`UPDATE ws_example._member SET status = 'disabled' WHERE id = $1`, [id]);
      const signingIn = server.browser().post('/api/session', { email: 'quick@example.com', password: ADMIN_PASSWORD });
      const isWaiting = async () => (await server.db.query(`SELECT FROM pg_locks WHERE NOT granted`)).length > 0;
      while (!(await Promise.race([signingIn.then(() => true), isWaiting()]))) await new Promise((resolve) => setTimeout(resolve, 5));
      await disabling.commitTransaction();
      await disabling.release();
      expect(await signingIn).toMatchObject({ status: 401, body: { code: 'SIGN_IN_FAILED' } });
      await server.db.query(`UPDATE ws_example._member SET status = 'active' WHERE id = $1`, [id]);
      expect(await server.db.query('SELECT FROM tessera.session WHERE member_id = $1 AND created_at > (SELECT min(created_at) FROM tessera.session WHERE member_id = $1)', [id])).toEqual([]);
    });

    it('forgets failures after a success', async () => {
      for (let round = 0; round < 3; round += 1) {
        for (let attempt = 0; attempt < 5; attempt += 1) await server.browser().post('/api/session', { email: EMAIL, password: 'wrong again' });
        expect((await server.browser().signIn(EMAIL)).status).toBe(200);
      }
    });

    it('believes only what the proxy of ours wrote about the address of a visitor', async () => {
      const behind = await startTestServer({ beside: server, config: { trustProxy: 1 } });
      const attempt = (forged: number) => behind.browser().post('/api/session', { email: EMAIL, password: 'wrong' }, { 'x-forwarded-for': `10.0.0.${forged}, 203.0.113.7` });
      for (let forged = 0; forged < 8; forged += 1) expect((await attempt(forged)).status).toBe(401);
      expect((await attempt(9)).status).toBe(429);
      await behind.stop();
    });

    it('counts an e-mail as one however it is written, and takes it in no other form', async () => {
      const written = [EMAIL, EMAIL.toUpperCase(), ` ${EMAIL} `, 'Admin@Example.com'];
      const answers: number[] = [];
      for (let attempt = 0; attempt < 9; attempt += 1) answers.push((await server.browser().post('/api/session', { email: written[attempt % 4], password: 'wrong' })).status);
      expect(answers).toEqual([...new Array<number>(8).fill(401), 429]);
      const form = await server.browser().post('/api/session', 'email=admin@example.com&password=x', { 'content-type': 'application/x-www-form-urlencoded' });
      expect([form.status, (await server.browser().post('/api/session/', { email: EMAIL, password: ADMIN_PASSWORD })).status]).toEqual([415, 404]);
      expect((await server.browser().post('/api/session', { email: EMAIL, password: ADMIN_PASSWORD, random: 1 })).status).toBe(400);
    });

    it('is held back for an e-mail that is guessed from everywhere, for a quarter of an hour, but not where its owner is signed in', async () => {
      const behind = await startTestServer({ beside: server, config: { trustProxy: 1 } });
      const from = (address: string, password: string) => behind.browser().post('/api/session', { email: EMAIL, password }, { 'x-forwarded-for': address });
      expect((await from('198.51.100.7', ADMIN_PASSWORD)).status).toBe(200);
      await from('203.0.113.1', 'wrong');
      await server.db.query(`UPDATE tessera.sign_in_attempt SET failures = 100 WHERE key LIKE 'email:%'`);
      expect((await from('203.0.113.2', ADMIN_PASSWORD)).status).toBe(429);
      expect((await from('198.51.100.7', ADMIN_PASSWORD)).status).toBe(200);
      server.clock.pass(15 * 60_000 + 1);
      expect((await from('203.0.113.3', ADMIN_PASSWORD)).status).toBe(200);
      server.clock.pass(-15 * 60_000 - 1);
      await behind.stop();
    });

    it('limits what one address can try over many e-mails', async () => {
      await server.db.query(`INSERT INTO tessera.sign_in_attempt VALUES ('address:127.0.0.1', 60, now() + interval '10 minutes')`);
      expect((await server.browser().post('/api/session', { email: 'fresh@example.com', password: 'x' })).status).toBe(429);
    });
  });

  it('is looked up afresh while nobody hears of changes, so a session ended elsewhere is over at once', async () => {
    const browser = server.browser();
    await browser.signIn(EMAIL);
    expect((await browser.get('/api/session')).status).toBe(200);
    await server.db.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tessera changes' AND datname = current_database()`);
    await server.db.query('DELETE FROM tessera.session');
    await eventually(async () => expect((await browser.get('/api/session')).status).toBe(401));
    admin = server.browser();
    await admin.signIn(EMAIL);
  });
});

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
