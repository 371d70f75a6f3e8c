import { describe, expect, it } from '@jest/globals';
import { buildAccess } from '@tessera/access';
import type { Capability, Filter, RoleDocument, RoleRule } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import { widenedRights } from './role-rights.ts';

const design = crmDesign();
const mine: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const tail = { start: 0, end: 4 };
const role = (rules: RoleRule[], capabilities: Capability[] = []): RoleDocument => ({ key: 'r', label: { en: 'R' }, rules, capabilities });
const allow = (more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: ['read'], entity: 'account', ...more });
const widened = (held: RoleDocument, given: RoleDocument, before?: RoleDocument) =>
  widenedRights(design, before, given, buildAccess({ design, roles: [held], member: 'm' })).map(({ params }) => params?.['capability'] ?? `${params?.['action']} ${params?.['fields']}`);

describe('a role that is saved', () => {
  it('may narrow the rows of what is held, never widen them', () => {
    const held = role([allow({ where: mine })]);
    expect(widened(held, role([allow({ where: { and: [mine, { field: 'vip', op: 'eq', value: true }] } })]))).toEqual([]);
    expect(widened(held, role([allow({ where: { formula: 'vip' } })]))).toEqual([expect.stringMatching(/^read /)]);
    expect(widened(held, role([allow({ where: { or: [mine, { formula: 'vip' }] } })]))).toHaveLength(1);
  });
  it('has no new condition on what whoever saves it cannot read', () => {
    const held = role([allow({ fields: ['name', 'owner'] })]);
    const given = (where: Filter) => role([allow({ fields: ['name'], where })]);
    expect(widened(held, given(mine))).toEqual([]);
    expect(widened(held, given({ field: 'credit_limit', op: 'gt', value: '1' }))).toEqual(['read account.credit_limit']);
    expect(widened(held, given({ formula: 'credit_limit > 1' }))).toEqual(['read account.credit_limit']);
    expect(widened(held, given({ formula: 'credit_limit > 1' }), given({ formula: 'credit_limit > 1' }))).toEqual([]);
  });
  it('has no new condition on what whoever saves it reads on some rows only', () => {
    const given = role([allow({ where: mine }), allow({ fields: ['name'], where: { field: 'phone', op: 'startsWith', value: '138' } })]);
    const alsoMasked = role([allow(), allow({ fields: ['phone'], mask: tail, where: { field: 'vip', op: 'eq', value: true } })]);
    const ownOnly = role([allow({ fields: ['name', 'owner', 'vip'] }), allow({ where: mine })]);
    for (const held of [alsoMasked, ownOnly]) expect(widened(held, given)).toContain('read account.phone');
    for (const held of [role([allow()]), role([allow({ where: mine })])]) expect(widened(held, given)).not.toContain('read account.phone');
    expect(widened(alsoMasked, given, given)).not.toContain('read account.phone');
  });
  it('may have conditions on the record that owns a row', () => {
    const lines = (where?: Filter): RoleRule => ({ effect: 'allow', actions: ['read'], entity: 'order_line', ...(where ? { where } : {}) });
    const order: RoleRule = { effect: 'allow', actions: ['read'], entity: 'order' };
    expect(widened(role([order, lines()]), role([order, lines({ field: 'parent.status', op: 'eq', value: 'done' })]))).toEqual([]);
  });
  it('may mask what is held, and show no more of what is held masked', () => {
    const masked = role([allow(), allow({ fields: ['phone'], mask: tail })]);
    expect(widened(role([allow()]), masked)).toEqual([]);
    expect(widened(masked, masked)).toEqual([]);
    expect(widened(masked, role([allow()]))).toEqual(['read phone']);
    expect(widened(masked, role([allow(), allow({ fields: ['phone'], mask: { start: 3, end: 4 } })]))).toEqual(['read phone']);
    expect(widened(role([allow({ fields: ['name'] })]), role([allow({ fields: ['name'] }), allow({ fields: ['phone'], mask: tail })]))).toEqual(['read phone']);
  });
  it('may keep conditions whose keys have come back in another order', () => {
    const stored = (where: Filter): Filter => Object.fromEntries(Object.entries(where).reverse()) as unknown as Filter;
    const where: Filter = { field: 'credit_limit', op: 'gt', value: '1' };
    const given = (rows: Filter) => role([allow({ fields: ['name'], where: rows })]);
    expect(widened(role([allow({ fields: ['name'] })]), given(where), given(stored(where)))).toEqual([]);
    expect(widened(role([allow({ where: stored(mine) })]), role([allow({ where: mine })]))).toEqual([]);
  });
  it('may keep what it gave before', () => {
    const before = role([allow({ fields: ['name'] }), allow({ fields: ['phone'], mask: tail })], ['audit']);
    expect(widened(role([], ['members']), before, before)).toEqual([]);
    expect(widened(role([], ['members']), role([...before.rules, allow({ fields: ['phone'] })], ['audit', 'keys']), before)).toEqual(['keys', 'read phone']);
  });
  it('gives capabilities, designing and what goes on around records only as they are held', () => {
    expect(widened(role([allow()]), role([], ['audit', 'keys', 'design']))).toEqual(['audit', 'keys', 'design']);
    expect(widened(role([allow()]), role([allow({ actions: ['design'] })]))).toEqual([expect.stringMatching(/^design /)]);
    expect(widened(role([], ['design']), role([allow({ actions: ['design'] })]))).toEqual([]);
    for (const action of ['print', 'share', 'comment', 'run'] as const) {
      expect(widened(role([allow()]), role([allow({ actions: [action] })]))).toEqual([expect.stringMatching(action)]);
      expect(widened(role([allow({ actions: ['read', action] })]), role([allow({ actions: [action] })]))).toEqual([]);
    }
  });
});
