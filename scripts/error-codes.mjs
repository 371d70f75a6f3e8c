/**
 * `npm run docs:errors`: writes docs/error-codes.md from the error kinds that the sources declare. A spec
 * compares the file with `errorCodesPage()`, so it is never out of date.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure, root } from './ensure.mjs';

const AREAS = ['libs', 'apps/server/src'];
export const page = join(root, 'docs/error-codes.md');

/** Markdown. Parameters of a message stand in braces. */
export async function errorCodesPage() {
  const sources = AREAS.flatMap((area) => sourcesUnder(join(root, area))).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  for (const { path, text } of sources) if (/\bdefineError[<(]/.test(text)) await import(pathToFileURL(path).href);
  const { listErrorKinds } = await import('@tessera/contract');
  const kinds = listErrorKinds();
  const declared = new Set(kinds.map(({ code }) => code));
  const problems = fieldCodes(sources).filter(([code]) => !declared.has(code));
  return [
    '# Error codes',
    '',
    'Written by `npm run docs:errors`; do not edit. Every error answer is',
    '`{ code, message, details?, hint?, fields?: [{ path, code, message, params? }], requestId }`, worded in the language of the reader.',
    '',
    '| code | status | message | 说明 |',
    '|---|---|---|---|',
    ...kinds.map((kind) => `| \`${kind.code}\` | ${kind.status} | ${worded(kind, 'en')} | ${worded(kind, 'zh-CN')} |`),
    '',
    '## Codes of `fields`',
    '',
    'Why one place of a request was refused.',
    '',
    '| code | declared in |',
    '|---|---|',
    ...problems.map(([code, places]) => `| \`${code}\` | ${places.map((place) => `\`${place}\``).join(', ')} |`),
    '',
  ].join('\n');
}

function worded({ message, hint }, locale) {
  // A parameter may itself have words for each language.
  const placeholder = (name) => Object.assign(new String(`{${name}}`), { en: `{${name}}`, 'zh-CN': `{${name}}` });
  const params = new Proxy({}, { get: (_none, name) => placeholder(String(name)) });
  return [message, hint].flatMap((wording) => (wording ? [wording[locale](params)] : [])).join(locale === 'en' ? ' ' : '').replaceAll('|', '\\|');
}

/** Problems are plain data: a table of wordings by code, or a constant with its code. */
function fieldCodes(sources) {
  const found = new Map();
  for (const { path, text } of sources) {
    const place = relative(root, path).split(sep).join('/');
    for (const [, code] of text.matchAll(/^\s+([A-Z]+(?:_[A-Z]+)+): \{ en:|\bcode: '([A-Z]+(?:_[A-Z]+)+)'/gm).map(([, a, b]) => [a, a ?? b])) {
      found.set(code, [...new Set([...(found.get(code) ?? []), place])]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function sourcesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.spec\.ts$/.test(entry.name) && !/[\\/](node_modules|testing|packages)([\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  await ensure(import.meta.url);
  writeFileSync(page, await errorCodesPage());
}
