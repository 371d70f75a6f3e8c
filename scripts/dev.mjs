/**
 * `npm run dev`: the server, built again and restarted whenever its sources change, and the builder
 * with hot reload on a Vite server that passes /api on to it. PORT is the address to open. A request
 * that comes during a restart waits for it.
 */
import { spawn } from 'node:child_process';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
const { watch } = await import('rolldown');
const { createServer } = await import('vite');
const { serverBundle } = await import('./server-bundle.mjs');

const pagePort = Number(process.env.PORT || 3000);
const apiPort = await freePort();
const outDir = join(root, 'dist/dev-server');
let server;
let ending = false;
let broken = false;
const closers = [];
let restarting = Promise.resolve();
let builtOnce;
const firstBuild = new Promise((resolve) => (builtOnce = resolve));

const bundler = watch(serverBundle({ outDir }));
closers.push(() => bundler.close());
bundler.on('event', async (event) => {
  if (event.code === 'START') broken = false;
  if (event.code === 'ERROR') {
    broken = true; // the server that runs stays
    console.error(event.error.message);
  }
  if (event.code === 'BUNDLE_END') await event.result?.close?.();
  if (event.code === 'END') {
    if (!broken) restarting = restarting.then(restart);
    builtOnce();
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end());

await firstBuild;
const vite = await createServer({
  root: join(root, 'apps/builder'),
  configFile: join(root, 'apps/builder/vite.config.ts'),
  logLevel: 'warn',
  server: { port: pagePort, strictPort: true, host: process.env.HOST || '127.0.0.1', proxy: { '/api': { target: `http://127.0.0.1:${apiPort}`, ws: true } } },
  plugins: [{ name: 'wait-for-server', configureServer: ({ middlewares }) => void middlewares.use('/api', (_request, _response, next) => void restarting.then(() => next())) }],
});
closers.push(() => vite.close());
await vite.listen();
await restarting;
console.log(`Tessera in development: http://localhost:${pagePort}`);

/** Resolves when the new server has told its address (or ended). */
async function restart() {
  if (ending) return;
  await stopServer();
  const env = { ...process.env, PORT: String(apiPort), HOST: '127.0.0.1', NODE_ENV: process.env.NODE_ENV || 'development' };
  const child = spawn(process.execPath, ['--enable-source-maps', join(outDir, 'main.js')], { stdio: ['ignore', 'pipe', 'inherit'], env, cwd: root });
  server = child;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.stdout.on('data', (chunk) => {
      const log = String(chunk).split('\n').filter((line) => line !== '' && !line.includes(`:${apiPort}`)); // its address is not the one to open
      if (log.length > 0) console.log(log.join('\n'));
      resolve();
    });
  });
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
  await restarting;
  await Promise.allSettled([...closers.map((close) => close()), stopServer()]);
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
