import { describe, expect, it } from '@jest/globals';
import { crmDocuments, entity, field } from '@tessera/model/testing';
import { diffEntities } from './diff-entities.ts';

const before = entity('account', [field('name', 'text'), field('phone', 'phone'), field('level', 'text')]);

describe('the difference of two entity documents', () => {
  it('is the whole entity when there was none', () => {
    expect(diffEntities(null, before)).toEqual([{ kind: 'createEntity', entity: 'account', document: before }]);
  });

  it('is nothing for the same document, however its keys are ordered', () => {
    const reordered = JSON.parse(JSON.stringify(before), (_, value) =>
      value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
    );
    expect(diffEntities(before, reordered)).toEqual([]);
    for (const document of crmDocuments()) expect(diffEntities(document, document)).toEqual([]);
  });

  it('goes by key: a new label is a change, a new key another field', () => {
    const after = entity('account', [field('name', 'text', { label: { en: 'Title' } }), field('mobile', 'phone'), field('level', 'text')]);
    expect(diffEntities(before, after).map((change) => [change.kind, 'field' in change ? change.field.key : 'after' in change && 'key' in change.after ? change.after.key : ''])).toEqual([
      ['removeField', 'phone'],
      ['changeField', 'name'],
      ['addField', 'mobile'],
    ]);
  });

  it('sees another title and another order of the fields as changes of the entity', () => {
    const retitled = { ...before, titleField: 'phone' };
    const reordered = { ...before, fields: [...before.fields].reverse() };
    for (const after of [retitled, reordered]) expect(diffEntities(before, after)).toEqual([{ kind: 'changeEntity', entity: 'account', before, after }]);
  });
});
