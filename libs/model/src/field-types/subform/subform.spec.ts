import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { isValid, optionsAreValid } from '../../testing/values.ts';
import { MAX_SUBFORM_ROWS, subform } from './index.ts';

const lines = field('lines', 'subform', { options: { entity: 'order_line' } });

describe('subform', () => {
  it('has no column: its rows are a table of their own', () => {
    expect(subform.column(lines)).toBeNull();
  });

  it('takes a bounded list of rows', () => {
    expect(isValid(lines, [{}])).toBe(true);
    expect(isValid(lines, [1])).toBe(false);
    expect(isValid(lines, Array.from({ length: MAX_SUBFORM_ROWS + 1 }, () => ({})))).toBe(false);
  });

  it('must say whose rows it shows', () => {
    expect(optionsAreValid(lines)).toBe(true);
    expect(optionsAreValid(field('lines', 'subform'))).toBe(false);
  });
});
