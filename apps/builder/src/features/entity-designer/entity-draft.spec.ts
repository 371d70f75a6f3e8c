import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { compileDesign } from '@tessera/model';
import fc from 'fast-check';
import { firstForm, firstView } from '../../shared/design-kit/first-layouts.ts';
import { addedFields, beginEntity, isRemovable, moveField, putField, removeField, withFieldsAtEnd } from './entity-draft.ts';

const field = (key: string, type: FieldDocument['type'] = 'text'): FieldDocument => ({ key, type, label: { en: key } });
const entity: EntityDocument = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: ['name', 'city', 'phone'].map((key) => field(key)) };

describe('a new entity', () => {
  const made = beginEntity({ label: { 'zh-CN': '合同', en: 'Contract' }, icon: 'audit', color: '#1677ff' }, [entity]);

  it('is complete: the design compiles with it', () => {
    expect(made.key).toBe('contract');
    expect(compileDesign([entity, made]).ok).toBe(true);
  });

  it('does not take the key of another', () => {
    expect(beginEntity({ label: { en: 'Account' }, icon: 'audit', color: '#1677ff' }, [entity]).key).not.toBe('account');
  });

  it('comes with a form and a list of its fields', () => {
    expect(firstForm(made).sections[0]!.items).toEqual([{ field: 'name' }]);
    expect(firstView(made).columns[0]).toEqual({ field: 'name' });
  });
});

describe('the fields of an entity', () => {
  it('are replaced in place or added at the end', () => {
    expect(putField(entity, { ...field('city'), required: true }).fields[1]).toMatchObject({ key: 'city', required: true });
    expect(putField(entity, field('tax')).fields.map(({ key }) => key)).toEqual(['name', 'city', 'phone', 'tax']);
  });

  it('keep their number however they are moved', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), (from, to) => {
        expect(moveField(entity, from, to).fields.map(({ key }) => key).sort()).toEqual(['city', 'name', 'phone']);
      }),
    );
    expect(moveField(entity, 2, 0).fields.map(({ key }) => key)).toEqual(['phone', 'name', 'city']);
  });

  it('can be removed, except the one that names the records', () => {
    expect(removeField(entity, 'city').fields).toHaveLength(2);
    expect(isRemovable(entity, 'name')).toBe(false);
    expect(isRemovable(entity, 'city')).toBe(true);
  });

  it('that are new can be put at the end of the form once', () => {
    const next = putField(putField(entity, field('note', 'longText')), field('tax'));
    const form = withFieldsAtEnd(firstForm(entity), addedFields(entity, next));
    expect(form.sections[0]!.items.slice(3)).toEqual([{ field: 'note', span: 2 }, { field: 'tax' }]);
    expect(withFieldsAtEnd(form, addedFields(entity, next))).toEqual(form);
  });
});
