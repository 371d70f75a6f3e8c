import { describe, expect, it } from '@jest/globals';
import { choices, field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { multiSelect } from './index.ts';

const tags = field('tags', 'multiSelect', { options: choices('x', 'y', 'z') });

describe('multiSelect', () => {
  it('takes each choice once', () => {
    expect(isValid(tags, ['x', 'y'])).toBe(true);
    expect(isValid(tags, ['x', 'x'])).toBe(false);
    expect(isValid(tags, ['x', 'q'])).toBe(false);
    expect(isValid(tags, 'x')).toBe(false);
  });

  it.each(['x,y', 'x; y', 'x、y级', 'X，Y', 'x\ny', 'x,y,,x'])('reads the cell %p as two choices', (text) => {
    expect(cell(tags, text)).toEqual(['x', 'y']);
  });

  it('finds a label that contains a separator when it is the whole cell', () => {
    const odd = field('odd', 'multiSelect', { options: { choices: [{ value: 'm', label: { en: 'small, medium' } }] } });
    expect(cell(odd, 'small, medium')).toEqual(['m']);
  });

  it('refuses a cell with one unknown choice, and reads nothing as null', () => {
    expect(cell(tags, 'x,q')).toEqual(refused('FIELD_CHOICE_UNKNOWN'));
    expect(cell(tags, ' ')).toBeNull();
    expect(cell(tags, ',')).toBeNull();
    expect(multiSelect.canonical([], tags)).toBeNull();
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(tags, ['z', 'x'])).toEqual([['z', 'x'], ['z', 'x']]);
  });
});
