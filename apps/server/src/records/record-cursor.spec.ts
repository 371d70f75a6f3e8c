import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PageMark } from '@tessera/sql/read';
import { openCursor, signCursor } from './record-cursor.ts';

const secret = createSecretKey(Buffer.alloc(32, 7));
const mark = (...keys: (string | null)[]): PageMark => ({ side: 'after', keys });

describe('a cursor', () => {
  it('gives back what was signed', () => {
    for (const side of ['after', 'before'] as const) {
      const signed = { side, keys: ['é', null, '1.50'] };
      expect(openCursor(secret, 'rep1 account', signCursor(secret, 'rep1 account', signed))).toEqual(signed);
    }
  });

  it.each([
    ['another actor', 'rep2 account', (text: string) => text],
    ['a changed byte', 'rep1 account', (text: string) => `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`],
    ['nothing', 'rep1 account', () => ''],
    ['rubbish', 'rep1 account', () => 'x'.repeat(200)],
  ])('is refused for %s', (_, bound, change) => {
    expect(openCursor(secret, bound, change(signCursor(secret, 'rep1 account', mark('1', '2'))))).toBeNull();
  });

  it('is refused when it was signed with another secret', () => {
    expect(openCursor(createSecretKey(Buffer.alloc(32, 8)), 'a', signCursor(secret, 'a', mark('1')))).toBeNull();
  });
});
