/**
 * `npm run prove -- access [--minutes N] [--seed S]`: bundles the proofs with the server as it is now, starts a Postgres
 * for them (TEST_DATABASE_URL is used when it is set) and lets them run; ends with 1 when something is found.
 * `npm run prove -- planted [NAME ...]`: plants one leak after the other and ends with 1 unless each is found.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
const [what, ...options] = process.argv.slice(2);
const numberOf = (option) => (options.includes(option) ? Number(options[options.indexOf(option) + 1]) : undefined);
const asked = { minutes: numberOf('--minutes'), seed: numberOf('--seed'), rounds: numberOf('--rounds') };
if (!['access', 'planted'].includes(what) || Object.values(asked).some((value) => value !== undefined && !(value >= 0))) {
  console.error('npm run prove -- access [--minutes N] [--seed S] | planted [NAME ...]');
  process.exit(1);
}

const { build } = await import('rolldown');
const { serverBundle } = await import('./server-bundle.mjs');
const { default: startPostgres } = await import('./jest-postgres.mjs');
const { default: stopPostgres } = await import('./jest-postgres-stop.mjs');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'prove-'));
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => running.forEach((child) => child.kill(signal)));
let code = 1;
try {
  await startPostgres();
  code = what === 'access' ? (await run(await bundle('access'), asked, 'inherit')).code : await findPlanted();
} finally {
  await stopPostgres();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);

/** The proofs with the server, a leak planted into it. */
async function bundle(name, leak) {
  const outDir = join(folder, name);
  let planted = leak === undefined;
  const plugin = {
    name: 'plant',
    load(id) {
      if (leak === undefined || id !== join(root, leak.file)) return null;
      const source = readFileSync(id, 'utf8');
      if (source.split(leak.text).length !== 2) throw new Error(`"${leak.name}" is to be planted once in ${leak.file}, but its text is not there once: ${leak.text}`);
      planted = true;
      return source.replace(leak.text, () => leak.instead);
    },
  };
  await build({ ...serverBundle({ entry: join(root, 'apps/server/src/proofs/prove-access.ts'), outDir }), plugins: [plugin] });
  if (!planted) throw new Error(`"${leak.name}" was not planted: ${leak.file} is in no bundle.`);
  return join(outDir, 'main.js');
}

function run(script, given, stdio) {
  const child = spawn(process.execPath, ['--enable-source-maps', script], { cwd: root, stdio: ['ignore', stdio, 'inherit'], env: { ...process.env, TESSERA_PROVE: JSON.stringify(given) } });
  running.add(child);
  let said = '';
  child.stdout?.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => child.once('close', (status) => resolve({ code: status ?? 1, said, gone: running.delete(child) })));
}

/** 0 when something is found in each copy that leaks, and nothing in the product. */
async function findPlanted() {
  const { PLANTED_LEAKS } = await import('../apps/server/src/proofs/planted-leaks.ts');
  const names = options.filter((option, at) => !option.startsWith('--') && !options[at - 1]?.startsWith('--'));
  const leaks = PLANTED_LEAKS.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
  const groundTo = join(folder, 'ground.json');
  const sound = await bundle('sound');
  const made = await run(sound, { groundTo }, 'inherit');
  if (made.code !== 0) return 1;
  const ground = JSON.parse(readFileSync(groundTo, 'utf8'));
  const given = { ground, seed: asked.seed ?? 1, rounds: asked.rounds ?? 2, minutes: 10 };
  let missed = 0;
  const tell = (fine, line) => {
    if (!fine) missed += 1;
    console.log(`${fine ? 'ok  ' : 'FAIL'} ${line}`);
  };
  // Whoever names some has `access` prove that nothing is found where nothing is planted.
  const parts = names.length > 0 ? [] : [...new Set(leaks.map(({ by }) => by))];
  const jobs = [
    ...parts.map((part) => async () => {
      const { code: found, said } = await run(sound, { ...given, part }, 'pipe');
      tell(found === 0, `${part}: nothing is found where nothing is planted${found === 0 ? '' : `\n${said}`}`);
    }),
    ...leaks.map((leak, at) => async () => {
      const { code: found, said } = await run(await bundle(`leak-${at}`, leak), { ...given, part: leak.by }, 'pipe');
      const oracle = /"oracle": "([^"]+)"/.exec(said)?.[1];
      const seen = oracle !== undefined && oracle !== 'broken';
      tell(found === 1 && seen, `${leak.name}: ${!seen ? `not found\n${said}` : `found by ${oracle}`}`);
    }),
  ];
  const next = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all([next(), next()]);
  console.log(missed === 0 ? `All of ${leaks.length} planted leaks were found.` : `${missed} of these failed.`);
  return missed === 0 ? 0 : 1;
}
