import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { columnType, typeOf } from '../registry.ts';
import { MAX_LINKS, relation } from './index.ts';

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

describe('relation to many', () => {
  const links = field('l', 'relation', { options: { entity: 'account', cardinality: 'manyToMany' } });
  const many = typeOf(links);

  it('is a bounded list of ids, each once, and has no column', () => {
    expect(isValid(links, [id, id.replace('1', '2')])).toBe(true);
    expect([isValid(links, id), isValid(links, [id, id]), isValid(links, ['Alfreds'])]).toEqual([false, false, false]);
    expect(isValid(links, Array.from({ length: MAX_LINKS + 1 }, (_, n) => id.slice(0, -4) + String(n).padStart(4, '0')))).toBe(false);
    expect(columnType(links)).toBeNull();
    expect(columnType(link)).toBe('uuid');
    expect(columnType(field('l', 'relation', { options: { entity: 'account', cardinality: 'oneToOne' } }))).toBe('uuid');
  });

  it('takes the objects that were read for the ids they hold, in their order', () => {
    const [a, b] = [id.toLowerCase(), id.toLowerCase().replace('1', '2')];
    expect(many.canonical([{ id: b, label: 'B' }, { id, label: 'A' }, b], links)).toEqual([b, a]);
    expect(many.formatText([{ id, label: 'Nancy' }, { id: b, label: 'Li' }], links, { locale: 'en', timeZone: 'UTC' })).toBe('Nancy、Li');
  });

  it('is asked for entries, and never sorted by', () => {
    expect(many).toMatchObject({ sortable: false, mayBeUnique: false, formulaType: 'textList', refersTo: 'record', pointsTo: 'record' });
    expect(many.operators).toEqual(['contains', 'notContains', 'in', 'notIn', 'isEmpty', 'isNotEmpty']);
  });
});
