import { describe, expect, it } from '@jest/globals';
import { buildAccess } from '@tessera/access';
import fc from 'fast-check';
import { pathsFrom, someFilter } from '../testing/spec-questions.ts';
import { allow, chance, deny, makeWorld, ME, role, specDesign } from '../testing/spec-world.ts';
import { countQuery, exportQuery, pageQuery, recordQuery, type PageMark, type PageQuestion, type PageRequest, type PageStatement, type ReadContext } from './index.ts';

const design = specDesign();
const access = buildAccess({ design, roles: [role(allow('account', { where: { field: 'owner', op: 'eq', value: { var: 'me' } } }), deny('account', ['credit_limit']), allow('contact'))], member: ME });
const context: ReadContext = { schema: 'ws', design, access, member: ME, timeZone: 'UTC' };

function question(request: Partial<PageRequest>, of = context): PageQuestion {
  const page = pageQuery(of, { entity: 'account', limit: 50, ...request });
  if (!page.ok) throw new Error(JSON.stringify(page.problem));
  return page.value;
}
const after = (...keys: (string | null)[]): PageMark => ({ side: 'after', keys });
const statement = (request: Partial<PageRequest>, mark?: PageMark): PageStatement => question(request).statement(mark);

describe('a page', () => {
  it('is cut from plain columns first, then gets wire forms and labels', () => {
    expect(statement({ fields: ['name', 'employees', 'owner'], sort: [{ field: 'created_at', desc: true }], filter: { field: 'level', op: 'eq', value: 'a' } })).toEqual({
      text: [
        `SELECT t3."id" AS "c0", t3."version" AS "c1", t3."name" AS "c2", t3."employees" AS "c3", t3."owner" AS "c4", (SELECT t4."name" FROM "ws"."_member" t4 WHERE t4."id" = t3."owner") AS "c5", t3."key~0" AS "c6"`,
        `  FROM (SELECT t1."created_at" AS "key~0", t1."id" AS "key~1", t1."name", t1."employees", t1."owner", t1."id", t1."version"`,
        `    FROM (SELECT t2."created_at", t2."id", t2."level", t2."name", t2."employees", t2."owner", t2."version" FROM "ws"."account" t2 WHERE t2."deleted_at" IS NULL AND t2."owner" = $2::uuid) t1`,
        `    WHERE t1."level" = $1::text`,
        `    ORDER BY t1."created_at" DESC, t1."id" DESC`,
        `    LIMIT 51) t3`,
        `  ORDER BY t3."key~0" DESC, t3."key~1" DESC`,
      ].join('\n'),
      shape: {
        cells: [
          { name: 'name', form: 'text' },
          { name: 'employees', form: 'numeric' },
          { name: 'owner', form: 'ref' },
        ],
        keys: ['timestamptz'],
        can: [],
        limit: 50,
        backwards: false,
        continued: false,
      },
      values: ['a', ME],
    });
  });

  it('has the same text for the same shape, whatever is asked for', () => {
    const shape = (level: string, number: string, list: string[], search: string, keys: string[]): string =>
      statement(
        {
          filter: { and: [{ field: 'level', op: 'eq', value: level }, { field: 'employees', op: 'gt', value: number }, { field: 'name', op: 'in', value: list }] },
          search,
          sort: [{ field: 'name', desc: true }],
        },
        after(...keys),
      ).text;
    expect(shape('a', '1', ['x'], 'Ab', ['p', 'q'])).toBe(shape(`b'); --`, '2.50', ['y', 'z', "'"], 'z"%', ['"', '\\']));
  });

  it('puts nothing a person sends into the text', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('kuckuck', "'; DROP", '"x"', '\\'), (seed, word) => {
        const maker = { design, random: chance(seed), worlds: [makeWorld(design, chance(seed), 3)] };
        const known = (entity: string): string[] => pathsFrom(design, entity).filter((path) => pageQuery(context, { entity, fields: [path], limit: 1 }).ok);
        const filter = someFilter(maker, 'contact', known, 3);
        const { text } = statement({ entity: 'contact', filter: { and: [filter, { field: 'name', op: 'ne', value: `${word}1` }] }, search: `${word}2` }, after(`${word}3`, `${word}4`));
        for (const number of [1, 2, 3, 4]) expect(text).not.toContain(`${word}${number}`);
      }),
    );
  });

  it('gets the same answer kept as new, and the cursor of its own request', () => {
    const request = { fields: ['name'], sort: [{ field: 'name' }] };
    const [first, second, first2] = [statement(request, after('a', '1')), statement(request, after('b', '2')), statement(request, after('a', '1'))];
    expect(first2).toEqual(first);
    expect(second.text).toBe(first.text);
    expect([first.values.includes('a'), second.values.includes('b'), second.values.includes('a')]).toEqual([true, true, false]);
    expect(statement(request, after(null, '1')).text).not.toBe(first.text);
  });

  it('is never kept from one reader for another', () => {
    const other = buildAccess({ design, roles: [role(allow('account'))], member: ME });
    const { text } = question({}, { ...context, access: other }).statement();
    expect(text).not.toBe(statement({}).text);
    expect(text).toContain('credit_limit');
  });

  it('needs the limit in the text, and refuses what is no limit', () => {
    expect(statement({ limit: 7 }).text).toContain('LIMIT 8)');
    expect(() => statement({ limit: 0 })).toThrow('page size');
    expect(() => statement({ limit: 1.5 })).toThrow('page size');
  });
});

