import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { member } from './index.ts';

const link = field('l', 'member');
const id = '0190B0A0-0000-7000-8000-000000000001';

describe('member', () => {
  it('is an id on the wire', () => {
    expect(isValid(link, id)).toBe(true);
    expect(isValid(link, `urn:uuid:${id}`)).toBe(false);
    expect(isValid(link, 'Alfreds Futterkiste')).toBe(false);
    expect(cell(link, id)).toBe(id.toLowerCase());
    expect(cell(link, 'Alfreds Futterkiste')).toEqual(refused('FIELD_NOT_REFERENCE'));
  });

  it('takes the object that was read for the id it holds', () => {
    expect(member.canonical({ id, label: 'Nancy' }, link)).toBe(id.toLowerCase());
    expect(member.canonical({ label: 'Nancy' }, link)).toEqual({ label: 'Nancy' });
    expect(member.canonical('', link)).toBeNull();
  });

  it('is shown by its label', () => {
    expect(member.formatText({ id, label: 'Nancy' }, link, { locale: 'en', timeZone: 'UTC' })).toBe('Nancy');
    expect(member.formatText(null, link, { locale: 'en', timeZone: 'UTC' })).toBe('');
  });
});
