import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, ViewDocument } from '@tessera/contract';
import { groupsOf } from './grouping.ts';
import { addSort, aggregatesOf, columnField, columnsOf, listQuery, nextSort, parseListSearch, parseSort, wantedAggregates, withAggregate, writeSort } from './list-search.ts';
import { viewOf } from './view-draft.ts';

const entity: EntityDocument = {
  key: 'account',
  label: { en: 'Customer' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: { en: 'Name' } },
    { key: 'level', type: 'select', label: { en: 'Level' } },
    { key: 'lines', type: 'subform', label: { en: 'Lines' } },
  ],
};
const view: ViewDocument = {
  key: 'account',
  entity: 'account',
  label: { en: 'All' },
  kind: 'grid',
  columns: [{ field: 'level', width: 90 }, { field: 'credit' }, { field: 'owner' }],
  filter: { field: 'level', op: 'isNotEmpty' },
  sort: [{ field: 'name' }],
};

describe('the address of a list', () => {
  it('drops what is no filter', () => {
    expect(parseListSearch({ filter: { and: ['x'] }, q: '', view: 3, sort: '' })).toEqual({});
    expect(parseListSearch({ filter: { not: { field: 'a', op: 'isEmpty' } }, q: 'ab' })).toEqual({ filter: { not: { field: 'a', op: 'isEmpty' } }, q: 'ab' });
  });
  it('keeps a search for digits, which the router reads as a number', () => {
    expect(parseListSearch({ q: 139 })).toEqual({ q: '139' });
  });
  it('writes an order as it was read', () => {
    expect(writeSort(parseSort('-amount,name'))).toBe('-amount,name');
    expect(writeSort([])).toBeUndefined();
  });
  it('goes from ascending to descending to the order of the view', () => {
    expect(nextSort(undefined, 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBeUndefined();
    expect(nextSort('-name', 'level')).toBe('level');
    expect(nextSort('name,level', 'name')).toBe('name');
  });
  it('takes one more key, turns it round, and takes it out again', () => {
    expect(addSort(parseSort('name'), 'level')).toBe('name,level');
    expect(addSort(parseSort('name,level'), 'level')).toBe('name,-level');
    expect(addSort(parseSort('name,-level'), 'level')).toBe('name');
    expect(addSort(parseSort('-name'), 'name')).toBeUndefined();
  });
  it('has no more keys than the server takes', () => {
    expect(parseSort('a,b,c,d,e,f')).toHaveLength(5);
  });
});

describe('columns of linked records', () => {
  const order: EntityDocument = {
    key: 'order',
    label: { en: 'Order' },
    titleField: 'no',
    fields: [
      { key: 'no', type: 'text', label: { en: 'No' } },
      { key: 'account', type: 'relation', label: { en: 'Customer', 'zh-CN': '客户' }, options: { entity: 'account' } },
      { key: 'level', type: 'lookup', label: { en: 'Level' }, options: { relation: 'account', field: 'level' } },
    ],
  };
  const entityOf = (key: string) => [entity, order].find((one) => one.key === key);
  it('are asked for by their path and named by its steps', () => {
    expect(columnField(entityOf, order, 'account.owner')).toMatchObject({ key: 'account.owner', type: 'member', label: { en: 'Customer › Owner', 'zh-CN': '客户 › 负责人' } });
    expect(columnsOf(order, undefined, { fields: ['account.level', 'account.nothing', 'no.level'] }, entityOf).map(({ field }) => field.key)).toEqual(['account.level']);
  });
  it('show what a lookup over there shows', () => {
    const line: EntityDocument = { key: 'line', label: { en: 'Line' }, titleField: 'no', fields: [{ key: 'no', type: 'text', label: { en: 'No' } }, { key: 'order', type: 'relation', label: { en: 'Order' }, options: { entity: 'order' } }] };
    expect(columnField((key) => (key === 'line' ? line : entityOf(key)), line, 'order.level')).toMatchObject({ key: 'order.level', type: 'select' });
  });
});

describe('columns', () => {
  it('leave out fields the reader does not know, and keep the widths of the view', () => {
    expect(columnsOf(entity, view, {}).map(({ field, width }) => [field.key, width])).toEqual([['level', 90], ['owner', 150]]);
  });
  it('are the choice of the person where there is one', () => {
    expect(columnsOf(entity, view, { fields: ['name'], widths: { name: 300 } }).map(({ field, width }) => [field.key, width])).toEqual([['name', 300]]);
  });
  it('are the first fields without a view', () => {
    expect(columnsOf(entity, undefined, {}).map(({ field }) => field.key)).toEqual(['name', 'level']);
  });
});

describe('totals', () => {
  const summed: ViewDocument = { ...view, totals: [{ field: 'level', aggregate: 'filled' }, { field: 'hidden', aggregate: 'sum' }] };
  it('are those of the view until a person chooses others, or none', () => {
    expect(aggregatesOf(summed, {})).toEqual({ level: 'filled', hidden: 'sum' });
    const chosen = withAggregate(summed, {}, 'level', 'unique');
    expect(aggregatesOf(summed, chosen)).toEqual({ level: 'unique', hidden: 'sum' });
    expect(withAggregate(summed, chosen, 'level', 'filled')).toEqual({});
    expect(aggregatesOf(summed, withAggregate(summed, { aggregates: { level: 'filled' } }, 'level', undefined))).toEqual({});
  });
  it('stand below columns that are shown, and nowhere else', () => {
    expect(wantedAggregates(columnsOf(entity, summed, {}), aggregatesOf(summed, {}))).toEqual([{ field: 'level', aggregate: 'filled' }]);
  });
});

describe('a list as a view', () => {
  it('opens as it was when it was saved', () => {
    const columns = columnsOf(entity, view, {});
    const saved = viewOf(entity, 'v', { en: 'V' }, { columns, query: listQuery(entity, view, columns, { sort: '-level,name', q: 'x' }), groups: [{ field: 'level', desc: true }], aggregates: { level: 'filled' } });
    expect(saved).toEqual({
      key: 'v', entity: 'account', label: { en: 'V' }, kind: 'grid', columns: [{ field: 'level', width: 90 }, { field: 'owner', width: 150 }],
      filter: { field: 'level', op: 'isNotEmpty' }, sort: [{ field: 'level', desc: true }, { field: 'name' }], groups: [{ field: 'level', desc: true }], totals: [{ field: 'level', aggregate: 'filled' }],
    });
    const again = columnsOf(entity, saved, {});
    expect(listQuery(entity, saved, again, {})).toEqual(listQuery(entity, view, columns, { sort: '-level,name' }));
    expect([groupsOf(saved, undefined), aggregatesOf(saved, {})]).toEqual([[{ field: 'level', desc: true }], { level: 'filled' }]);
  });
});

describe('the query', () => {
  const columns = columnsOf(entity, view, {});
  it('joins the filters of view and person, and always asks for the title', () => {
    expect(listQuery(entity, view, columns, { filter: { field: 'name', op: 'contains', value: 'a' }, q: 'x' })).toEqual({
      fields: ['level', 'owner', 'name'],
      filter: { and: [{ field: 'level', op: 'isNotEmpty' }, { field: 'name', op: 'contains', value: 'a' }] },
      sort: [{ field: 'name' }],
      search: 'x',
    });
  });
  it('prefers the order of the person', () => {
    expect(listQuery(entity, view, columns, { sort: '-level' }).sort).toEqual([{ field: 'level', desc: true }]);
  });
  it('is spelled in one way, however address and view spell it', () => {
    const one = listQuery(entity, { ...view, sort: [{ desc: true, field: 'name' }], filter: { value: 'x', op: 'eq', field: 'level' } }, columns, {});
    const other = listQuery(entity, undefined, columns, { sort: '-name', filter: { field: 'level', op: 'eq', value: 'x' } });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });
});
