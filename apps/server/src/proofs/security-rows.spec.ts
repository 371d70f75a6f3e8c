import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../../..');
/** How many rows each class of failures has. */
const CLASSES = { F: 50, W: 30, T: 14, I: 34, A: 26, D: 20 };

const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const rows = text.split('\n').flatMap((line) => {
  const [, id, what, held] = /^\| ([A-Z]\d\d) \| (.*?) \| (.*) \|$/.exec(line) ?? [];
  return id && what && held !== undefined ? [{ id, what, held }] : [];
});

describe('docs/security.md', () => {
  it('has every class of failures once, with what holds it or why nothing does yet', () => {
    const wanted = Object.entries(CLASSES).flatMap(([letter, count]) => Array.from({ length: count }, (_, at) => `${letter}${String(at + 1).padStart(2, '0')}`));
    expect(rows.map(({ id }) => id)).toEqual(wanted);
    expect(rows.filter(({ held }) => held.trim() === '')).toEqual([]);
  });

  it('names tests that are there, by words that are in them', () => {
    const missing = rows.flatMap(({ id, held }) =>
      [...held.matchAll(/`([^`]+\.spec\.ts)`: “([^”]+)”/g)].flatMap(([, file = '', words = '']) => {
        const path = join(ROOT, /^(libs|apps)\//.test(file) ? file : `apps/server/src/${file}`);
        if (!existsSync(path)) return [`${id}: ${file} is not there`];
        return readFileSync(path, 'utf8').includes(words) ? [] : [`${id}: ${file} has no test "${words}"`];
      }),
    );
    expect(missing).toEqual([]);
    expect(rows.filter(({ held }) => held.includes('.spec.ts')).length).toBeGreaterThan(120);
  });

  it('names files of the proofs that are there', () => {
    const files = [...text.matchAll(/`(proofs\/[\w-]+\.ts)`/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(join(ROOT, 'apps/server/src', file)))).toEqual([]);
    expect(files.length).toBeGreaterThan(8);
  });
});
