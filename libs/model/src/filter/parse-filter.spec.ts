import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH } from '@tessera/contract';
import { crmDesign } from '../testing/index.ts';
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
});
