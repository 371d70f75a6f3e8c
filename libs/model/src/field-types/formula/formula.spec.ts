import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, optionsAreValid, refused } from '../../testing/values.ts';
import { formula } from './index.ts';

const total = field('total', 'formula', { options: { expression: 'a + b', scale: 2 } });

describe('formula', () => {
  it('has neither a column nor a hand that writes it', () => {
    expect(formula.column(total)).toBeNull();
    expect(cell(total, '5')).toEqual(refused('FIELD_READ_ONLY'));
  });

  it('needs an expression', () => {
    expect(optionsAreValid(total)).toBe(true);
    expect(optionsAreValid(field('total', 'formula', { options: { expression: '' } }))).toBe(false);
    expect(optionsAreValid(field('total', 'formula'))).toBe(false);
  });
});
