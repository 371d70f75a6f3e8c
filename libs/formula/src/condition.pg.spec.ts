/** Conditions that formulas become: that an index serves the simple ones, and that no formula makes Postgres work without end. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { checkFormula, formulaToCondition, formulaToSql, type FormulaScope } from './index.ts';

const scope: FormulaScope = { names: { status: 'text', amount: 'number', due: 'date', tags: 'textList', amounts: 'numberList' } };

describe('formulaToCondition', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    await db.query(`CREATE TABLE deal (status text COLLATE "zh-x-icu", amount numeric(14,2), due date, tags text[], amounts numeric[])`);
    await db.query(`INSERT INTO deal SELECT (ARRAY['won', 'lost', '客户', NULL])[1 + n % 4], n, date '2024-01-01' + n, ARRAY['a', 'b'], ARRAY[n, NULL, 2] FROM generate_series(1, 400) AS n`);
    for (const column of ['status', 'amount', 'due']) await db.query(`CREATE INDEX ON deal (${column})`);
    await db.query('ANALYZE deal');
  });
  afterAll(() => db.drop());

  const compile = (text: string, to = formulaToCondition) => {
    const checked = checkFormula(text, scope);
    if (!checked.ok) throw new Error(checked.problem[0]?.message.en);
    const values: unknown[] = [];
    const sql = to(checked.value, { column: (name) => `deal."${name}"`, bind: (value, type) => `$${values.push(value)}::${type}`, now: `timestamptz '2024-06-01 00:00Z'`, timeZone: `'UTC'`, me: `'won'` });
    return { sql, values };
  };

  it.each(['status = "won"', '"客户" = status', 'amount = 5', 'amount > 390', 'BETWEEN(amount, 1, 5)', 'AND(status = "won", amount < 10)', 'OR(amount = 1, amount = 2)', 'IN(status, "won", "none")', 'IN(amount, 1, 2)', 'due = TODAY()', 'due > TODAY()'])(
    'lets an index serve %s',
    async (text) => {
      const { sql, values } = compile(text);
      const client = await db.pool.connect();
      try {
        await client.query('SET enable_seqscan = off');
        const plan = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM deal WHERE ${sql}`, values);
        expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Cond/);
      } finally {
        client.release(true);
      }
    },
  );

  it('holds for the same rows as the value', async () => {
    for (const text of ['status = "won"', 'NOT(status = "won")', 'IF(status = "won", amount > 5, amount < 5) = (amount > 3)', 'OR(status = "won", NOT(amount > 3))', 'CONTAINS(tags, "a")', 'SUM(amounts) > 10']) {
      const [condition, value] = [compile(text), compile(text, formulaToSql)];
      const count = async ({ sql, values }: { sql: string; values: unknown[] }, suffix = ''): Promise<unknown> => (await db.pool.query(`SELECT count(*)::int AS n FROM deal WHERE ${sql}${suffix}`, values)).rows[0];
      expect([text, await count(condition)]).toEqual([text, await count({ ...value, sql: `(${value.sql})` }, ' IS TRUE')]);
    }
  });

  it.each([
    ['lists made of lists', `COUNTALL(${'LIST('.repeat(40)}SPLIT(REPT(",", 1000), ",")${', SPLIT(REPT(",", 1000), ","))'.repeat(40)})`],
    ['texts of texts', `LEN(${'REPT('.repeat(30)}"ab"${', 1000)'.repeat(30)})`],
    ['replacements', `LEN(${'SUBSTITUTE('.repeat(20)}"aa"${', "a", "aaaaaaaaaa")'.repeat(20)})`],
    ['long separators', 'LEN(JOIN(SPLIT(REPT("ab,", 30000), ","), REPT("-", 100000)))'],
    ['sorted and sorted again', `COUNT(${'SORT('.repeat(40)}SPLIT(REPT("b,", 2000), ",")${')'.repeat(40)})`],
    ['many texts', `LEN(CONCAT(${Array.from({ length: 200 }, () => 'REPT("x", 99999)').join(', ')}))`],
    ['letters', `LEN(PROPER(REPT("aé ", 30000))) + LEN(ENCODEURL(REPT("客", 30000))) + LEN(UPPER(REPT("é", 100000)))`],
    ['powers', `${'POWER('.repeat(30)}1.0001${', 999.5)'.repeat(30)}`],
    ['products', 'PRODUCT(amounts, amounts, amounts)'],
    ['years of working days', 'WORKDAY(due, 10000, LIST(due, due + 1, due + 2))'],
  ])('does not let %s keep Postgres busy', async (_, text) => {
    const { sql, values } = compile(text, formulaToSql);
    const client = await db.pool.connect();
    try {
      await client.query('SET statement_timeout = 5000');
      const { rows } = await client.query(`SELECT ${sql} AS value FROM deal LIMIT 1`, values);
      expect(rows).toHaveLength(1);
    } finally {
      client.release(true);
    }
  });
});
