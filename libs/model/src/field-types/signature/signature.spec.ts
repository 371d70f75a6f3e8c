import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { isValid, optionsAreValid } from '../../testing/values.ts';

const signed = field('signed', 'signature');
const id = (last: string) => ({ id: `0190b0a0-0000-7000-8000-00000000000${last}` });

describe('signature', () => {
  it('is one picture', () => {
    expect(isValid(signed, [id('a')])).toBe(true);
    expect(isValid(signed, [id('a'), id('b')])).toBe(false);
    expect(optionsAreValid(field('s', 'signature', { options: { maxFiles: 2 } }))).toBe(false);
  });
});
