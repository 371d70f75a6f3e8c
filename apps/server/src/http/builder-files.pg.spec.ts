import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const SCRIPT = `console.log("${'tessera '.repeat(400)}")`;

describe('the files of the browser app', () => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-builder-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Tessera</title>');
    await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'assets', 'index-abc123.js'), SCRIPT);
    server = await startTestServer({ config: { builderDir: folder } });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) => server.browser().get(path, headers);

  it.each(['/', '/records/account/1', '/invitations/abc?x=1', '/apiary'])('answer the address %s of the app with its page, never to be kept', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(answer.text).toContain('<title>Tessera</title>');
  });

  it('are kept for a year when their name carries a hash, and asked for again otherwise', async () => {
    expect((await get('/assets/index-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it('are compressed for whoever takes that', async () => {
    const packed = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toMatch(/br|gzip/);
    expect((await get('/assets/index-abc123.js')).text).toBe(SCRIPT);
  });

  it.each(['/assets/index-old999.js', '/api', '/api/nothing', '/api/records'])('never stand in for %s, which is not there', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.body.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });

  it('cannot be left', async () => {
    for (const path of ['/../package.json', '/assets/../../package.json', '/assets/%2e%2e%2f%2e%2e%2fpackage.json']) {
      expect((await get(path)).text).not.toContain('"workspaces"');
    }
  });

  it('allow no script but their own, and no frame around them', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'unsafe-eval';");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  });
});
