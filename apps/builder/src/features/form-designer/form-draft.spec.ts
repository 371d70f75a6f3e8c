import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument, FormDocument } from '@tessera/contract';
import fc from 'fast-check';
import { beginHistory, record, redo, undo } from './draft-history.ts';
import { dragId, planDrop } from './drop-target.ts';
import type { FormDraft } from './form-draft.ts';
import { addSection, changeField, changeItem, changeSection, moveItem, moveSection, openDraft, placeField, placeNewField, removeItem, removeSection, unusedFields } from './form-draft.ts';
import { entitySave, formSave, isChanged, plannedEntity } from './form-save.ts';

const text = (key: string): FieldDocument => ({ key, type: 'text', label: { en: key } });
const account: EntityDocument = {
  key: 'account',
  label: { en: 'Customer' },
  titleField: 'name',
  fields: ['name', 'phone', 'city', 'note', 'tax'].map(text),
};
const form: FormDocument = {
  key: 'account',
  entity: 'account',
  label: { en: 'Customer' },
  sections: [
    { key: 'basic', columns: 2, items: [{ field: 'name', span: 2 }, { field: 'phone' }, { field: 'city' }] },
    { key: 'more', columns: 1, items: [{ field: 'note' }] },
  ],
};
const creditLimit: FieldDocument = { key: 'credit_limit', type: 'money', label: { 'zh-CN': '信用额度', en: 'Credit limit' } };
const keysOf = (draft: FormDraft) => draft.form.sections.map((section) => section.items.map((item) => item.field));
const draft = openDraft(form);

describe('the draft of a form', () => {
  it('moves an item down within its section to before the item it was dropped on', () => {
    expect(keysOf(moveItem(draft, { section: 0, item: 0 }, { section: 0, item: 2 }))).toEqual([['phone', 'name', 'city'], ['note']]);
  });

  it('moves an item to another section and narrows it to the columns there', () => {
    const moved = moveItem(draft, { section: 0, item: 0 }, { section: 1, item: 1 });
    expect(keysOf(moved)).toEqual([['phone', 'city'], ['note', 'name']]);
    expect(moved.form.sections[1]!.items[1]).toEqual({ field: 'name', span: 1 });
  });

  it('never loses or doubles a field, wherever it is moved', () => {
    const place = fc.record({ section: fc.nat(1), item: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 10 }), (moves) => {
        const moved = moves.reduce((current, [from, to]) => moveItem(current, from, to), draft);
        expect(keysOf(moved).flat().sort()).toEqual(keysOf(draft).flat().sort());
      }),
    );
  });

  it('offers the fields of the entity that are not on the form', () => {
    expect(unusedFields(draft, account).map((field) => field.key)).toEqual(['tax', 'owner']);
    expect(unusedFields(placeField(draft, 'tax', { section: 0, item: 0 }), account).map((field) => field.key)).toEqual(['owner']);
  });

  it('does not place a field twice', () => {
    expect(placeField(draft, 'name', { section: 1, item: 0 })).toBe(draft);
  });

  it('sends a new field with the form in one call', () => {
    const placed = placeNewField(draft, creditLimit, { section: 0, item: 1 });
    expect(entitySave(placed, { version: 7, document: account }, {})).toBeNull();
    const save = formSave(placed, { version: 3, document: form }, { version: 7, document: account });
    expect([save.version, save.newFields]).toEqual([3, [creditLimit]]);
    expect(keysOf(placed)[0]).toEqual(['name', 'credit_limit', 'phone', 'city']);
  });

  it('forgets a new field that is taken off the form again', () => {
    const removed = removeItem(placeNewField(draft, creditLimit, { section: 0, item: 1 }), 'credit_limit');
    expect(removed.newFields).toEqual([]);
    expect(isChanged(removed, { version: 3, document: form })).toBe(false);
  });

  it('sends the entity only when one of its fields changed', () => {
    const changed = changeField(draft, account, { ...text('phone'), required: true });
    const save = entitySave(changed, { version: 7, document: account }, { phone: 'clear' });
    expect([save?.version, save?.unconvertible]).toEqual([7, { phone: 'clear' }]);
    expect(save?.document.fields.find((field) => field.key === 'phone')?.required).toBe(true);
    expect(changeField(changed, account, text('phone')).changedFields).toEqual({});
  });

  it('has a plan as soon as tables change, and none for a form alone', () => {
    const stored = { version: 7, document: account };
    expect(plannedEntity(moveSection(draft, 1, 0), stored)).toBeNull();
    expect(plannedEntity(placeNewField(draft, creditLimit, { section: 0, item: 1 }), stored)?.fields.at(-1)).toEqual(creditLimit);
    expect(plannedEntity(changeField(draft, account, { ...text('phone'), required: true }), stored)?.fields).toContainEqual({ ...text('phone'), required: true });
  });

  it('saves changed and new fields together, and adds none a second time', () => {
    const both = changeField(placeNewField(draft, creditLimit, { section: 0, item: 1 }), account, { ...text('phone'), required: true });
    const saved = { version: 8, document: entitySave(both, { version: 7, document: account }, {})!.document };
    expect(saved.document.fields.at(-1)).toEqual(creditLimit);
    expect(formSave(both, { version: 3, document: form }, saved)).toEqual({ version: 3, document: both.form });
    expect(entitySave(both, saved, {})?.document).toEqual(saved.document);
  });

  it('drops an item property that is unset', () => {
    expect(changeItem(draft, 'name', { span: undefined }).form.sections[0]!.items[0]).toEqual({ field: 'name' });
  });

  it('narrows wide items when a section gets fewer columns', () => {
    expect(changeSection(draft, 0, { columns: 1 }).form.sections[0]!.items[0]).toEqual({ field: 'name', span: 1 });
  });

  it('hands the fields of a removed section to its neighbour and keeps the last section', () => {
    const one = removeSection(draft, 0);
    expect(keysOf(one)).toEqual([['note', 'name', 'phone', 'city']]);
    expect(removeSection(one, 0)).toBe(one);
  });

  it('gives a new section a key no other has', () => {
    const keys = addSection(addSection(draft)).form.sections.map((section) => section.key);
    expect(new Set(keys).size).toBe(4);
  });

  it('moves a section', () => {
    expect(moveSection(draft, 1, 0).form.sections.map((section) => section.key)).toEqual(['more', 'basic']);
  });
});

