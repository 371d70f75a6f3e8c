/**
 * What a benchmark runs against: an embedded Postgres in a temporary folder, the built server as its own
 * process on it, and a client that signs in and calls the API as a person's browser does.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts';
import { startTessera } from '../../e2e/support/server.ts';

export interface Stack {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly serverPid: number;
  stop(): Promise<void>;
}

/** Starts both; `stop` ends them and removes the data. */
export async function startStack(): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '256MB' } });
  const server = await startTessera({ dataDir, env: { DATABASE_URL: postgres.url } });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  return {
    url: server.url,
    databaseUrl: postgres.url,
    pool,
    serverPid: server.pid,
    async stop() {
      await pool.end();
      await server.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
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
