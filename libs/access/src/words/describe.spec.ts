import { describe, expect, it } from '@jest/globals';
import type { Filter, Locale, RoleRule } from '@tessera/contract';
import { crmDesign, galleryDesign } from '@tessera/model/testing';
import { ALL, DENY, scopeWhere } from '../scope.ts';
import { describeFilter, describeScope, type DescribeEnv } from './describe-filter.ts';
import { describeRule } from './describe-rule.ts';

const design = crmDesign();
const LI = '0190b0a0-0000-7000-8000-00000000000a';
const env = (locale: Locale, more: Partial<DescribeEnv> = {}): DescribeEnv => ({ locale, timeZone: 'Asia/Shanghai', nameOf: (_kind, id) => (id === LI ? '李' : undefined), ...more });
const both = (filter: Filter, entity = 'account'): [string, string] => [describeFilter(design, entity, filter, env('en')), describeFilter(design, entity, filter, env('zh-CN'))];

describe('a condition in words', () => {
  it.each<[Filter, string, string]>([
    [{ field: 'owner', op: 'eq', value: { var: 'me' } }, 'Owner is the member', '负责人等于本人'],
    [{ field: 'owner', op: 'in', value: { var: 'myTeam' } }, "Owner is one of people of the member's departments and all below", '负责人属于本人所在部门及其下级部门的成员'],
    [{ field: 'owner', op: 'in', value: [LI, LI.replace('a', 'b')] }, 'Owner is one of 李, somebody who is not a member', '负责人属于李、非本工作区成员'],
    [{ field: 'level', op: 'in', value: ['a', 'b'] }, 'level is one of "A", "B"', 'level属于“a级”、“b级”'],
    [{ field: 'tags', op: 'contains', value: 'x' }, 'tags contains "X"', 'tags包含“x级”'],
    [{ field: 'credit_limit', op: 'gt', value: '100' }, 'credit_limit is above 100.00', 'credit_limit大于100.00'],
    [{ field: 'since', op: 'gt', value: { var: 'today' } }, 'since is after today', 'since晚于今天'],
    [{ field: 'since', op: 'within', value: { period: 'month', offset: -1 } }, 'since is in last month', 'since在上月内'],
    [{ field: 'since', op: 'within', value: { period: 'day', last: 30 } }, 'since is in the last 30 days', 'since在最近 30 天内'],
    [{ field: 'since', op: 'between', value: ['2024-01-01', '2024-02-01'] }, 'since is between 2024-01-01 and 2024-02-01', 'since介于2024-01-01和2024-02-01之间'],
    [{ field: 'name', op: 'isEmpty' }, 'Customer name is empty', '客户名称为空'],
    [{ not: { or: [{ field: 'name', op: 'isEmpty' }, { and: [{ field: 'vip', op: 'eq', value: true }, { field: 'name', op: 'startsWith', value: 'A$&' }] }] } }, 'not (Customer name is empty or (vip is yes and Customer name starts with "A$&"))', '不满足（客户名称为空或（vip等于是且客户名称以“A$&”开头））'],
    [{ formula: 'credit_limit > 100' }, 'the formula "credit_limit > 100" is true', '公式“credit_limit > 100”为真'],
    [{ or: [] }, 'never', '始终不成立'],
    [{ field: 'gone', op: 'eq', value: 'x' }, 'gone is "x"', 'gone等于“x”'],
  ])('%j reads well in both languages', (filter, en, zh) => {
    expect(both(filter)).toEqual([en, zh]);
  });

  it('follows paths, related rows and the record that owns a row', () => {
    expect(both({ field: 'account.name', op: 'eq', value: 'x' }, 'order')).toEqual(['account › Customer name is "x"', 'account › 客户名称等于“x”']);
    expect(both({ related: 'lines', some: { field: 'quantity', op: 'gt', value: '1' } }, 'order')).toEqual(['some of lines have: Quantity is above 1', '至少一条lines满足（数量大于1）']);
    expect(both({ field: 'parent.owner', op: 'eq', value: { var: 'me' } }, 'order_line')).toEqual(['order › Owner is the member', 'order › 负责人等于本人']);
    expect(both({ related: 'parent', some: { formula: 'paid > 1' } }, 'order_line')).toEqual(['its order has: the formula "paid > 1" is true', '所属order满足（公式“paid > 1”为真）']);
    expect(both({ related: 'order:account', count: { op: 'gte', value: 2 }, where: { field: 'status', op: 'eq', value: 'done' } })).toEqual(['the number of order with status is "DONE" is at least 2', '满足（status等于“done级”）的order条数不小于2']);
  });

  it('tells nothing of a condition that names what its reader may not know', () => {
    const told = describeFilter(design, 'account', { and: [{ field: 'name', op: 'isEmpty' }, { field: 'credit_limit', op: 'gt', value: '100' }, { formula: 'credit_limit > 7' }] }, env('en', { isKnown: (_entity, field) => field !== 'credit_limit' }));
    expect(told).toBe('Customer name is empty and a condition that is not shown to you holds and a condition that is not shown to you holds');
  });

  it('never breaks off at a condition of any field type', () => {
    const gallery = galleryDesign();
    for (const [entity, { fields }] of gallery.entities) for (const [field, model] of fields) for (const op of model.valueType.operators) expect(describeFilter(gallery, entity, { field, op, value: 'x' }, env('zh-CN'))).toContain(model.document.label['zh-CN'] ?? model.document.label.en);
  });
});

describe('a scope and a rule in words', () => {
  it('says all, none or which', () => {
    const texts = [ALL, DENY, scopeWhere({ field: 'name', op: 'isEmpty' })].map((scope) => describeScope(design, 'account', scope, env('en')));
    expect(texts).toEqual([{ kind: 'all', text: 'All records' }, { kind: 'none', text: 'No record' }, { kind: 'some', text: 'Records where Customer name is empty' }]);
  });
  it.each<[RoleRule, string, string]>([
    [{ effect: 'allow', actions: ['read', 'update'], entity: '*' }, 'Allows to read, change every entity', '允许读取、修改所有实体'],
    [{ effect: 'deny', actions: ['read'], entity: 'account', fields: ['name', 'phone'] }, 'Forbids to read Customer name, phone of "account"', '禁止读取“account”的客户名称、phone'],
    [{ effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone'], mask: { start: 3, end: 4 }, where: { field: 'name', op: 'isEmpty' } }, 'Allows to read phone of "account", masked but for the first 3, last 4, where Customer name is empty', '允许读取“account”的phone（脱敏显示，保留前 3 位、后 4 位），条件：客户名称为空'],
  ])('%j', (rule, en, zh) => {
    expect([describeRule(design, rule, env('en')), describeRule(design, rule, env('zh-CN'))]).toEqual([en, zh]);
  });
  it('counts the fields it may not name', () => {
    expect(describeRule(design, { effect: 'deny', actions: ['read'], entity: 'account', fields: ['name', 'phone'] }, env('en', { isKnown: (_entity, field) => field === 'name' }))).toBe('Forbids to read Customer name, 1 other field of "account"');
  });
});
