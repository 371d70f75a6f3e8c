import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Filter, RecordAction, RoleDocument, RoleRule } from '@tessera/contract';
import { parseFilter, resolvePath } from '@tessera/model';
import { crmDesign } from '@tessera/model/testing';
import type { Access, RowScope } from './access.ts';
import { buildAccess } from './build-access.ts';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';
import { roleAbility } from './role-ability.ts';

const design = crmDesign();
const [ME, OTHER] = ['0190b0a0-0000-7000-8000-00000000000a', '0190b0a0-0000-7000-8000-00000000000b'];

type Row = Readonly<Record<string, unknown>>;

const envOf = (entity: string): MatchEnv => ({
  me: ME,
  today: '2024-01-05',
  now: '2024-01-05T02:00:00.000Z',
  startOfToday: '2024-01-04T16:00:00.000Z',
  kindOf: (path) => {
    const resolved = resolvePath(design, entity, path);
    return resolved.ok ? resolved.value.field.valueType.valueKind : 'text';
  },
});

const holds = (scope: RowScope, entity: string, row: Row): boolean =>
  scope.kind === 'all' || (scope.kind === 'where' && matchesFilter(scope.filter, (path) => row[path], envOf(entity)));

const ownerIsMe: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const accountCondition = fc.constantFrom<Filter>(
  ownerIsMe,
  { field: 'credit_limit', op: 'gt', value: '100' },
  { field: 'credit_limit', op: 'isEmpty' },
  { field: 'level', op: 'in', value: ['a', 'b'] },
  { field: 'level', op: 'ne', value: 'a' },
  { field: 'name', op: 'contains', value: 'X' },
  { field: 'since', op: 'lte', value: { var: 'today' } },
  { field: 'no_such_field', op: 'eq', value: 'x' },
);
const treeOf = (condition: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ node: Filter }>((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, condition, fc.record({ and: fc.array(tie('node'), { maxLength: 3 }) }), fc.record({ or: fc.array(tie('node'), { maxLength: 3 }) }), fc.record({ not: tie('node') })),
  })).node;

const ruleOf = (entities: readonly string[], fields: readonly string[], condition: fc.Arbitrary<Filter>): fc.Arbitrary<RoleRule> =>
  fc.record(
    {
      effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
      actions: fc.uniqueArray(fc.constantFrom<RecordAction>('read', 'update', 'create', 'export'), { minLength: 1 }),
      entity: fc.constantFrom(...entities),
      fields: fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 3 }),
      where: treeOf(condition),
    },
    { requiredKeys: ['effect', 'actions', 'entity'] },
  );
const roleOf = (rule: fc.Arbitrary<RoleRule>): fc.Arbitrary<RoleDocument> =>
  fc.array(rule, { minLength: 1, maxLength: 6 }).map((rules) => ({ key: 'tried', label: { en: 'tried' }, rules }));

const ACCOUNT_FIELDS = ['name', 'credit_limit', 'phone', 'owner'];
const accountRole = roleOf(ruleOf(['account', 'account', '*', 'product'], ACCOUNT_FIELDS, accountCondition));
const accountRow: fc.Arbitrary<Row> = fc.record({
  owner: fc.constantFrom(ME, OTHER, null),
  credit_limit: fc.constantFrom('99', '100.00', '1000', null),
  level: fc.constantFrom('a', 'b', 'c', null),
  name: fc.constantFrom('Max', 'Ann', '', null),
  since: fc.constantFrom('2024-01-05', '2024-01-06', null),
});

const orderCondition = fc.constantFrom<Filter>(ownerIsMe, { field: 'status', op: 'eq', value: 'draft' }, { field: 'owner', op: 'isEmpty' });
const lineCondition = fc.constantFrom<Filter>(ownerIsMe, { field: 'quantity', op: 'gt', value: '1' }, { field: 'parent.status', op: 'eq', value: 'draft' });
const maskingRule = (entity: string, fields: readonly string[], condition: fc.Arbitrary<Filter>): fc.Arbitrary<RoleRule> =>
  fc.record(
    { effect: fc.constant('allow' as const), actions: fc.constant<RecordAction[]>(['read']), entity: fc.constant(entity), fields: fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1 }), mask: fc.constantFrom({ start: 0, end: 0 }, { start: 0, end: 2 }), where: condition },
    { requiredKeys: ['effect', 'actions', 'entity', 'fields', 'mask'] },
  );
