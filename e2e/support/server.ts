/**
 * A Tessera of its own for tests and screenshots: the built server as a process, on a free port, with
 * an empty data directory that goes when it stops. Exactly what `npm start` runs.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SERVER_FLAGS } from '../../scripts/server-flags.mjs';

const root = join(import.meta.dirname, '../..');
/** What was built; TESSERA_DIST names a copy, so that a build that happens meanwhile does not disturb. */
const dist = process.env['TESSERA_DIST'] ?? join(root, 'dist');

export interface StartOptions {
  /** A directory to keep; without it a temporary one, removed by `stop`. */
  readonly dataDir?: string;
  /** More of the environment, e.g. DATABASE_URL. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningTessera {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What the process has printed so far, for a failing test to show. */
  output(): string;
  /** Ends it like Ctrl-C and waits; throws when it does not end well. */
  stop(): Promise<void>;
  /** `kill -9`: start again on the same dataDir to see what was lost. */
  kill(): Promise<void>;
}

export async function startTessera({ dataDir, env = {} }: StartOptions = {}): Promise<RunningTessera> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'tessera-e2e-')));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...SERVER_FLAGS, join(dist, 'server/main.js')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env, PORT: String(port), DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const cleanUp = async (): Promise<void> => {
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    await becomesReady(url, child, () => printed);
  } catch (error) {
    child.kill('SIGKILL');
    await cleanUp();
    throw error;
  }
  return {
    url,
    dataDir: folder,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async () => {
      const code = await end(child, 'SIGTERM');
      await cleanUp();
      if (code !== 0) throw new Error(`The server ended with ${code ?? 'a signal'}:\n${printed}`);
    },
    kill: async () => {
      await end(child, 'SIGKILL');
    },
  };
}

async function becomesReady(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(50)) {
    if (hasEnded(child)) break;
    const answer = await fetch(`${url}/api/ready`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`The server did not become ready:\n${printed()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (!hasEnded(child)) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
