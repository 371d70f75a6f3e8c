import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskText } from './mask-text.ts';

describe('the mask of a text', () => {
  it.each([
    [{ start: 3, end: 2 }, '13812345678', '138****78'],
    [{ start: 3, end: 4 }, '13812345678', '138****5678'],
    [{ start: 20, end: 20 }, '110101199003074514', '110101199003****'],
    [{ start: 2, end: 2 }, '123456', '12****6'],
    [{ start: 1, end: 0 }, '张三', '张****'],
    [{ start: 1, end: 1 }, '张', '****'],
    [{ start: 2, end: 2 }, '', '****'],
    [{ start: 1, end: 1 }, '😀a界😀', '😀****😀'],
    [{ start: 2, end: 0, domain: true }, 'lihua@example.com', 'li****@example.com'],
    [{ start: 2, end: 0, domain: true }, '@example.com', '****@example.com'],
    [{ start: 2, end: 0, domain: true }, 'no address', 'no****'],
    [{ start: 0, end: 0 }, 'anything at all', '****'],
  ])('%j of %s is %s', (mask, text, masked) => expect(maskText(mask, text)).toBe(masked));

  it('hides at least a third of the characters, four of them, and half of a short text', () => {
    fc.assert(
      fc.property(fc.record({ start: fc.nat(20), end: fc.nat(20) }), fc.string({ unit: 'binary' }), (mask, text) => {
        const shown = [...maskText(mask, text)].length - 4;
        const hidden = [...text].length - shown;
        expect(hidden * 3).toBeGreaterThanOrEqual([...text].length);
        expect(hidden >= 4 || hidden * 2 >= [...text].length).toBe(true);
      }),
    );
  });
});
