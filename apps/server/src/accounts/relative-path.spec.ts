import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { relativePath } from './relative-path.ts';

const OURS = 'https://crm.example.com';

describe('where to go on', () => {
  it.each(['/', '/records/customer', '/records/customer?view=a&sort=b#top', '/客户'])('is %s', (to) => {
    expect(new URL(relativePath(to), OURS).href).toBe(new URL(to, OURS).href);
  });

  it.each([undefined, '', 'records', 'https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n/evil.example', '/..//evil.example', '/.//evil.example', 'javascript:alert(1)', '/%5c\\evil'])(
    'is the first page for %j',
    (to) => {
      expect(relativePath(to)).toBe('/');
    },
  );

  it('is always here, whatever was asked for', () => {
    const part = fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '%2f', '%5c', '\t', '\n', ' ', 'evil.example', 'https:', 'a', '\u00a0', '／');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''))), (to) => {
        expect(new URL(relativePath(to), OURS).origin).toBe(OURS);
      }),
      { numRuns: 2000 },
    );
  });
});
