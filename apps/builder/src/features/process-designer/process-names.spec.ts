import { describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { processEnv } from './process-env.ts';
import { comparableNames, memberFields, processScope, writableFields } from './process-names.ts';

const order: EntityDocument = {
  key: 'order',
  label: { en: 'Order' },
  titleField: 'number',
  fields: [
    { key: 'number', type: 'autoNumber', label: { en: 'Number' } },
    { key: 'total', type: 'money', label: { en: 'Total' } },
    { key: 'status', type: 'select', label: { en: 'Status' }, options: { choices: [{ value: 'open', label: { en: 'Open' } }] } },
    { key: 'approver', type: 'member', label: { en: 'Approver' } },
  ],
};
const words = { last: 'Last', of: (task: string) => `Of ${task}`, value: (outcome: string) => outcome };

describe('the names of a process', () => {
  const scope = processScope(processEnv({ entities: [order], roles: null, forms: [] }).fields('order'), ['Approve']);

  it('are the fields of the record and the outcomes of its tasks', () => {
    expect(scope.names).toMatchObject({ total: 'number', status: 'text', outcome: 'text', Approve_outcome: 'text' });
  });

  it('come with what they can be compared with', () => {
    const names = comparableNames(scope, order, 'en', words);
    expect(names.find(({ name }) => name === 'status')).toMatchObject({ label: 'Status', choices: [{ value: 'open', label: 'Open' }] });
    expect(names.find(({ name }) => name === 'Approve_outcome')).toMatchObject({ label: 'Of Approve', choices: [{ value: 'approve' }, { value: 'reject' }, { value: 'complete' }] });
    expect(names.find(({ name }) => name === 'total')).toMatchObject({ type: 'number', choices: [] });
  });

  it('leave out what no step may write', () => {
    expect(writableFields(order).map(({ key }) => key)).toEqual(['total', 'status', 'approver']);
    expect(memberFields(order).map(({ key }) => key)).toEqual(['owner', 'approver']);
  });
});

describe('what a process is checked against', () => {
  const env = processEnv({ entities: [order], roles: ['sales_manager'], forms: ['order'] });

  it('has the fields of the record with their types, and the owner', () => {
    expect(env.fields('order')?.names).toMatchObject({ total: 'number', owner: 'text' });
    expect(env.fields('nothing')).toBeNull();
  });

  it('does not check roles a designer may not know', () => {
    expect(env.roles?.has('sales_manager')).toBe(true);
    expect(env.roles?.has('admin')).toBe(true);
    expect(processEnv({ entities: [order], roles: null, forms: [] }).roles).toBeUndefined();
  });

  it('lets no step write what is computed', () => {
    expect(env.writableFields?.('order').has('number')).toBe(false);
    expect(env.writableFields?.('order').has('status')).toBe(true);
  });
});
