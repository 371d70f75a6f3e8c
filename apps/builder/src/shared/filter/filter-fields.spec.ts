import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { fieldGroups, filterField, filterWorld, newCondition, relatedRows } from './filter-fields.ts';

const field = (key: string, type: FieldDocument['type'], options?: FieldDocument['options'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key.toUpperCase() }, ...(options ? { options } : {}), ...more });
const account: EntityDocument = {
  key: 'account',
  label: { en: 'Customer' },
  labelPlural: { en: 'Customers' },
  titleField: 'name',
  fields: [field('level', 'select', { choices: [{ value: 'a', label: { en: 'A' } }] }), field('name', 'text'), field('secret', 'text', undefined, { encrypted: true }), field('parent_account', 'relation', { entity: 'account' }), field('since', 'date')],
};
const order: EntityDocument = {
  key: 'order',
  label: { en: 'Order' },
  titleField: 'no',
  fields: [
    field('no', 'text'),
    field('account', 'relation', { entity: 'account' }),
    field('lines', 'subform', { entity: 'line' }),
    field('account_level', 'lookup', { relation: 'account', field: 'level' }),
    field('due', 'formula', { expression: 'TODAY()' }),
    field('act', 'button', { action: 'openUrl', url: 'no' }),
  ],
};
const line: EntityDocument = { key: 'line', label: { en: 'Line' }, titleField: 'text', parent: 'order', fields: [field('text', 'text')] };
const all = [account, order, line];
const world = filterWorld(all, 'en');

describe('fields of a filter', () => {
  it('have the type of their result, and the options of what they show', () => {
    expect(filterField(world, order, 'due')).toMatchObject({ type: 'date' });
    const level = filterField(world, order, 'account_level')!;
    expect(level).toMatchObject({ type: 'select', document: { key: 'level' } });
    expect(level.operators[0]).toBe('in');
  });
  it('are reached over relations, and from a row over the record that owns it', () => {
    expect(filterField(world, order, 'account.parent_account.name')).toMatchObject({ label: 'ACCOUNT › PARENT_ACCOUNT › NAME', type: 'text' });
    expect(filterField(world, line, 'parent.account.level')).toMatchObject({ label: 'Order › ACCOUNT › LEVEL', type: 'select' });
    expect(filterField(world, order, 'lines.text')).toBeUndefined();
    expect(filterField(world, order, 'nothing.name')).toBeUndefined();
  });
  it('do not exist for who may not know them, at any step', () => {
    const blind = filterWorld(all, 'en', (entity, key) => !(entity === 'account' && key === 'level'));
    expect(filterField(blind, order, 'account.level')).toBeUndefined();
    expect(fieldGroups(blind, account, '')[0]!.fields.map(({ path }) => path)).not.toContain('level');
  });
  it('that are encrypted can only be asked for equality', () => {
    expect(filterField(world, account, 'secret')!.operators).toEqual(['eq', 'ne', 'in', 'notIn', 'isEmpty', 'isNotEmpty']);
  });
  it('begin with the comparison people mean most often', () => {
    expect(newCondition(filterField(world, account, 'since')!)).toEqual({ kind: 'condition', field: 'since', op: 'within' });
    expect(newCondition(filterField(world, account, 'name')!)).toMatchObject({ op: 'contains' });
  });
});

describe('the choice of fields', () => {
  it('begins with the name of the records, and goes one step beyond what is chosen', () => {
    const groups = fieldGroups(world, order, '');
    expect(groups.map(({ title }) => title)).toEqual(['', 'ACCOUNT']);
    expect(groups[0]!.fields[0]!.path).toBe('no');
    expect(groups[0]!.fields.map(({ path }) => path)).not.toContain('act');
    expect(fieldGroups(world, order, 'account.parent_account').map(({ title }) => title)).toEqual(['', 'ACCOUNT', 'ACCOUNT › PARENT_ACCOUNT']);
  });
  it('also knows rows elsewhere', () => {
    expect(relatedRows(world, account).map(({ related, label }) => [related, label])).toEqual([['account:parent_account', 'Customers · PARENT_ACCOUNT'], ['order:account', 'Order · ACCOUNT']]);
    expect(relatedRows(world, order).map(({ related, entity }) => [related, entity])).toEqual([['lines', 'line']]);
  });
});
