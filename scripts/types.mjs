/** `npm run types [-- AREA ...]`: one TypeScript project an area, two at a time. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);

const projects = {
  pure: 'libs/tsconfig.pure.json',
  libs: 'libs/tsconfig.json',
  server: 'apps/server/tsconfig.json',
  builder: 'apps/builder/tsconfig.json',
  tools: 'tsconfig.json',
};
const hasSources = { server: 'apps/server/src', builder: 'apps/builder/src', tools: 'e2e' };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in projects));
if (unknown.length > 0) {
  console.error(`No such area: ${unknown.join(', ')}. There are: ${Object.keys(projects).join(', ')}.`);
  process.exit(1);
}
const queue = Object.keys(projects).filter((name) => (asked.length === 0 || asked.includes(name)) && existsSync(join(root, hasSources[name] ?? 'libs')));
let failed = false;

async function worker() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const { code, output } = await check(name);
    if (code !== 0) failed = true;
    if (output.trim() !== '') console.log(`types of ${name}\n${output.trimEnd()}`);
  }
}

function check(name) {
  const cache = join(root, 'node_modules', '.cache', 'types', `${name}.tsbuildinfo`);
  const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', projects[name], '--incremental', '--tsBuildInfoFile', cache, '--pretty', 'false'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, output }));
  });
}

await Promise.all([worker(), worker()]);
process.exit(failed ? 1 : 0);
