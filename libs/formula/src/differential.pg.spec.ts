/**
 * The two back ends agree: random formulas over random rows, evaluated in JavaScript and by Postgres. The
 * seed is in the failure; FORMULA_SEED and FORMULA_RUNS repeat or lengthen a run.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import type pg from 'pg';
import type { FormulaNode } from './formula-node.ts';
import { listSpecs } from './functions/registry.ts';
import { checkFormula, evaluateFormula, formulaToCondition, formulaToSql, itemType, type CheckedFormula, type FormulaValue } from './index.ts';
import { mapItemsSql, SQL_TYPES } from './sql/expressions.ts';
import { arbitraryCall, arbitraryFormula, arbitraryRow, arbitraryScope, type ArbitraryRow } from './testing/arbitrary-formula.ts';
import { edgeFormulas, edgeRows } from './testing/edges.ts';

/** Columns that sort differently from each other and from the database. */
const COLLATIONS: Readonly<Record<string, string>> = { t1: ' COLLATE "zh-x-icu"', t2: ' COLLATE "en-x-icu"' };
const FORMULAS_A_QUERY = 200;
const seed = Number(process.env['FORMULA_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env['FORMULA_RUNS'] ?? 20_000);
/** How often each function and sign must at least have been in a random formula. */
const LEAST_USES = Math.floor(runs / 500) - 10;

interface Disagreement {
  readonly formula: string;
  readonly js: FormulaValue;
  readonly sql: FormulaValue;
  /** What the formula saw of the row. */
  readonly row: unknown;
}

const seenBy = (formula: CheckedFormula, { values, ...row }: ArbitraryRow): unknown => ({ ...row, values: Object.fromEntries(formula.names.map((name) => [name, values[name]])) });

describe('evaluateFormula and formulaToSql', () => {
  let db: TestDatabase;
  let client: pg.PoolClient;
  beforeAll(async () => {
    db = await createTestDatabase();
    client = await db.pool.connect();
    // No setting of the session may matter.
    await client.query(`SET TimeZone = 'America/Los_Angeles'; SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard'; SET extra_float_digits = 0`);
  });
  afterAll(async () => {
    client.release();
    await db.drop();
  });

  it('give the same value for random formulas', async () => {
    console.info(`FORMULA_SEED=${seed} FORMULA_RUNS=${runs}`);
    const formulas: CheckedFormula[] = [];
    // Some texts are no formulas: types that meet by chance, or too many bytes.
    for (let round = 0; formulas.length < runs; round++) formulas.push(...wellTyped(fc.sample(arbitraryFormula, { numRuns: 1000, seed: seed + round })));
    expect(rareCallees(formulas)).toEqual([]);
    await expectAgreement(formulas, (at) => fc.sample(arbitraryRow, { numRuns: 4, seed: seed + at }));
  }, 300_000);

  it('give the same value for single functions on many rows', async () => {
    const formulas = wellTyped(fc.sample(arbitraryCall, { numRuns: Math.ceil(runs / 20), seed }));
    await expectAgreement(formulas, (at) => fc.sample(arbitraryRow, { numRuns: 60, seed: seed + at }));
  }, 180_000);

  it('give the same value at every pair of edges', async () => {
    const formulas = wellTyped(edgeFormulas);
    expect(formulas.map((formula) => formula.text)).toEqual(edgeFormulas);
    await expectAgreement(formulas, edgeRows);
  }, 180_000);

  it('give the same value at the longest text', async () => {
    const [row] = edgeRows() as [ArbitraryRow];
    const rows = ['a'.repeat(50_000), 'a'.repeat(99_999), 'a'.repeat(100_001)].map((t0) => ({ ...row, values: { ...row.values, t0, t1: '😀' } }));
    const formulas = ['SUBSTITUTE(t0, "a", "bb")', 'SUBSTITUTE(t0 & "c", "a", "bb")', 'SUBSTITUTE(t0, "", "b")', 'SUBSTITUTE(t0, "aa", "b")', 't0 & t1', 'LEN(t0 & t1 & t1)', 'CONCAT(t1, t0)'];
    await expectAgreement(wellTyped(formulas), () => rows);
  }, 30_000);

  // Written twice at each level, an operand would be evaluated 2^90 times.
  it.each(['MOD(', 'ROUNDUP(', 'POWER(', 'WEEKDAY(d0, ', 'AVERAGE(1, '])('give the same value for %s… nested 90 levels deep, at once', async (head) => {
    const [formula] = wellTyped([`${head.repeat(90)}v0${(head.endsWith('(') ? ', 1)' : ')').repeat(90)}`]) as [CheckedFormula];
    await expectAgreement([formula], () => edgeRows().slice(300, 310));
  }, 30_000);

  async function expectAgreement(formulas: readonly CheckedFormula[], rowsFor: (at: number) => readonly ArbitraryRow[]): Promise<void> {
    const disagreements: Disagreement[] = [];
    for (let at = 0; at < formulas.length; at += FORMULAS_A_QUERY) {
      disagreements.push(...(await disagreementsOf(client, formulas.slice(at, at + FORMULAS_A_QUERY), rowsFor(at))));
    }
    const byLength = disagreements.sort((a, b) => a.formula.length - b.formula.length);
    const head = ({ formula }: Disagreement): string => formula.split('(')[0] as string;
    const shortest = byLength.filter((one, i) => byLength.findIndex((other) => head(other) === head(one)) === i).slice(0, 8);
    expect({ seed, count: disagreements.length, shortest }).toEqual({ seed, count: 0, shortest: [] });
  }
});

/** A new function without a place in the random formulas would go untested. */
function rareCallees(formulas: readonly CheckedFormula[]): string[] {
  const uses = new Map(listSpecs().map(({ name }) => [name, 0]));
  const count = (node: FormulaNode): void => {
    if (node.kind !== 'call') return;
    uses.set(node.callee, (uses.get(node.callee) ?? 0) + 1);
    node.args.forEach(count);
  };
  for (const { node } of formulas) count(node);
  return [...uses].filter(([, often]) => often < LEAST_USES).map(([name, often]) => `${name}: ${often}`);
}

const wellTyped = (texts: readonly string[]): CheckedFormula[] =>
  texts.flatMap((text) => {
    const result = checkFormula(text, arbitraryScope);
    return result.ok ? [result.value] : [];
  });

/** An error of Postgres is a disagreement too; halving finds the formula that raises it. */
async function disagreementsOf(client: pg.PoolClient, formulas: readonly CheckedFormula[], rows: readonly ArbitraryRow[]): Promise<Disagreement[]> {
  try {
    return await compare(client, formulas, rows);
  } catch (error) {
    const [formula] = formulas as [CheckedFormula];
    if (formulas.length === 1 && rows.length === 1) return [{ formula: formula.text, js: null, sql: String(error), row: seenBy(formula, rows[0] as ArbitraryRow) }];
    const half = formulas.length >> 1;
    if (half > 0) return [...(await disagreementsOf(client, formulas.slice(0, half), rows)), ...(await disagreementsOf(client, formulas.slice(half), rows))];
    const found: Disagreement[] = [];
    for (const row of rows) found.push(...(await disagreementsOf(client, formulas, [row])));
    return found;
  }
}

async function compare(client: pg.PoolClient, formulas: readonly CheckedFormula[], rows: readonly ArbitraryRow[]): Promise<Disagreement[]> {
  const parameters: unknown[] = [];
  const bind = (value: unknown, sqlType: string): string => `$${parameters.push(value)}::${sqlType}`;
  const names = Object.entries(arbitraryScope.names);
  const records = rows.map((row) => {
    const cells = names.map(([name, type]) => `${bind(row.values[name] ?? null, SQL_TYPES[type])}${COLLATIONS[name] ?? ''}`);
    return `(${[...cells, bind(row.now, 'timestamptz'), bind(row.timeZone, 'text'), bind(row.me, 'text'), bind(row.departments, 'text[]')].join(', ')})`;
  });
  const env = { column: (name: string) => `"${name}"`, bind, now: 'the_now', timeZone: 'the_zone', me: 'the_me', departments: 'the_departments' };
  const columns = formulas.map((formula) => comparable(formula, formulaToSql(formula, env)));
  const conditions = formulas.map((formula) => (formula.type === 'boolean' ? `((${formulaToCondition(formula, env)}) IS TRUE)::text` : 'NULL'));
  const query = `SELECT ${[...columns, ...conditions].join(',\n')} FROM (VALUES ${records.join(', ')}) AS records(${names.map(([name]) => `"${name}"`).join(', ')}, the_now, the_zone, the_me, the_departments)`;
  const answer = await client.query<(string | null)[]>({ text: query, values: parameters, rowMode: 'array' });

  return answer.rows.flatMap((cells, r) =>
    formulas.flatMap((formula, i) => {
      const row = rows[r] as ArbitraryRow;
      const js = evaluateFormula(formula, { ...row, value: (name) => row.values[name] as FormulaValue });
      const sql = valueOf(formula, cells[i] ?? null);
      const holds = formula.type === 'boolean' ? cells[formulas.length + i] === 'true' : undefined;
      if (holds !== undefined && holds !== (js === true)) return [{ formula: `condition ${formula.text}`, js, sql: holds, row: seenBy(formula, row) }];
      return JSON.stringify(js) === JSON.stringify(sql) ? [] : [{ formula: formula.text, js, sql, row: seenBy(formula, row) }];
    }),
  );
}

/** Texts that a client reads alike, whatever the settings of the session. */
function comparable({ type }: CheckedFormula, sql: string): string {
  switch (type) {
    case 'datetime':
      return instantSql(sql);
    case 'date':
      return `to_char((${sql})::timestamp, 'YYYY-MM-DD')`;
    case 'datetimeList':
      return `to_json(${mapItemsSql(sql, instantSql)})::text`;
    case 'dateList':
      return `to_json(${mapItemsSql(sql, (item) => `to_char((${item})::timestamp, 'YYYY-MM-DD')`)})::text`;
    case 'numberList':
      return `to_json((${sql})::text[])::text`;
    case 'textList':
    case 'booleanList':
      return `to_json(${sql})::text`;
    default:
      return `(${sql})::text`;
  }
}

const instantSql = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function valueOf({ type }: CheckedFormula, cell: string | null): FormulaValue {
  if (type === 'boolean') return cell === null ? null : cell === 'true';
  return cell !== null && itemType(type) !== type ? (JSON.parse(cell) as FormulaValue) : cell;
}
