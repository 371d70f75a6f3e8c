import { describe, expect, it } from '@jest/globals';
import type { RoleRule } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import { checkRole } from './check-role.ts';

const design = crmDesign();
const codes = (rule: Partial<RoleRule>, key = 'rep'): string[] =>
  checkRole(design, { key, label: { en: 'Rep' }, rules: [{ effect: 'allow', actions: ['read'], entity: 'account', ...rule }] }).map(({ path, code }) => `${path} ${code}`);

describe('checkRole', () => {
  it.each<[Partial<RoleRule>, string[]]>([
    [{}, []],
    [{ entity: '*', fields: ['owner', 'paid'], where: { field: 'owner', op: 'eq', value: { var: 'me' } } }, []],
    [{ where: { field: 'manager', op: 'eq', value: { var: 'me' } } }, []],
    [{ entity: 'nope' }, ['rules.0.entity ROLE_ENTITY_UNKNOWN']],
    [{ fields: [] }, ['rules.0.fields ROLE_FIELDS_EMPTY']],
    [{ fields: ['name', 'nope'] }, ['rules.0.fields.1 FIELD_NOT_FOUND']],
    [{ entity: '*', fields: ['nope'] }, ['rules.0.fields.0 FIELD_NOT_FOUND']],
    [{ where: { and: [{ field: 'nope', op: 'eq', value: 'x' }] } }, ['rules.0.where.and.0.field FIELD_NOT_FOUND']],
    [{ where: { field: 'name', op: 'gt', value: { var: 'me' } } }, ['rules.0.where.value FILTER_OPERAND']],
    [{ fields: ['phone', 'credit_limit'], mask: { start: 3, end: 4 } }, []],
    [{ mask: { start: 3, end: 4 } }, ['rules.0.mask ROLE_MASK_MISPLACED']],
    [{ effect: 'deny', fields: ['phone'], mask: { start: 3, end: 4 } }, ['rules.0.mask ROLE_MASK_MISPLACED']],
    [{ actions: ['read', 'export'], fields: ['phone'], mask: { start: 3, end: 4 } }, ['rules.0.mask ROLE_MASK_MISPLACED']],
    [{ entity: 'order', fields: ['paid', 'total', 'lines', 'account', 'owner'], mask: { start: 0, end: 0 } }, [1, 2, 3, 4].map((n) => `rules.0.fields.${n} ROLE_MASK_FIELD`)],
    [{ entity: '*', fields: ['amount'], mask: { start: 0, end: 0 } }, ['rules.0.fields.0 ROLE_MASK_FIELD']],
    [{ actions: ['design'] }, []],
    [{ actions: ['read', 'design'], fields: ['name'] }, ['rules.0.actions ROLE_DESIGN_PARTIAL']],
    [{ actions: ['design'], entity: 'order' }, []],
    [{ actions: ['design'], entity: '*' }, []],
    [{ actions: ['read', 'design'], entity: 'order_line' }, ['rules.0.actions ROLE_DESIGN_SUBFORM']],
    [{ effect: 'deny', fields: ['name', 'created_by', 'version'] }, ['rules.0.fields.1 ROLE_FIELD_SYSTEM', 'rules.0.fields.2 ROLE_FIELD_SYSTEM']],
    [{ effect: 'deny', entity: '*', fields: ['created_at'] }, ['rules.0.fields.0 ROLE_FIELD_SYSTEM']],
    [{ effect: 'deny', fields: ['owner'] }, []],
    [{ fields: ['name', 'created_by'] }, []],
    [{ fields: ['owner', 'created_at'], mask: { start: 0, end: 0 } }, ['rules.0.fields.0 ROLE_MASK_FIELD', 'rules.0.fields.1 ROLE_MASK_FIELD']],
    [{ actions: ['design'], where: { field: 'owner', op: 'eq', value: { var: 'me' } } }, ['rules.0.actions ROLE_DESIGN_PARTIAL']],
    [{ where: { formula: 'credit_limit > 100' } }, []],
    [{ where: { or: [{ formula: 'nope > 100' }] } }, ['rules.0.where.or.0.formula FORMULA_UNKNOWN_NAME']],
    [{ where: { formula: 'credit_limit' } }, ['rules.0.where.formula FORMULA_RESULT']],
    [{ where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }, []],
    [{ where: { field: 'owner', op: 'in', value: { var: 'myDepartments' } } }, ['rules.0.where.value FILTER_ACTOR_LIST']],
    [{ entity: '*', where: { field: 'level', op: 'eq', value: 'a' } }, ['rules.0.where.field FIELD_NOT_FOUND']],
  ])('of the rule %j says %j', (rule, expected) => {
    expect(codes(rule)).toEqual(expected);
  });

  it('keeps the role of administrators built in', () => {
    expect(codes({}, 'admin')).toEqual(['key ROLE_KEY_RESERVED']);
  });
});
