/**
 * `npm run dev`: the server, built again and restarted whenever its sources change, and the builder
 * with hot reload on a Vite server that passes /api on to it. PORT is the address to open.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
const { watch } = await import('rolldown');
const { createServer } = await import('vite');
const { serverBundle } = await import('./server-bundle.mjs');

const pagePort = Number(process.env.PORT ?? 3000);
const apiPort = await freePort();
const outDir = join(root, 'dist/dev-server');
let server;
let ending = false;
let restarting = Promise.resolve();

const bundler = watch(serverBundle({ outDir }));
bundler.on('event', async (event) => {
  if (event.code === 'ERROR') console.error(event.error.message);
  if (event.code === 'BUNDLE_END') await event.result?.close?.();
  if (event.code === 'END' && existsSync(join(outDir, 'main.js'))) await restart();
});

const api = { target: `http://127.0.0.1:${apiPort}`, ws: true };
const vite = await createServer({
  root: join(root, 'apps/builder'),
  configFile: join(root, 'apps/builder/vite.config.ts'),
  logLevel: 'warn',
  server: { port: pagePort, strictPort: true, host: process.env.HOST ?? '127.0.0.1', proxy: { '/api': api } },
});
await vite.listen();
console.log(`Tessera in development: http://localhost:${pagePort}`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());

function restart() {
  restarting = restarting.then(async () => {
    if (ending) return;
    await stopServer();
    const env = { ...process.env, PORT: String(apiPort), NODE_ENV: process.env.NODE_ENV ?? 'development' };
    server = spawn(process.execPath, ['--enable-source-maps', join(outDir, 'main.js')], { stdio: ['ignore', 'ignore', 'inherit'], env, cwd: root });
  });
  return restarting;
}

function stopServer() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  return new Promise((resolve) => {
    server.once('exit', resolve);
    server.kill('SIGTERM');
  });
}

async function end() {
  if (ending) return;
  ending = true;
  await Promise.allSettled([restarting, vite.close(), bundler.close()]);
  await stopServer();
  process.exit(0);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createSocket().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
