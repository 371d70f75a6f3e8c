import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { geoPoint } from './index.ts';

const spot = field('spot', 'geoPoint');

describe('geoPoint', () => {
  it('is a latitude and a longitude on earth', () => {
    expect(isValid(spot, { lat: '31.2304', lng: '121.4737' })).toBe(true);
    expect(isValid(spot, { lat: '-90', lng: '180' })).toBe(true);
    for (const wrong of [{ lat: '31' }, { lat: '90.1', lng: '0' }, { lat: '0', lng: '-180.5' }, { lat: 31, lng: 121 }, { lat: '1.12345678', lng: '0' }, { lat: '0', lng: '0', alt: '5' }, '31,121', [31, 121]]) {
      expect(isValid(spot, wrong)).toBe(false);
    }
  });

  it('has one spelling', () => {
    expect(JSON.stringify(geoPoint.canonical({ lng: '121.470', lat: '-0' }, spot))).toBe('{"lat":"0","lng":"121.47"}');
  });

  it.each([
    ['31.23,121.47', '31.23', '121.47'],
    ['(31.23, 121.47)', '31.23', '121.47'],
    ['31.23 121.47', '31.23', '121.47'],
    ['３１.２３，１２１.４７', '31.23', '121.47'],
    ['-33.86, 151.2', '-33.86', '151.2'],
    ['N31.23 E121.47', '31.23', '121.47'],
    ['E121.47, N31.23', '31.23', '121.47'],
    ['33.86°S 151.2°E', '-33.86', '151.2'],
    ['东经121.47 北纬31.23', '31.23', '121.47'],
  ])('reads the cell %s', (text, lat, lng) => {
    expect(cell(spot, text)).toEqual({ lat, lng });
  });

  it.each(['121.47,31.23', '31.23', '31.23,121.47,5', 'N31.23 N121.47', 'N31.23 121.47', '91,0', 'here', '1e1,5', '31.23,121.123456789'])('refuses the cell %s rather than guess', (text) => {
    expect(cell(spot, text)).toEqual(refused('FIELD_NOT_GEO_POINT'));
  });

  it('comes back unchanged from an export', () => {
    const point = { lat: '-33.8567844', lng: '151.2152967' };
    expect(roundTrips(spot, point)).toEqual([point, point]);
  });
});