describe('the spelling of a question', () => {
  const spelling = (request: Partial<PageRequest>): string => question(request).spelling;

  it('is the same for whatever means the same rows in the same order', () => {
    const filter = { field: 'employees', op: 'gt', value: '12' };
    expect(spelling({ filter: { field: 'employees', op: 'gt', value: 12 }, search: ' x ', sort: [{ field: 'name', desc: false }] })).toBe(spelling({ filter, search: 'x', sort: [{ field: 'name' }], limit: 3, fields: ['name'] }));
    expect(spelling({ sort: [] })).toBe(spelling({ sort: [{ field: 'created_at', desc: true }] }));
    expect(spelling({ filter: { value: '012', op: 'gt', field: 'employees' } })).toBe(spelling({ filter }));
  });

  it('differs with the filter, the order, the search and the entity', () => {
    const asked = [{}, { filter: { field: 'level', op: 'eq', value: 'a' } }, { filter: { field: 'level', op: 'eq', value: 'b' } }, { sort: [{ field: 'name' }] }, { sort: [{ field: 'name', desc: true }] }, { search: 'x' }, { entity: 'contact' }];
    expect(new Set(asked.map(spelling)).size).toBe(asked.length);
  });
});

describe('a hidden field', () => {
  const hiddenAs = (answer: unknown, name: string): string => JSON.stringify(answer).replaceAll(name, '?');

  it('answers like one that does not exist, byte for byte, wherever it is named', () => {
    const asked = (name: string): unknown[] => [
      pageQuery(context, { entity: 'account', fields: ['name', name], limit: 5 }),
      pageQuery(context, { entity: 'account', sort: [{ field: name }], limit: 5 }),
      pageQuery(context, { entity: 'account', filter: { not: { field: name, op: 'gt', value: '5' } }, limit: 5 }),
      pageQuery(context, { entity: 'contact', filter: { field: `account.${name}`, op: 'contains', value: 'x' }, limit: 5 }),
      pageQuery(context, { entity: 'contact', sort: [{ field: `account.${name}` }], fields: [`account.${name}`], limit: 5 }),
      countQuery(context, { entity: 'account', filter: { field: name, op: 'isEmpty' } }),
      exportQuery(context, { entity: 'account', fields: [name] }),
      recordQuery(context, { entity: 'account', id: ME, fields: [name] }),
    ];
    for (const hidden of ['credit_limit', 'room']) {
      expect(asked(hidden).map((answer) => hiddenAs(answer, hidden))).toEqual(asked('no_such_thing').map((answer) => hiddenAs(answer, 'no_such_thing')));
      for (const answer of asked(hidden)) expect(answer).toMatchObject({ ok: false });
    }
  });

  it('is not among the fields of a page, a record or an export', () => {
    const texts = [pageQuery(context, { entity: 'account', limit: 5 }), recordQuery(context, { entity: 'account', id: ME }), exportQuery(context, { entity: 'account' }), pageQuery(context, { entity: 'account', limit: 5, search: 'x' })];
    for (const page of texts) {
      expect(page.ok).toBe(true);
      const asked = page.ok && 'statement' in page.value ? page.value.statement() : page;
      expect(JSON.stringify(asked)).not.toMatch(/credit_limit|room/);
    }
  });

  it('is told apart from a field that cannot be sorted by', () => {
    expect(pageQuery(context, { entity: 'account', sort: [{ field: 'tags' }], limit: 5 })).toMatchObject({ ok: false, problem: [{ path: 'sort.0.field', code: 'FIELD_NOT_SORTABLE' }] });
  });
});

describe('an entity out of reach', () => {
  it('answers like one that does not exist', () => {
    const asked = (entity: string): string => JSON.stringify([pageQuery(context, { entity, limit: 5 }), countQuery(context, { entity }), recordQuery(context, { entity, id: ME })]).replaceAll(entity, '?');
    expect(asked('product')).toBe(asked('nothing'));
    expect(asked('product')).toContain('ENTITY_NOT_FOUND');
  });
});
