import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { idCardCheck } from '../../values/id-card.ts';
import { idCard } from './index.ts';

const id = field('id_card', 'idCard');

describe('idCard', () => {
  it.each(['11010519491231002X', '440524188001010014'])('takes %s, an example of GB 11643', (value) => {
    expect(isValid(id, value)).toBe(true);
  });

  it.each([
    ['110105194912310021', 'the wrong check character'],
    ['11010519490231002X', 'a day that does not exist'],
    ['110105170001010018', 'a year before there were any'],
    ['11010519491231002x', 'the check character in lower case'],
    ['010105194912310021', 'no region that begins with 0'],
    ['110105491231002', 'fifteen digits, which are no longer issued'],
    ['', 'nothing'],
  ])('refuses %s: %s', (value) => {
    expect(isValid(id, value)).toBe(false);
  });

  it('has one spelling', () => {
    expect(idCard.canonical(' 110105 19491231 002x ', id)).toBe('11010519491231002X');
    expect(cell(id, '１１０１０５１９４９１２３１００２ｘ')).toBe('11010519491231002X');
    expect(cell(id, '110105194912310021')).toEqual(refused('FIELD_NOT_ID_CARD'));
  });

  it('notices any one digit that is wrong', () => {
    const digits = fc.tuple(fc.integer({ min: 110000, max: 659999 }), fc.constantFrom('19491231', '20000229', '19870615'), fc.integer({ min: 0, max: 999 })).map(([region, day, serial]) => `${region}${day}${String(serial).padStart(3, '0')}`);
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (stem, at, by) => {
        const right = stem + idCardCheck(stem);
        expect(isValid(id, right)).toBe(true);
        const wrong = right.slice(0, at) + ((Number(right[at]) + by) % 10) + right.slice(at + 1);
        expect(isValid(id, wrong)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(id, '11010519491231002X')).toEqual(['11010519491231002X', '11010519491231002X']);
  });
});
