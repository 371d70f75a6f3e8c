/** What becomes of imports of a workspace from before imports of any size. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Workspace0001Tables } from '../migrations/workspace/0001-tables.ts';
import { Workspace0002DataEngine } from '../migrations/workspace/0002-data-engine.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('keeps what was imported and refused, and asks to upload again what was not done', async () => {
  const [done, open] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
  const record = '00000000-0000-7000-8000-00000000000a';
  await server.database.transaction(null, async (db) => {
    await db.query('CREATE SCHEMA ws_old');
    await db.query('SET LOCAL search_path TO ws_old, public');
    await new Workspace0001Tables().up(db.queryRunner);
    await db.query(
      `INSERT INTO _import (id, target, file_name, status, columns, encoding, mapping, created_at, created_by)
       SELECT i.id, '{"kind": "entity", "entity": "account"}', 'a.csv', i.status, '["name"]', 'utf-8', '{}', now(), i.id FROM unnest($1::uuid[], '{done,mapping}'::text[]) AS i(id, status)`,
      [[done, open]],
    );
    await db.query(
      `INSERT INTO _import_row (import_id, line, cells, status, record_id) VALUES ($1, 2, '["A"]', 'imported', $3), ($1, 3, '["B"]', 'refused', NULL), ($2, 2, '["C"]', 'waiting', NULL)`,
      [done, open, record],
    );
    await new Workspace0002DataEngine().up(db.queryRunner);
    expect(await db.query('SELECT id, status, sample, problem IS NULL AS fine FROM _import ORDER BY id')).toEqual([
      { id: done, status: 'done', sample: [['A'], ['B']], fine: true },
      { id: open, status: 'failed', sample: [['C']], fine: false },
    ]);
    expect(await db.query('SELECT import_id, lines, records, updated FROM _import_batch')).toEqual([{ import_id: done, lines: [2], records: [record], updated: [false] }]);
    expect(await db.query('SELECT line, status FROM _import_row')).toEqual([{ line: 3, status: 'refused' }]);
  });
});
