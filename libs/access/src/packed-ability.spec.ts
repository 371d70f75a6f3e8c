import { unpackRules } from '@casl/ability/extra';
import { describe, expect, it } from '@jest/globals';
import type { RoleRule } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import { buildAccess } from './build-access.ts';
import { packedAbility } from './packed-ability.ts';

const design = crmDesign();
const rulesOf = (...rules: RoleRule[]) => unpackRules(packedAbility(buildAccess({ design, roles: [{ key: 'r', label: { en: 'R' }, capabilities: ['keys'], rules }], member: 'm' }), design) as never[]);

describe('packedAbility', () => {
  it('names the fields of every action that knows fields, and leaves out what has none', () => {
    const rules = rulesOf(
      { effect: 'allow', actions: ['read', 'export', 'delete'], entity: 'product', fields: ['title', 'price'] },
      { effect: 'deny', actions: ['export'], entity: 'product', fields: ['title', 'price', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'] },
      { effect: 'allow', actions: ['update'], entity: 'product', fields: ['title'] },
      { effect: 'deny', actions: ['update'], entity: 'product', fields: ['title'] },
    );
    const about = (action: string) => rules.filter((rule) => String((rule as { action: unknown }).action) === action);
    expect(about('update')).toEqual([]);
    expect(about('read')).toMatchObject([{ fields: ['title', 'price', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'] }]);
    expect(about('delete')).toHaveLength(1);
    expect(about('use').map(({ subject }) => String(subject))).toEqual(['keys']);
    expect(JSON.stringify(rules)).not.toMatch(/cost|conditions":\{|inverted":true/);
  });
});
