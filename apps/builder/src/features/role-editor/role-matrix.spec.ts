import { describe, expect, it } from '@jest/globals';
import type { Filter, RoleRule } from '@tessera/contract';
import { RECORD_ACTIONS } from '@tessera/contract';
import fc from 'fast-check';
import type { CellState, RoleMatrix } from './role-matrix.ts';
import { emptyGrant, grantsNothing, matrixToRules, nextCell, rulesToMatrix, setCell, setFieldLevel, setRows } from './role-matrix.ts';
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

const grant = fc
  .record({
    rows: fc.constantFrom<Filter | null>(own, open, null),
    cells: fc.tuple(...RECORD_ACTIONS.map(() => fc.constantFrom<CellState>('none', 'scoped', 'all'))),
    fields: fc.dictionary(field, fc.constantFrom('none' as const, 'read' as const)),
  })
  .map(({ rows, cells, fields }) => {
    const states = cells.map((cell) => (rows === null && cell === 'scoped' ? 'all' : cell));
    return {
      rows: states.includes('scoped') ? rows : null,
      actions: Object.fromEntries(RECORD_ACTIONS.map((action, index) => [action, states[index]!])) as typeof emptyGrant.actions,
      fields: { ...fields },
    };
  })
  .filter((made) => !grantsNothing(made));

/** Fields that are held back although nothing is granted on them may read back at another level. */
const readable = grant.filter((made) => made.actions.read !== 'none' && made.actions.create !== 'none' && made.actions.update !== 'none');

describe('rulesToMatrix and matrixToRules', () => {
  it('give back every matrix that was written', () => {
    fc.assert(
      fc.property(fc.dictionary(entity, readable, { maxKeys: 4 }), (grants) => {
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
      actions: { ...emptyGrant.actions, read: 'scoped', create: 'scoped', update: 'scoped' },
      rows: own,
      fields: { credit_limit: 'none' },
    });
  });

  it.each<[string, RoleRule[]]>([
    ['two different row conditions', [{ effect: 'allow', actions: ['read'], entity: 'account', where: own }, { effect: 'allow', actions: ['read'], entity: 'account', where: open }]],
    ['a list of allowed fields', [{ effect: 'allow', actions: ['read'], entity: 'account', fields: ['name'] }]],
    ['a denied action', [{ effect: 'allow', actions: ['read', 'delete'], entity: '*' }, { effect: 'deny', actions: ['delete'], entity: 'account' }]],
    ['a field denied on some rows', [{ effect: 'allow', actions: ['read'], entity: 'account' }, { effect: 'deny', actions: ['read'], entity: 'account', fields: ['name'], where: open }]],
    ['a denial that a later rule overrides', [{ effect: 'deny', actions: ['read'], entity: 'account', fields: ['name'] }, { effect: 'allow', actions: ['read'], entity: 'account' }]],
  ])('leave %s as raw rules', (_name, rules) => {
    const { raw } = rulesToMatrix(rules);
    expect(raw).toEqual(rules.filter((candidate) => candidate.entity === 'account'));
  });
});

describe('editing the matrix', () => {
  it('limits what was granted when a row condition is chosen, and widens it again without', () => {
    const wide = setCell(setCell(nothing, 'account', 'read', 'all'), 'account', 'update', 'all');
    const limited = setRows(wide, 'account', own);
    expect(limited.grants['account']!.actions).toMatchObject({ read: 'scoped', update: 'scoped', delete: 'none' });
    expect(setRows(limited, 'account', null)).toEqual(wide);
  });

  it('keeps reading everything while changing is limited to own rows', () => {
    const matrix = setCell(setRows(setCell(setCell(nothing, 'account', 'update', 'all'), 'account', 'read', 'all'), 'account', own), 'account', 'read', 'all');
    expect(matrixToRules(matrix)).toEqual([
      { effect: 'allow', actions: ['read'], entity: 'account' },
      { effect: 'allow', actions: ['update'], entity: 'account', where: own },
    ]);
  });

  it('goes through all three states only where there is a row condition', () => {
    expect(nextCell(emptyGrant, 'read')).toBe('all');
    expect(nextCell({ ...emptyGrant, rows: own }, 'read')).toBe('scoped');
  });

  it('hides a field from reading, writing, export and import', () => {
    const rules = matrixToRules(setFieldLevel(setCell(nothing, 'account', 'read', 'all'), 'account', 'credit_limit', 'none'));
    const question = { action: 'read' as const, entity: 'account', holds: new Set<string>() };
    expect(isAllowed(rules, { ...question, field: 'credit_limit' })).toBe(false);
    expect(isAllowed(rules, { ...question, field: 'name' })).toBe(true);
  });

  it('forgets an entity that is granted nothing', () => {
    expect(setCell(setCell(nothing, 'account', 'read', 'all'), 'account', 'read', 'none')).toEqual(nothing);
  });
});