describe('planDrop', () => {
  it.each([
    ['a new field type on an item', dragId.newField('money'), dragId.item('phone'), false, { kind: 'newField', type: 'money', at: { section: 0, item: 1 } }],
    ['a new field type past the middle of an item', dragId.newField('money'), dragId.item('phone'), true, { kind: 'newField', type: 'money', at: { section: 0, item: 2 } }],
    ['an unused field on the space of a section', dragId.unusedField('tax'), dragId.sectionEnd('more'), false, { kind: 'placeField', field: 'tax', at: { section: 1, item: 1 } }],
    ['an item on an item of another section', dragId.item('name'), dragId.item('note'), false, { kind: 'moveItem', from: { section: 0, item: 0 }, to: { section: 1, item: 0 } }],
    ['an item on itself', dragId.item('name'), dragId.item('name'), false, null],
    ['an item just behind itself', dragId.item('name'), dragId.item('phone'), false, null],
    ['a section on an item of another section', dragId.section('more'), dragId.item('city'), false, { kind: 'moveSection', from: 1, to: 0 }],
    ['an unknown field type', 'new:magic', dragId.item('name'), false, null],
  ])('decides for %s', (_name, dragged, over, after, expected) => {
    expect(planDrop(form, dragged, over, after)).toEqual(expected);
  });
});

describe('the history of a draft', () => {
  it('undo and redo walk over the same values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 20 }), (values) => {
        const full = values.reduce((history, value, index) => record(history, { value, index }), beginHistory({ value: 0, index: -1 }));
        const back = values.reduce((history) => undo(history), full);
        expect(back.present.index).toBe(-1);
        expect(values.reduce((history) => redo(history), back)).toEqual(full);
      }),
    );
  });

  it('forgets what was undone when something new is recorded', () => {
    const history = record(undo(record(beginHistory('a'), 'b')), 'c');
    expect(redo(history)).toBe(history);
    expect(undo(history).present).toBe('a');
  });
});
