import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { optionsAreValid } from '../../testing/values.ts';
import { rollup } from './index.ts';

describe('rollup', () => {
  it('has no column', () => {
    expect(rollup.column(field('n', 'rollup'))).toBeNull();
  });

  it.each([
    [{ subform: 'lines', aggregate: 'count' }, true],
    [{ subform: 'lines', aggregate: 'sum', field: 'amount' }, true],
    [{ subform: 'lines', aggregate: 'sum' }, false],
    [{ aggregate: 'count' }, false],
    [{ subform: 'lines', aggregate: 'median', field: 'amount' }, false],
  ])('of %j is well set: %p', (options, valid) => {
    expect(optionsAreValid(field('n', 'rollup', { options }))).toBe(valid);
  });
});
