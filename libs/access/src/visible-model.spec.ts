import { describe, expect, it } from '@jest/globals';
import type { FormDocument, RoleRule, ViewDocument } from '@tessera/contract';
import { compileDesign } from '@tessera/model';
import { crmDesign, crmDocuments, galleryDesign, galleryDocuments } from '@tessera/model/testing';
import { buildAccess } from './build-access.ts';
import { entityPermissions } from './entity-permissions.ts';
import { visibleModel } from './visible-model.ts';

const design = crmDesign();
const access = (...rules: RoleRule[]) => buildAccess({ design, roles: [{ key: 'rep', label: { en: 'Rep' }, rules }], member: 'm' });
const allow = (entity: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: ['read', 'create', 'update'], entity, ...more });
const hide = (entity: string, ...fields: string[]): RoleRule => ({ effect: 'deny', actions: ['read', 'create', 'update'], entity, fields });

const form = (entity: string, ...fields: string[]): FormDocument => ({ key: entity, entity, label: { en: entity }, sections: fields.map((field) => ({ key: `s_${field}`, columns: 1, items: [{ field }] })) });
const view: ViewDocument = {
  key: 'account', entity: 'account', label: { en: 'Accounts' }, kind: 'grid',
  columns: [{ field: 'name' }, { field: 'credit_limit' }],
  filter: { and: [{ field: 'name', op: 'isNotEmpty' }, { field: 'credit_limit', op: 'gt', value: '1' }] },
  sort: [{ field: 'credit_limit', desc: true }, { field: 'name' }],
  groups: [{ field: 'credit_limit' }, { field: 'level' }],
  totals: [{ field: 'credit_limit', aggregate: 'sum' }, { field: 'name', aggregate: 'filled' }],
};
const orders: ViewDocument = { key: 'order', entity: 'order', label: { en: 'Orders' }, kind: 'grid', columns: [{ field: 'number' }, { field: 'account.credit_limit' }, { field: 'account.name' }] };
const documents = { entities: crmDocuments(), forms: [form('account', 'name', 'credit_limit'), form('product', 'title')], views: [view, orders] };

describe('visibleModel', () => {
  it('leaves no trace of a hidden field or entity', () => {
    const seen = visibleModel(access(allow('account'), hide('account', 'credit_limit'), allow('order')), documents);
    expect(JSON.stringify(seen)).not.toContain('credit_limit');
    expect(seen.entities.map(({ key }) => key)).toEqual(['account', 'order', 'order_line']);
    expect(seen.forms).toEqual([form('account', 'name')]);
    expect(seen.views).toEqual([
      { key: 'account', entity: 'account', label: { en: 'Accounts' }, kind: 'grid', columns: [{ field: 'name' }], sort: [{ field: 'name' }], groups: [{ field: 'level' }], totals: [{ field: 'name', aggregate: 'filled' }] },
      { ...orders, columns: [{ field: 'number' }, { field: 'account.name' }] },
    ]);
  });

  const tail = { start: 0, end: 4 };
  it('keeps columns of what is shown masked, and asks nothing of it', () => {
    const seen = visibleModel(access(allow('account'), hide('account', 'credit_limit'), allow('account', { actions: ['read'], fields: ['name'], mask: tail }), { effect: 'deny', actions: ['update', 'create'], entity: 'account', fields: ['name'] }), documents);
    expect(seen.views).toEqual([{ key: 'account', entity: 'account', label: { en: 'Accounts' }, kind: 'grid', columns: [{ field: 'name' }], groups: [{ field: 'level' }] }]);
    expect(seen.forms).toEqual([form('account', 'name')]);
  });

  it('shows a published field as a field of its result where what it is computed from is hidden', () => {
    const entities = crmDocuments().map((one) => ({ ...one, fields: one.fields.map((each) => (each.key === 'open_amount' ? { ...each, published: true } : each)) }));
    const published = compileDesign(entities);
    if (!published.ok) throw new Error('the spec is wrong');
    const rules = [allow('order'), hide('order', 'paid')];
    const seen = visibleModel(buildAccess({ design: published.value, roles: [{ key: 'rep', label: { en: 'Rep' }, rules }], member: 'm' }), { entities, forms: [], views: [] });
    expect(JSON.stringify(seen)).not.toContain('paid');
    expect(seen.entities[0]?.fields.find(({ key }) => key === 'open_amount')).toEqual({ key: 'open_amount', type: 'money', label: { en: 'open_amount' }, options: { scale: 2, currency: 'CNY' } });
    expect(compileDesign(seen.entities, { cut: true }).ok).toBe(true);
  });

  it('drops formulas with what they are computed from', () => {
    const seen = visibleModel(access(allow('order'), hide('order', 'paid')), documents);
    expect(JSON.stringify(seen)).not.toContain('paid');
    expect(seen.entities.find(({ key }) => key === 'order')?.fields.map(({ key }) => key)).not.toContain('open_amount');
  });

  it('drops the settings of other fields that name a hidden one', () => {
    const rules = [allow('*'), hide('project', 'budget')];
    const seen = visibleModel(buildAccess({ design: galleryDesign(), roles: [{ key: 'rep', label: { en: 'Rep' }, rules }], member: 'm' }), { entities: galleryDocuments(), forms: [], views: [] });
    expect(JSON.stringify(seen)).not.toContain('budget');
    expect(compileDesign(seen.entities, { cut: true }).ok).toBe(true);
  });

  it('changes nothing for whoever may know everything', () => {
    const everything = visibleModel(access(allow('*')), documents);
    expect(everything).toEqual(documents);
  });

  it('can be compiled again, whatever was cut', () => {
    for (const key of ['name', 'lines', 'account', 'product', 'price', 'number', 'code', 'paid']) {
      const seen = visibleModel(access(allow('*'), hide('*', key)), documents);
      expect(compileDesign(seen.entities, { cut: true })).toMatchObject({ ok: true });
    }
  });
});

describe('entityPermissions', () => {
  it('lists what can be done, read and written, never conditions', () => {
    const permissions = entityPermissions(access(allow('order', { where: { field: 'owner', op: 'eq', value: { var: 'me' } } }), hide('order', 'paid')), design);
    expect(permissions.map(({ entity, actions }) => [entity, actions])).toEqual([
      ['order', ['read', 'create', 'update']],
      ['order_line', ['read', 'create', 'update', 'delete']],
    ]);
    expect(permissions[0]?.readable).toEqual(['number', 'account', 'status', 'placed', 'lines', 'total', 'line_count', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'owner']);
    expect(permissions[0]?.writable).toEqual(['account', 'status', 'placed', 'lines', 'owner']);
    expect(JSON.stringify(permissions)).not.toContain('var');
  });

  it('tells what is masked everywhere from what is clear somewhere', () => {
    const [account] = entityPermissions(access(allow('account'), allow('account', { actions: ['read'], fields: ['name', 'phone'], mask: { start: 0, end: 0 } }), allow('account', { actions: ['read'], fields: ['name'], where: { field: 'vip', op: 'eq', value: true } })), design);
    expect([account?.masked, account?.readable.includes('name'), account?.readable.includes('phone')]).toEqual([['phone'], true, false]);
  });
});
