import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { department } from './index.ts';

const unit = field('unit', 'department');
const ID = '0190b0a0-0000-7000-8000-00000000000a';

describe('department', () => {
  it('is the id of one, read with its name', () => {
    expect(isValid(unit, ID)).toBe(true);
    expect(isValid(unit, '销售部')).toBe(false);
    expect(department.canonical({ id: ID.toUpperCase(), label: '销售部' }, unit)).toBe(ID);
    expect(department.pointsTo).toBe('department');
    expect(cell(unit, '销售部')).toEqual(refused('FIELD_NOT_REFERENCE'));
  });
});
