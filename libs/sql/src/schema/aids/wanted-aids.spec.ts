import { describe, expect, it } from '@jest/globals';
import type { ViewDocument } from '@tessera/contract';
import { choices, crmDesign, entity, field } from '@tessera/model/testing';
import { wantedAids } from './wanted-aids.ts';

const design = crmDesign([
  entity('account', [
    field('name', 'text'), field('notes', 'longText'), field('size', 'number'), field('level', 'select', { options: choices('a') }), field('vip', 'checkbox'), field('tags', 'multiSelect', { options: choices('t') }),
    field('secret', 'text', { encrypted: true }), field('loud', 'formula', { options: { expression: 'UPPER(name)' } }), field('twice', 'formula', { options: { expression: 'size * 2' } }),
    field('now', 'formula', { options: { expression: 'TODAY()' } }),
  ]),
]);
const view = (more: Partial<ViewDocument>): ViewDocument => ({ key: 'v', entity: 'account', label: { en: 'V' }, kind: 'grid', columns: [{ field: 'name' }], ...more });
const wanted = (...views: ViewDocument[]): string[] =>
  wantedAids({ schema: 'ws', design, timeZone: 'UTC' }, views).filter(({ isBase }) => !isBase).map(({ index, column }) => (column ? `${column.name} ${column.type}` : (/ ON (.*)$/.exec(index?.sql ?? '')?.[1] ?? '')));

describe('the aids a design wants', () => {
  it('are none without views, but the indexes its documents bring are known', () => {
    expect(wanted()).toEqual([]);
    expect(wantedAids({ schema: 'ws', design, timeZone: 'UTC' }, []).map(({ key }) => key)).toContain('account.name.sort');
  });

  it.each<[string, Partial<ViewDocument>, string[]]>([
    ['one order', { sort: [{ field: 'size', desc: true }] }, ['"ws"."account" ("size", "id") WHERE "deleted_at" IS NULL']],
    ['an order of two directions', { sort: [{ field: 'level' }, { field: 'size', desc: true }] }, ['"ws"."account" ("level", "size" DESC, "id" DESC) WHERE "deleted_at" IS NULL']],
    ['a choice, the newest first', { filter: { field: 'level', op: 'eq', value: 'a' } }, ['"ws"."account" ("level", "created_at", "id") WHERE "deleted_at" IS NULL']],
    ['a range', { filter: { and: [{ field: 'size', op: 'gt', value: '1' }] } }, ['"ws"."account" ("size", "id") WHERE "deleted_at" IS NULL']],
    ['choices of many', { filter: { field: 'tags', op: 'in', value: ['t'] } }, ['"ws"."account" USING gin ("tags")']],
    ['a formula', { sort: [{ field: 'twice' }] }, ['_m_twice numeric', '"ws"."account" ("_m_twice", "id") WHERE "deleted_at" IS NULL']],
  ])('follow %s', (_what, more, expected) => {
    expect(wanted(view(more))).toEqual(expected);
  });

  it('hold a text that is computed, but no index of what may be longer than one takes', () => {
    expect(wanted(view({ sort: [{ field: 'loud' }] }))).toEqual(['_m_loud text COLLATE "zh-x-icu"']);
    expect(wanted(view({ sort: [{ field: 'notes' }] }))).toEqual([]);
  });

  it('are none for what no index can serve: yes or no, what is encrypted, what depends on the day, negations', () => {
    expect(wanted(view({ filter: { and: [{ field: 'vip', op: 'eq', value: true }, { field: 'secret', op: 'eq', value: 'x' }, { field: 'now', op: 'eq', value: '2026-01-01' }, { not: { field: 'size', op: 'eq', value: '1' } }, { field: 'size', op: 'ne', value: '1' }] } }))).toEqual([]);
  });

  it('are made once for several views that ask for the same, and no more than a table can bear', () => {
    expect(wanted(view({ sort: [{ field: 'size' }] }), view({ sort: [{ field: 'size' }] }))).toHaveLength(1);
    const many = crmDesign([entity('wide', [field('name', 'text'), ...Array.from({ length: 15 }, (_, n) => field(`n${n}`, 'number'))])]);
    const views = Array.from({ length: 15 }, (_, n) => ({ ...view({ sort: [{ field: `n${n}` }] }), entity: 'wide' }));
    expect(wantedAids({ schema: 'ws', design: many, timeZone: 'UTC' }, views).filter(({ isBase }) => !isBase)).toHaveLength(10);
  });
});
