import { describe, expect, it } from '@jest/globals';
import { fileFits } from './file-rules.ts';
import { fileUrl } from './file-url.ts';
import { formatBytes } from './format-bytes.ts';

const rules = (accept: readonly string[], maxMegabytes = 1) => ({ maxFiles: 3, maxMegabytes, accept });
const file = (name: string, type: string, size = 10) => ({ name, type, size });

describe('a file for a field', () => {
  it.each([
    [file('a.png', 'image/png'), rules([]), null],
    [file('a.png', 'image/png', 1024 * 1024 + 1), rules([]), 'tooLarge'],
    [file('a.png', 'image/png'), rules(['image/*']), null],
    [file('A.PDF', 'application/pdf'), rules(['.pdf']), null],
    [file('a.png', 'image/png'), rules(['.pdf', 'image/jpeg']), 'wrongKind'],
    [file('a.unknown', ''), rules(['.pdf']), null],
  ] as const)('%j with %j: %s', (given, wanted, refusal) => {
    expect(fileFits(given, wanted)).toBe(refusal);
  });
});

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1536, '1.5 KB'],
    [50 * 1024 * 1024, '50 MB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text);
  });
});

describe('the address of a file', () => {
  it('leads through the field of a record', () => {
    const place = { entity: 'order', record: 'new', field: 'papers' };
    expect(fileUrl(place, 'f1')).toBe('/api/files/order/new/papers/f1');
    expect(fileUrl(place, 'f1', { inline: true })).toBe('/api/files/order/new/papers/f1?inline=true');
  });
});
