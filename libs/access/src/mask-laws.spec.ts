/** Masks against a reading of the rules that knows neither CASL nor scopes: rule by rule, row by row, role by role. */

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActorList, Filter, Mask, RecordAction, RoleDocument, RoleRule } from '@tessera/contract';
import type { CheckedFormula } from '@tessera/formula';
import { conditionFormula, evaluateOver, parseFilter, resolvePath } from '@tessera/model';
import { crmDesign } from '@tessera/model/testing';
import type { Access, RowScope } from './access.ts';
import { buildAccess } from './build-access.ts';
import { limitedAccess } from './limited-access.ts';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';

const design = crmDesign();
const [ME, FRIEND, OTHER] = ['0190b0a0-0000-7000-8000-00000000000a', '0190b0a0-0000-7000-8000-00000000000b', '0190b0a0-0000-7000-8000-00000000000c'];
const LISTS: Partial<Record<ActorList, readonly string[]>> = { myTeam: [ME, FRIEND], myReports: [FRIEND] };

const formulas = new Map<string, CheckedFormula | null>();

type Row = Readonly<Record<string, unknown>>;
const envOf = (row: Row): MatchEnv => ({
  me: ME,
  today: '2024-01-05',
  now: '2024-01-05T02:00:00.000Z',
  startOfToday: '2024-01-04T16:00:00.000Z',
  kindOf: (path) => {
    const resolved = resolvePath(design, 'account', path);
    return resolved.ok ? resolved.value.field.valueType.valueKind : 'text';
  },
  listOf: (list) => LISTS[list] ?? [],
  isTrue: (formula) => {
    const checked = formulas.get(formula) ?? conditionFormula(design, 'account', { formula });
    formulas.set(formula, checked);
    return checked !== null && evaluateOver(checked, design.entities.get('account')?.fields ?? new Map(), row, { me: ME, now: '2024-01-05T02:00:00.000Z' }) === true;
  },
});
const matches = (filter: Filter, row: Row): boolean => matchesFilter(filter, (path) => row[path], envOf(row));
const holds = (scope: RowScope, row: Row): boolean => scope.kind === 'all' || (scope.kind === 'where' && matches(scope.filter, row));

const FIELDS = ['name', 'credit_limit', 'phone', 'email', 'owner', 'lines'];
const condition = fc.constantFrom<Filter>(
  { field: 'owner', op: 'eq', value: { var: 'me' } },
  { field: 'owner', op: 'in', value: { var: 'myTeam' } },
  { field: 'manager', op: 'notIn', value: { var: 'myReports' } },
  { formula: 'credit_limit > 100' },
  { formula: 'OR(name = "Max", ISBLANK(level))' },
  { formula: 'gone > 1' },
  { not: { field: 'level', op: 'eq', value: 'a' } },
  { and: [{ field: 'level', op: 'in', value: ['a', 'b'] }, { formula: 'owner = ME()' }] },
);
const mask = fc.record({ start: fc.nat(3), end: fc.nat(3) });
const plain: fc.Arbitrary<RoleRule> = fc.record(
  {
    effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    actions: fc.uniqueArray(fc.constantFrom<RecordAction>('read', 'update', 'export', 'print', 'share'), { minLength: 1 }),
    entity: fc.constantFrom('account', '*'),
    fields: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 }),
    where: condition,
  },
  { requiredKeys: ['effect', 'actions', 'entity'] },
);
const masking: fc.Arbitrary<RoleRule> = fc.record(
  { effect: fc.constant('allow' as const), actions: fc.constant<RecordAction[]>(['read']), entity: fc.constantFrom('account', '*'), fields: fc.uniqueArray(fc.constantFrom('name', 'phone', 'email', 'credit_limit'), { minLength: 1, maxLength: 2 }), where: condition, mask },
  { requiredKeys: ['effect', 'actions', 'entity', 'fields', 'mask'] },
);
const role: fc.Arbitrary<RoleDocument> = fc.array(fc.oneof(plain, masking), { minLength: 1, maxLength: 7 }).map((rules) => ({ key: 'tried', label: { en: 'tried' }, rules }));
const row: fc.Arbitrary<Row> = fc.record({
  owner: fc.constantFrom(ME, FRIEND, OTHER, null),
  manager: fc.constantFrom(FRIEND, OTHER, null),
  credit_limit: fc.constantFrom('99', '1000', null),
  level: fc.constantFrom('a', 'b', null),
  name: fc.constantFrom('Max', 'Ann', null),
});

type Cell = 'none' | 'clear' | Mask;

