import { describe, expect, it } from '@jest/globals';
import { buildAccess, packedAbility } from '@tessera/access';
import type { RoleDocument } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import { abilityOf, mayDesign } from './ability.ts';

const role: RoleDocument = {
  key: 'rep',
  label: { en: 'Rep' },
  capabilities: ['keys'],
  rules: [
    { effect: 'allow', actions: ['read', 'update', 'delete'], entity: 'account', where: { field: 'owner', op: 'eq', value: { var: 'me' } } },
    { effect: 'deny', actions: ['update'], entity: 'account', fields: ['name'] },
    { effect: 'deny', actions: ['read', 'update'], entity: 'account', fields: ['credit_limit'] },
    { effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone'], mask: { start: 3, end: 4 } },
    { effect: 'allow', actions: ['design'], entity: 'product' },
  ],
};
const packed = packedAbility(buildAccess({ design: crmDesign(), roles: [role], member: 'm' }), crmDesign());
const ability = abilityOf({ ability: packed });

describe('abilityOf', () => {
  it('allows the fields listed and no others', () => {
    expect(ability.can('read', 'account', 'name')).toBe(true);
    expect(ability.can('update', 'account', 'level')).toBe(true);
    expect(ability.can('update', 'account', 'name')).toBe(false);
    expect(ability.can('read', 'account', 'credit_limit')).toBe(false);
    expect(ability.can('delete', 'account')).toBe(true);
  });
  it('tells what is shown masked from what is shown clear', () => {
    expect([ability.can('read', 'account', 'phone'), ability.can('see', 'account', 'phone'), ability.can('see', 'account', 'credit_limit')]).toEqual([false, true, false]);
  });
  it('knows capabilities, and who designs what', () => {
    expect([ability.can('use', 'keys'), ability.can('use', 'design')]).toEqual([true, false]);
    expect([mayDesign(ability, 'product'), mayDesign(ability, 'account')]).toEqual([true, false]);
  });
  it('refuses what nobody granted', () => {
    expect(ability.can('create', 'account')).toBe(false);
    expect(ability.can('read', 'order')).toBe(false);
    expect(ability.can('read', 'nothing')).toBe(false);
  });
  it('is told no condition and nothing of a hidden field', () => {
    expect(JSON.stringify(packed)).not.toMatch(/credit_limit|owner.*var|deny/);
  });
});
