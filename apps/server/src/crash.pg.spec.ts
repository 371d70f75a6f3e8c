import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';

const ROOT = resolve(import.meta.dirname, '../../..');
const SETUP = { name: 'Chen', email: 'admin@example.com', password: 'correct horse battery', workspace: 'Example', locale: 'en', timeZone: 'UTC' };

interface Running {
  readonly child: ChildProcess;
  readonly address: string;
  readonly ended: Promise<NodeJS.Signals | null>;
}

describe('a server that is killed', () => {
  let bundle: string;
  let db: TestDatabase;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    bundle = await mkdtemp(join(ROOT, 'node_modules/.cache/crash-'));
    await cp(join(ROOT, 'libs/templates/packages'), join(bundle, 'templates'), { recursive: true });
    const script = `import { build } from 'rolldown'; import { serverBundle } from './scripts/server-bundle.mjs'; await build(serverBundle({ outDir: ${JSON.stringify(join(bundle, 'server'))} }));`;
    await new Promise((done, fail) => spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, stdio: 'ignore' }).once('exit', done).once('error', fail));
  }, 60_000);
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(bundle, { recursive: true, force: true });
  });

  async function start(failpoint = ''): Promise<Running> {
    const env = { ...process.env, DATABASE_URL: db.url, PORT: '0', TESSERA_FAILPOINT: failpoint, LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, [join(bundle, 'server/main.js')], { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    const ended = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, signal) => done(signal)));
    const address = await new Promise<string>((done) => child.stdout?.on('data', (chunk) => done(/http:\S+/.exec(String(chunk))?.[0] ?? '')));
    return { child, address, ended };
  }
  const post = async (address: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${address}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  const stop = async ({ child, ended }: Running): Promise<void> => {
    child.kill('SIGTERM');
    expect(await ended).toBeNull();
  };

  it('at the end of first-run setup leaves nothing behind, and can be set up again', async () => {
    const doomed = await start('setup.before-commit:kill');
    await expect(post(doomed.address, '/api/setup', SETUP)).rejects.toThrow();
    expect(await doomed.ended).toBe('SIGKILL');

    const next = await start();
    expect(await (await fetch(`${next.address}/api/setup`)).json()).toEqual({ open: true });
    expect(await db.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ws%'`)).toEqual([]);
    expect((await post(next.address, '/api/setup', SETUP)).status).toBe(200);
    await stop(next);
  }, 60_000);

  it('at the end of installing a template leaves nothing of it, and keeps who was signed in', async () => {
    const doomed = await start('template.install.before-commit:kill');
    const done = await post(doomed.address, '/api/setup', SETUP);
    const { csrfToken } = (await done.json()) as { csrfToken: string };
    const cookie = done.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const install = (address: string) => post(address, '/api/templates/customer_management/install', { sampleData: true }, { cookie, 'x-csrf-token': csrfToken });
    await expect(install(doomed.address)).rejects.toThrow();
    expect(await doomed.ended).toBe('SIGKILL');

    const tables = `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'ws_example' AND relkind = 'r' AND left(relname, 1) <> '_'`;
    expect(await db.query(tables)).toEqual([]);
    const next = await start();
    expect((await install(next.address)).status).toBe(200);
    await stop(next);
  }, 60_000);

  it('at the end of many changes leaves none of them, and the same request makes them once', async () => {
    const doomed = await start('records.bulk.before-commit:kill');
    const done = await post(doomed.address, '/api/setup', SETUP);
    const { csrfToken } = (await done.json()) as { csrfToken: string };
    const headers = { cookie: done.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': csrfToken };
    expect((await post(doomed.address, '/api/templates/customer_management/install', { sampleData: false }, headers)).status).toBe(200);
    const changes = Array.from({ length: 200 }, (_, n) => ({ op: 'create', values: { name: `Customer ${n}` } }));
    const bulk = (address: string) => post(address, '/api/records/account/bulk', { mode: 'all', changes }, { ...headers, 'idempotency-key': 'after-the-crash' });
    await expect(bulk(doomed.address)).rejects.toThrow();
    expect(await doomed.ended).toBe('SIGKILL');

    const left = `SELECT (SELECT count(*)::int FROM ws_example.account) AS records, (SELECT count(*)::int FROM ws_example._history) AS told,
      (SELECT count(*)::int FROM ws_example._outbox) AS sent, (SELECT count(*)::int FROM ws_example._idempotency) AS keys, (SELECT count(*)::int FROM ws_example._counter) AS counters`;
    expect(await db.query(left)).toEqual([{ records: 0, told: 0, sent: 0, keys: 0, counters: 0 }]);
    const next = await start();
    const [first, second] = [await bulk(next.address), await bulk(next.address)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await second.text()).toBe(await first.text());
    expect(await db.query(left)).toEqual([{ records: 200, told: 200, sent: 200, keys: 1, counters: 1 }]);
    await stop(next);
  }, 60_000);

  it('between making a unique index and the change that wants it leaves no record refused', async () => {
    const doomed = await start('unique-index.made:kill');
    const done = await post(doomed.address, '/api/setup', SETUP);
    const { csrfToken } = (await done.json()) as { csrfToken: string };
    const cookie = done.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const put = (version: number, unique: boolean): Promise<Response> =>
      fetch(`${doomed.address}/api/design/entities/thing`, {
        method: 'PUT', headers: { cookie, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
        body: JSON.stringify({ version, document: { key: 'thing', label: { en: 'Thing' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' }, unique }] } }),
      });
    expect((await put(0, false)).status).toBe(200);
    // Large enough for the index to be made before the change.
    await db.query(`INSERT INTO ws_example.thing (id, version, created_at, updated_at, name) SELECT gen_random_uuid(), 1, now(), now(), repeat('x', 400) || n FROM generate_series(1, 12000) n`);
    await expect(put(1, true)).rejects.toThrow();
    expect(await doomed.ended).toBe('SIGKILL');
    const left = `SELECT indexname FROM pg_indexes WHERE indexname = 'thing.name.unique'`;
    expect(await db.query(left)).toHaveLength(1);

    const next = await start();
    expect(await db.query(left)).toEqual([]);
    await stop(next);
  }, 60_000);
});
