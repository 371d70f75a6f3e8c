import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RECORD_ACTIONS, type Filter, type Mask, type RoleDocument, type RoleRule } from '@tessera/contract';
import fc from 'fast-check';
import { spellingOf, type Cell } from './cells.ts';
import type { FieldStep, FieldSteps } from './field-steps.ts';
import { commonRows, emptyGrant, grantsNothing, matrixToRules, readsOnly, rulesToMatrix, setCell, setFieldSteps, setRows, type RoleMatrix } from './role-matrix.ts';
import { entitiesNamedBy, sameEffect, verdictOf } from './rule-effect.ts';

const own: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const open: Filter = { field: 'status', op: 'eq', value: 'open' };
const vip: Filter = { field: 'vip', op: 'eq', value: true };
const recent: Filter = { field: 'created_at', op: 'within', value: { period: 'week', offset: 0 } };
const phoneMask: Mask = { start: 3, end: 4 };
const nothing: RoleMatrix = { grants: {}, raw: [] };

const entity = fc.constantFrom('*', 'account', 'contact', 'order');
const field = fc.constantFrom('name', 'credit_limit', 'owner');
const actions = fc.subarray([...RECORD_ACTIONS], { minLength: 1 });
const mask = fc.constantFrom<Mask>(phoneMask, { start: 0, end: 0 });
const fields = fc.uniqueArray(field, { minLength: 1, maxLength: 2 });
const where = fc.constantFrom<Filter>(own, open, { and: [own, vip] }, { or: [open, vip] }, { not: open });
const plainRule: fc.Arbitrary<RoleRule> = fc.record(
  { effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const), actions, entity, fields, where },
  { requiredKeys: ['effect', 'actions', 'entity'] },
);
const maskRule: fc.Arbitrary<RoleRule> = fc.record(
  { effect: fc.constant('allow' as const), actions: fc.constant(['read' as const]), entity, fields, where, mask },
  { requiredKeys: ['effect', 'actions', 'entity', 'fields', 'mask'] },
);
const rule: fc.Arbitrary<RoleRule> = fc.oneof(plainRule, plainRule, maskRule);

const cell = fc.constantFrom<Cell>('none', 'all', { where: own }, { where: open });
const granted = fc.constantFrom<Cell>('all', { where: own }, { where: open });
const level: fc.Arbitrary<FieldStep> = fc.oneof(
  fc.constantFrom<FieldStep>({ level: 'none' }, { level: 'read' }, { level: 'write' }),
  fc.tuple(mask, fc.boolean()).map(([shown, writable]): FieldStep => ({ level: 'masked', mask: shown, ...(writable ? { writable } : {}) })),
);
/** Other rows than those the actions are limited to, so that they can be told apart again. */
const exceptions = fc.subarray([vip, recent]).chain((rows) => fc.tuple(...rows.map((one) => level.map((step): FieldStep => ({ ...step, where: one })))));
const steps: fc.Arbitrary<FieldSteps> = fc
  .tuple(level, exceptions)
  .map(([base, others]) => [base, ...others])
  .filter((made) => made.length > 1 || made[0]!.level !== 'write');
/** Only fields of actions that are granted read back at their level, so these grants allow reading and writing. */
const grant = fc
  .record({
    actions: fc.record({ read: granted, create: granted, update: granted, delete: cell, export: cell, import: cell, print: cell, share: cell, comment: cell, run: cell, design: fc.constantFrom<Cell>('none', 'all') }),
    fields: fc.dictionary(field, steps).map((levels) => ({ ...levels })),
  })
  .filter((made) => !grantsNothing(made));

