import { describe, expect, it } from '@jest/globals';
import { Kept } from './kept.ts';

const gate = () => {
  let open = (_value: string): void => {};
  const promise = new Promise<string>((resolve) => (open = resolve));
  return { promise, open };
};

describe('a value that is kept', () => {
  it('is loaded once for all who ask at the same time', async () => {
    const kept = new Kept<string>(() => true, 10);
    let loads = 0;
    const load = async () => `value ${(loads += 1)}`;
    expect(await Promise.all([kept.load('a', load), kept.load('a', load)])).toEqual(['value 1', 'value 1']);
    expect(await kept.load('a', load)).toBe('value 1');
  });

  it('is not kept when it changed while it was being loaded', async () => {
    const kept = new Kept<string>(() => true, 10);
    const slow = gate();
    const loading = kept.load('a', () => slow.promise);
    kept.drop('a');
    slow.open('old');
    expect(await loading).toBe('old');
    expect(kept.get('a')).toBeUndefined();
    expect(await kept.load('a', async () => 'new')).toBe('new');
  });

  it('does not replace a newer one when an older load ends later', async () => {
    const kept = new Kept<string>(() => true, 10);
    const slow = gate();
    const older = kept.load('a', () => slow.promise);
    kept.clear();
    await kept.load('a', async () => 'new');
    slow.open('old');
    await older;
    expect(kept.get('a')).toBe('new');
  });

  it('is loaded each time while nothing may be kept', async () => {
    let keeps = false;
    const kept = new Kept<string>(() => keeps, 10);
    expect(await kept.load('a', async () => '1')).toBe('1');
    expect(await kept.load('a', async () => '2')).toBe('2');
    keeps = true;
    expect(await kept.load('a', async () => '3')).toBe('3');
    expect(await kept.load('a', async () => '4')).toBe('3');
  });

  it('is not kept when there is none, or when loading failed', async () => {
    const kept = new Kept<string>(() => true, 10);
    expect(await kept.load('a', async () => undefined)).toBeUndefined();
    await expect(kept.load('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await kept.load('a', async () => 'now')).toBe('now');
  });

  it('makes room by letting the oldest go', async () => {
    const kept = new Kept<string>(() => true, 2);
    for (const key of ['a', 'b', 'c']) await kept.load(key, async () => key);
    expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([undefined, 'b', 'c']);
  });
});
