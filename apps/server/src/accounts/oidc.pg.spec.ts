import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { CLIENT, startTestProvider, type TestProvider } from '../testing/oidc-provider.ts';
import { ADMIN_PASSWORD, startTestServer, type TestAnswer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const EMAIL = 'admin@example.com';
const REP = 'li@example.com';
const PUBLIC = 'https://crm.example.com';
const FROM_HERE = { 'sec-fetch-site': 'same-origin' };

describe('signing in with an OpenID provider', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let provider: TestProvider;
  let repId = '';
  beforeAll(async () => {
    provider = await startTestProvider(PUBLIC);
    server = await startTestServer({ config: { publicUrl: new URL(PUBLIC), oidc: { issuer: provider.issuer, ...CLIENT, label: 'Example ID', allowHttp: true } } });
    admin = await server.setup();
    repId = (await server.join(admin, { name: '李', email: REP, roles: [] })).session?.member.id ?? '';
  });
  afterEach(async () => {
    await server.db.query('DELETE FROM tessera.sign_in_attempt');
    await server.db.query('DELETE FROM tessera.account_identity');
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });

  const start = (browser: TestBrowser, to?: string, headers: Record<string, string> = {}) => browser.get(`/api/oidc/start${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`, headers);
  const locationOf = (answer: TestAnswer): string => String(answer.headers['location']);
  const come = (browser: TestBrowser, back: URL) => browser.get(`${back.pathname}${back.search}`);
  const signIn = async (browser: TestBrowser, to?: string, change?: (request: URL) => void): Promise<TestAnswer> => come(browser, await provider.visit(locationOf(await start(browser, to)), change));
  const link = async (browser: TestBrowser): Promise<TestAnswer> => come(browser, await provider.visit(locationOf(await start(browser, '/account', FROM_HERE))));
  const isIn = async (browser: TestBrowser): Promise<string | undefined> => (await browser.get('/api/session')).body.member?.email;
  const rep = async (): Promise<TestBrowser> => {
    const browser = server.browser();
    expect((await browser.signIn(REP)).status).toBe(200);
    return browser;
  };
  const linked = async (sub: string): Promise<void> => {
    provider.person = { sub, email: REP, email_verified: true };
    expect(locationOf(await link(await rep()))).toBe('/account');
  };

  it('is offered by its name, without a secret', async () => {
    const { body, text } = await server.browser().get('/api/sign-in-options');
    expect([body.oidc, text.includes(CLIENT.clientSecret)]).toEqual([{ label: 'Example ID' }, false]);
  });

  it('asks with state, nonce and a PKCE challenge, kept in a sealed cookie for minutes', async () => {
    const answer = await start(server.browser());
    const asked = new URL(locationOf(answer)).searchParams;
    expect(answer.status).toBe(302);
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: `${PUBLIC}/api/oidc/callback`, scope: 'openid email profile' });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-tessera_oidc=.*; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.get(name)?.length).toBeGreaterThan(40);
      expect(cookie).not.toContain(asked.get(name));
    }
  });

  it('links an account of whoever is signed in, and opens it from then on', async () => {
    provider.person = { sub: 'li-1', email: 'another@example.com', email_verified: false };
    const browser = await rep();
    expect((await browser.get('/api/account')).body.oidc).toEqual({ label: 'Example ID', linked: false });
    expect(locationOf(await link(browser))).toBe('/account');
    expect((await browser.get('/api/account')).body.oidc.linked).toBe(true);
    const fresh = server.browser();
    const came = await signIn(fresh, '/records/customer?view=mine');
    expect([came.status, locationOf(came), await isIn(fresh)]).toEqual([302, '/records/customer?view=mine', REP]);
    const trail = await server.db.query(`SELECT action FROM ws_example._audit WHERE action = 'identity.linked' AND actor = $1`, [repId]);
    expect(trail).toHaveLength(1);
  });

  it.each([
    ['verified', true],
    ['not verified', false],
    ['verified, so they write', 'true'],
    ['of which nothing is said', undefined],
  ])('never links by an e-mail address that is %s', async (_what, verified) => {
    provider.person = { sub: 'stranger', email: EMAIL, ...(verified === undefined ? {} : { email_verified: verified }) };
    const browser = server.browser();
    expect(locationOf(await signIn(browser))).toBe('/sign-in?problem=OIDC_UNKNOWN');
    expect(await isIn(browser)).toBeUndefined();
    expect(await server.db.query('SELECT FROM tessera.account_identity')).toEqual([]);
  });

  it('knows an account by its subject: the same address under another one opens nothing', async () => {
    await linked('li-1');
    provider.person = { sub: 'li-2', email: REP, email_verified: true };
    expect(locationOf(await signIn(server.browser()))).toBe('/sign-in?problem=OIDC_UNKNOWN');
  });

  it('gives one identity to one account, and one account one identity', async () => {
    await linked('li-1');
    const boss = server.browser();
    await boss.signIn(EMAIL);
    expect(locationOf(await link(boss))).toBe('/account?problem=OIDC_TAKEN');
    provider.person = { sub: 'li-2' };
    expect(locationOf(await link(await rep()))).toBe('/account?problem=OIDC_TAKEN');
  });

  it('links only what our own page has begun, in the session that began it', async () => {
    provider.person = { sub: 'attacker' };
    const victim = await rep();
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' }, { referer: 'https://evil.example/' }, {}] as Record<string, string>[]) {
      expect(locationOf(await start(victim, '/account', headers))).toBe('/account?problem=OIDC_LINK_FOREIGN');
    }
    const begun = locationOf(await start(victim, '/account', FROM_HERE));
    await victim.signIn(EMAIL);
    expect(locationOf(await come(victim, await provider.visit(begun)))).toBe('/account?problem=OIDC_LINK_FOREIGN');
    expect(await server.db.query('SELECT FROM tessera.account_identity')).toEqual([]);
  });

  it('lets somebody accept an invitation to the verified address, once, and to no other', async () => {
    await admin.post('/api/invitations', { name: '王芳', email: 'wang@example.com', roles: [] });
    for (const person of [{ email: 'wang@example.com', email_verified: false }, { email: 'wang@example.com' }, { email: 'wang@example.com.evil.example', email_verified: true }]) {
      provider.person = { sub: 'wang', ...person };
      expect(locationOf(await signIn(server.browser()))).toBe('/sign-in?problem=OIDC_UNKNOWN');
    }
    provider.person = { sub: 'wang', email: 'Wang@example.com', email_verified: true };
    const browser = server.browser();
    expect(locationOf(await signIn(browser, '/'))).toBe('/');
    expect(await isIn(browser)).toBe('wang@example.com');
    expect((await browser.get('/api/account')).body.hasPassword).toBe(false);
    expect((await server.browser().signIn('wang@example.com', '')).status).toBe(401);
    provider.person = { sub: 'wang-2', email: 'wang@example.com', email_verified: true };
    expect(locationOf(await signIn(server.browser()))).toBe('/sign-in?problem=OIDC_UNKNOWN');
  });

  it('accepts no invitation that has expired', async () => {
    await admin.post('/api/invitations', { name: '赵', email: 'zhao@example.com', roles: [] });
    await server.db.query(`UPDATE ws_example._invitation SET expires_at = now() - interval '1 minute' WHERE used_at IS NULL`);
    provider.person = { sub: 'zhao', email: 'zhao@example.com', email_verified: true };
    expect(locationOf(await signIn(server.browser()))).toBe('/sign-in?problem=OIDC_UNKNOWN');
  });

  it('asks for the one-time code all the same, and lets nobody in without it', async () => {
    await linked('li-1');
    const owner = await rep();
    const { secret } = (await owner.post('/api/account/totp', { password: ADMIN_PASSWORD })).body;
    const code = (steps: number): string => generateSync({ secret, epoch: Math.floor(server.clock.now().getTime() / 1000) + steps * 30 });
    await owner.post('/api/account/totp/confirm', { code: code(-1) });
    const browser = server.browser();
    expect(locationOf(await signIn(browser, '/tasks'))).toBe('/sign-in?step=code&to=%2Ftasks');
    expect(await isIn(browser)).toBeUndefined();
    expect((await server.browser().post('/api/oidc/code', { code: code(0) })).body.code).toBe('OIDC_FAILED');
    expect((await browser.post('/api/oidc/code', { code: code(5) })).body.code).toBe('TOTP_WRONG');
    const entered = await browser.post('/api/oidc/code', { code: code(0) });
    expect([entered.status, await isIn(browser)]).toEqual([200, REP]);
    await server.db.query('UPDATE tessera.account SET totp_secret = NULL');
  });

  it('lets in no member who is disabled', async () => {
    await linked('li-1');
    await admin.patch(`/api/members/${repId}`, { disabled: true });
    expect(locationOf(await signIn(server.browser()))).toBe('/sign-in?problem=SIGN_IN_FAILED');
    await admin.patch(`/api/members/${repId}`, { disabled: false });
  });

  describe('refuses a callback', () => {
    const refused = async (browser: TestBrowser, answer: TestAnswer): Promise<void> => {
      expect([answer.status, locationOf(answer), await isIn(browser)]).toEqual([302, '/sign-in?problem=OIDC_FAILED', undefined]);
    };

    it('in another browser than the one that asked', async () => {
      await linked('li-1');
      const back = await provider.visit(locationOf(await start(server.browser())));
      const victim = server.browser();
      await refused(victim, await come(victim, back));
      await start(victim);
      await refused(victim, await come(victim, back));
    });

    it.each([
      ['another state', (back: URL) => back.searchParams.set('state', 'x'.repeat(43))],
      ['no state', (back: URL) => back.searchParams.delete('state')],
      ['another code', (back: URL) => back.searchParams.set('code', 'x'.repeat(43))],
      ['another issuer', (back: URL) => back.searchParams.set('iss', 'https://evil.example')],
      ['no issuer, from a provider that says it names itself', (back: URL) => back.searchParams.delete('iss')],
      ['an error', (back: URL) => back.searchParams.set('error', 'access_denied')],
    ])('with %s', async (_what, change) => {
      await linked('li-1');
      const browser = server.browser();
      const back = await provider.visit(locationOf(await start(browser)));
      change(back);
      await refused(browser, await come(browser, back));
    });

    it.each([
      ['an ID token for another nonce', (request: URL) => request.searchParams.set('nonce', 'x'.repeat(43))],
      ['a code for another PKCE challenge', (request: URL) => request.searchParams.set('code_challenge', 'x'.repeat(43))],
    ])('with %s', async (_what, change) => {
      await linked('li-1');
      const browser = server.browser();
      await refused(browser, await signIn(browser, undefined, change));
    });

    it('that comes a second time, or too late', async () => {
      await linked('li-1');
      const browser = server.browser();
      const back = await provider.visit(locationOf(await start(browser)));
      const cookie = [...browser.cookies];
      await come(browser, back);
      expect(await isIn(browser)).toBe(REP);
      const again = server.browser();
      await refused(again, await come(again, back));
      for (const [name, value] of cookie) again.cookies.set(name, value);
      await refused(again, await come(again, back));
      const slow = server.browser();
      const late = await provider.visit(locationOf(await start(slow)));
      server.clock.pass(10 * 60_000 + 1);
      await refused(slow, await come(slow, late));
      server.clock.pass(-10 * 60_000 - 1);
    });

    it('with a cookie that somebody made or changed', async () => {
      await linked('li-1');
      const browser = server.browser();
      const back = await provider.visit(locationOf(await start(browser)));
      const [[name = '', value = ''] = []] = [...browser.cookies];
      browser.cookies.set(name, `${value.slice(0, -4)}AAAA`);
      await refused(browser, await come(browser, back));
      browser.cookies.set(name, JSON.stringify({ state: back.searchParams.get('state') }));
      await refused(browser, await come(browser, back));
    });
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', '\\\\evil.example', '/..//evil.example', 'records'])('leads to our own first page instead of %s', async (to) => {
    await linked('li-1');
    const answer = await signIn(server.browser(), to);
    expect(locationOf(answer)).toMatch(/^\/(?![/\\])/);
    expect(new URL(locationOf(answer), PUBLIC).origin).toBe(PUBLIC);
    expect(locationOf(answer)).not.toContain('evil');
  });

  it('leads back with a message when the provider does not answer, and passwords work', async () => {
    const broken = await startTestServer({ beside: server, config: { publicUrl: new URL(PUBLIC), oidc: { issuer: new URL('http://127.0.0.1:9'), ...CLIENT, label: 'X', allowHttp: true } } });
    expect(locationOf(await start(broken.browser()))).toBe('/sign-in?problem=OIDC_UNAVAILABLE');
    expect((await broken.browser().signIn(EMAIL)).status).toBe(200);
    await broken.stop();
  });

  it('does not exist where no provider is set', async () => {
    const without = await startTestServer({ beside: server });
    expect((await without.browser().get('/api/oidc/start')).body.code).toBe('OIDC_OFF');
    expect((await without.browser().get('/api/sign-in-options')).body.oidc).toBeNull();
    await without.stop();
  });
});
