/**
 * The database that Tessera brings along: real Postgres binaries, data under the data directory.
 * In charge of its whole life: made once, started on a free port of the loopback interface with a
 * random password, stopped with us, and stopped by a watchdog when we are killed. Leaves what is
 * stored in it to everyone else. Nothing here runs when DATABASE_URL is set.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { defineError } from '@tessera/contract';
import pg from 'pg';
import { lockDataDir } from './data-dir-lock.ts';
import { choosePostgresAccount, type PostgresAccount } from './embedded-postgres-account.ts';

export const EmbeddedPostgresFailed = defineError<{ reason: string; log: string }>({
  code: 'EMBEDDED_POSTGRES_FAILED',
  status: 503,
  message: {
    en: ({ reason }) => `The embedded Postgres did not start: ${reason}`,
    'zh-CN': ({ reason }) => `内置 Postgres 未能启动：${reason}`,
  },
  hint: {
    en: ({ log }) => `Its log is ${log}. Or set DATABASE_URL to a Postgres of your own.`,
    'zh-CN': ({ log }) => `日志在 ${log}。也可用 DATABASE_URL 指定已有的 Postgres。`,
  },
});

export interface EmbeddedPostgresOptions {
  /** Tessera's data directory; the database lives in `postgres` below it. */
  readonly dataDir: string;
  /** A fixed port; without it the port of last time, or a free one. */
  readonly port?: number;
  /** More settings of postgresql.conf, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  /** Resolves when Postgres has ended, asked for or not. */
  readonly exited: Promise<void>;
  /** Ends it cleanly (open transactions roll back) and frees the data directory. May be called again. */
  stop(): Promise<void>;
}

const user = 'tessera';
const database = 'tessera';
const workshopPrefix = 'postgres-new-';
const baseSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and keys are people's data: the log has none of them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  jit: 'off',
  random_page_cost: '1.1',
};

interface Place {
  readonly cluster: string;
  readonly log: string;
  readonly credentials: string;
}

interface Credentials {
  readonly password: string;
  readonly port?: number;
}

/** Throws DataDirInUse, PostgresAccountMissing or EmbeddedPostgresFailed; nothing is left running then. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const place: Place = {
    cluster: join(dataDir, 'postgres'),
    log: join(dataDir, 'postgres.log'),
    credentials: join(dataDir, 'postgres.json'),
  };
  const lock = await lockDataDir(dataDir);
  try {
    const programs = await findPrograms(place);
    const account = await choosePostgresAccount(dataDir, programs.postgres);
    await stopOrphan(place);
    const known = existsSync(place.cluster) ? await readCredentials(place) : await createCluster(place, dataDir, programs.initdb, account);
    const port = options.port ?? (await pickPort(known.port));
    if (port !== known.port) await writeCredentials(place, { ...known, port });
    const running = await runPostgres(place, programs.postgres, account, port, { ...baseSettings, ...options.settings });
    const url = `postgresql://${user}:${known.password}@127.0.0.1:${port}/${database}`;
    try {
      await createDatabase(url);
    } catch (error) {
      await running.stop();
      throw error;
    }
    const stop = once(async () => {
      await running.stop();
      await lock.release();
    });
    return { url, exited: running.exited, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function findPrograms(place: Place): Promise<{ postgres: string; initdb: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let programs: { postgres: string; initdb: string };
  try {
    // The package of this platform belongs to `embedded-postgres`; ask from its place.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    programs = (await import(require.resolve(name))) as { postgres: string; initdb: string };
  } catch {
    throw EmbeddedPostgresFailed({ reason: `there is no ${name} for this machine.`, log: place.log });
  }
  for (const path of [programs.postgres, programs.initdb]) {
    if (((await stat(path)).mode & 0o111) !== 0o111) await chmod(path, 0o755);
  }
  return programs;
}

/** initdb works in a folder of its own, so that a killed first start leaves no half cluster. */
async function createCluster(place: Place, dataDir: string, initdb: string, account: PostgresAccount): Promise<Credentials> {
  const credentials: Credentials = { password: randomBytes(24).toString('base64url') };
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(workshopPrefix)) await rm(join(dataDir, name), { recursive: true, force: true });
  }
  const workshop = await mkdtemp(join(dataDir, workshopPrefix));
  try {
    await account.own(workshop);
    const passwordFile = join(workshop, 'password');
    await writeFile(passwordFile, credentials.password, { mode: 0o600 });
    await account.own(passwordFile);
    const fresh = join(workshop, 'cluster');
    const flags = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', '--no-instructions'];
    const child = account.spawn(initdb, ['-D', fresh, `--username=${user}`, `--pwfile=${passwordFile}`, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: postgresEnv(),
      cwd: '/',
    });
    const { code, output } = await finished(child);
    if (code !== 0) throw EmbeddedPostgresFailed({ reason: output.trim().split('\n').slice(-3).join(' '), log: place.log });
    await writeCredentials(place, credentials);
    await rename(fresh, place.cluster);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return credentials;
}

