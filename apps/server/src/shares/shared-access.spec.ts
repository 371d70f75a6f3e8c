import { describe, expect, it } from '@jest/globals';
import { buildAccess, covers, coversMasks, type Access } from '@tessera/access';
import { RECORD_ACTIONS, type Filter, type RoleRule } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import fc from 'fast-check';
import { sharedMaking, sharedReading } from './shared-access.ts';

const design = crmDesign();
const FIELDS = [...(design.entities.get('account')?.fields.keys() ?? [])].filter((key) => !['id', 'version'].includes(key));
const ROWS: readonly Filter[] = [{ field: 'vip', op: 'eq', value: true }, { field: 'owner', op: 'eq', value: { var: 'me' } }, { field: 'id', op: 'eq', value: '0190b0a0-0000-7000-8000-00000000000a' }];
const fields = fc.uniqueArray(fc.constantFrom(...FIELDS));
const rule: fc.Arbitrary<RoleRule> = fc.record(
  { effect: fc.constantFrom('allow' as const, 'deny' as const), actions: fc.uniqueArray(fc.constantFrom('read' as const, 'share' as const, 'create' as const), { minLength: 1 }), entity: fc.constant('account'), fields: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 }), where: fc.constantFrom(...ROWS) },
  { requiredKeys: ['effect', 'actions', 'entity'] },
);
const mask: fc.Arbitrary<RoleRule> = fc.constantFrom({ effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone'], mask: { start: 0, end: 4 } });
const maker = fc.array(fc.oneof(rule, mask), { maxLength: 5 }).map((rules) =>
  buildAccess({ design, member: 'm', roles: [{ key: 'r', label: { en: 'R' }, capabilities: ['design', 'members'], rules: [{ effect: 'allow', actions: ['read', 'share', 'create'], entity: 'account' }, ...rules] }] }),
);

function nothingMore(shared: Access, than: Access): void {
  expect([...shared.capabilities]).toEqual([]);
  for (const action of RECORD_ACTIONS) {
    expect([action, covers(than.rowScope(action, 'account'), shared.rowScope(action, 'account'))]).toEqual([action, true]);
    for (const field of FIELDS) expect([action, field, covers(than.fieldScope(action, 'account', field), shared.fieldScope(action, 'account', field))]).toEqual([action, field, true]);
  }
  for (const field of FIELDS) {
    const held = { clear: than.fieldScope('read', 'account', field), masks: than.masks('read', 'account', field) };
    expect([field, coversMasks(held, shared.masks('read', 'account', field))]).toEqual([field, true]);
  }
}

describe('what a link gives', () => {
  it('is never more than its maker has, nor of rows that may not be shared, nor of fields that are not named', () => {
    fc.assert(
      fc.property(maker, fields, fc.option(fc.constantFrom(...ROWS), { nil: undefined }), (access, named, rows) => {
        const shared = sharedReading(access, { entity: 'account', fields: new Set(named), rows });
        nothingMore(shared, access);
        expect(covers(access.rowScope('share', 'account'), shared.rowScope('read', 'account'))).toBe(true);
        if (rows) expect(covers({ kind: 'where', filter: rows }, shared.rowScope('read', 'account'))).toBe(true);
        for (const field of FIELDS) if (!named.includes(field)) expect([field, shared.knows('account', field)]).toEqual([field, false]);
        for (const action of RECORD_ACTIONS) if (action !== 'read') expect([action, shared.can(action, 'account')]).toEqual([action, false]);
      }),
      { numRuns: 100 },
    );
  });

  it('is never more of what its maker may create than the form asks for, and nothing to read', () => {
    fc.assert(
      fc.property(maker, fields, (access, named) => {
        const shared = sharedMaking(access, new Map([['account', new Set(named)]]));
        nothingMore(shared, access);
        for (const field of FIELDS) expect(shared.knows('account', field) || (!named.includes(field) && shared.canField('create', 'account', field))).toBe(false);
        for (const action of RECORD_ACTIONS) if (action !== 'create') expect(shared.can(action, 'account')).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
