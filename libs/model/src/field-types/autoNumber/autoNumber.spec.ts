import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, refused } from '../../testing/values.ts';
import { autoNumber, autoNumberSeries, autoNumberText } from './index.ts';

const dated = field('no', 'autoNumber', { options: { prefix: 'SO-', date: 'YYYYMM', digits: 4 } });

describe('autoNumber', () => {
  it('is prefix, series and running digits', () => {
    expect(autoNumberText(dated, '2024-01-31', 42)).toBe('SO-202401-0042');
    expect(autoNumberText(dated, '2024-01-31', 123456)).toBe('SO-202401-123456');
    expect(autoNumberText(field('no', 'autoNumber'), '2024-01-31', 7)).toBe('00007');
  });

  it('starts anew with each series', () => {
    expect(autoNumberSeries(dated, '2024-01-31')).toBe('202401');
    expect(autoNumberSeries(dated, '2024-02-01')).toBe('202402');
    expect(autoNumberSeries(field('no', 'autoNumber'), '2024-02-01')).toBe('');
  });

  it('is never written by people', () => {
    expect(autoNumber.readOnly).toBe(true);
    expect(cell(dated, 'SO-1')).toEqual(refused('FIELD_READ_ONLY'));
  });
});
