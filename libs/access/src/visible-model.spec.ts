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
});
