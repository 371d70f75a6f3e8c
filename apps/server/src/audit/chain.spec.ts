import { describe, expect, it } from '@jest/globals';
import { ChainCheck, FIRST_PREV, hashOf, type Head, type SealedEntry } from './chain.ts';

function chainOf(count: number): SealedEntry[] {
  let prev = FIRST_PREV;
  return Array.from({ length: count }, (_, index) => {
    const columns = [`id-${index}`, 'record.read', null, '{}'];
    const entry = { seq: index + 1, id: `id-${index}`, prev, hash: hashOf(prev, index + 1, columns), columns };
    prev = entry.hash;
    return entry;
  });
}
const headOf = (chain: readonly SealedEntry[]): Head => ({ seq: chain.length, hash: chain.at(-1)?.hash ?? FIRST_PREV });

function verdict(chain: readonly SealedEntry[], head: Head | null, unsealed: string | null = null): unknown {
  const check = new ChainCheck();
  for (const entry of chain) if (!check.next(entry)) break;
  const { intact, checked, broken } = check.end(head, unsealed);
  return intact ? ['intact', checked] : [broken?.reason, broken?.seq, broken?.id];
}

describe('the chain', () => {
  const whole = chainOf(5);
  const head = headOf(whole);

  it('is whole as it was sealed, and empty as well', () => {
    expect([verdict(whole, head), verdict([], { seq: 0, hash: FIRST_PREV })]).toEqual([['intact', 5], ['intact', 0]]);
  });

  it.each<[string, (chain: SealedEntry[]) => SealedEntry[], unknown]>([
    ['a column that is another', (chain) => chain.with(2, { ...chain[2]!, columns: ['id-2', 'record.reac', null, '{}'] }), ['changed', 3, 'id-2']],
    ['an empty column where there was none', (chain) => chain.with(2, { ...chain[2]!, columns: ['id-2', 'record.read', '', '{}'] }), ['changed', 3, 'id-2']],
    ['a hash that was made to fit', (chain) => chain.with(2, { ...chain[2]!, columns: ['x'], hash: hashOf(chain[2]!.prev, 3, ['x']) }), ['changed', 4, 'id-3']],
    ['a line that is gone', (chain) => chain.with(2, { ...chain[2]!, columns: null }), ['missing', 3, 'id-2']],
    ['a line that is gone with its seal', (chain) => chain.toSpliced(2, 1), ['missing', 3, null]],
    ['the first', (chain) => chain.slice(1), ['missing', 1, null]],
    ['two that changed places', (chain) => [chain[0]!, { ...chain[2]!, seq: 2 }, { ...chain[1]!, seq: 3 }, ...chain.slice(3)], ['changed', 2, 'id-2']],
    ['the last', (chain) => chain.slice(0, -1), ['cutOff', 5, null]],
    ['all', () => [], ['cutOff', 1, null]],
    ['one more', () => chainOf(6), ['added', 6, null]],
  ])('names %s', (_, tamper, expected) => {
    expect(verdict(tamper([...whole]), head)).toEqual(expected);
  });

  it('names a line nobody sealed, and misses a head that is gone', () => {
    expect([verdict(whole, head, 'id-x'), verdict(whole, null)]).toEqual([['added', 6, 'id-x'], ['cutOff', 6, null]]);
  });
});
