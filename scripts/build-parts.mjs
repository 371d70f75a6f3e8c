/**
 * The two things that are built, and whether what lies in dist/ still comes from today's sources.
 * Compares contents, not times, so that a checkout of another commit is noticed, too.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './ensure.mjs';

const dist = join(root, 'dist');
const common = ['libs', 'package-lock.json', 'tsconfig.base.json'];

const parts = [
  { name: 'server', entry: 'apps/server/src/main.ts', output: 'main.js', sources: [...common, 'apps/server', 'scripts/server-bundle.mjs'], run: buildServer },
  { name: 'builder', entry: 'apps/builder/vite.config.ts', output: 'index.html', sources: [...common, 'apps/builder'], run: buildBuilder },
];

/** Builds the parts whose sources changed (all with `force`); a part whose sources are missing is left out. */
export async function build({ force = false, log = () => {} } = {}) {
  for (const part of parts) {
    if (!existsSync(join(root, part.entry))) continue;
    const stamp = join(dist, `${part.name}.built`);
    const hash = hashOf(part.sources);
    if (!force && existsSync(join(dist, part.name, part.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    log(`Building the ${part.name} ...`);
    rmSync(stamp, { force: true });
    await part.run();
    mkdirSync(dist, { recursive: true });
    writeFileSync(stamp, hash);
  }
}

/** For scripts: what does not compile is told without a stack trace. */
export async function buildOrExit(options) {
  try {
    await build(options);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function buildServer() {
  const { build: bundle } = await import('rolldown');
  const { serverBundle } = await import('./server-bundle.mjs');
  await bundle(serverBundle());
  rmSync(join(dist, 'templates'), { recursive: true, force: true });
  cpSync(join(root, 'libs/templates/packages'), join(dist, 'templates'), { recursive: true });
}

async function buildBuilder() {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    const { build: bundle } = await import('vite');
    await bundle({
      root: join(root, 'apps/builder'),
      configFile: join(root, 'apps/builder/vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: join(dist, 'builder'), emptyOutDir: true, reportCompressedSize: false },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) for (const path of filesUnder(join(root, source))) hash.update(`${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

const notBuilt = /^(node_modules|dist)$|\.spec\.tsx?$|^README\.md$|^\./;

function filesUnder(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries
    .filter((entry) => !notBuilt.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}
