/**
 * `npm start`: installs and builds what is missing or changed, then becomes the server.
 * PORT, DATA_DIR, DATABASE_URL and the rest of the environment pass through to it.
 * package.json calls it with `exec`, so that no shell stands between npm and us and swallows a
 * signal sent to npm alone; where the shell has no `exec` (Windows), the second half of the line runs.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, follow, root } from './ensure.mjs';
import { SERVER_FLAGS } from './server-flags.mjs';

await ensure(import.meta.url);
const { buildOrExit } = await import('./build-parts.mjs');
await buildOrExit({ log: (line) => process.stderr.write(`${line}\n`) });

const args = [...SERVER_FLAGS, join(root, 'dist/server/main.js'), ...process.argv.slice(2)];
// Becoming the server leaves no process between it and the signals; where that is not possible, pass them on.
if (process.execve) process.execve(process.execPath, [process.execPath, ...args], process.env);
await follow(spawn(process.execPath, args, { stdio: 'inherit' }));
