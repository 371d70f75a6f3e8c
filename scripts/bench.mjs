/** `npm run bench [-- NAME ...]`: builds what changed and runs bench/NAME.ts, or every one of them in turn. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensure, root } from './ensure.mjs';

await ensure(import.meta.url);
const folder = join(root, 'bench');
const all = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3)) : [];
const firstOption = process.argv.findIndex((argument, index) => index >= 2 && argument.startsWith('-'));
const end = firstOption < 0 ? process.argv.length : firstOption;
const asked = process.argv.slice(2, end);
const options = process.argv.slice(end);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0 || all.length === 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(1);
}
const { buildOrExit } = await import('./build-parts.mjs');
await buildOrExit({ log: console.error });

let failed = false;
for (const name of asked.length > 0 ? asked : all) {
  const child = spawn(process.execPath, [join(folder, `${name}.ts`), ...options], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
