import { describe, expect, it } from '@jest/globals';
import { liveValues } from './live-values.ts';
import { sampleDesign } from './sample-design.ts';

const env = { now: '2024-01-05T00:00:00.000Z', timeZone: 'UTC', me: null };
const design = sampleDesign();

describe('liveValues', () => {
  it('computes rows, then rollups over them, then formulas over those', () => {
    const live = liveValues(design, 'order', { lines: [{ quantity: '3', price: '500.00', discount: '0.1' }, { quantity: '1', price: '0.01' }] }, env);
    expect(live.rows.lines).toEqual([{ amount: '1350.00' }, { amount: '0.01' }]);
    expect(live.values).toEqual({ total: '1350.01', rows: '2', dearest: '500.00', big: true });
  });
  it('has nothing to add up without rows', () => {
    expect(liveValues(design, 'order', { lines: null }, env).values).toEqual({ total: '0.00', rows: '0', dearest: null, big: false });
  });
  it('leaves a row blank whose numbers are not finished', () => {
    const live = liveValues(design, 'order', { lines: [{ quantity: '1x', price: '5' }] }, env);
    expect(live.rows.lines).toEqual([{ amount: null }]);
    expect(live.values.total).toBe('0.00');
  });
  it('knows nothing of an entity that is not there', () => {
    expect(liveValues(design, 'nothing', {}, env)).toEqual({ values: {}, rows: {} });
  });
});
