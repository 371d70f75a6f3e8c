/** Runs a reference server (a file beside this one) as its own process, as the server under test is one. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../e2e/support/server.ts';

export interface Reference {
  readonly url: string;
  stop(): Promise<void>;
}

/** The port is its last argument; it answers `/ready` once it listens. */
export async function startReference(file: string, args: readonly string[]): Promise<Reference> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args, String(port)], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && child.exitCode === null; await wait(50)) {
    if ((await fetch(`${url}/ready`).catch(() => null))?.ok) return { url, stop };
  }
  await stop();
  throw new Error(`${file} did not become ready`);
}
