/**
 * What a benchmark runs against: an embedded Postgres in a temporary folder, the built server as its own
 * process on it, and a client that signs in and calls the API as a person's browser does.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts';

const SERVER = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');

export interface Stack {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly serverPid: number;
  stop(): Promise<void>;
}

/** Starts both; `stop` ends them and removes the data. */
export async function startStack(): Promise<Stack> {
  if (!existsSync(SERVER)) throw new Error('dist/server/main.js is missing: run `npm run build` first.');
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-bench-'));
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '256MB' } });
  const port = await freePort();
  const server = spawn(process.execPath, [SERVER], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: postgres.url, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(`${url}/api/ready`, server);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  return {
    url,
    databaseUrl: postgres.url,
    pool,
    serverPid: server.pid!,
    async stop() {
      await pool.end();
      await stopProcess(server);
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error(`${url} did not become ready in 30 s`);
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Resident memory of a process in MB (Linux). */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/** One signed-in person. */
export class Client {
  readonly url: string;
  cookie = '';
  csrfToken = '';

  constructor(url: string) {
    this.url = url;
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: this.headers(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const value = (text ? JSON.parse(text) : undefined) as Answer & { csrfToken?: string };
    if (value?.csrfToken) this.csrfToken = value.csrfToken;
    return value;
  }

  headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(this.csrfToken ? { 'x-csrf-token': this.csrfToken } : {}),
    };
  }
}
