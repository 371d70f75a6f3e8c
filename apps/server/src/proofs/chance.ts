/** Chance that can be had again: the same seed gives the same choices. */

export interface Chance {
  readonly next: () => number;
  readonly below: (limit: number) => number;
  readonly often: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Up to `most` of them, with repetitions. */
  readonly some: <T>(list: readonly T[], most: number) => T[];
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { next, below, often: (probability) => next() < probability, pick, some: (list, most) => Array.from({ length: below(most + 1) }, () => pick(list)) };
}