/** The last rule that says something about the cell has the word. */
function cellByRules({ rules }: RoleDocument, action: RecordAction, field: string, at: Row): Cell {
  let cell: Cell = 'none';
  for (const rule of rules) {
    if (!rule.actions.includes(action) || (rule.entity !== '*' && rule.entity !== 'account') || (rule.fields && !rule.fields.includes(field))) continue;
    const where = rule.where === undefined ? null : parseFilter(design, 'account', rule.where, () => true, { formulas: true });
    // A condition that means nothing any more: allowed is nothing, denied and hidden is everything.
    if (where && !where.ok) cell = rule.effect === 'deny' || rule.mask ? 'none' : cell;
    else if (where === null || matches(where.value, at)) cell = rule.effect === 'deny' ? 'none' : (rule.mask ?? 'clear');
  }
  return cell;
}

const united = (cells: readonly Cell[]): Cell => (cells.includes('clear') ? 'clear' : (cells.find((cell) => cell !== 'none') ?? 'none'));

function cellOf(access: Access, action: 'read' | 'export' | 'print', field: string, at: Row): Cell {
  if (holds(access.fieldScope(action, 'account', field), at)) return 'clear';
  return access.masks(action, 'account', field).find(({ scope }) => holds(scope, at))?.mask ?? 'none';
}

const access = (...roles: RoleDocument[]): Access => buildAccess({ design, roles, member: ME });
const STORED = ['name', 'credit_limit', 'phone', 'email', 'owner', 'level'];
const rank = (cell: Cell): number => (cell === 'clear' ? 2 : cell === 'none' ? 0 : 1);

describe('a cell', () => {
  it('is clear, masked or hidden as the last rule of each role says, and united over the roles', () => {
    fc.assert(
      fc.property(fc.array(role, { minLength: 1, maxLength: 3 }), row, (roles, at) => {
        for (const field of STORED) expect([field, cellOf(access(...roles), 'read', field, at)]).toEqual([field, united(roles.map((one) => cellByRules(one, 'read', field, at)))]);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves the house as it is read, and only where it may leave', () => {
    fc.assert(
      fc.property(fc.array(role, { minLength: 1, maxLength: 2 }), row, fc.constantFrom('export' as const, 'print' as const), (roles, at, action) => {
        for (const field of STORED) {
          const may = roles.some((one) => cellByRules(one, action, field, at) === 'clear');
          expect([field, cellOf(access(...roles), action, field, at)]).toEqual([field, may ? cellOf(access(...roles), 'read', field, at) : 'none']);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is known when it is shown on some row, and lies in a row that is there', () => {
    fc.assert(
      fc.property(role, row, (one, at) => {
        const granted = access(one);
        for (const field of STORED) {
          if (cellOf(granted, 'read', field, at) === 'none') continue;
          expect([field, granted.knows('account', field), holds(granted.rowScope('read', 'account'), at)]).toEqual([field, true, true]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is never shown by two roles where neither shows it alone, nor clearer than the better of them', () => {
    fc.assert(
      fc.property(role, role, row, (one, two, at) => {
        for (const field of STORED) {
          const alone = [cellOf(access(one), 'read', field, at), cellOf(access(two), 'read', field, at)];
          const both = cellOf(access(one, two), 'read', field, at);
          expect([field, rank(both)]).toEqual([field, Math.max(...alone.map(rank))]);
          expect(alone).toContainEqual(both);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const ACTIONS: readonly RecordAction[] = ['read', 'create', 'update', 'delete', 'export', 'import', 'print', 'share', 'comment', 'run', 'design'];
const nothingMore = (less: Access, more: Access, at: Row): void => {
  expect([...less.capabilities].filter((capability) => !more.capabilities.has(capability))).toEqual([]);
  for (const action of ACTIONS) {
    if (holds(less.rowScope(action, 'account'), at)) expect([action, holds(more.rowScope(action, 'account'), at)]).toEqual([action, true]);
    for (const field of design.entities.get('account')?.fields.keys() ?? []) {
      if (holds(less.fieldScope(action, 'account', field), at)) expect([action, field, holds(more.fieldScope(action, 'account', field), at)]).toEqual([action, field, true]);
    }
  }
  for (const field of STORED) {
    const cell = cellOf(less, 'read', field, at);
    if (cell !== 'none' && cell !== 'clear') expect([field, cellOf(more, 'read', field, at)]).toEqual([field, cell]);
  }
};

describe('an access that is limited', () => {
  it('never gives more than it had, to a key', () => {
    fc.assert(
      fc.property(role, row, fc.array(fc.record({ entity: fc.constantFrom('account', 'order'), actions: fc.uniqueArray(fc.constantFrom(...ACTIONS)) }), { maxLength: 3 }), (one, at, only) => {
        const limited = limitedAccess(access(one), only, design);
        nothingMore(limited, access(one), at);
        for (const action of ACTIONS) if (!only.some(({ entity, actions }) => entity === 'account' && actions.includes(action))) expect(limited.can(action, 'account')).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
