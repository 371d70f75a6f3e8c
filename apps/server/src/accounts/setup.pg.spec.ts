import { afterEach, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, startTestServer, type TestServer } from '../testing/test-server.ts';

const REQUEST = { name: '陈管理', email: 'Admin@Example.com', password: ADMIN_PASSWORD, workspace: '示例公司', locale: 'zh-CN', timeZone: 'Asia/Shanghai' };

describe('first-run setup', () => {
  let server: TestServer;
  afterEach(() => server.stop());

  it('creates the administrator and the workspace, signs in, and is closed from then on', async () => {
    server = await startTestServer();
    const browser = server.browser();
    expect((await browser.get('/api/setup')).body).toEqual({ open: true });

    const done = await browser.post('/api/setup', REQUEST);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      member: { name: '陈管理', email: 'admin@example.com', roles: ['admin'] },
      workspace: { name: '示例公司', timeZone: 'Asia/Shanghai', empty: true },
      locale: 'zh-CN',
      capabilities: ['design', 'members', 'audit', 'keys'],
    });
    expect((await browser.get('/api/session')).body.csrfToken).toBe(done.body.csrfToken);
    expect((await server.browser().get('/api/setup')).body).toEqual({ open: false });

    const again = await server.browser().post('/api/setup', { ...REQUEST, email: 'other@example.com' });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('SETUP_CLOSED');
    expect(await server.db.query('SELECT count(*)::int AS accounts FROM tessera.account')).toEqual([{ accounts: 1 }]);
  });

  it('lets exactly one of two who try at once in, over two processes', async () => {
    server = await startTestServer();
    const other = await startTestServer({ beside: server });
    const answers = await Promise.all([
      server.browser().post('/api/setup', REQUEST),
      other.browser().post('/api/setup', { ...REQUEST, email: 'second@example.com', workspace: 'Second' }),
    ]);
    await other.stop();
    // On a busy machine the second one may be told to come back instead of that it came too late.
    expect(answers.map(({ status }) => (status === 503 ? 409 : status)).sort()).toEqual([200, 409]);
    expect(await server.db.query('SELECT count(*)::int AS workspaces FROM tessera.workspace')).toEqual([{ workspaces: 1 }]);
  });

  it('names every bad field at once and creates nothing', async () => {
    server = await startTestServer();
    const answer = await server.browser().post('/api/setup', { ...REQUEST, email: 'nobody', password: 'short', timeZone: 'Asia/Shanghai', nickname: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).sort()).toEqual([
      'email TEXT_NOT_EMAIL',
      'nickname FIELD_UNKNOWN',
      'password TEXT_TOO_SHORT',
    ]);
    expect((await server.browser().get('/api/setup')).body).toEqual({ open: true });
  });

  it.each(['Mars/Olympus', '+08:00', "UTC'; --"])('refuses the time zone %s', async (timeZone) => {
    server = await startTestServer();
    const answer = await server.browser().post('/api/setup', { ...REQUEST, timeZone });
    expect(answer.body.fields).toMatchObject([{ path: 'timeZone', code: 'TIME_ZONE_UNKNOWN' }]);
  });
});
