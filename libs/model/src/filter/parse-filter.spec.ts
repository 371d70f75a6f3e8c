import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH } from '@tessera/contract';
import { crmDesign, galleryDesign } from '../testing/index.ts';
import { conditionsOf, filterFields, isTimeless, staysInRow } from './filter-fields.ts';
import { parseFilter } from './parse-filter.ts';

const design = crmDesign();
const parse = (raw: unknown, entity = 'account', hidden: readonly string[] = []) => parseFilter(design, entity, raw, (at, field) => !hidden.includes(`${at}.${field}`));
const codes = (raw: unknown, entity = 'account'): string[] => {
  const filter = parse(raw, entity);
  return filter.ok ? [] : filter.problem.map(({ path, code }) => `${path} ${code}`);
};

describe('parseFilter', () => {
  it.each([
    [{ field: 'name', op: 'contains', value: 'x' }],
    [{ field: 'owner', op: 'eq', value: { var: 'me' } }],
    [{ field: 'since', op: 'lte', value: { var: 'today' } }],
    [{ field: 'last_contact', op: 'gt', value: { var: 'now' } }],
    [{ field: 'tags', op: 'in', value: ['x', 'y'] }],
    [{ field: 'vip', op: 'eq', value: true }],
    [{ field: 'version', op: 'gte', value: 3 }],
    [{ not: { or: [{ field: 'level', op: 'in', value: ['a'] }, { and: [] }] } }],
  ])('takes %j as it is', (raw) => {
    expect(parse(raw)).toEqual({ ok: true, value: raw });
  });

  it('puts operands into their one spelling', () => {
    expect(parse({ field: 'credit_limit', op: 'gt', value: 10000 })).toEqual({ ok: true, value: { field: 'credit_limit', op: 'gt', value: '10000' } });
    expect(parse({ field: 'credit_limit', op: 'gt', value: '010.50' })).toEqual({ ok: true, value: { field: 'credit_limit', op: 'gt', value: '10.5' } });
    expect(parse({ field: 'created_at', op: 'lt', value: '2024-01-05T10:00:00+08:00' })).toEqual({ ok: true, value: { field: 'created_at', op: 'lt', value: '2024-01-05T02:00:00.000Z' } });
  });

  it('reads a comparison with null as a question about emptiness', () => {
    expect(parse({ field: 'owner', op: 'eq', value: null })).toEqual({ ok: true, value: { field: 'owner', op: 'isEmpty' } });
    expect(parse({ field: 'owner', op: 'ne', value: null })).toEqual({ ok: true, value: { field: 'owner', op: 'isNotEmpty' } });
  });

  it('follows relations, and lets formulas compare like their results', () => {
    expect(codes({ field: 'account.owner', op: 'eq', value: { var: 'me' } }, 'order')).toEqual([]);
    expect(codes({ field: 'open_amount', op: 'gt', value: '0' }, 'order')).toEqual([]);
    expect(codes({ field: 'open_amount', op: 'contains', value: '0' }, 'order')).toEqual(['filter.op FILTER_OPERATOR']);
    expect(codes({ field: 'lines', op: 'isEmpty' }, 'order')).toEqual(['filter.op FILTER_OPERATOR']);
  });

  it('answers a hidden field exactly like one that does not exist', () => {
    const ask = (field: string, hidden: readonly string[]) => JSON.stringify(parse({ field, op: 'nonsense', value: {} }, 'order', hidden));
    const swapped = (answer: string, from: string, to: string) => answer.replaceAll(from, to);
    expect(ask('paid', ['order.paid'])).toBe(swapped(ask('xxxx', []), 'xxxx', 'paid'));
    expect(ask('account.notes', ['account.notes'])).toBe(swapped(ask('account.xxxxx', []), 'account.xxxxx', 'account.notes'));
    expect(ask('account.notes', ['order.account'])).toBe(swapped(ask('xxxxxxx.notes', []), 'xxxxxxx.notes', 'account.notes'));
  });

  it.each([
    [{ field: 'name', op: 'like', value: 'x' }, 'filter.op FILTER_OPERATOR'],
    [{ field: 'name', op: 'toString', value: 'x' }, 'filter.op FILTER_OPERATOR'],
    [{ field: 'vip', op: 'gt', value: true }, 'filter.op FILTER_OPERATOR'],
    [{ field: 'name', op: 'eq', value: 5 }, 'filter.value FILTER_OPERAND'],
    [{ field: 'name', op: 'eq' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'name', op: 'eq', value: 'a\u0000' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'name', op: 'eq', value: { var: 'me' } }, 'filter.value FILTER_OPERAND'],
    [{ field: 'owner', op: 'eq', value: { var: 'today' } }, 'filter.value FILTER_OPERAND'],
    [{ field: 'owner', op: 'eq', value: 'nancy' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'owner', op: 'in', value: [] }, 'filter.value FILTER_OPERAND'],
    [{ field: 'owner', op: 'in', value: [null] }, 'filter.value FILTER_OPERAND'],
    [{ field: 'credit_limit', op: 'gt', value: '1e5' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'credit_limit', op: 'gt', value: null }, 'filter.value FILTER_OPERAND'],
    [{ field: 'credit_limit', op: 'gt', value: Number.NaN }, 'filter.value FILTER_OPERAND'],
    [{ field: 'since', op: 'eq', value: '2024-02-30' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'version', op: 'eq', value: 1e12 }, 'filter.value FILTER_OPERAND'],
    [{ field: 'name', op: 'isEmpty', value: 'x' }, 'filter.value FILTER_OPERAND'],
    [{ field: 'name', op: 'eq', value: 'x', extra: 1 }, 'filter FILTER_MALFORMED'],
    [{ and: [], or: [] }, 'filter FILTER_MALFORMED'],
    [{ and: { 0: {} } }, 'filter.and FILTER_MALFORMED'],
    [{ and: [{ not: [] }] }, 'filter.and.0.not FILTER_MALFORMED'],
    [null, 'filter FILTER_MALFORMED'],
    ['name', 'filter FILTER_MALFORMED'],
    [{}, 'filter FILTER_MALFORMED'],
  ])('refuses %j', (raw, problem) => {
    expect(codes(raw)).toEqual([problem]);
  });

  it('limits depth and number of conditions', () => {
    const condition = { field: 'name', op: 'isEmpty' };
    const nested = (depth: number): unknown => (depth === 1 ? condition : { not: nested(depth - 1) });
    expect(codes(nested(MAX_FILTER_DEPTH))).toEqual([]);
    expect(codes(nested(MAX_FILTER_DEPTH + 1)).join()).toMatch(/FILTER_TOO_DEEP$/);
    const many = (count: number) => ({ and: [{ or: Array.from({ length: count - 50 }, () => condition) }, { or: Array.from({ length: 50 }, () => condition) }] });
    expect(codes(many(MAX_FILTER_CONDITIONS))).toEqual([]);
    expect(codes(many(MAX_FILTER_CONDITIONS + 1)).join()).toMatch(/FILTER_TOO_LARGE$/);
  });

  it('gives a filter or problems for anything at all, and reads its own results unchanged', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.anything());
    fc.assert(fc.property(anything, (raw) => expect(typeof parse(raw).ok).toBe('boolean')));
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.record({ field: fc.constantFrom('name', 'credit_limit', 'owner', 'since', 'tags', 'secret'), op: fc.constantFrom('eq', 'ne', 'in', 'lt', 'contains', 'isEmpty'), value: fc.constantFrom('x', 5, null, { var: 'me' }, ['x'], '2024-01-05', undefined) }),
        fc.record({ and: fc.array(tie('node'), { maxLength: 3 }) }),
        fc.record({ not: tie('node') }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (raw) => {
        const once = parse(raw);
        if (once.ok) expect(parse(once.value)).toEqual(once);
      }),
    );
  });

  it('puts keys into one order, so that the same filter is the same JSON', () => {
    const spelled = (raw: unknown) => JSON.stringify(parse(raw, 'order'));
    expect(spelled({ value: 10, op: 'gt', field: 'paid' })).toBe(spelled({ field: 'paid', op: 'gt', value: '10.0' }));
    expect(spelled({ where: { op: 'gt', field: 'quantity', value: 1 }, count: { value: 2, op: 'gte' }, related: 'lines' })).toBe(
      spelled({ related: 'lines', count: { op: 'gte', value: 2 }, where: { field: 'quantity', op: 'gt', value: '1' } }),
    );
  });
});

