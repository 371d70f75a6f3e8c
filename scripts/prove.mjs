/**
 * `npm run prove -- access [--minutes N] [--seed S]`: bundles the proofs with the server as it is now, starts a Postgres
 * for them (TEST_DATABASE_URL is used when it is set) and lets them run. Ends with 1 when something is found.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
const proofs = { access: 'apps/server/src/proofs/prove-access.ts' };
const [name, ...options] = process.argv.slice(2);
const numberOf = (option) => (options.includes(option) ? Number(options[options.indexOf(option) + 1]) : undefined);
const asked = { minutes: numberOf('--minutes'), seed: numberOf('--seed'), rounds: numberOf('--rounds') };
if (!proofs[name] || Object.values(asked).some((value) => value !== undefined && !(value >= 0))) {
  console.error(`npm run prove -- ${Object.keys(proofs).join('|')} [--minutes N] [--seed S]`);
  process.exit(1);
}

const { build } = await import('rolldown');
const { serverBundle } = await import('./server-bundle.mjs');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const outDir = mkdtempSync(join(cache, 'prove-'));
const { default: startPostgres } = await import('./jest-postgres.mjs');
const { default: stopPostgres } = await import('./jest-postgres-stop.mjs');
let code = 1;
try {
  await build(serverBundle({ entry: join(root, proofs[name]), outDir }));
  await startPostgres();
  const child = spawn(process.execPath, ['--enable-source-maps', join(outDir, 'main.js')], { cwd: root, stdio: 'inherit', env: { ...process.env, TESSERA_PROVE: JSON.stringify(asked) } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
} finally {
  await stopPostgres();
  rmSync(outDir, { recursive: true, force: true });
}
process.exit(code);
