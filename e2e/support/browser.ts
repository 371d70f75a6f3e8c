/**
 * A Chromium for machines that have none: the npm package @sparticuz/chromium brings the program, the
 * shared libraries it needs and a Latin font; Noto Sans SC, which the builder ships as web fonts, is
 * turned into system fonts, so that Chinese is drawn whatever font a page asks for. Unpacked once into
 * node_modules/.cache. CHROMIUM_PATH names another browser instead.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const cache = join(import.meta.dirname, '../../node_modules/.cache');
const require = createRequire(import.meta.url);

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
  const packed = join(packageFolder('@sparticuz/chromium'), 'bin');
  const folder = join(cache, `chromium-${await versionOf('@sparticuz/chromium')}-noto-${await versionOf('@fontsource-variable/noto-sans-sc')}`);
  if (existsSync(folder)) return folder;
  const { extract } = createRequire(packed)('tar-fs') as { extract(to: string): NodeJS.WritableStream };
  const fresh = `${folder}-${randomBytes(4).toString('hex')}`; // renamed when complete: another process may be doing the same
  await mkdir(fresh, { recursive: true });
  const inflate = (name: string): NodeJS.ReadableStream => createReadStream(join(packed, name)).pipe(createBrotliDecompress());
  await pipeline(inflate('chromium.br'), createWriteStream(join(fresh, 'chromium')));
  await chmod(join(fresh, 'chromium'), 0o755);
  await pipeline(inflate('swiftshader.tar.br'), extract(fresh));
  for (const name of ['al2023', 'fonts']) await pipeline(inflate(`${name}.tar.br`), extract(join(fresh, name)));
  await addChineseFonts(join(fresh, 'fonts/fonts/noto-sans-sc'));
  await writeFile(join(fresh, 'fonts/fonts.conf'), fontConfig(join(folder, 'fonts/fonts')));
  await rename(fresh, folder).catch(async () => rm(fresh, { recursive: true, force: true }));
  return folder;
}

/** The hundred parts of the web font, as TrueType: the only form that Chromium takes from the system. */
async function addChineseFonts(folder: string): Promise<void> {
  const { decompress } = require('wawoff2') as { decompress(font: Buffer): Promise<Uint8Array> };
  const parts = join(packageFolder('@fontsource-variable/noto-sans-sc'), 'files');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(parts)) {
    if (name.endsWith('.woff2')) await writeFile(join(folder, name.replace('.woff2', '.ttf')), await decompress(await readFile(join(parts, name))));
  }
}

/** Only the packaged fonts, so that a screenshot looks the same on every machine. */
function fontConfig(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${fonts}/cache</cachedir>
</fontconfig>
`;
}

function packageFolder(name: string): string {
  const folder = require.resolve.paths(name)?.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`The package ${name} is not installed.`);
  return folder;
}

async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder(name), 'package.json'), 'utf8')) as { version: string };
  return version;
}

function environment(more: Record<string, string>): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), HOME: process.env['HOME'] ?? '/tmp', ...more };
}
