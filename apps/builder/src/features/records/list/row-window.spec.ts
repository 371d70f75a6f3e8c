import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isJumpToStart, isNearEnd, isNearStart, rowWindow } from './row-window.ts';

describe('rowWindow', () => {
  it('holds every row that can be seen, and only rows that exist', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.integer({ min: 1, max: 3000 }), fc.nat(100_000), (top, viewport, rows) => {
        const height = 40;
        const scrollTop = Math.min(top, Math.max(0, rows * height - viewport));
        const { from, to } = rowWindow(scrollTop, viewport, height, rows);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(rows);
        expect(from).toBeLessThanOrEqual(Math.min(rows, Math.floor(scrollTop / height)));
        expect(to).toBeGreaterThanOrEqual(Math.min(rows, Math.ceil((scrollTop + viewport) / height)));
      }),
    );
  });
  it('draws few rows of many', () => {
    const { from, to } = rowWindow(400_000, 800, 40, 200_000);
    expect(to - from).toBeLessThan(50);
  });
});

it('asks for more before the end is reached', () => {
  expect(isNearEnd(0, 800, 40, 50)).toBe(false);
  expect(isNearEnd(700, 800, 40, 50)).toBe(true);
});

it('asks for what was before as soon as it comes near', () => {
  expect(isNearStart(-400, 40)).toBe(true);
  expect(isNearStart(100, 40)).toBe(true);
  expect(isNearStart(5000, 40)).toBe(false);
});

it('begins anew only at the very top, and only when much is forgotten', () => {
  expect(isJumpToStart(0, 40, 1000)).toBe(true);
  expect(isJumpToStart(0, 40, 50)).toBe(false);
  expect(isJumpToStart(4000, 40, 1000)).toBe(false);
});
