import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

const ourModule = pathToFileURL(join(import.meta.dirname, 'embedded-postgres.ts')).href;
const itAsRoot = process.getuid?.() === 0 ? it : it.skip;

jest.setTimeout(60_000);

let folder: string;
let dataDir: string;
let running: EmbeddedPostgres[];
let parents: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-pg-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'data');
  running = [];
  parents = [];
});

afterEach(async () => {
  for (const parent of parents) parent.kill('SIGKILL');
  for (const postgres of running) await postgres.stop();
  if (parents.length > 0) await gone(await postmasterPid());
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts Postgres on the same data directory and stays. */
async function startInAnotherProcess(): Promise<{ parent: ChildProcess; url: string }> {
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(ourModule)});
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(postgres.url);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  parents.push(parent);
  const [url] = (await once(parent.stdout!, 'data')) as [Buffer];
  return { parent, url: url.toString().trim() };
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL');
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
}

async function postmasterPid(): Promise<number> {
  const path = join(dataDir, 'postgres/postmaster.pid');
  return existsSync(path) ? Number((await readFile(path, 'utf8')).split('\n')[0]) : 0;
}

async function gone(pid: number): Promise<void> {
  for (let left = 200; left > 0 && pid > 0 && existsSync(`/proc/${pid}`); left -= 1) await wait(50);
}

/** The shell that would stop Postgres after the death of its parent. */
async function watchdogOf(postmaster: number): Promise<number> {
  const list = spawn('sh', ['-c', `grep -lz "^${postmaster}$" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3`], { stdio: ['ignore', 'pipe', 'ignore'] });
  let found = '';
  list.stdout.on('data', (chunk) => (found += String(chunk)));
  await once(list, 'close');
  for (const pid of found.split('\n').filter(Boolean)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('while read') && command.includes(dataDir)) return Number(pid);
  }
  throw new Error('no watchdog found');
}

describe('the embedded Postgres', () => {
  it('keeps what was stored across a stop and a start, on the same address', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('wants its password, keeps it from other accounts, and listens on the loopback interface only', async () => {
    const { url } = await start();
    expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  });

  it('writes no statement and no key of a failed statement into its log', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE person (phone text PRIMARY KEY)');
    const insert = `INSERT INTO person VALUES ('13800138000')`;
    await query(url, insert);
    await expect(query(url, insert)).rejects.toMatchObject({ code: '23505' });
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('13800138000');
  });

  it('takes another port when something else has its own by now', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    await first.stop();
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const second = await start();
      expect(new URL(second.url).port).not.toBe(String(port));
      expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it('refuses a data directory that another process uses, naming the process, and leaves that one alone', async () => {
    const { parent, url } = await startInAnotherProcess();
    await expect(start()).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE', message: expect.stringContaining(String(parent.pid)) as unknown });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('ends by itself when its parent is killed, and has lost nothing', async () => {
    const { parent, url } = await startInAnotherProcess();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const pid = await postmasterPid();
    await kill(parent);
    await gone(pid);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
    const next = await start();
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('starts at once after its parent was killed', async () => {
    const { parent, url } = await startInAnotherProcess();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await kill(parent);
    const next = await start();
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('stops and replaces a Postgres that outlived its parent and its watchdog', async () => {
    const { parent, url } = await startInAnotherProcess();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const orphan = await postmasterPid();
    const watchdog = await watchdogOf(orphan);
    process.kill(watchdog, 'SIGKILL');
    await kill(parent);
    await wait(300);
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]); // still alone in the world
    const next = await start();
    expect(await postmasterPid()).not.toBe(orphan);
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('recovers when parent and Postgres are killed together', async () => {
    const { parent, url } = await startInAnotherProcess();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(await postmasterPid(), 'SIGKILL');
    await kill(parent);
    const next = await start();
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('is not fooled by a pid file whose number belongs to another program', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n`);
    const next = await start();
    expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts over when the very first start was killed half way', async () => {
    await mkdir(join(dataDir, 'postgres-new-abc123/cluster'), { recursive: true });
    await writeFile(join(dataDir, 'postgres-new-abc123/cluster/PG_VERSION'), '18\n');
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'postgres-new-abc123'))).toBe(false);
  });

  it('says what Postgres said when it cannot start, and frees the data directory', async () => {
    await (await start()).stop();
    await expect(start({ settings: { shared_buffers: 'nonsense' } })).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_FAILED',
      message: expect.stringContaining('shared_buffers') as unknown,
    });
    await start();
  });

  it('tells when Postgres has ended without being asked', async () => {
    const { exited } = await start();
    process.kill(await postmasterPid(), 'SIGKILL');
    await expect(exited).resolves.toBeUndefined();
  });

  itAsRoot('works for root below a folder that only root may enter', async () => {
    await chmod(folder, 0o700);
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });
});
