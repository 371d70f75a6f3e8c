import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { entity, field } from '../testing/index.ts';
import { compileDesign } from './compile-design.ts';
import { MAX_COMPUTED_CHAIN } from './computed-size.ts';

const problemsOf = (...documents: EntityDocument[]): string[] => {
  const design = compileDesign(documents);
  return design.ok ? [] : design.problem.map(({ path, code }) => `${path} ${code}`);
};
const formula = (key: string, expression: string): FieldDocument => field(key, 'formula', { options: { expression } });
/** Each names the one before so many times. */
const laughs = (count: number, times: number): FieldDocument[] => [formula('f0', 'n + 1'), ...Array.from({ length: count }, (_, at) => formula(`f${at + 1}`, Array<string>(times).fill(`f${at}`).join(' + ')))];
const thing = (...fields: FieldDocument[]): EntityDocument => entity('thing', [field('name', 'text'), field('n', 'number'), field('up', 'relation', { options: { entity: 'thing' } }), ...fields]);

describe('what is computed for a field', () => {
  it('may grow from field to field, but not without bound', () => {
    expect(problemsOf(thing(...laughs(8, 2)))).toEqual([]);
    const [first, ...others] = problemsOf(thing(...laughs(12, 2)));
    expect([first, others.length]).toEqual(['thing.fields.f10.options.expression COMPUTED_TOO_LARGE', 2]);
    expect(problemsOf(thing(...laughs(90, 10))).length).toBeGreaterThan(80);
  });

  it('is counted over lookups, rollups and paths to other records', () => {
    const base = laughs(8, 2);
    const far = (name: string): string => Array<string>(4).fill(name).join(' + ');
    expect(problemsOf(thing(...base, formula('x', far('up.f8'))))).toEqual(['thing.fields.x.options.expression COMPUTED_TOO_LARGE']);
    expect(problemsOf(thing(...base, formula('x', far('SUM([thing:up].f8)'))))).toEqual(['thing.fields.x.options.expression COMPUTED_TOO_LARGE']);
    expect(problemsOf(thing(...base, field('l', 'lookup', { options: { relation: 'up', field: 'f8' } }), formula('x', far('l'))))).toEqual(['thing.fields.x.options.expression COMPUTED_TOO_LARGE']);
    const where = { or: Array.from({ length: 4 }, (_, at) => ({ field: 'f8', op: 'gt' as const, value: String(at) })) };
    expect(problemsOf(thing(...base, field('r', 'rollup', { options: { subform: 'thing:up', aggregate: 'count', where } })))).toEqual(['thing.fields.r.options COMPUTED_TOO_LARGE']);
  });

  it('is counted in rules, defaults of others and buttons as well', () => {
    const big = Array<string>(4).fill('f8').join(' + ');
    const rule = field('a', 'number', { validation: [{ formula: `${big} > 0`, message: { en: 'no' } }] });
    const button = field('b', 'button', { options: { action: 'setFields', set: [{ field: 'n', formula: big }] } });
    expect(problemsOf(thing(...laughs(8, 2), rule, button))).toEqual(['thing.fields.a.validation.0.formula COMPUTED_TOO_LARGE', 'thing.fields.b.options.set.0.formula COMPUTED_TOO_LARGE']);
  });

  it('is bounded for all fields of an entity together', () => {
    const many = Array.from({ length: 12 }, (_, at) => formula(`g${at}`, 'f9'));
    expect(problemsOf(thing(...laughs(9, 2), ...many))).toEqual(['thing.fields ENTITY_COMPUTED_TOO_LARGE']);
    expect(problemsOf(thing(...laughs(9, 2), ...many.slice(6)))).toEqual([]);
  });

  it('may follow a long row of fields, and a longer one is named by its end', () => {
    const row = (length: number): FieldDocument[] => Array.from({ length }, (_, at) => field(`l${at}`, 'lookup', { options: { relation: 'up', field: at === length - 1 ? 'name' : `l${at + 1}` } }));
    expect(problemsOf(thing(...row(MAX_COMPUTED_CHAIN - 4)))).toEqual([]);
    const others = (length: number): EntityDocument[] => Array.from({ length }, (_, at) => entity(`e${at}`, [field('name', 'text'), field('to', 'relation', { options: { entity: `e${at + 1}` } }), field('l', 'lookup', { options: { relation: 'to', field: 'l' } })]));
    const end = (at: number): EntityDocument => entity(`e${at}`, [field('l', 'text')]);
    expect(problemsOf(...others(150), end(150))).toEqual([]);
    expect(problemsOf(...others(400), end(400))).toContain('e0.fields.l.options COMPUTED_TOO_DEEP');
  });
});
