import { hash } from '@node-rs/argon2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const EMAIL = 'admin@example.com';
const COMPOSED = 'Café Ångström très'.normalize('NFC');
const DECOMPOSED = COMPOSED.normalize('NFD');

describe('a password', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    for (const password of ['password123', 'adminadmin', 'Example 2026', 'admin@example.com']) {
      const refused = await server.browser().post('/api/setup', { name: '陈管理', email: EMAIL, password, workspace: 'Example', locale: 'zh-CN', timeZone: 'UTC' }, { 'accept-language': 'zh-CN' });
      expect([password, refused.body.fields?.[0]]).toMatchObject([password, { path: 'password', code: 'PASSWORD_COMMON', message: expect.stringContaining('很容易被猜到') }]);
    }
    admin = await server.setup();
  });
  afterEach(() => server.db.query('DELETE FROM tessera.sign_in_attempt'));
  afterAll(() => server.stop());

  const change = (current: string, password: string) => admin.post('/api/account/password', { current, password });
  const setHash = (passwordHash: string) => server.db.query('UPDATE tessera.account SET password_hash = $1 WHERE email = $2', [passwordHash, EMAIL]);
  const hashNow = async (): Promise<string> => (await server.db.query<{ password_hash: string }>('SELECT password_hash FROM tessera.account WHERE email = $1', [EMAIL]))[0]?.password_hash ?? '';

  it('is refused when it is common, a pattern, or what the person is called', async () => {
    for (const password of ['qwertyuiop', 'aaaaaaaaaaaa', '1234567890', 'P@ssw0rd2024', 'iloveyou123', EMAIL, 'qwertyuiop'.repeat(6)]) {
      expect([password, (await change(ADMIN_PASSWORD, password)).body.fields]).toMatchObject([password, [{ path: 'password', code: 'PASSWORD_COMMON' }]]);
    }
    expect((await change(ADMIN_PASSWORD, ADMIN_PASSWORD)).body.fields).toMatchObject([{ code: 'PASSWORD_SAME' }]);
    expect((await change('not my password', 'nine green bottles')).body.code).toBe('PASSWORD_WRONG');
    expect((await server.browser().signIn(EMAIL)).status).toBe(200);
  });

  it('is as long as the workspace asks for, counted in characters as people see them', async () => {
    await admin.put('/api/security', { passwordLength: 16, totp: 'nobody', idleMinutes: 10_080, sessionHours: 336, readingAlert: 0, readingFreeze: 0 });
    expect((await change(ADMIN_PASSWORD, 'zebra lamp tide')).body.fields).toMatchObject([{ code: 'PASSWORD_TOO_SHORT', params: { length: 16 }, message: 'Use at least 16 characters.' }]);
    expect((await change(ADMIN_PASSWORD, 'zébra lamp tidé'.normalize('NFD'))).body.fields).toMatchObject([{ code: 'PASSWORD_TOO_SHORT' }]);
    const invited = await admin.post('/api/invitations', { name: '李', email: 'li@example.com', roles: [] });
    const accept = (password: string) => server.browser().post(`/api${invited.body.path}/accept`, { name: '李娜', password, locale: 'en' });
    expect((await accept('zebra lamp tide')).body.fields).toMatchObject([{ path: 'password', code: 'PASSWORD_TOO_SHORT' }]);
    expect((await accept('li@example.com123')).body.fields).toMatchObject([{ path: 'password', code: 'PASSWORD_COMMON' }]);
    expect((await accept('zebra lamp tide moon')).status).toBe(200);
  });

  it('with a NUL character is refused everywhere', async () => {
    expect((await change(ADMIN_PASSWORD, 'nine green\0bottles')).body.fields).toMatchObject([{ path: 'password', code: 'TEXT_UNSTORABLE' }]);
    expect((await server.browser().post('/api/session', { email: EMAIL, password: `${ADMIN_PASSWORD}\0` })).status).toBe(400);
  });

  it('counts in full: what differs after 72 bytes is another one', async () => {
    const long = 'correct horse battery staple '.repeat(5);
    expect((await change(ADMIN_PASSWORD, `${long}1`)).status).toBe(204);
    expect((await server.browser().signIn(EMAIL, `${long}2`)).status).toBe(401);
    expect((await change(`${long}1`, ADMIN_PASSWORD)).status).toBe(204);
  });

  it('is the same however its accents are typed', async () => {
    expect((await change(ADMIN_PASSWORD, DECOMPOSED)).status).toBe(204);
    for (const typed of [COMPOSED, DECOMPOSED]) expect((await server.browser().signIn(EMAIL, typed)).status).toBe(200);
    expect((await change(COMPOSED, ADMIN_PASSWORD)).status).toBe(204);
  });

  it('whose hash is of before that, or weaker, works and gets a new hash at sign-in', async () => {
    for (const old of [await hash(DECOMPOSED, { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }), await hash(COMPOSED, { memoryCost: 8 * 1024, timeCost: 1, parallelism: 1 })]) {
      await setHash(old);
      expect((await server.browser().signIn(EMAIL, DECOMPOSED)).status).toBe(200);
      const upgraded = await hashNow();
      expect(upgraded).not.toBe(old);
      expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect((await server.browser().signIn(EMAIL, COMPOSED)).status).toBe(200);
      expect(await hashNow()).toBe(upgraded);
    }
  });
});
