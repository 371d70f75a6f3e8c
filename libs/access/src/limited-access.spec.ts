import { describe, expect, it } from '@jest/globals';
import { RECORD_ACTIONS, type RoleRule } from '@tessera/contract';
import { crmDesign, galleryDesign } from '@tessera/model/testing';
import { buildAccess } from './build-access.ts';
import { limitedAccess, narrowedAccess } from './limited-access.ts';

const design = crmDesign();
const allow = (entity: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: [...RECORD_ACTIONS], entity, ...more });
const full = buildAccess({ design, roles: [{ key: 'all', label: { en: 'All' }, capabilities: ['design', 'members'], rules: [allow('*')] }], member: 'm' });
const tail = { start: 0, end: 4 };

describe('limitedAccess', () => {
  it('gives a key what is listed of what its role gives, and no capability', () => {
    const key = limitedAccess(full, [{ entity: 'order', actions: ['read', 'update'] }], design);
    expect([key.can('read', 'order'), key.can('update', 'order'), key.can('delete', 'order'), key.can('read', 'account')]).toEqual([true, true, false, false]);
    expect([...key.capabilities, ...limitedAccess(full, null, design).capabilities]).toEqual([]);
  });
  it('lets rows of a subform go with the record', () => {
    const key = limitedAccess(full, [{ entity: 'order', actions: ['read'] }], design);
    expect([key.can('read', 'order_line'), key.can('update', 'order_line'), key.canField('read', 'order', 'total')]).toEqual([true, false, true]);
  });
  it('lets nobody change what may not be read', () => {
    expect(limitedAccess(full, [{ entity: 'order', actions: ['update'] }], design).can('update', 'order')).toBe(false);
  });
  it('hides what is computed from entities that are not listed', () => {
    const gallery = galleryDesign();
    const whole = buildAccess({ design: gallery, roles: [{ key: 'all', label: { en: 'All' }, rules: [allow('*')] }], member: 'm' });
    const computed = [...gallery.entities.get('project')?.fields.values() ?? []].filter(({ hiddenWith }) => hiddenWith.some((source) => !source.startsWith('project.') && gallery.entities.get(source.split('.')[0] ?? '')?.parent !== 'project'));
    expect(computed.length).toBeGreaterThan(0);
    for (const { key } of computed) expect([key, whole.canField('read', 'project', key), limitedAccess(whole, [{ entity: 'project', actions: ['read'] }], gallery).canField('read', 'project', key)]).toEqual([key, true, false]);
  });
  it('takes an empty list as nothing', () => {
    for (const action of RECORD_ACTIONS) expect(limitedAccess(full, [], design).can(action, 'order')).toBe(false);
  });
});

describe('narrowedAccess', () => {
  const rows = { field: 'status', op: 'eq', value: 'done' } as const;
  it('shows the named fields of the rows, with what is needed to see them', () => {
    const link = narrowedAccess(full, { entity: 'order', fields: ['number', 'account', 'lines'], rows, actions: ['read'] }, design);
    const shown = [...design.entities].flatMap(([entity, { fields }]) => [...fields.keys()].filter((field) => link.knows(entity, field)).map((field) => `${entity}.${field}`));
    expect(shown.filter((name) => !name.startsWith('order_line.'))).toEqual(['account.name', 'account.id', 'account.version', 'order.number', 'order.account', 'order.lines', 'order.id', 'order.version']);
    expect(link.rowScope('read', 'order')).toEqual({ kind: 'where', filter: rows });
    expect(link.rowScope('read', 'order_line')).toEqual({ kind: 'where', filter: { ...rows, field: 'parent.status' } });
    expect(link.canField('read', 'order_line', 'price')).toBe(true);
  });
  it('shows nothing when no field is named, but that there is a row', () => {
    const link = narrowedAccess(full, { entity: 'order', fields: [], actions: ['read'] }, design);
    expect([...design.entities.get('order')?.fields.keys() ?? []].filter((field) => link.knows('order', field))).toEqual(['id', 'version']);
  });
  it('follows a path to a field of another record, and none that leads back', () => {
    const link = narrowedAccess(full, { entity: 'order_line', fields: ['parent.status', 'product.price'], actions: ['read'] }, design);
    expect([link.knows('product', 'price'), link.knows('product', 'cost'), link.knows('order', 'status'), link.knows('order', 'paid')]).toEqual([true, false, true, false]);
  });
  it('shows of the records themselves nothing that was named of others', () => {
    const gallery = galleryDesign();
    const whole = buildAccess({ design: gallery, roles: [{ key: 'all', label: { en: 'All' }, rules: [allow('*')] }], member: 'm' });
    const link = narrowedAccess(whole, { entity: 'project', fields: ['name', 'part_of.budget'], actions: ['read'] }, gallery);
    expect([whole.knows('project', 'budget'), link.knows('project', 'budget'), link.knows('project', 'part_of')]).toEqual([true, false, false]);
  });
  it('shows masked what its maker sees masked', () => {
    const maker = buildAccess({ design, roles: [{ key: 'r', label: { en: 'R' }, rules: [allow('account'), allow('account', { actions: ['read'], fields: ['phone'], mask: tail })] }], member: 'm' });
    const link = narrowedAccess(maker, { entity: 'account', fields: ['phone'], rows: { field: 'vip', op: 'eq', value: true }, actions: ['read'] }, design);
    expect(link.canField('read', 'account', 'phone')).toBe(false);
    expect(link.masks('read', 'account', 'phone')).toEqual([{ mask: tail, scope: { kind: 'where', filter: { field: 'vip', op: 'eq', value: true } } }]);
  });
  it('takes a form without showing anything', () => {
    const form = narrowedAccess(full, { entity: 'account', fields: ['name', 'phone'], actions: ['create'] }, design);
    expect([form.canField('create', 'account', 'name'), form.canField('create', 'account', 'email'), form.can('read', 'account')]).toEqual([true, false, false]);
  });
});
