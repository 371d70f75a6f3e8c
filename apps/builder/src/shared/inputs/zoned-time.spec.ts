import { describe, expect, it } from '@jest/globals';
import { fromWallClock, toWallClock } from './zoned-time.ts';

describe('the workspace clock', () => {
  it.each([
    ['2024-01-05T16:30:00.000Z', 'Asia/Shanghai', '2024-01-06 00:30'],
    ['2024-07-05T16:30:00.000Z', 'Europe/Berlin', '2024-07-05 18:30'],
    ['2024-07-05T16:30:00.000Z', 'UTC', '2024-07-05 16:30'],
  ])('shows %s in %s as %s and comes back', (instant, zone, shown) => {
    const clock = toWallClock(instant, zone);
    expect(clock?.format('YYYY-MM-DD HH:mm')).toBe(shown);
    expect(fromWallClock(clock!, zone)).toBe(instant);
  });
  it('shows nothing for what is no instant', () => {
    expect(toWallClock('soon', 'UTC')).toBeNull();
  });
});
