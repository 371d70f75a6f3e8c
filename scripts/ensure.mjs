/**
 * Makes a bare machine ready: every script calls `await ensure(import.meta.url)` first.
 *
 * Installs the packages of package-lock.json when they are missing, half installed or older than
 * the lock, and then runs the calling script again under the Node 24 that the `node` package pins.
 * Only node built-ins and only syntax of Node 20, because at this point there is nothing else.
 */
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const windows = process.platform === 'win32';
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.tessera-lock');
const wantedMajor = 24;

/** Returns under Node 24 with all packages in place; never returns when the script had to be run again. */
export async function ensure(scriptUrl) {
  const stamp = lockHash();
  if (read(stampFile) !== stamp) {
    if (!matchesInstalledLock()) await install();
    writeFileSync(stampFile, stamp);
  }
  linkWorkspaces();
  process.env.PATH = join(modules, '.bin') + delimiter + (process.env.PATH ?? '');
  if (major(process.versions.node) >= wantedMajor) return;
  await runAgain(fileURLToPath(scriptUrl));
}

function lockHash() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/**
 * Whether npm itself finished installing exactly these versions (after `npm install x`, say).
 * npm writes its hidden lock as the last thing it does, so a half-finished install has none.
 */
function matchesInstalledLock() {
  const hidden = read(join(modules, '.package-lock.json'));
  if (hidden === undefined || pinnedNode() === undefined) return false;
  const installed = JSON.parse(hidden).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return true;
    const found = installed[path];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.peer || entry.devOptional);
  });
}

async function install() {
  process.stderr.write('Installing the packages (a few minutes, only when they changed) ...\n');
  rmSync(stampFile, { force: true });
  const [command, args] = npm();
  const flags = ['ci', '--include=dev', '--include=optional', '--ignore-scripts=false', '--loglevel=error', '--no-audit', '--no-fund'];
  const env = { ...process.env, NODE_ENV: 'development' };
  const code = await ending(spawn(command, [...args, ...flags], { cwd: root, env, stdio: ['ignore', 2, 2], shell: windows }));
  if (code !== 0) fail(`The packages could not be installed (npm ci ended with ${code}). Check the network and run the same command again.`);
  if (pinnedNode() === undefined && major(process.versions.node) < wantedMajor) {
    fail(`Node ${wantedMajor} was not installed by the "node" package. Allow its install script, or use a Node ${wantedMajor} of your own.`);
  }
}

/** A node outside of node_modules runs npm, because `npm ci` deletes node_modules first. */
function npm() {
  const cli = process.env.npm_execpath;
  if (!cli || !/npm-cli\.c?js$/.test(cli)) return ['npm', []];
  const name = windows ? 'node.exe' : 'node';
  const outside = (process.env.PATH ?? '').split(delimiter).find((dir) => dir && !dir.includes('node_modules') && existsSync(join(dir, name)));
  return [outside ? join(outside, name) : process.execPath, [cli]];
}

/** npm links the workspaces it knew when it ran; a folder added since gets its link here. */
function linkWorkspaces() {
  for (const area of ['libs', 'apps']) {
    const folder = join(root, area);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const manifest = read(join(folder, name, 'package.json'));
      if (manifest === undefined) continue;
      const link = join(modules, ...JSON.parse(manifest).name.split('/'));
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(windows ? join(folder, name) : relative(dirname(link), join(folder, name)), link, 'junction');
    }
  }
}

function pinnedNode() {
  const path = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');
  const answer = existsSync(path) ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
  return major((answer ?? '').replace('v', '')) >= wantedMajor ? path : undefined;
}

async function runAgain(script) {
  const node = pinnedNode();
  if (node === undefined) fail(`node_modules has no Node ${wantedMajor}. Delete node_modules and run the same command again.`);
  await follow(spawn(node, [...process.execArgv, script, ...process.argv.slice(2)], { stdio: 'inherit' }));
}

/** Ends this process the way the child ends. */
export async function follow(child) {
  process.exit(await ending(child));
}

/** The child's exit code; signals sent to us reach it meanwhile, so that it is never left behind. */
async function ending(child) {
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 1)));
  });
  for (const signal of signals) process.off(signal, pass);
  return code;
}

function major(version) {
  return Number.parseInt(version, 10) || 0;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