const orderRole = fc
  .array(fc.oneof({ weight: 1, arbitrary: maskingRule('order', ['paid', 'status', 'placed'], orderCondition) }, { weight: 1, arbitrary: maskingRule('order_line', ['quantity', 'price'], lineCondition) }, { weight: 4, arbitrary: ruleOf(['order', 'order', '*'], ['lines', 'paid', 'total', 'open_amount', 'status'], orderCondition) }, { weight: 4, arbitrary: ruleOf(['order_line'], ['quantity', 'price', 'amount', 'discount'], lineCondition) }), { minLength: 1, maxLength: 6 })
  .map((rules): RoleDocument => ({ key: 'tried', label: { en: 'tried' }, rules }));
const orderRow: fc.Arbitrary<Row> = fc.record({ owner: fc.constantFrom(ME, OTHER, null), status: fc.constantFrom('draft', 'done', null) });
const lineRow: fc.Arbitrary<Row> = fc.tuple(orderRow, fc.record({ owner: fc.constantFrom(ME, null), quantity: fc.constantFrom('1', '2') })).map(([order, line]) => ({
  ...line,
  'parent.owner': order['owner'],
  'parent.status': order['status'],
}));

const access = (...roles: RoleDocument[]) => buildAccess({ design, roles, member: ME });

describe('row scopes', () => {
  it('hold on a row exactly when CASL, asked about the row, says yes', () => {
    fc.assert(
      fc.property(accountRole, accountRow, fc.constantFrom<RecordAction>('read', 'create'), (role, row, action) => {
        const subject = { entity: 'account', value: (path: string) => row[path], env: envOf('account') };
        const ability = roleAbility(design, role);
        expect(holds(access(role).rowScope(action, 'account'), 'account', row)).toBe(ability.can(action, subject));
        for (const field of ACCOUNT_FIELDS) expect(holds(access(role).fieldScope(action, 'account', field), 'account', row)).toBe(ability.can(action, subject, field));
      }),
      { numRuns: 1500 },
    );
  });

  it('of two roles together never show a cell that neither shows alone, nor hide one that either shows', () => {
    fc.assert(
      fc.property(orderRole, orderRole, orderRow, lineRow, (one, two, order, line) => {
        const [first, second, both] = [access(one), access(two), access(one, two)];
        for (const [entity, row] of [['order', order], ['order_line', line]] as const) {
          for (const field of design.entities.get(entity)?.fields.keys() ?? []) {
            const cell = (granted: Access): 'clear' | 'masked' | 'none' =>
              holds(granted.fieldScope('read', entity, field), entity, row) ? 'clear' : granted.masks('read', entity, field).some(({ scope }) => holds(scope, entity, row)) ? 'masked' : 'none';
            const alone = [cell(first), cell(second)];
            expect([field, cell(both)]).toEqual([field, alone.includes('clear') ? 'clear' : alone.includes('masked') ? 'masked' : 'none']);
            if (alone[0] !== 'none') expect([field, holds(first.rowScope('read', entity), entity, row)]).toEqual([field, true]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a field lie within the scope of its row, and what is done to a record within what can be read', () => {
    fc.assert(
      fc.property(orderRole, orderRow, lineRow, (role, order, line) => {
        const granted = access(role);
        for (const [entity, row] of [['order', order], ['order_line', line]] as const) {
          for (const action of ['read', 'create', 'update', 'export', 'delete'] as const) {
            const onRow = holds(granted.rowScope(action, entity), entity, row);
            if (onRow && ['update', 'export', 'delete'].includes(action)) expect(holds(granted.rowScope('read', entity), entity, row)).toBe(true);
            for (const field of design.entities.get(entity)?.fields.keys() ?? []) {
              if (holds(granted.fieldScope(action, entity, field), entity, row)) expect([entity, action, field, onRow]).toEqual([entity, action, field, true]);
              if (action === 'export' && holds(granted.fieldScope('export', entity, field), entity, row)) expect(holds(granted.fieldScope('read', entity, field), entity, row)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('show a computed cell only where everything it is computed from is shown', () => {
    fc.assert(
      fc.property(orderRole, orderRole, orderRow, (one, two, row) => {
        for (const roles of [[one], [one, two]]) {
          const granted = access(...roles);
          if (!holds(granted.fieldScope('read', 'order', 'open_amount'), 'order', row)) continue;
          for (const source of ['paid', 'total', 'lines']) expect(holds(granted.fieldScope('read', 'order', source), 'order', row)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are filters that can be read again', () => {
    fc.assert(
      fc.property(orderRole, (role) => {
        for (const entity of ['order', 'order_line']) {
          const scope = access(role).rowScope('read', entity);
          if (scope.kind === 'where') expect(JSON.stringify(parseFilter(design, entity, scope.filter, () => true))).not.toMatch(/FIELD_NOT_FOUND|FILTER_MALFORMED|FILTER_OP/);
        }
      }),
    );
  });
});
