/** `npm run jest -- ...`: Jest in ESM mode under Node 24, with all its own arguments. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, follow, root } from './ensure.mjs';

await ensure(import.meta.url);

const jest = join(root, 'node_modules/jest/bin/jest.js');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
await follow(spawn(process.execPath, [...flags, jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }));
