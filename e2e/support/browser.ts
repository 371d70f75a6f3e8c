/**
 * A Chromium for machines that have none: the npm package @sparticuz/chromium brings the program, the
 * shared libraries it needs and a Latin font. Unpacked once into node_modules/.cache. CHROMIUM_PATH
 * names another browser. It has no Chinese glyphs; pages bring their own font (noto-sans-sc).
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const root = join(import.meta.dirname, '../..');

export interface LaunchOptions {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** For `chromium.launch(...)` of playwright-core, and `launchOptions` of its test runner. */
export async function browserLaunchOptions(): Promise<LaunchOptions> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const own = process.env['CHROMIUM_PATH'];
  if (own) return { executablePath: own, args, env: environment({}) };
  const folder = await unpacked();
  const libraries = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    executablePath: join(folder, 'chromium'),
    args,
    env: environment({ LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') }),
  };
}

async function unpacked(): Promise<string> {
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const packed = join(dirname(fromPackage.resolve('@sparticuz/chromium')), '../../bin');
  const { version } = JSON.parse(await readFile(join(packed, '../package.json'), 'utf8')) as { version: string };
  const folder = join(root, 'node_modules/.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const { extract } = fromPackage('tar-fs') as { extract(to: string): NodeJS.WritableStream };
  const fresh = `${folder}-${randomBytes(4).toString('hex')}`; // renamed when complete: another process may be doing the same
  await mkdir(fresh, { recursive: true });
  const inflate = (name: string): NodeJS.ReadableStream => createReadStream(join(packed, name)).pipe(createBrotliDecompress());
  await pipeline(inflate('chromium.br'), createWriteStream(join(fresh, 'chromium')));
  await chmod(join(fresh, 'chromium'), 0o755);
  await pipeline(inflate('swiftshader.tar.br'), extract(fresh));
  for (const name of ['al2023', 'fonts']) await pipeline(inflate(`${name}.tar.br`), extract(join(fresh, name)));
  await writeFile(join(fresh, 'fonts/fonts.conf'), fontConfig(join(folder, 'fonts/fonts')));
  await rename(fresh, folder).catch(async () => rm(fresh, { recursive: true, force: true }));
  return folder;
}

/** Only the packaged font, so that a screenshot looks the same on every machine. */
function fontConfig(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${fonts}/cache</cachedir>
</fontconfig>
`;
}

function environment(more: Record<string, string>): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), HOME: process.env['HOME'] ?? '/tmp', ...more };
}
