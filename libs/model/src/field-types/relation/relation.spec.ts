import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { relation } from './index.ts';

const link = field('l', 'relation', { options: { entity: 'account' } });
const id = '0190B0A0-0000-7000-8000-000000000001';

describe('relation', () => {
  it('is an id on the wire', () => {
    expect(isValid(link, id)).toBe(true);
    expect(isValid(link, `urn:uuid:${id}`)).toBe(false);
    expect(isValid(link, 'Alfreds Futterkiste')).toBe(false);
    expect(cell(link, id)).toBe(id.toLowerCase());
    expect(cell(link, 'Alfreds Futterkiste')).toEqual(refused('FIELD_NOT_REFERENCE'));
  });

  it('takes the object that was read for the id it holds', () => {
    expect(relation.canonical({ id, label: 'Nancy' }, link)).toBe(id.toLowerCase());
    expect(relation.canonical({ label: 'Nancy' }, link)).toEqual({ label: 'Nancy' });
    expect(relation.canonical('', link)).toBeNull();
  });

  it('is shown by its label', () => {
    expect(relation.formatText({ id, label: 'Nancy' }, link, { locale: 'en', timeZone: 'UTC' })).toBe('Nancy');
    expect(relation.formatText(null, link, { locale: 'en', timeZone: 'UTC' })).toBe('');
  });
});
