/** `npm run screens -- --out DIR`: builds what changed and lets e2e/screens.ts photograph every main screen. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, follow, root } from './ensure.mjs';

await ensure(import.meta.url);
const { buildOrExit } = await import('./build-parts.mjs');
await buildOrExit({ log: console.log });
await follow(spawn(process.execPath, [join(root, 'e2e/screens.ts'), ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? root, stdio: 'inherit' }));
