import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';

const notes = field('notes', 'longText', { options: { maxLength: 100 } });

describe('longText', () => {
  it('keeps line breaks, in one spelling', () => {
    expect(cell(notes, 'one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
  });

  it('has a limit', () => {
    expect(isValid(notes, 'x'.repeat(100))).toBe(true);
    expect(isValid(notes, 'x'.repeat(101))).toBe(false);
    expect(cell(notes, 'x'.repeat(101))).toEqual(refused('FIELD_TOO_LONG'));
  });
});
