/**
 * `npm run jest -- --selectProjects unit libs/formula`: Jest in ESM mode under Node 24, with all its
 * own arguments. Only the names of projects count as such; Jest alone would take the path for one, too.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, follow, root } from './ensure.mjs';

await ensure(import.meta.url);

const jest = join(root, 'node_modules/jest/bin/jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const projects = ['unit', 'pg'];
const args = process.argv.slice(2);
const at = args.indexOf('--selectProjects');
if (at >= 0) {
  let end = at + 1;
  while (projects.includes(args[end])) end += 1;
  args.push(...args.splice(at, end - at));
}
await follow(spawn(process.execPath, [...flags, jest, ...args], { cwd: root, stdio: 'inherit' }));
