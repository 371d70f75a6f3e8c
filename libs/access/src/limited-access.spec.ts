import { describe, expect, it } from '@jest/globals';
import { RECORD_ACTIONS, type RoleRule } from '@tessera/contract';
import { crmDesign, galleryDesign } from '@tessera/model/testing';
import { buildAccess } from './build-access.ts';
import { limitedAccess } from './limited-access.ts';

const design = crmDesign();
const allow = (entity: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: [...RECORD_ACTIONS], entity, ...more });
const full = buildAccess({ design, roles: [{ key: 'all', label: { en: 'All' }, capabilities: ['design', 'members'], rules: [allow('*')] }], member: 'm' });

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