describe('parseFilter over related rows', () => {
  const gallery = galleryDesign();
  const read = (raw: unknown, entity = 'project', hidden: readonly string[] = [], record?: string) =>
    parseFilter(gallery, entity, raw, (at, field) => !hidden.includes(`${at}.${field}`), record === undefined ? {} : { record });
  const refusals = (...args: Parameters<typeof read>): string[] => {
    const filter = read(...args);
    return filter.ok ? [] : filter.problem.map(({ path, code }) => `${path} ${code}`);
  };
  const finished = { field: 'finished', op: 'eq', value: true };

  it.each([
    ['project', { related: 'steps', some: finished }],
    ['project', { related: 'steps', every: { and: [] } }],
    ['project', { related: 'labels', none: { field: 'title', op: 'endsWith', value: 'x' } }],
    ['project', { related: 'client', some: { field: 'tags', op: 'notContains', value: 'x' } }],
    ['client', { related: 'project:client', count: { op: 'gte', value: 3 } }],
    ['client', { related: 'project:client', count: { op: 'eq', value: 0 }, where: { related: 'steps', some: finished } }],
    ['project', { related: 'project:part_of', some: { field: 'client.name', op: 'isEmpty' } }],
    ['project', { field: 'start', op: 'within', value: { period: 'month', offset: -1 } }],
    ['project', { field: 'kickoff', op: 'notWithin', value: { period: 'day', last: 30 } }],
    ['project', { field: 'budget', op: 'between', value: ['1', '20.5'] }],
    ['project', { field: 'daily_at', op: 'between', value: ['09:00:00', '10:00:00'] }],
    ['project', { field: 'crew', op: 'contains', value: { var: 'me' } }],
    ['project', { field: 'place', op: 'startsWith', value: '31' }],
    ['project', { field: 'client_limit', op: 'gt', value: '5' }],
    ['project', { field: 'client_manager', op: 'eq', value: { var: 'me' } }],
    ['project', { field: 'label_titles', op: 'contains', value: 'a' }],
  ])('takes of %s %j as it is', (entity, raw) => {
    expect(read(raw, entity)).toEqual({ ok: true, value: raw });
  });

  it('spells operands as values are kept', () => {
    expect(read({ field: 'daily_at', op: 'eq', value: '09:00' })).toMatchObject({ value: { value: '09:00:00' } });
    expect(read({ field: 'passport', op: 'eq', value: '11010519491231002x' })).toMatchObject({ value: { value: '11010519491231002X' } });
  });

  it.each([
    [{ related: 'steps' }, 'filter FILTER_MALFORMED'],
    [{ related: 'steps', some: finished, none: finished }, 'filter FILTER_MALFORMED'],
    [{ related: 'steps', some: finished, where: finished }, 'filter FILTER_MALFORMED'],
    [{ related: 5, some: finished }, 'filter FILTER_MALFORMED'],
    [{ related: 'nope', some: finished }, 'filter.related FIELD_NOT_FOUND'],
    [{ related: 'name', some: finished }, 'filter.related FIELD_NOT_FOUND'],
    [{ related: 'project:client', some: finished }, 'filter.related FIELD_NOT_FOUND'],
    [{ related: 'steps', some: { field: 'nope', op: 'isEmpty' } }, 'filter.some.field FIELD_NOT_FOUND'],
    [{ related: 'steps', some: null }, 'filter.some FILTER_MALFORMED'],
    [{ related: 'steps', count: { op: 'gt', value: -1 } }, 'filter.count FILTER_OPERAND'],
    [{ related: 'steps', count: { op: 'contains', value: 1 } }, 'filter.count FILTER_OPERAND'],
    [{ related: 'steps', count: { op: 'gt', value: 1.5 } }, 'filter.count FILTER_OPERAND'],
    [{ field: 'budget', op: 'between', value: ['1'] }, 'filter.value FILTER_OPERAND'],
    [{ field: 'budget', op: 'between', value: ['1', null] }, 'filter.value FILTER_OPERAND'],
    [{ field: 'start', op: 'within', value: { period: 'day' } }, 'filter.value FILTER_OPERAND'],
    [{ field: 'start', op: 'eq', value: { period: 'day', offset: 0 } }, 'filter.value FILTER_OPERAND'],
    [{ field: 'client', op: 'eq', value: { record: 'client' } }, 'filter.value FILTER_OPERAND'],
    [{ field: 'passport', op: 'contains', value: '1' }, 'filter.op FILTER_OPERATOR'],
    [{ field: 'finish', op: 'isEmpty' }, 'filter.op FILTER_OPERATOR'],
    [{ field: 'labels.title', op: 'eq', value: 'x' }, 'filter.field FIELD_NOT_FOUND'],
  ])('refuses %j', (raw, problem) => {
    expect(refusals(raw)).toEqual([problem]);
  });

  it('takes fields of the record only where a relation is filtered, and only alike ones', () => {
    const operand = (field: string, op: string, key: unknown) => refusals({ field, op, value: { record: key } }, 'client', [], 'project');
    expect(operand('manager', 'eq', 'lead')).toEqual([]);
    expect(operand('manager', 'in', 'crew')).toEqual([]);
    expect(operand('limit', 'gte', 'budget')).toEqual([]);
    expect(operand('id', 'ne', 'client')).toEqual([]);
    expect(operand('tags', 'contains', 'stage')).toEqual([]);
    for (const [field, op, key] of [['manager', 'eq', 'client'], ['manager', 'eq', 'crew'], ['manager', 'in', 'lead'], ['limit', 'gte', 'name'], ['name', 'eq', 'passport'], ['name', 'eq', 'nope'], ['name', 'eq', 5], ['id', 'eq', 'badge']] as const) {
      expect(operand(field, op, key)).toEqual(['filter.value FILTER_OPERAND']);
    }
  });

  it('answers a hidden relation exactly like one that does not exist', () => {
    const ask = (related: string, hidden: readonly string[], entity = 'project') => JSON.stringify(read({ related, some: { field: 'nope' } }, entity, hidden));
    expect(ask('steps', ['project.steps'])).toBe(ask('xxxxx', []).replaceAll('xxxxx', 'steps'));
    expect(ask('project:client', ['project.client'], 'client')).toBe(ask('xxxxxxx:client', [], 'client').replaceAll('xxxxxxx', 'project'));
  });

  it('leads over related rows three times at most', () => {
    const nested = (levels: number): unknown => (levels === 0 ? { field: 'name', op: 'isEmpty' } : { related: 'project:part_of', some: nested(levels - 1) });
    expect(refusals(nested(3))).toEqual([]);
    expect(refusals(nested(4)).join()).toMatch(/FILTER_TOO_DEEP$/);
  });
});