describe('rulesToMatrix and matrixToRules', () => {
  it('give back every matrix that was written', () => {
    fc.assert(
      fc.property(fc.dictionary(entity, grant, { maxKeys: 4 }), (grants) => {
        const matrix = { grants: { ...grants }, raw: [] };
        expect(rulesToMatrix(matrixToRules(matrix))).toEqual(matrix);
      }),
    );
  });

  it('never change what any list of rules decides', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 7 }), (rules) => {
        const written = matrixToRules(rulesToMatrix(rules));
        for (const name of entitiesNamedBy(rules)) expect(sameEffect(rules, written, name)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keep every rule they cannot show untouched and in order', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 7 }), (rules) => {
        const { raw } = rulesToMatrix(rules);
        expect(rules.filter((candidate) => raw.includes(candidate))).toEqual(raw);
      }),
    );
  });

  it('show a role limited to its own customers without their credit limit', () => {
    const rules: RoleRule[] = [
      { effect: 'allow', actions: ['read', 'create', 'update'], entity: 'account', where: own },
      { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'account', fields: ['credit_limit'] },
    ];
    const matrix = rulesToMatrix(rules);
    expect(matrix.raw).toEqual([]);
    expect(matrix.grants['account']).toEqual({
      actions: { ...emptyGrant.actions, read: { where: own }, create: { where: own }, update: { where: own } },
      fields: { credit_limit: [{ level: 'none' }] },
    });
  });

  it('show a phone that is masked but on own records', () => {
    const rules: RoleRule[] = [
      { effect: 'allow', actions: ['read', 'update'], entity: 'account', where: open },
      { effect: 'deny', actions: ['create', 'update', 'import'], entity: 'account', fields: ['phone'] },
      { effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone'], where: open, mask: phoneMask },
      { effect: 'allow', actions: ['read', 'update'], entity: 'account', fields: ['phone'], where: { and: [open, own] } },
    ];
    const matrix = rulesToMatrix(rules);
    expect(matrix.raw).toEqual([]);
    expect(matrix.grants['account']!.fields).toEqual({ phone: [{ level: 'masked', mask: phoneMask }, { level: 'write', where: own }] });
    expect(matrixToRules(matrix)).toEqual(rules);
  });

  it('show a field denied on some rows', () => {
    const { raw, grants } = rulesToMatrix([{ effect: 'allow', actions: ['read'], entity: 'account' }, { effect: 'deny', actions: ['read'], entity: 'account', fields: ['name'], where: open }]);
    expect(raw).toEqual([]);
    expect(grants['account']!.fields).toEqual({ name: [{ level: 'write' }, { level: 'none', where: open }] });
  });

  it('show a mask alone as a field that can still be written', () => {
    const { raw, grants } = rulesToMatrix([{ effect: 'allow', actions: ['read', 'update'], entity: 'account' }, { effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone'], mask: phoneMask }]);
    expect(raw).toEqual([]);
    expect(grants['account']!.fields).toEqual({ phone: [{ level: 'masked', mask: phoneMask, writable: true }] });
  });

  it('never write a rule that reaches a row the actions do not', () => {
    fc.assert(
      fc.property(fc.dictionary(entity, grant, { maxKeys: 3 }), (grants) => {
        const bare = { ...nothing, grants: Object.fromEntries(Object.entries(grants).map(([key, made]) => [key, { ...made, fields: {} }])) };
        const question = (key: string, holds: ReadonlySet<string>) => ({ action: 'read' as const, entity: key, field: null, holds });
        for (const key of Object.keys(grants)) {
          for (const holds of [new Set<string>(), new Set([spellingOf(vip), spellingOf(recent)])]) {
            expect(verdictOf(matrixToRules({ ...nothing, grants }), question(key, holds))).toBe(verdictOf(matrixToRules(bare), question(key, holds)));
          }
        }
      }),
    );
  });

  it.each<[string, RoleRule[]]>([
    ['two row conditions of one action', [{ effect: 'allow', actions: ['read'], entity: 'account', where: own }, { effect: 'allow', actions: ['read'], entity: 'account', where: open }]],
    ['a list of allowed fields', [{ effect: 'allow', actions: ['read'], entity: 'account', fields: ['name'] }]],
    ['a denied action', [{ effect: 'allow', actions: ['read', 'delete'], entity: '*' }, { effect: 'deny', actions: ['delete'], entity: 'account' }]],
    ['a mask that shows rows the role does not read', [{ effect: 'allow', actions: ['read'], entity: 'account', where: own }, { effect: 'allow', actions: ['read'], entity: 'account', fields: ['name'], mask: phoneMask }]],
    ['an exception whose rows the actions do not reach', [{ effect: 'allow', actions: ['read'], entity: 'account', where: own }, { effect: 'allow', actions: ['read'], entity: 'account', fields: ['name'], where: open }]],
    ['a denial that a later rule overrides', [{ effect: 'deny', actions: ['read'], entity: 'account', fields: ['name'] }, { effect: 'allow', actions: ['read'], entity: 'account' }]],
  ])('leave %s as raw rules', (_name, rules) => {
    const { raw } = rulesToMatrix(rules);
    expect(raw).toEqual(rules.filter((candidate) => candidate.entity === 'account'));
  });
});

describe('the roles of the shipped templates', () => {
  const packages = new URL('../../../../../libs/templates/packages/', import.meta.url);
  const roles = readdirSync(packages).flatMap((name) =>
    readdirSync(new URL(`${name}/roles/`, packages)).map((file): RoleDocument => JSON.parse(readFileSync(new URL(`${name}/roles/${file}`, packages), 'utf8'))),
  );

  it.each(roles.map((role) => [role.key, role] as const))('%s can be edited as a matrix as a whole', (_key, role) => {
    expect(rulesToMatrix(role.rules).raw).toEqual([]);
  });
});

describe('editing the matrix', () => {
  const reading = setCell(nothing, 'account', 'read', 'all');

  it('limits every granted action to the chosen rows, and widens them again', () => {
    const wide = setCell(reading, 'account', 'update', 'all');
    const limited = setRows(wide, 'account', { where: own });
    expect(limited.grants['account']!.actions).toMatchObject({ read: { where: own }, update: { where: own }, delete: 'none' });
    expect(setRows(limited, 'account', 'all')).toEqual(wide);
  });

  it('leaves design alone when rows are chosen, for it knows none', () => {
    const designing = setCell(reading, 'account', 'design', 'all');
    expect(setRows(designing, 'account', { where: own }).grants['account']!.actions).toMatchObject({ read: { where: own }, design: 'all' });
    expect(commonRows(setRows(designing, 'account', { where: own }).grants['account']!)).toEqual({ where: own });
  });

  it('names the rows only where all granted actions have the same', () => {
    expect(commonRows(reading.grants['account']!)).toBe('all');
    expect(commonRows(setCell(reading, 'account', 'update', { where: own }).grants['account']!)).toBeNull();
    expect(commonRows(emptyGrant)).toBeNull();
  });

  it('writes one rule for actions on the same rows', () => {
    const matrix = setCell(setCell(setCell(reading, 'account', 'update', { where: own }), 'account', 'export', 'all'), 'account', 'delete', { where: own });
    expect(matrixToRules(matrix)).toEqual([
      { effect: 'allow', actions: ['read', 'export'], entity: 'account' },
      { effect: 'allow', actions: ['update', 'delete'], entity: 'account', where: own },
    ]);
  });

  it('hides a field from reading, writing, export and import', () => {
    const rules = matrixToRules(setFieldSteps(reading, 'account', 'credit_limit', [{ level: 'none' }]));
    const question = { action: 'read' as const, entity: 'account', holds: new Set<string>() };
    expect(verdictOf(rules, { ...question, field: 'credit_limit' })).toBe('no');
    expect(verdictOf(rules, { ...question, field: 'name' })).toBe('yes');
  });

  it('forgets an entity that is granted nothing', () => {
    expect(setCell(reading, 'account', 'read', 'none')).toEqual(nothing);
  });
});

describe('readsOnly', () => {
  const allow = (entity: string, ...actions: RoleRule['actions']): RoleRule => ({ effect: 'allow', actions, entity });
  it.each<[string, RoleRule[], boolean]>([
    ['a role that reads', [allow('account', 'read')], true],
    ['a role that reads and deletes', [allow('account', 'read', 'delete')], true],
    ['a role that changes as well', [allow('account', 'read', 'update')], false],
    ['a role that makes records', [allow('account', 'read', 'create')], false],
    ['a role that changes every table', [allow('*', 'update'), allow('account', 'read')], false],
    ['a role that knows nothing of it', [], false],
  ])('of %s', (_, rules, expected) => {
    expect(readsOnly(rulesToMatrix(rules), 'account')).toBe(expected);
  });
});
