/** Secrets of keys, cookies and links that come with a request are in no line of the log, even when all goes wrong. */

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Log } from '../platform/log.ts';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

jest.setTimeout(60_000);

describe('the log', () => {
  let server: TestServer;
  let admin: TestBrowser;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    const log = server.app.get(Log);
    const told = (...args: unknown[]): void => void lines.push(JSON.stringify(args.map((one) => (one instanceof Error ? `${one.message} ${one.stack}` : one))));
    for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(log, level).mockImplementation(told as never);
  });
  afterAll(() => server.stop());

  it('names a route by its pattern and never has what came in headers or in place of a token', async () => {
    const secret = randomBytes(48).toString('base64url');
    for (const table of ['tessera.session', 'tessera.api_key', 'tessera.share_secret', 'tessera.password_reset', 'tessera.workspace', 'ws_example._invitation']) await server.db.query(`ALTER TABLE ${table} RENAME TO gone_${table.split('.')[1]}`);
    const headers = { authorization: `Bearer tsk_${secret.slice(0, 43)}`, cookie: `tessera_session=${secret}`, 'x-api-key': secret };
    const stranger = server.browser();
    const answers = [
      await stranger.get('/api/session', { authorization: headers.authorization }),
      await stranger.get('/api/session', { cookie: headers.cookie, 'x-csrf-token': secret }),
      await stranger.get(`/api/invitations/${Buffer.concat([Buffer.alloc(16, 1), randomBytes(32)]).toString('base64url')}`),
      await stranger.post(`/api/invitations/${secret}/accept`, { name: 'N', password: `pass ${secret}`, locale: 'en' }),
      await stranger.post(`/api/shared/${secret}/open`, { password: secret }),
      await stranger.post(`/api/password-reset/${secret}`, { password: `pass ${secret}` }),
      await stranger.post('/api/session', { email: 'admin@example.com', password: secret, code: secret.slice(0, 8) }),
      await stranger.get(`/api/oidc/callback?code=${secret}&state=${secret}`),
    ];
    expect(answers.some(({ status }) => status >= 500)).toBe(true);
    expect(lines.some((line) => line.includes('request failed'))).toBe(true);
    const parts = [secret, secret.slice(0, 43), secret.slice(4, 40)];
    for (const line of lines) for (const part of parts) expect(line).not.toContain(part);
    for (const { text } of answers) for (const part of parts) expect(text).not.toContain(part);
    expect(admin.session).toBeDefined();
  });
});
