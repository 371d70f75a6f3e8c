import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { routes, type Route } from '@tessera/contract';
import { Api } from './api.ts';
import { Log } from '../platform/log.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const EXAMPLE_ID = '0192f0c1-2345-7000-8000-000000000001';
const addressOf = (route: Route): string => route.path.replaceAll(/:(\w+)/g, (_all, name: string) => (name === 'id' ? EXAMPLE_ID : name === 'version' ? '1' : 'example_example_example'));

describe('the API', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
  });
  afterAll(() => server.stop());

  it('mounts exactly the routes of the contract', () => {
    const wanted = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
    const mounted = server.app.get(Api).mounted.filter((address) => address.split(' ')[1]?.startsWith('/api'));
    expect([...mounted].sort()).toEqual(wanted.sort());
  });

  describe('without a session', () => {
    const guarded = Object.entries(routes).filter(([, { permission }]) => permission !== 'public' && permission !== 'setup' && permission !== 'share');
    it.each(guarded.map(([name, route]) => [name, route as Route] as const))('answers 401 on %s', async (_name, route) => {
      const answer = await server.browser().send(route.method, addressOf(route), route.method === 'GET' ? undefined : {});
      expect([answer.status, answer.body?.code]).toEqual([401, 'SESSION_REQUIRED']);
    });
  });

  describe('refuses before anything runs', () => {
    const PATH = '/api/session';
    const send = (body: unknown, headers: Record<string, string> = {}) => admin.send('PATCH', PATH, body, { 'content-type': 'application/json', ...headers });

    it.each([
      ['text that is not JSON', '{"locale": ', '', 'JSON_MALFORMED'],
      ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), '', 'JSON_MALFORMED'],
      ['a __proto__ key', '{"locale":"en","__proto__":{"admin":true}}', '__proto__', 'FIELD_NAME_FORBIDDEN'],
      ['a __proto__ key in disguise', '{"locale":"en","\\u005f_proto__":1}', '__proto__', 'FIELD_NAME_FORBIDDEN'],
      ['a constructor key, wherever', '{"locale":"en","a":{"b":[{"constructor":1}]}}', 'a.b.0.constructor', 'FIELD_NAME_FORBIDDEN'],
      ['a NUL character', '{"locale":"en\\u0000"}', 'locale', 'TEXT_UNSTORABLE'],
      ['half a surrogate pair', '{"locale":"\\ud83d"}', 'locale', 'TEXT_UNSTORABLE'],
      ['nesting without end', `{"locale":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, expect.stringMatching(/^locale(\.0)+$/), 'JSON_TOO_DEEP'],
      ['an unknown property', '{"locale":"en","role":"admin"}', 'role', 'FIELD_UNKNOWN'],
      ['a missing body', '', 'locale', 'FIELD_REQUIRED'],
      ['a body of another type', '[]', '', 'VALUE_TYPE'],
    ])('%s', async (_what, body, path, code) => {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('REQUEST_INVALID');
      expect(answer.body.fields).toContainEqual(expect.objectContaining({ path, code }));
    });

    it('names all problems at once, in the language of the reader', async () => {
      const answer = await server.browser().post('/api/setup', { email: 'x' }, { 'accept-language': 'zh-CN,zh;q=0.9' });
      expect(answer.body.message).toBe('请求有误，未做任何更改。');
      expect(answer.body.fields.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`)).toEqual(
        expect.arrayContaining(['name: 此项必填。', 'password: 此项必填。', 'email: 不是有效的邮箱地址。']),
      );
    });

    it('a body over the limit, naming the limit', async () => {
      const answer = await send(JSON.stringify({ locale: 'x'.repeat(1024 * 1024) }));
      expect(answer.status).toBe(413);
      expect(answer.body).toMatchObject({ code: 'REQUEST_TOO_LARGE', message: expect.stringContaining('1 MiB') });
    });

    it.each(['application/xml', 'text/plain', 'multipart/form-data; boundary=x'])('a body of type %s', async (type) => {
      const answer = await send('<x/>', { 'content-type': type });
      expect([answer.status, answer.body.code]).toEqual([415, 'REQUEST_MEDIA_TYPE']);
    });

    it('unknown and ill-typed query parameters', async () => {
      expect((await admin.get('/api/member-options?search=a&sort=b')).body.fields).toMatchObject([{ path: 'sort', code: 'FIELD_UNKNOWN' }]);
      expect((await admin.get('/api/tasks?status=anything')).body.fields).toMatchObject([{ path: 'status', code: 'VALUE_NOT_ALLOWED' }]);
      expect((await admin.get('/api/member-options?search=%00')).body.fields).toMatchObject([{ path: 'search', code: 'TEXT_UNSTORABLE' }]);
    });

    it.each(['/api/records/account/not-an-id', '/api/members/1'])('%s, which holds no id', async (path) => {
      expect((await admin.patch(path, { version: 1, values: {} })).body.fields).toContainEqual(expect.objectContaining({ path: 'id', code: 'TEXT_NOT_ID' }));
    });

    it.each(['/api/%ff', '/api/invitations/%E0%A4%A', '/%2e%2e/%2e%2e/etc/passwd', `/api/invitations/${'x'.repeat(600)}`])('the address %s', async (path) => {
      const answer = await admin.get(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(/fastify|node_modules|root:/i);
    });
  });

  describe('when something breaks', () => {
    it('tells the id of the request and nothing of the inside, which it logs', async () => {
      const logged = jest.spyOn(server.app.get(Log), 'error').mockImplementation(() => {});
      const broken = jest.spyOn(server.app.get(WorkspaceModels), 'peek').mockImplementation(() => {
        throw Object.assign(new Error('relation "ws_example._document" does not exist at /srv/tessera/database.ts'), { code: '42P01' });
      });
      const answer = await admin.get('/api/app', { 'accept-language': 'en' });
      broken.mockRestore();
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({ code: 'INTERNAL_ERROR', message: expect.any(String), hint: expect.any(String), requestId: answer.headers['x-request-id'] });
      expect(answer.text).not.toMatch(/ws_|relation|\.ts/);
      expect(logged.mock.calls).toEqual([['request failed', expect.objectContaining({ code: '42P01' }), expect.objectContaining({ requestId: answer.body.requestId })]]);
      logged.mockRestore();
    });
  });

  it('lets nobody keep an answer, and nothing run from one', async () => {
    for (const answer of [await admin.get('/api/session'), await server.browser().get('/api/session'), await admin.get('/api/nothing')]) {
      expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
    }
    expect((await admin.get('/api/session')).headers['content-security-policy']).toContain("default-src 'none'");
  });
});
