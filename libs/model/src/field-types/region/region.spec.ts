import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { optionsAreValid } from '../../testing/values.ts';
import { isRegionCode, regionLevel } from '../../values/regions.ts';
import { region } from './index.ts';

// Names, levels and imports need the data: regions/regions.spec.ts.
describe('region', () => {
  it('is a code of GB/T 2260, whose zeros tell the level', () => {
    expect(['310000', '310100', '310115'].map(regionLevel)).toEqual(['province', 'city', 'district']);
    expect(['310115', '110000'].every(isRegionCode)).toBe(true);
    expect(['010115', '31011', '310015', '31O115', ''].some(isRegionCode)).toBe(false);
  });

  it('can be asked for all within a province', () => {
    expect(region.operators).toContain('startsWith');
    expect(region.widgetOptions(field('r', 'region'), 'en')).toEqual({ level: 'district' });
  });

  it('goes down to a level there is', () => {
    expect(optionsAreValid(field('r', 'region', { options: { level: 'city' } }))).toBe(true);
    expect(optionsAreValid(field('r', 'region', { options: { level: 'street' } }))).toBe(false);
  });
});
