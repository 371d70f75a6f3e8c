import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';

const phone = field('p', 'phone');

describe('phone', () => {
  it.each(['030-0074321', '(5) 555-4729', '+86 138 0013 8000', '13800138000', '(1) 47.55.60.10', '010-12345678转8001', '0522-556721 ext. 5', '110'])('takes %s', (value) => {
    expect(isValid(phone, value)).toBe(true);
    expect(cell(phone, ` ${value} `)).toBe(value);
  });

  it.each(['abc', '12', '', '+', '1'.repeat(21), '555-4729; DROP', '(((('])('refuses %p', (value) => {
    expect(isValid(phone, value)).toBe(false);
    if (value !== '') expect(cell(phone, value)).toEqual(refused('FIELD_NOT_PHONE'));
  });
});
