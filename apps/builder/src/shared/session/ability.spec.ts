import { describe, expect, it } from '@jest/globals';
import { abilityOf } from './ability.ts';

const ability = abilityOf({
  capabilities: ['design'],
  permissions: [
    { entity: 'account', actions: ['read', 'update'], readable: ['name', 'credit'], writable: ['name'] },
    { entity: 'order', actions: ['read', 'update'], readable: ['code', 'lines.quantity'], writable: ['lines.quantity'] },
    { entity: 'secret', actions: ['read'], readable: [], writable: [] },
  ],
});

describe('abilityOf', () => {
  it('allows the fields listed and no others', () => {
    expect(ability.can('read', 'account', 'credit')).toBe(true);
    expect(ability.can('update', 'account', 'name')).toBe(true);
    expect(ability.can('update', 'account', 'credit')).toBe(false);
  });
  it('does not read an empty field list as every field', () => {
    expect(ability.can('read', 'secret')).toBe(false);
  });
  it('knows a subform by its row fields', () => {
    expect(ability.can('read', 'order', 'lines')).toBe(true);
    expect(ability.can('update', 'order', 'lines')).toBe(true);
    expect(ability.can('read', 'order', 'total')).toBe(false);
  });
  it('knows capabilities', () => {
    expect(ability.can('use', 'design')).toBe(true);
    expect(ability.can('use', 'members')).toBe(false);
  });
  it('refuses what nobody granted', () => {
    expect(ability.can('delete', 'account')).toBe(false);
    expect(ability.can('read', 'nothing')).toBe(false);
  });
});
