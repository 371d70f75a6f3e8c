/** Values of encrypted fields, whichever way they come in and go out: no table, no log and no answer to a stranger has them in clear. */

import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestAnswer } from '../testing/test-server.ts';
import { ok } from './testing/crm-server.ts';
import { entity, field, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

const MARK = 'SEALED-';
let world: GuardedWorld;
const logged: string[] = [];
beforeAll(async () => {
  jest.spyOn(fs, 'writeSync').mockImplementation((_fd: number, line: unknown) => {
    logged.push(String(line));
    return Buffer.byteLength(String(line));
  });
  world = await startGuardedWorld({ config: { logLevel: 'trace' } });
});
afterAll(async () => {
  await world.stop();
  jest.restoreAllMocks();
});

let marks = 0;
const mark = (): string => `${MARK}${String((marks += 1)).padStart(4, '0')}`;

/** Every table and column that holds the text, as it is, in hexadecimal or in base64. */
async function places(text: string): Promise<string[]> {
  const tables = await world.db.query<{ schema: string; name: string; columns: string[] }>(
    `SELECT table_schema AS schema, table_name AS name, array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const hex = Buffer.from(text).toString('hex');
  const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64').slice(before === 0 ? 0 : before + 1, -4));
  const found: string[] = [];
  for (const { schema, name, columns } of tables) {
    for (const column of columns) {
      const rows = await world.db.query(`SELECT 1 FROM "${schema}"."${name}" t WHERE t."${column}"::text LIKE ANY ($1) LIMIT 1`, [[text, hex, ...base64].map((form) => `%${form}%`)]);
      if (rows.length > 0) found.push(`${name}.${column}`);
    }
  }
  return found;
}

async function settled(path: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 25) {
    const { status } = ok(await world.admin.get(path));
    if (!['waiting', 'running', 'reading', 'undoing'].includes(status)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it does not end');
}

const create = (values: Record<string, unknown>, headers = {}): Promise<TestAnswer> => world.admin.post('/api/records/firm', { values: { name: 'A firm', ...values } }, headers);
const clear = async (): Promise<void> => {
  expect(await places(MARK)).toEqual([]);
};

describe('a value of an encrypted field is in no table in clear', () => {
  it('after a record was made, changed, listed, merged, deleted and brought back', async () => {
    const { admin } = world;
    const [pin, card] = [mark(), mark()];
    const made: RecordView = ok(await create({ pin, card }));
    expect(made.values).toMatchObject({ pin, card });
    const changed: RecordView = ok(await admin.patch(`/api/records/firm/${made.id}`, { values: { pin: mark() } }));
    const other: RecordView = ok(await create({ pin: mark() }));
    const merged: RecordView = ok(await admin.post(`/api/records/firm/${made.id}/merge`, { version: changed.version, others: [{ id: other.id, version: other.version }], values: { card: mark() } }));
    ok(await admin.delete(`/api/records/firm/${made.id}?version=${merged.version}`));
    ok(await admin.post(`/api/records/firm/${made.id}/restore`));
    expect(JSON.stringify(ok(await admin.get(`/api/records/firm/${made.id}/history`)))).toContain(pin);
    await clear();
  });

  it('after it was asked for, upserted and refused', async () => {
    const { admin } = world;
    const pin = mark();
    ok(await create({ pin }));
    expect(ok(await world.ask(admin, 'count', { filter: { field: 'pin', op: 'eq', value: pin } }))).toEqual({ count: 1 });
    expect((await create({ pin })).status).toBe(409);
    expect((await create({ pin: mark(), grade: 'no such' })).status).toBe(400);
    expect((await world.ask(admin, 'bulk', { mode: 'all', changes: [{ op: 'create', values: { name: 'x', pin: 5 } }, { op: 'create', values: { name: 'x', pin: `${pin}${'x'.repeat(300)}` } }] })).status).toBe(400);
    ok(await world.ask(admin, 'bulk', { mode: 'each', changes: [{ op: 'upsert', by: ['pin'], values: { pin, name: 'Found' } }, { op: 'create', values: { name: 'x', pin } }, { op: 'upsert', by: ['pin'], values: { pin: mark(), name: 'New' } }] }));
    ok(await world.ask(admin, 'duplicates', { values: { pin, name: 'x' } }));
    await clear();
  });

  it('after a change that carried a key, which is answered the same again', async () => {
    const pin = mark();
    const key = { 'idempotency-key': 'sealed-key-1' };
    const first = await create({ pin }, key);
    expect(ok(first).values.pin).toBe(pin);
    await clear();
    const again = await create({ pin }, key);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect((await create({ pin: mark() }, key)).status).toBe(422);
    ok(await world.admin.post('/api/records/firm/bulk', { mode: 'each', changes: [{ op: 'upsert', by: ['pin'], values: { pin, name: 'x' } }] }, { 'idempotency-key': 'sealed-key-2' }));
    await clear();
  });

  it('after an export to a file that waits to be fetched', async () => {
    const { admin } = world;
    const pin = mark();
    ok(await create({ pin }));
    for (const format of ['csv', 'xlsx', 'json']) {
      const started = ok(await admin.post('/api/exports', { entity: 'firm', format, fields: ['name', 'pin'], filter: { field: 'pin', op: 'eq', value: pin } }));
      await settled(`/api/exports/${started.id}`);
      expect(ok(await admin.get(`/api/exports/${started.id}`))).toMatchObject({ status: 'done', rows: 1 });
      const file = await admin.get(`/api/exports/${started.id}/file`);
      expect(file.status).toBe(200);
      if (format !== 'xlsx') expect(file.text).toContain(pin);
    }
    await clear();
  });

  it('while and after it is imported, whether its row was taken or refused', async () => {
    const { admin } = world;
    const [good, bad, fixed] = [mark(), mark(), mark()];
    const upload = ok(await admin.send('POST', '/api/imports?fileName=a.csv&entity=firm', Buffer.from(`name,pin,grade\nImported,${good},a\nImported,${bad},nope\n`)));
    expect(upload.sample[0][1]).toBe(good);
    await clear();
    const mapping = { columns: [{ column: 0, field: 'name' }, { column: 1, field: 'pin' }, { column: 2, field: 'grade' }], nullWords: [], constants: { card: fixed } };
    expect(ok(await admin.post(`/api/imports/${upload.id}/preview`, mapping)).bad).toBe(1);
    ok(await admin.post(`/api/imports/${upload.id}/run`, mapping));
    await settled(`/api/imports/${upload.id}`);
    expect(ok(await admin.get(`/api/imports/${upload.id}`))).toMatchObject({ imported: 1, refused: 1 });
    expect((await admin.get(`/api/imports/${upload.id}/refused.csv`)).text).toContain(bad);
    expect(ok(await admin.get(`/api/imports/${upload.id}/problems`)).items[0].value).toBe('nope');
    await clear();
    ok(await admin.post(`/api/imports/${upload.id}/undo`));
    await settled(`/api/imports/${upload.id}`);
    const update = ok(await admin.send('POST', '/api/imports?fileName=b.csv&entity=firm', Buffer.from(`name,pin\nNobody,${mark()}\n`)));
    ok(await admin.post(`/api/imports/${update.id}/run`, { columns: mapping.columns.slice(0, 2), nullWords: [], mode: 'update', matchBy: ['pin'] }));
    await settled(`/api/imports/${update.id}`);
    expect(ok(await admin.get(`/api/imports/${update.id}/problems`)).items[0].code).toBe('IMPORT_RECORD_NOT_FOUND');
    await clear();
  });

  it('after a field that had values in clear became encrypted', async () => {
    const { admin } = world;
    const rules = { duplicateRules: [{ key: 'same_number', label: { en: 'Same' }, fields: [{ field: 'number', as: 'exact' as const }], onMatch: 'warn' as const }] };
    const before = entity('ticket', [field('name', 'text'), field('number', 'text', { options: { maxLength: 80 } }), field('note', 'longText')], rules);
    ok(await admin.put('/api/design/entities/ticket', { version: 0, document: before }));
    const number = mark();
    const made = await world.make(admin, 'ticket', { name: 'T', number });
    ok(await admin.patch(`/api/records/ticket/${made.id}`, { values: { number: `${number}-2` } }));
    ok(await admin.patch(`/api/records/ticket/${made.id}`, { values: { note: 'x' } }));
    const after = { ...before, fields: before.fields.map((one) => (one.key === 'number' ? { ...one, encrypted: true } : one)) };
    ok(await admin.put('/api/design/entities/ticket', { version: 1, document: after }));
    expect(ok(await admin.get(`/api/records/ticket/${made.id}`)).values.number).toBe(`${number}-2`);
    expect(ok(await world.ask(admin, 'count', { filter: { field: 'number', op: 'eq', value: `${number}-2` } }, 'ticket'))).toEqual({ count: 1 });
    await clear();
    const told = ok(await admin.get(`/api/records/ticket/${made.id}/history`)).items;
    expect(told.map(({ action }: { action: string }) => action)).toContain('create');
  });

  it('is found there by this very look, where a field is not encrypted', async () => {
    ok(await create({ memo: `${MARK}in clear` }));
    expect(await places(`${MARK}in clear`)).toEqual(['_history.changes', 'firm.memo']);
  });
});

it('is in no line of the log, not even when a change fails on our side', async () => {
  await world.db.query('ALTER TABLE ws_example._outbox RENAME TO _outbox_away');
  const key = { 'idempotency-key': 'sealed-key-3' };
  for (const request of [() => create({ pin: mark() }, key), () => world.ask(world.admin, 'bulk', { mode: 'each', changes: [{ op: 'upsert', by: ['pin'], values: { name: 'x', pin: mark() } }] })]) expect((await request()).status).toBe(500);
  await world.db.query('ALTER TABLE ws_example._outbox_away RENAME TO _outbox');
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.filter((line) => line.includes(MARK))).toEqual([]);
});
