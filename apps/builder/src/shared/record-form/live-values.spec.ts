import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { compileDesign } from '@tessera/model';
import { brokenRules, defaultsByFormula, liveValues } from './live-values.ts';
import { relatedNeeds } from './related-needs.ts';
import { sampleDesign } from './sample-design.ts';

const env = { now: '2024-01-05T00:00:00.000Z', timeZone: 'UTC', me: null };
const design = sampleDesign();
const field = (key: string, type: FieldDocument['type'], options?: Record<string, unknown>): FieldDocument => ({ key, type, label: { en: key }, ...(options ? { options } : {}) });

describe('liveValues', () => {
  it('computes rows, then rollups over them, then formulas over those', () => {
    const live = liveValues(design, 'order', { lines: [{ quantity: '3', price: '500.00', discount: '0.1' }, { quantity: '1', price: '0.01' }] }, env);
    expect(live.rows.lines).toEqual([{ amount: '1350.00' }, { amount: '0.01' }]);
    expect(live.values).toEqual({ total: '1350.01', rows: '2', dearest: '500.00', big: true });
  });
  it('has nothing to add up without rows', () => {
    expect(liveValues(design, 'order', { lines: null }, env).values).toEqual({ total: '0.00', rows: '0', dearest: null, big: false });
  });
  it('leaves a row blank whose numbers are not finished', () => {
    const live = liveValues(design, 'order', { lines: [{ quantity: '1x', price: '5' }] }, env);
    expect(live.rows.lines).toEqual([{ amount: null }]);
    expect(live.values.total).toBe('0.00');
  });
  it('knows nothing of an entity that is not there', () => {
    expect(liveValues(design, 'nothing', {}, env)).toEqual({ values: {}, rows: {} });
  });
});

describe('values of other records', () => {
  const account: EntityDocument = {
    key: 'account', label: { en: 'Account' }, titleField: 'name',
    fields: [field('name', 'text'), field('limit', 'money'), field('group', 'relation', { entity: 'account' })],
  };
  const deal: EntityDocument = {
    key: 'deal', label: { en: 'Deal' }, titleField: 'name',
    fields: [
      { ...field('name', 'text'), validation: [{ formula: 'LEN(name) > 1', message: { en: 'Too short' } }] },
      { ...field('amount', 'money'), validation: [{ formula: 'amount <= account.limit', message: { en: 'Above the limit' } }] },
      { ...field('reserve', 'money'), default: { formula: 'amount * 0.1' } },
      field('account', 'relation', { entity: 'account' }),
      field('limit', 'lookup', { relation: 'account', field: 'limit' }),
      field('left', 'formula', { expression: 'account.limit - amount', scale: 2 }),
      field('top', 'formula', { expression: 'account.group.name' }),
      field('lines', 'subform', { entity: 'deal_line' }),
      field('paid', 'rollup', { subform: 'lines', aggregate: 'sum', field: 'value', scale: 2, where: { field: 'done', op: 'eq', value: true } }),
      field('all', 'formula', { expression: 'SUM(lines.value)', scale: 2 }),
      field('rows', 'formula', { expression: 'COUNTA(lines)' }),
    ],
  };
  const line: EntityDocument = { key: 'deal_line', parent: 'deal', label: { en: 'Line' }, titleField: 'note', fields: [field('note', 'text'), field('value', 'money'), field('done', 'checkbox')] };
  const compiled = compileDesign([account, deal, line]);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem));
  const world = compiled.value;
  const known: Record<string, unknown> = { limit: '100.00', 'group.name': 'Holding' };
  const related = (_entity: string, id: string, path: string) => (id === 'a1' ? known[path] : undefined);
  const all = { ...env, related };

  it('are looked up and calculated with', () => {
    expect(liveValues(world, 'deal', { account: 'a1', amount: '30.00' }, all).values).toMatchObject({ limit: '100.00', left: '70.00', top: 'Holding' });
  });
  it('are blank without a record, and absent while they are not known', () => {
    expect(liveValues(world, 'deal', { account: null, amount: '30.00' }, all).values).toMatchObject({ limit: null, left: null, top: null });
    const { values } = liveValues(world, 'deal', { account: 'unknown', amount: '30.00' }, all);
    expect(['limit', 'left', 'top'].filter((key) => key in values)).toEqual([]);
  });
  it('are asked for once, by record and path', () => {
    expect(relatedNeeds(world, 'deal', { account: { id: 'a1', label: 'A' } })).toEqual([{ entity: 'account', ids: ['a1'], paths: ['group.name', 'limit'] }]);
    expect(relatedNeeds(world, 'deal', { account: null })).toEqual([]);
  });
  it('and of rows are added up as the condition says', () => {
    const lines = [{ value: '10.00', done: true }, { value: '5.00', done: false }, { value: '2.50', done: true }];
    expect(liveValues(world, 'deal', { lines }, all).values).toMatchObject({ paid: '12.50', all: '17.50', rows: '3' });
  });
  it('break rules, of which only the known are told', () => {
    const broken = (values: Record<string, unknown>) => [...brokenRules(world, 'deal', values, liveValues(world, 'deal', values, all), all)];
    expect(broken({ name: 'A', account: 'a1', amount: '100.01' })).toEqual([['name', { en: 'Too short' }], ['amount', { en: 'Above the limit' }]]);
    expect(broken({ name: 'AB', account: 'a1', amount: '100.00' })).toEqual([]);
    expect(broken({ name: 'AB', account: 'unknown', amount: '100.01' })).toEqual([]);
  });
  it('are defaults that follow their formula until they are settled', () => {
    expect(defaultsByFormula(world, 'deal', { amount: '50.00' }, all, () => false)).toEqual({ reserve: '5.00' });
    expect(defaultsByFormula(world, 'deal', { amount: '50.00' }, all, (key) => key === 'reserve')).toEqual({});
  });
});