interface RunningPostgres {
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

async function runPostgres(
  place: Place,
  postgres: string,
  account: PostgresAccount,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningPostgres> {
  const args = ['-D', place.cluster, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
  await keepShort(place.log);
  const deadline = Date.now() + 60_000;
  for (;;) {
    const log = await open(place.log, 'a', 0o600);
    const logStart = (await log.stat()).size;
    // A session of its own: Ctrl-C in the terminal must reach us only, so that we can finish first.
    const child = account.spawn(postgres, args, { stdio: ['ignore', log.fd, log.fd], env: postgresEnv(), detached: true, cwd: '/' });
    const exited = finished(child);
    await log.close();
    if (await becomesReady(place, child, exited, deadline)) return watched(place, child, exited);
    child.kill('SIGQUIT');
    await exited;
    const said = (await readFile(place.log)).subarray(logStart).toString('utf8').trim();
    // Backends of a killed postmaster end by themselves; until then their memory is in the way.
    if (/pre-existing shared memory block/.test(said) && Date.now() < deadline) await wait(200);
    else throw EmbeddedPostgresFailed({ reason: said.split('\n').slice(-3).join(' ') || 'it did not become ready.', log: place.log });
  }
}

/** Postgres writes its state into the eighth line of postmaster.pid, as `pg_ctl` reads it. */
async function becomesReady(place: Place, child: ChildProcess, exited: Promise<unknown>, deadline: number): Promise<boolean> {
  let ended = false;
  void exited.then(() => (ended = true));
  while (!ended && Date.now() < deadline) {
    const lines = await readPidFile(place);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await wait(20);
  }
  return false;
}

function watched(place: Place, child: ChildProcess, exit: Promise<unknown>): RunningPostgres {
  const watchdog = process.platform === 'win32' ? undefined : startWatchdog(place, child.pid ?? 0);
  const exited = exit.then(() => {
    watchdog?.kill('SIGKILL');
  });
  child.unref();
  const stop = once(async () => {
    child.ref();
    child.kill('SIGINT'); // "fast shutdown": open sessions are ended, all that was committed is kept
    await exited;
  });
  return { exited, stop };
}

/** A shell that waits for our end of a pipe to close, which happens whatever we die of. */
function startWatchdog(place: Place, pid: number): ChildProcess {
  const script = 'while read -r line; do :; done; read -r now < "$1" && [ "$now" = "$2" ] && kill -INT "$2"';
  const child = spawn('/bin/sh', ['-c', script, 'sh', join(place.cluster, 'postmaster.pid'), String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.on('error', () => {}); // without a shell the next start stops what was left running
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}

/** We hold the lock, so a Postgres that still runs on our data belongs to a Tessera that was killed. */
async function stopOrphan(place: Place): Promise<void> {
  const pid = Number((await readPidFile(place))[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!(await isPostgres(pid))) {
    if (isAlive(pid)) await rm(join(place.cluster, 'postmaster.pid'), { force: true }); // the number is someone else's by now
    return;
  }
  for (const [signal, patience] of [['SIGINT', 20_000], ['SIGQUIT', 10_000]] as const) {
    process.kill(pid, signal);
    for (const end = Date.now() + patience; Date.now() < end; await wait(50)) if (!isAlive(pid)) return;
  }
  throw EmbeddedPostgresFailed({ reason: `the Postgres left by an earlier run (process ${pid}) does not stop.`, log: place.log });
}

async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  try {
    return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'postgres';
  } catch {
    const { code, output } = await finished(spawn('ps', ['-o', 'comm=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return code === 0 && /postgres\s*$/.test(output);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readPidFile(place: Place): Promise<string[]> {
  try {
    return (await readFile(join(place.cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return [];
  }
}

async function pickPort(preferred: number | undefined): Promise<number> {
  return (preferred !== undefined && (await tryPort(preferred))) || (await tryPort(0)) || 5432;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${database}"`);
  } finally {
    await client.end();
  }
}

async function readCredentials(place: Place): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(place.credentials, 'utf8')) as Credentials;
  } catch {
    throw EmbeddedPostgresFailed({ reason: `${place.credentials} with its password is missing or damaged.`, log: place.log });
  }
}

async function writeCredentials(place: Place, credentials: Credentials): Promise<void> {
  const next = `${place.credentials}.new`;
  await writeFile(next, `${JSON.stringify(credentials)}\n`, { mode: 0o600, flush: true });
  await rename(next, place.credentials);
}

/** One old log is kept. */
async function keepShort(log: string): Promise<void> {
  const size = await stat(log).then((found) => found.size, () => 0);
  if (size > 5_000_000) await rename(log, `${log}.old`);
}

/** Settings of libpq in our environment must not reach the programs. */
function postgresEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 127, output: error.message }));
    child.once('close', (code) => done({ code, output }));
  });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= action());
}
