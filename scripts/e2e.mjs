/** `npm run e2e [-- ...]`: builds what changed and runs Playwright with all its own arguments. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, follow, root } from './ensure.mjs';

await ensure(import.meta.url);
const { buildOrExit } = await import('./build-parts.mjs');
await buildOrExit({ log: console.log });
await follow(spawn(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }));
