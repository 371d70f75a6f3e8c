import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PageMark } from '@tessera/sql/read';
import { openCursor, sealCursor } from './record-cursor.ts';

const secret = createSecretKey(Buffer.alloc(32, 7));
const mark = (...keys: (string | null)[]): PageMark => ({ side: 'after', keys });

describe('a cursor', () => {
  it('gives back what was sealed', () => {
    for (const side of ['after', 'before'] as const) {
      const sealed = { side, keys: ['é', null, '1.50'] };
      expect(openCursor(secret, 'rep1 account', sealCursor(secret, 'rep1 account', sealed))).toEqual(sealed);
    }
  });

  it('can be read by nobody else, and is another each time', () => {
    const sealed = [1, 2].map(() => sealCursor(secret, 'rep1 account', mark('CNRY-phone', '2')));
    for (const text of sealed) for (const encoding of ['utf8', 'latin1'] as const) expect(Buffer.from(text, 'base64url').toString(encoding)).not.toContain('CNRY');
    expect(sealed[0]).not.toBe(sealed[1]);
  });

  it.each([
    ['another actor', 'rep2 account', (text: string) => text],
    ['a changed end', 'rep1 account', (text: string) => `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`],
    ['a cut', 'rep1 account', (text: string) => text.slice(0, -4)],
    ['another spelling of its bytes', 'rep1 account', (text: string) => `${text}=`],
    ['nothing', 'rep1 account', () => ''],
    ['rubbish', 'rep1 account', () => 'x'.repeat(200)],
  ])('is refused for %s', (_, bound, change) => {
    expect(openCursor(secret, bound, change(sealCursor(secret, 'rep1 account', mark('1', '2'))))).toBeNull();
  });

  it('is refused with any of its bytes changed', () => {
    const bytes = Buffer.from(sealCursor(secret, 'a', mark('1', '2')), 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, openCursor(secret, 'a', changed.toString('base64url'))]).toEqual([at, null]);
    }
  });

  it('is refused when it was sealed with another secret', () => {
    expect(openCursor(createSecretKey(Buffer.alloc(32, 8)), 'a', sealCursor(secret, 'a', mark('1')))).toBeNull();
  });
});
