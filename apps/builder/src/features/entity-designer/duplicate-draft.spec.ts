import { describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { compileDesign } from '@tessera/model';
import { aidsProgress } from './aids-progress.ts';
import { beginRule, comparable, withRules } from './duplicate-draft.ts';

const account: EntityDocument = {
  key: 'account',
  label: { en: 'Customer' },
  titleField: 'name',
  fields: [
    { key: 'number', type: 'autoNumber', label: { en: 'Number' } },
    { key: 'phone', type: 'phone', label: { en: 'Phone' } },
    { key: 'name', type: 'text', label: { en: 'Name', 'zh-CN': '客户名称' } },
    { key: 'tax_no', type: 'text', label: { en: 'Tax number', 'zh-CN': '税号' } },
    { key: 'active', type: 'checkbox', label: { en: 'Active' } },
  ],
};

describe('duplicate rules', () => {
  it('compare what people write, not what says yes or no or is made by itself', () => {
    expect(comparable(account).map(({ key }) => key)).toEqual(['phone', 'name', 'tax_no']);
  });
  it('begin with the name of the records and go on with fields no rule has', () => {
    const first = beginRule(account);
    expect(first).toMatchObject({ fields: [{ field: 'name', as: 'name' }], onMatch: 'warn', label: { 'zh-CN': '客户名称相同', en: 'Same name' } });
    const second = beginRule(withRules(account, [first]));
    expect(second.fields).toEqual([{ field: 'phone', as: 'phone' }]);
    const third = beginRule(withRules(account, [first, second]));
    expect(third.fields).toEqual([{ field: 'tax_no', as: 'taxNumber' }]);
    expect(new Set([first.key, second.key, third.key]).size).toBe(3);
    expect(compileDesign([withRules(account, [first, second, third])]).ok).toBe(true);
  });
  it('leave nothing behind when the last one goes', () => {
    expect(withRules(withRules(account, [beginRule(account)]), [])).toEqual(account);
  });
});

describe('the progress of indexes', () => {
  const aid = (entity: string, status: 'waiting' | 'building' | 'ready' | 'failed', done = 0, total = 0) => ({ entity, fields: ['a'], kind: 'sort' as const, status, done, total });
  it('is that of what is open, each counting the same, and never done while something is', () => {
    expect(aidsProgress([aid('a', 'building', 90, 100), aid('a', 'waiting'), aid('a', 'ready', 5, 5)], 'a')).toEqual({ building: true, failed: false, percent: 45 });
    expect(aidsProgress([aid('a', 'building', 100, 100)], 'a').percent).toBe(99);
  });
  it('is of one entity', () => {
    expect(aidsProgress([aid('b', 'building', 1, 2), aid('b', 'failed')], 'a')).toEqual({ building: false, failed: false, percent: 0 });
    expect(aidsProgress([aid('b', 'failed')], 'b').failed).toBe(true);
  });
});
