import { describe, expect, it } from '@jest/globals';
import { field } from '../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../testing/values.ts';
import { provideRegions, regionText } from '../values/regions.ts';
import { chinaRegions } from './index.ts';

const district = field('r', 'region');
const city = field('r', 'region', { options: { level: 'city' } });
const province = field('r', 'region', { options: { level: 'province' } });

describe('region, before names are provided', () => {
  it('checks the form of a code and shows it as it is', () => {
    expect(isValid(district, '310115')).toBe(true);
    expect(isValid(district, '999999')).toBe(true);
    expect(isValid(district, '31011')).toBe(false);
    expect(cell(district, '310115')).toBe('310115');
    expect(cell(district, '上海市浦东新区')).toEqual(refused('FIELD_NOT_REGION'));
    expect(roundTrips(district, '310115')).toEqual(['310115', '310115']);
  });
});

describe('region', () => {
  const provided = () => provideRegions(chinaRegions);

  it('knows every province, city and district, and what has no districts', () => {
    provided();
    expect(chinaRegions.tree).toHaveLength(34);
    expect(chinaRegions.path('310115').map(({ name }) => name)).toEqual(['上海市', '市辖区', '浦东新区']);
    expect(chinaRegions.path('441900').at(-1)).toEqual({ code: '441900', name: '东莞市' });
    expect(chinaRegions.path('000000')).toEqual([]);
  });

  it('takes codes that exist and go as deep as the field asks, or as there is anything', () => {
    for (const code of ['310115', '441900', '710000']) expect(isValid(district, code)).toBe(true);
    for (const code of ['310000', '310100', '310199', '999999', '3101', '310115 ']) expect(isValid(district, code)).toBe(false);
    expect([isValid(city, '320100'), isValid(city, '320102'), isValid(city, '320000')]).toEqual([true, false, false]);
    expect([isValid(province, '320000'), isValid(province, '320100')]).toEqual([true, false]);
  });

  it.each([
    ['上海市浦东新区', '310115'],
    ['上海市市辖区浦东新区', '310115'],
    ['上海浦东', '310115'],
    ['浦东新区', '310115'],
    ['江苏省南京市玄武区', '320102'],
    ['江苏 / 南京 / 玄武区', '320102'],
    ['南京市鼓楼区', '320106'],
    ['北京市北京市朝阳区', '110105'],
    ['广东省东莞市', '441900'],
    ['广西壮族自治区南宁市青秀区', '450103'],
    ['湖北省仙桃市', '429004'],
    ['香港特别行政区', '810000'],
    ['３１０１１５', '310115'],
  ])('reads %s', (text, code) => {
    expect(cell(district, text)).toBe(code);
  });

  it.each(['朝阳区', '鼓楼区', '上海', '南京市', '火星市', '上海市浦东新区世纪大道'])('refuses %s rather than guess', (text) => {
    expect(cell(district, text)).toEqual(refused('FIELD_NOT_REGION'));
  });

  it('prefers the larger of two of the same short name', () => {
    expect(cell(province, '吉林')).toBe('220000');
    expect(cell(city, '吉林市')).toBe('220200');
  });

  it('is shown by its names, without those that only mean "the districts"', () => {
    expect(regionText('310115')).toBe('上海市浦东新区');
    expect(regionText('320100')).toBe('江苏省南京市');
    expect(regionText('310100')).toBe('上海市市辖区');
    expect(regionText('999999')).toBe('999999');
  });

  it('of every district comes back unchanged from an export', () => {
    const leaves = (nodes: typeof chinaRegions.tree): string[] => nodes.flatMap(({ code, children }) => (children ? leaves(children) : [code]));
    const codes = leaves(chinaRegions.tree);
    expect(codes.length).toBeGreaterThan(2800);
    expect(codes.filter((code) => cell(district, regionText(code)) !== code)).toEqual([]);
  });

  it('at the beginning of an address is told from the rest', () => {
    const at = field('a', 'address');
    expect(cell(at, '上海市浦东新区世纪大道100号 200120')).toEqual({ region: '310115', detail: '世纪大道100号', postalCode: '200120' });
    expect(cell(at, '上海路100号')).toEqual({ detail: '上海路100号' });
    expect(cell(at, '12 Orchard Road')).toEqual({ detail: '12 Orchard Road' });
    expect(cell(at, '南京市玄武区')).toEqual({ detail: '南京市玄武区' });
    expect(roundTrips(at, { region: '320102', detail: '中山路1号', postalCode: '210018' })).toEqual(Array(2).fill({ region: '320102', detail: '中山路1号', postalCode: '210018' }));
  });

});
