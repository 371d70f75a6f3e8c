import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Filter, RoleDocument, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import fc from 'fast-check';
import type { Cell, RoleMatrix } from './role-matrix.ts';
import { commonRows, emptyGrant, grantsNothing, matrixToRules, readsOnly, rulesToMatrix, setCell, setFieldLevel, setRows } from './role-matrix.ts';
import { entitiesNamedBy, isAllowed, sameEffect } from './rule-effect.ts';

const own: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const open: Filter = { field: 'status', op: 'eq', value: 'open' };
const nothing: RoleMatrix = { grants: {}, raw: [] };

const entity = fc.constantFrom('*', 'account', 'contact', 'order');
const field = fc.constantFrom('name', 'credit_limit', 'owner');
const actions = fc.subarray([...RECORD_ACTIONS], { minLength: 1 });
const rule: fc.Arbitrary<RoleRule> = fc.record(
  {
    effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    actions,
    entity,
    fields: fc.uniqueArray(field, { minLength: 1, maxLength: 2 }),
    where: fc.constantFrom<Filter>(own, open),
  },
  { requiredKeys: ['effect', 'actions', 'entity'] },
);

const cell = fc.constantFrom<Cell>('none', 'all', { where: own }, { where: open });
const granted = fc.constantFrom<Cell>('all', { where: own }, { where: open });
/** Only fields of actions that are granted read back at their level, so these grants allow reading and writing. */
const grant = fc
  .record({
    actions: fc.record({ read: granted, create: granted, update: granted, delete: cell, export: cell, import: cell, print: cell, share: cell, comment: cell, run: cell, design: cell }),
    fields: fc.dictionary(field, fc.constantFrom('none' as const, 'read' as const)).map((levels) => ({ ...levels })),
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
      fields: { credit_limit: 'none' },
    });
  });

  it.each<[string, RoleRule[]]>([
    ['two row conditions of one action', [{ effect: 'allow', actions: ['read'], entity: 'account', where: own }, { effect: 'allow', actions: ['read'], entity: 'account', where: open }]],
    ['a list of allowed fields', [{ effect: 'allow', actions: ['read'], entity: 'account', fields: ['name'] }]],
    ['a denied action', [{ effect: 'allow', actions: ['read', 'delete'], entity: '*' }, { effect: 'deny', actions: ['delete'], entity: 'account' }]],
    ['a field denied on some rows', [{ effect: 'allow', actions: ['read'], entity: 'account' }, { effect: 'deny', actions: ['read'], entity: 'account', fields: ['name'], where: open }]],
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
    const rules = matrixToRules(setFieldLevel(reading, 'account', 'credit_limit', 'none'));
    const question = { action: 'read' as const, entity: 'account', holds: new Set<string>() };
    expect(isAllowed(rules, { ...question, field: 'credit_limit' })).toBe(false);
    expect(isAllowed(rules, { ...question, field: 'name' })).toBe(true);
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
