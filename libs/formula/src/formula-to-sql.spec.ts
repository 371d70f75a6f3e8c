import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFormula, formulaToSql, type FormulaScope } from './index.ts';
import { arbitraryFormula, arbitraryScope } from './testing/arbitrary-formula.ts';

function compile(text: string, scope: FormulaScope = { names: { quantity: 'number', price: 'number', name: 'text', due: 'date', owner: 'text', at: 'datetime' } }) {
  const result = checkFormula(text, scope);
  if (!result.ok) throw new Error(result.problem.map((problem) => problem.message.en).join(' '));
  const parameters: unknown[] = [];
  const sql = formulaToSql(result.value, {
    column: (name) => `r."${name}"`,
    bind: (value, type) => `$${parameters.push(value)}::${type}`,
    now: 'c.now', timeZone: 'c.zone', me: 'c.me',
  });
  return { sql, parameters };
}

describe('formulaToSql', () => {
  it('writes a comparison with a bound literal', () => {
    expect(compile('quantity > 10')).toEqual({ sql: '(((r."quantity")::numeric > ($1::numeric)::numeric) IS TRUE)', parameters: ['10'] });
    expect(compile('owner = ME()').sql).toBe('((((r."owner")::text COLLATE "C") COLLATE "C") IS NOT DISTINCT FROM ((c.me)::text COLLATE "C"))');
  });

  it('binds each literal once and writes each operand once', () => {
    expect(compile('quantity * price + 5 - 5')).toEqual({
      sql: 'trim_scale(nullif(nullif(least(greatest(((nullif(nullif(least(greatest(round((r."quantity")::numeric * (r."price")::numeric, 20), -1e28), 1e28), 1e28), -1e28) + ($1::numeric)::numeric) - ($1::numeric)::numeric), -1e28), 1e28), 1e28), -1e28))',
      parameters: ['5'],
    });
  });

  it('compares and searches by code point, whatever the database sorts by', () => {
    for (const text of ['"a" < "B"', '"a" = "B"', 'CONTAINS("a", "b")', 'STARTSWITH("a", "b")', 'TEXT(due) < "x"']) expect(compile(text).sql).toContain('COLLATE "C"');
  });

  it('puts nothing that was written into the statement, only parameters', () => {
    const evil = `'; DROP TABLE x; --`;
    const { sql, parameters } = compile(`SWITCH(name, "${evil}", "\\", TEXT(due, "yyyy年") & SUBSTITUTE(name, "$1", "''"))`);
    expect(parameters).toEqual(expect.arrayContaining([evil, '\\', '$1', "''", 'YYYY"年"']));
    expect(sql).not.toMatch(/DROP|年|\\/);
  });

  it('gives one text for one formula, and names no column but through the callback', () => {
    fc.assert(
      fc.property(arbitraryFormula, (text) => {
        fc.pre(checkFormula(text, arbitraryScope).ok);
        const first = compile(text, arbitraryScope);
        const numbers = [...first.sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
        expect(compile(text, arbitraryScope)).toEqual(first);
        expect(new Set(numbers)).toEqual(new Set(first.parameters.map((_, i) => i + 1)));
      }),
      { numRuns: 500 },
    );
  });

  it('grows with the formula, not with a power of its depth', () => {
    const nested = (depth: number): number => compile(`${'MOD(ROUNDUP('.repeat(depth)}quantity${', 2), 7)'.repeat(depth)}`).sql.length;
    expect(nested(40) / nested(20)).toBeLessThan(2.2);
  });
});