describe('lists of whoever asks', () => {
  it.each<[string, string, string, boolean]>([
    ['lead', 'in', 'myTeam', true], ['lead', 'notIn', 'myReports', true], ['crew', 'in', 'myColleagues', true], ['owner', 'in', 'myGroupMembers', true], ['created_by', 'in', 'myTeam', true],
    ['unit', 'in', 'myDepartments', true], ['unit', 'notIn', 'myDepartmentsBelow', true], ['client.manager', 'in', 'myTeam', true],
    ['unit', 'in', 'myTeam', false], ['lead', 'in', 'myDepartments', false], ['lead', 'eq', 'myTeam', false], ['crew', 'contains', 'myTeam', false], ['client', 'in', 'myTeam', false], ['name', 'in', 'myTeam', false],
  ])('%s %s %s is %p', (field, op, list, fits) => {
    const raw = { field, op, value: { var: list } };
    const filter = parseFilter(galleryDesign(), 'project', raw, () => true);
    expect(filter.ok ? filter.value : filter.problem.map(({ path, code }) => `${path} ${code}`)).toEqual(fits ? raw : ['filter.value FILTER_ACTOR_LIST']);
  });
});

describe('formulas as conditions', () => {
  const ask = (formula: unknown, hidden: readonly string[] = [], formulas = true) => {
    const filter = parseFilter(design, 'order', { not: { formula } }, (at, field) => !hidden.includes(`${at}.${field}`), { formulas });
    return filter.ok ? filter.value : filter.problem.map(({ path, code }) => `${path} ${code}`);
  };

  it('are kept as they are written', () => {
    for (const formula of ['paid > 10', 'account.owner = ME()', 'SUM(lines.amount) > paid', ' paid>10 ']) expect(ask(formula)).toEqual({ not: { formula } });
  });
  it('are taken only where roles are read, as text, and when they are true or not', () => {
    expect(ask('paid > 10', [], false)).toEqual(['filter.not FILTER_MALFORMED']);
    expect(ask(5)).toEqual(['filter.not FILTER_MALFORMED']);
    expect(ask('paid')).toEqual(['filter.not.formula FORMULA_RESULT']);
    expect(ask('paid >')).toEqual(['filter.not.formula FORMULA_SYNTAX']);
  });
  it('name a hidden field, or one on a hidden way, as if it did not exist', () => {
    expect(ask('paid > 10', ['order.paid'])).toEqual(ask('nope > 10'));
    expect(ask('account.owner = ME()', ['order.account'])).toEqual(ask('account.nope = ME()'));
    expect(ask('SUM(lines.amount) > 1', ['order_line.amount'])).toEqual(ask('SUM(lines.nope) > 1'));
  });
  it('depend on the fields they name, and nobody tells whether they are timeless', () => {
    expect(filterFields(design, 'order', { and: [{ formula: 'account.owner = ME()' }, { related: 'lines', some: { formula: 'price > 1' } }] })).toEqual([
      ['order', 'account'], ['account', 'owner'], ['order', 'lines'], ['order_line', 'price'],
    ]);
    expect(filterFields(design, 'order_line', { related: 'parent', some: { formula: 'paid > 1' } })).toEqual([['order', 'paid']]);
    expect([isTimeless({ formula: 'paid > 1' }), staysInRow({ formula: 'paid > 1' }), conditionsOf({ formula: 'paid > 1' })]).toEqual([false, false, []]);
  });
});
