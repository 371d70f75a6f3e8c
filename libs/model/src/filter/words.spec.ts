import { describe, expect, it } from '@jest/globals';
import { fieldType } from '../field-types/registry.ts';
import { wordsOf } from './words.ts';

describe('the words that `contains` looks through', () => {
  it.each<[Parameters<typeof fieldType>[0], unknown, string[]]>([
    ['text', 'a <b>', ['a <b>']],
    ['richText', '<p>A &amp; <strong>B</strong></p>', ['A & B']],
    ['file', [{ id: '1', name: 'one.txt', size: 1, type: 'text/plain' }, { id: '2', name: 'two.txt' }], ['one.txt', 'two.txt']],
    ['address', { region: '310115', detail: '世纪大道100号', postalCode: '200120' }, ['世纪大道100号', '200120']],
    ['address', { detail: 'x' }, ['x']],
    ['geoPoint', { lat: '1', lng: '2' }, []],
    ['file', null, []],
    ['number', '12', ['12']],
  ])('of a %s %j are %j', (type, value, words) => {
    expect(wordsOf(fieldType(type), value)).toEqual(words);
  });
});
