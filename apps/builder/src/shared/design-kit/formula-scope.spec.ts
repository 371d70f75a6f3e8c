import { describe, expect, it } from '@jest/globals';
import { checkFormula } from '@tessera/formula';
import { entity, field } from '@tessera/model/testing';
import { formulaScopeOf } from './formula-scope.ts';

const account = entity('account', [field('name', 'text'), field('credit', 'money'), field('due_total', 'formula', { options: { expression: 'SUM([order:account].amount)' } })], {
  label: { en: 'Account', 'zh-CN': '客户' }, labelPlural: { en: 'Accounts', 'zh-CN': '客户' },
});
const line = entity('order_line', [field('product', 'text'), field('quantity', 'number', { label: { en: 'Quantity', 'zh-CN': '数量' } })], { parent: 'order' });
const order = entity(
  'order',
  [
    field('title', 'text'),
    field('account', 'relation', { label: { en: 'Customer', 'zh-CN': '客户' }, options: { entity: 'account' } }),
    field('amount', 'money', { label: { en: 'Amount', 'zh-CN': '金额' } }),
    field('lines', 'subform', { options: { entity: 'order_line' } }),
    field('pieces', 'formula', { options: { expression: '' } }),
  ],
  { label: { en: 'Order', 'zh-CN': '订单' }, labelPlural: { en: 'Orders', 'zh-CN': '订单' } },
);
const entities = [account, order, line];

describe('formulaScopeOf', () => {
  const scope = formulaScopeOf(order, entities, 'pieces');

  it('knows own fields, paths and rows, although the field itself is not finished', () => {
    expect(scope.names).toMatchObject({ title: 'text', amount: 'number', lines: 'textList' });
    expect(checkFormula('SUM(lines.quantity) * account.credit', scope)).toMatchObject({ ok: true, value: { type: 'number' } });
    expect(checkFormula('pieces + 1', scope).ok).toBe(false);
  });

  it('offers what may follow a path, with types', () => {
    expect(scope.members?.('account')).toMatchObject({ name: 'text', credit: 'number', due_total: 'number' });
    expect(scope.members?.('lines')).toMatchObject({ product: 'textList', quantity: 'numberList' });
    expect(scope.members?.('title')).toEqual({});
    expect(formulaScopeOf(account, entities).members?.('')).toMatchObject({ '[order:account]': 'textList' });
    expect(formulaScopeOf(account, entities).members?.('[order:account]')).toMatchObject({ amount: 'numberList' });
  });

  it('says what people call a path', () => {
    expect(scope.label?.('amount', 'zh-CN')).toBe('金额');
    expect(scope.label?.('lines.quantity', 'zh-CN')).toBe('数量');
    expect(formulaScopeOf(account, entities).label?.('[order:account]', 'en')).toBe('Orders · Customer');
    expect(scope.label?.('nothing.here', 'en')).toBeUndefined();
  });

  it('falls back to the stored fields of an entity that is not sound yet', () => {
    const broken = { ...order, key: '' };
    expect(formulaScopeOf(broken, entities).names).toMatchObject({ amount: 'number' });
  });
});
