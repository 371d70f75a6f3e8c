import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rechunked } from './rechunked.ts';

async function* parts(of: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* of;
}

describe('bytes in pieces of one size', () => {
  it('are the same bytes, and every piece but the last is full', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), fc.integer({ min: 1, max: 16 }), async (given, size) => {
        const pieces: Buffer[] = [];
        for await (const piece of rechunked(parts(given), size)) pieces.push(Buffer.from(piece));
        expect(Buffer.concat(pieces).equals(Buffer.concat(given))).toBe(true);
        expect(pieces.slice(0, -1).every((piece) => piece.length === size)).toBe(true);
        expect(pieces.every((piece) => piece.length > 0)).toBe(true);
      }),
    );
  });
});
