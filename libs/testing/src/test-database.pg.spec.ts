import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

describe('a test database', () => {
  let first: TestDatabase;
  let second: TestDatabase;
  beforeAll(async () => {
    [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('is a real Postgres in UTF-8 that sorts Chinese by pinyin', async () => {
    const rows = await first.query<{ name: string }>(
      `SELECT name FROM (VALUES ('张'), ('李'), ('安')) AS people(name) ORDER BY name COLLATE "zh-x-icu"`,
    );
    expect(rows.map((row) => row.name)).toEqual(['安', '李', '张']);
  });

  it('does not see the tables of another one', async () => {
    await first.query('CREATE TABLE only_here (id int)');
    await expect(second.query('SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' });
  });

  it('cuts Chinese into trigrams, so that search in the middle of a word can use an index', async () => {
    await first.query('CREATE EXTENSION pg_trgm');
    expect(await first.query(`SELECT cardinality(show_trgm('北京市')) AS trigrams`)).toEqual([{ trigrams: 4 }]);
  });

  it('is gone after drop, even with a connection still open', async () => {
    const third = await createTestDatabase();
    const name = new URL(third.url).pathname.slice(1);
    await third.query('SELECT 1');
    await third.drop();
    expect(await first.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).toEqual([]);
  });
});
