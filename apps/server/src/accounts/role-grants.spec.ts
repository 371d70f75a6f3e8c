import { describe, expect, it } from '@jest/globals';
import type { RoleDocument } from '@tessera/contract';
import { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { checkGrant } from './role-grants.ts';

const role = (key: string): RoleDocument => ({ key, label: { en: key }, rules: [] });
const model = new WorkspaceModel(['rep', 'lead'].map((key) => ({ kind: 'role', key, version: 1, body: role(key) })));
const codes = (granter: string[], before: string[], after: string[]): string[] => checkGrant(model, { granter, before, after }).map(({ path, code }) => `${path} ${code}`);

describe('giving and taking roles', () => {
  it.each([
    ['an administrator gives any role', ['admin'], [], ['rep', 'admin'], []],
    ['an administrator gives no role that does not exist', ['admin'], [], ['ghost'], ['roles.0 ROLE_NOT_FOUND']],
    ['a member gives a role they hold', ['lead'], ['rep'], ['rep', 'lead'], []],
    ['a member gives no role they do not hold', ['lead'], [], ['rep'], ['roles.0 ROLE_NOT_HELD']],
    ['a member takes no role they do not hold', ['lead'], ['rep', 'lead'], ['lead'], ['roles ROLE_NOT_HELD']],
    ['a role that was deleted stays until it is taken', ['admin'], ['gone'], ['gone', 'rep'], []],
    ['nobody without a role gives any', [], [], ['rep'], ['roles.0 ROLE_NOT_HELD']],
  ])('%s', (_what, granter, before, after, expected) => {
    expect(codes(granter, before, after)).toEqual(expected);
  });
});
