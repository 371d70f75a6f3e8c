import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';

const email = field('e', 'email');

describe('email', () => {
  it.each(['a@b.cn', 'first.last+tag@sub.example.com', "o'hara@example.org", 'x@例子.中国'])('takes %s', (value) => {
    expect(isValid(email, value)).toBe(true);
  });

  it.each(['a@b', '@b.cn', 'a@', 'a b@c.cn', 'a@b..cn', '.a@b.cn', 'a@-b.cn', 'a@b.cn,c@d.cn', `a@${'b'.repeat(250)}.cn`, 'a@b@c.cn', 'a\r\nBcc: x@y.cn'])('refuses %p', (value) => {
    expect(isValid(email, value)).toBe(false);
    expect(cell(email, value)).toEqual(refused('FIELD_NOT_EMAIL'));
  });
});
