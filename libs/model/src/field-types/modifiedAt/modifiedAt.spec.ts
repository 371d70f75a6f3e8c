import { describe, expect, it } from '@jest/globals';
import { field, galleryDesign } from '../../testing/index.ts';
import { cell, optionsAreValid, refused } from '../../testing/values.ts';
import { watchedFields } from '../modified-type.ts';
import { modifiedAt } from './index.ts';

describe('modifiedAt', () => {
  it('is an instant that only the write door sets', () => {
    expect(modifiedAt).toMatchObject({ readOnly: true, stamps: 'at', valueKind: 'datetime' });
    expect(modifiedAt.column(field('m', 'modifiedAt'))).toBe('timestamptz');
    expect(cell(field('m', 'modifiedAt'), '2024-01-05 10:00')).toEqual(refused('FIELD_READ_ONLY'));
  });

  it('watches the fields it is told, or all', () => {
    const fields = galleryDesign().entities.get('project')?.fields;
    expect(watchedFields(fields?.get('edited')?.document ?? field('m', 'modifiedAt'))).toEqual(['name', 'budget']);
    expect(watchedFields(field('m', 'modifiedAt'))).toBeNull();
    expect(optionsAreValid(field('m', 'modifiedAt', { options: { fields: [] } }))).toBe(false);
  });
});
