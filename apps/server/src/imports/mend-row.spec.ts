import { describe, expect, it } from '@jest/globals';
import { mendRow } from './mend-row.ts';

describe('mendRow', () => {
  it.each<[string, string[], number, string[]]>([
    ['joins a text that was cut at its comma', ['HANAR', 'Rua do Paço', ' 67', 'Rio'], 3, ['HANAR', 'Rua do Paço, 67', 'Rio']],
    ['joins a text that was cut twice', ['a', 'b', ' c', ' d', 'e'], 3, ['a', 'b, c, d', 'e']],
    ['joins two texts of one row', ['a', ' b', 'c', ' d'], 2, ['a, b', 'c, d']],
    ['leaves a row of the right length alone, whatever its cells begin with', ['a', ' b'], 2, ['a', ' b']],
    ['leaves a row alone that could be put together in several ways', ['a', ' b', ' c'], 2, ['a', ' b', ' c']],
    ['leaves a row alone whose extra cell does not look cut off', ['a', 'b', 'c'], 2, ['a', 'b', 'c']],
    ['leaves a row alone that is too short', ['a'], 2, ['a']],
    ['does not take an empty cell of blanks for a part of a text', ['a', '  ', 'b'], 2, ['a', '  ', 'b']],
  ])('%s', (_, cells, columns, expected) => {
    expect(mendRow(cells, columns)).toEqual(expected);
  });
});
