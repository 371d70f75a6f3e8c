import { describe, expect, it } from '@jest/globals';
import { chooseLocale } from './locale-choice.ts';

describe('chooseLocale', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    ['xx', ['en-GB', 'zh'], 'en'],
    [null, ['fr', 'zh-TW'], 'zh-CN'],
    [null, ['de'], 'zh-CN'],
    [null, [], 'zh-CN'],
  ])('with %s remembered and %j preferred speaks %s', (stored, preferred, expected) => {
    expect(chooseLocale(stored, preferred)).toBe(expected);
  });
});
