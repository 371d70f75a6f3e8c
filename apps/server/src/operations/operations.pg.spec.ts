import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

describe('the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is alive and ready', async () => {
    expect((await server.browser().get('/api/health')).body).toEqual({ status: 'alive' });
    expect((await server.browser().get('/api/ready')).body).toEqual({ status: 'ready' });
  });

  it('describes every route of the contract as OpenAPI 3.1', async () => {
    const { body } = await server.browser().get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.paths['/api/records/{entity}/{id}'].patch.operationId).toBe('updateRecord');
  });

  it('answers an unknown address with ROUTE_NOT_FOUND in the language of the reader', async () => {
    const answer = await server.browser().get('/api/nothing', { 'accept-language': 'zh-CN' });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'ROUTE_NOT_FOUND', message: '该地址不存在。' });
  });
});
