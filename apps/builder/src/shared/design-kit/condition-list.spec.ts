import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldCondition, Filter } from '@tessera/contract';
import fc from 'fast-check';
import { conditionFields, conditionOn, fromConditionList, operatorsOf, toConditionList, withOperator } from './condition-list.ts';

const condition = fc.record({ field: fc.constantFrom('name', 'account.owner'), op: fc.constantFrom('eq' as const, 'contains' as const), value: fc.string() });
const account: EntityDocument = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' } }] };
const contact: EntityDocument = {
  key: 'contact',
  label: { en: 'Contact' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: { en: 'Name' } },
    { key: 'account', type: 'relation', label: { en: 'Customer' }, options: { entity: 'account' } },
    { key: 'vip', type: 'checkbox', label: { en: 'VIP' } },
  ],
};
const fields = conditionFields(contact, [account, contact], 'en');
const field = (path: string) => fields.find((candidate) => candidate.path === path)!;

describe('a filter as a list of conditions', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.constantFrom('and' as const, 'or' as const), fc.array(condition, { minLength: 2, maxLength: 5 }), (join, conditions) => {
        expect(toConditionList(fromConditionList({ join, conditions })!)).toEqual({ join, conditions });
      }),
    );
  });

  it('is a single condition without and', () => {
    const one: FieldCondition = { field: 'owner', op: 'eq', value: { var: 'me' } };
    expect(fromConditionList({ join: 'or', conditions: [one] })).toBe(one);
    expect(fromConditionList({ join: 'or', conditions: [] })).toBeNull();
  });

  it.each<[Filter]>([[{ not: { field: 'name', op: 'isEmpty' } }], [{ and: [{ or: [] }, { field: 'name', op: 'isEmpty' }] }]])('does not show %j', (filter) => {
    expect(toConditionList(filter)).toBeNull();
  });
});

describe('the fields of a condition', () => {
  it('reach the owner of the record a relation points to', () => {
    expect(field('account.owner')).toMatchObject({ label: 'Customer › Owner' });
    expect(conditionOn(field('account.owner'))).toEqual({ field: 'account.owner', op: 'eq', value: { var: 'me' } });
  });

  it('ask of a relation only whether it is empty', () => {
    expect(operatorsOf(field('account').type)).toEqual(['isEmpty', 'isNotEmpty']);
    expect(conditionOn(field('account'))).toEqual({ field: 'account', op: 'isEmpty' });
  });

  it('carry a value over to an operator that takes several, and back', () => {
    const many = withOperator({ field: 'name', op: 'eq', value: 'A' }, 'in', field('name'));
    expect(many).toEqual({ field: 'name', op: 'in', value: ['A'] });
    expect(withOperator(many, 'ne', field('name'))).toEqual({ field: 'name', op: 'ne', value: 'A' });
    expect(withOperator(many, 'isEmpty', field('name'))).toEqual({ field: 'name', op: 'isEmpty' });
  });
});
