/** The trail itself: nobody changes it, what is changed all the same is named, auditors find what they look for, unusual reading is frozen. */

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestServer, type TestAnswer, type TestBrowser } from '../testing/test-server.ts';
import { audit } from '../workspaces/audit.ts';
import { AuditTrail } from './audit-trail.ts';
import { SCHEMA, startWatchedWorld, sure, type WatchedWorld } from './testing/watched-world.ts';

jest.setTimeout(60_000);

let world: WatchedWorld;
const ids: string[] = [];
beforeAll(async () => {
  world = await startWatchedWorld();
  for (const name of ['A', 'B', 'C']) ids.push(await world.make('patient', { name, city: 'Wuhan', id_no: `42000019900101000${name}` }));
});
afterAll(() => world.server.stop());

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => world.server.db.query(text.replaceAll('ws.', `${SCHEMA}.`), values) as Promise<Record<string, unknown>[]>;
const verdict = async (): Promise<unknown> => {
  const { intact, broken } = sure(await world.auditor.post('/api/audit/verify', {}));
  return intact ? 'intact' : [broken.reason, broken.seq];
};
/** Does it as somebody who owns the database would, and puts it back. */
async function tampered(change: string[], back: string[]): Promise<unknown> {
  const run = async (statements: string[]): Promise<void> => {
    for (const statement of ["SET session_replication_role = 'replica'", ...statements, "SET session_replication_role = 'origin'"]) await sql(statement);
  };
  await run(change);
  const named = await verdict();
  await run(back);
  expect(await verdict()).toBe('intact');
  return named;
}

describe('an entry', () => {
  it.each(['UPDATE ws._audit SET target = target', "UPDATE ws._audit SET detail = '{}'", 'DELETE FROM ws._audit', 'TRUNCATE ws._audit CASCADE', 'UPDATE ws._audit_seal SET seq = seq', 'DELETE FROM ws._audit_seal', 'TRUNCATE ws._audit_seal'])('stays: %s is refused by the database', async (statement) => {
    await world.seal();
    await expect(sql(statement)).rejects.toThrow('append-only');
  });

  it('gets its place once; what commits late gets the next', async () => {
    await world.seal();
    const [before] = await sql('SELECT seq FROM ws._audit_head');
    await world.server.database.transaction(SCHEMA, async (db) => {
      await audit(db, { at: new Date(), actor: null, action: 'late.one', target: '' });
      await world.server.app.get(AuditTrail).note({ schema: SCHEMA }, { at: new Date(), actor: null, action: 'early.one', target: '' });
      await world.seal();
    });
    await world.seal();
    expect(await world.seal()).toBe(0);
    const seals = await sql(`SELECT a.action, s.seq - $1::bigint AS place FROM ws._audit_seal s JOIN ws._audit a ON a.id = s.id WHERE s.seq > $1::bigint ORDER BY s.seq`, [before?.['seq']]);
    expect(seals).toEqual([{ action: 'early.one', place: '1' }, { action: 'late.one', place: '2' }]);
    expect(await verdict()).toBe('intact');
  });

  it('is sealed by one of many that try at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => world.server.app.get(AuditTrail).note({ schema: SCHEMA }, { at: new Date(), actor: null, action: 'crowd.one', target: String(n) })));
    const second = await startTestServer({ beside: world.server });
    const { Sealer } = await import('./sealer.ts');
    const sealed = await Promise.all([world.seal(), second.app.get(Sealer).seal(SCHEMA), world.seal()]);
    expect([await verdict(), sealed.reduce((sum, one) => sum + one, 0) <= 41]).toEqual(['intact', true]);
    await second.app.close();
    await second.database.close();
  });
});

describe('the verifier', () => {
  beforeAll(async () => {
    await world.seal();
    await sql('CREATE TABLE ws.kept_audit AS SELECT * FROM ws._audit');
    await sql('CREATE TABLE ws.kept_seal AS SELECT * FROM ws._audit_seal');
  });

  it('names an entry one byte of which was changed', async () => {
    expect(await tampered(["UPDATE ws._audit SET action = overlay(action placing 'X' from 1 for 1) WHERE id = (SELECT id FROM ws._audit_seal WHERE seq = 4)"], ['UPDATE ws._audit a SET action = k.action FROM ws.kept_audit k WHERE k.id = a.id AND k.action <> a.action'])).toEqual(['changed', 4]);
  });

  it('names an entry whose moment was moved by a microsecond', async () => {
    expect(await tampered(["UPDATE ws._audit SET at = at + interval '1 microsecond' WHERE id = (SELECT id FROM ws._audit_seal WHERE seq = 2)"], ["UPDATE ws._audit SET at = at - interval '1 microsecond' WHERE id = (SELECT id FROM ws._audit_seal WHERE seq = 2)"])).toEqual(['changed', 2]);
  });

  it('names an entry that was deleted, and one that was deleted with its seal', async () => {
    const back = ['INSERT INTO ws._audit SELECT * FROM ws.kept_audit k WHERE NOT EXISTS (SELECT FROM ws._audit a WHERE a.id = k.id)', 'INSERT INTO ws._audit_seal SELECT * FROM ws.kept_seal k WHERE NOT EXISTS (SELECT FROM ws._audit_seal s WHERE s.seq = k.seq)'];
    const gone = 'DELETE FROM ws._audit WHERE id = (SELECT id FROM ws._audit_seal WHERE seq = 3)';
    expect(await tampered([gone], back)).toEqual(['missing', 3]);
    expect(await tampered([gone, 'DELETE FROM ws._audit_seal WHERE seq = 3'], back)).toEqual(['missing', 3]);
  });

  it('names an entry that was put in, with triggers and without', async () => {
    const [head] = await sql('SELECT seq FROM ws._audit_head');
    const put = "INSERT INTO ws._audit (id, at, action, target, detail) VALUES ('02000000-0000-7000-8000-000000000000', now(), 'put.in', '', '{}')";
    const named = ['added', Number(head?.['seq']) + 1];
    await sql(put);
    await world.seal();
    expect(await verdict()).toEqual(named);
    expect(await tampered([], ["DELETE FROM ws._audit WHERE action = 'put.in'"])).toEqual(named);
    expect(await tampered([put], ["DELETE FROM ws._audit WHERE action = 'put.in'"])).toEqual(named);
  });

  it('misses a tail that was cut off', async () => {
    const back = ['INSERT INTO ws._audit SELECT * FROM ws.kept_audit k WHERE NOT EXISTS (SELECT FROM ws._audit a WHERE a.id = k.id)', 'INSERT INTO ws._audit_seal SELECT * FROM ws.kept_seal k WHERE NOT EXISTS (SELECT FROM ws._audit_seal s WHERE s.seq = k.seq)'];
    expect(await tampered(['DELETE FROM ws._audit WHERE id IN (SELECT id FROM ws._audit_seal WHERE seq > 5)', 'DELETE FROM ws._audit_seal WHERE seq > 5'], back)).toEqual(['cutOff', 6]);
  });

  it('says it on the command line as well, and holds the chain against a head that was noted', async () => {
    const { parseArguments, verifyAll } = (await import(new URL('../../../../scripts/audit-verify.mjs', import.meta.url).href)) as any;
    const run = async (...args: string[]): Promise<unknown> => {
      const lines: string[] = [];
      const client = { query: async (text: string, values: unknown[]) => ({ rows: await world.server.db.query(text, values) }) };
      return [await verifyAll(client, parseArguments(args), (line: string) => lines.push(line)), lines.join()];
    };
    const [head] = await sql("SELECT seq, encode(hash, 'hex') AS hash FROM ws._audit_head");
    expect(await run()).toEqual([0, `example: intact, ${head?.['seq']} entries`]);
    expect(await run('--workspace', 'example', '--head', `${head?.['seq']}:${head?.['hash']}`)).toEqual([0, `example: intact, ${head?.['seq']} entries`]);
    expect(await run('--workspace', 'example', '--head', `3:${head?.['hash']}`)).toEqual([1, expect.stringContaining('BROKEN at entry 3 (changed')]);
    expect(await run('--workspace', 'example', '--head', `${Number(head?.['seq']) + 5}:${head?.['hash']}`)).toEqual([1, expect.stringContaining('(cutOff)')]);
    expect(await run('--workspace', 'other')).toEqual([2, 'There is no workspace "other".']);
    expect([['--head', '3:x'], ['--nonsense', '1'], ['--workspace']].map((args) => parseArguments(args))).toEqual([null, null, null]);
  });

  afterAll(() => sql('DROP TABLE ws.kept_audit, ws.kept_seal'));
});

describe('an auditor', () => {
  const trail = async (filter: Readonly<Record<string, string | undefined>> = {}, by = world.auditor): Promise<any[]> => sure(await by.get(`/api/audit?${new URLSearchParams(filter as Record<string, string>)}`)).items;

  it('finds who read what of whom by every part of it', async () => {
    sure(await world.doctor.get(`/api/records/patient/${ids[0]}`));
    const doctor = world.doctor.session!.member.id;
    const [entry] = await trail({ action: 'record.read' });
    expect(entry).toMatchObject({ actorKind: 'member', actor: { id: doctor, label: 'doctor' }, entity: 'patient', target: ids[0], fields: ['id_no', 'tail'], records: 1, detail: { records: [ids[0]] } });
    for (const filter of [{ record: ids[0]! }, { field: 'id_no' }, { field: 'id_no', entity: 'patient' }, { actor: doctor }, { action: 'record' }, { entity: 'patient' }, { from: entry.at, to: '2999-01-01T00:00:00Z' }]) {
      expect([filter, (await trail(filter)).some(({ id }) => id === entry.id)]).toEqual([filter, true]);
    }
    for (const filter of [{ record: ids[1]! }, { field: 'secret' }, { field: 'id_no', entity: 'visit' }, { actor: world.desk.session!.member.id }, { action: 'rec' }, { entity: 'visit' }, { to: entry.at }]) {
      expect([filter, (await trail(filter)).some(({ id }) => id === entry.id)]).toEqual([filter, false]);
    }
  });

  it('turns pages without losing or repeating an entry', async () => {
    const all = await trail({ limit: '200', to: new Date().toISOString() });
    const seen: string[] = [];
    const to = all[0].at as string;
    let cursor: string | null = null;
    const whole = (await trail({ limit: '200', to })).map(({ id }) => id);
    do {
      const page: any = sure(await world.auditor.get(`/api/audit?${new URLSearchParams({ limit: '7', to, ...(cursor ? { cursor } : {}) })}`));
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.next;
    } while (cursor !== null && seen.length < 200);
    expect(seen.slice(0, whole.length)).toEqual(whole);
    expect((await world.auditor.get('/api/audit?cursor=abc')).body.code).toBe('RECORD_CURSOR_INVALID');
  });

  it('takes it away as a table that runs nothing, and that is noted', async () => {
    await world.server.app.get(AuditTrail).note({ schema: SCHEMA }, { at: new Date(), actor: null, action: 'odd.one', target: '=1+1' });
    const { text, status, headers } = await world.auditor.get('/api/audit/export?action=odd');
    expect([status, headers['content-type'], text.split('\r\n').length]).toEqual([200, 'text/csv; charset=utf-8', 3]);
    expect(text).toContain(",'=1+1,");
    expect((await trail({ action: 'audit.exported' }))[0]).toMatchObject({ actor: { label: 'auditor' }, detail: { filter: { action: 'odd' } } });
  });

  it('reads no records, and who has not the capability reads no trail', async () => {
    expect((await world.auditor.post('/api/records/patient/query', {})).status).toBe(404);
    for (const path of ['', '/export', '/alerts']) expect([(await world.doctor.get(`/api/audit${path}`)).status, (await world.server.browser().get(`/api/audit${path}`)).status]).toEqual([403, 401]);
    expect((await world.doctor.post('/api/audit/verify', {})).status).toBe(403);
  });
});

describe('unusual reading', () => {
  const limits = async (readingAlert: number, readingFreeze: number): Promise<unknown> => sure(await world.admin.put('/api/security', { ...sure<object>(await world.admin.get('/api/security')), readingAlert, readingFreeze }));
  const list = (by: TestBrowser, fields: string[]): Promise<TestAnswer> => by.post('/api/records/patient/query', { fields });

  it('is told to auditors, then frozen in every process until another lifts it', async () => {
    const reader = await world.server.join(world.admin, { name: 'reader', email: 'reader@example.com', roles: ['doctor', 'auditor'] });
    await limits(4, 7);
    const second = await startTestServer({ beside: world.server });
    const there = Object.assign(second.browser(), { csrfToken: reader.csrfToken });
    for (const [name, value] of reader.cookies) there.cookies.set(name, value);

    const alerts = async (): Promise<any[]> => sure(await world.auditor.get('/api/audit/alerts')).items;
    sure(await list(reader, ['id_no']));
    expect(await alerts()).toEqual([]);
    sure(await list(there, ['id_no']));
    expect(await alerts()).toMatchObject([{ member: { label: 'reader' }, records: 6, frozen: false }]);
    sure(await list(reader, ['id_no']));
    const [alert] = await alerts();
    expect(alert).toMatchObject({ member: { label: 'reader' }, records: 9, frozen: true, liftedAt: null });

    const refusal = await list(reader, ['id_no']);
    expect([refusal.status, refusal.body.code, refusal.text.includes('4200')]).toEqual([403, 'READING_FROZEN', false]);
    for (let tries = 0; tries < 50 && (await list(there, ['id_no'])).status !== 403; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const [answer, status] of [
      [await list(there, ['id_no']), 403],
      [await reader.get(`/api/records/patient/${ids[0]}`), 403],
      [await reader.get(`/api/records/patient/${ids[0]}/history`), 403],
      [await reader.post('/api/records/patient/export', { fields: ['id_no'] }), 403],
      [await reader.post('/api/records/patient/distinct', { field: 'id_no' }), 403],
      [await list(reader, ['name', 'city']), 200],
      [await list(world.doctor, ['id_no']), 200],
    ] as const) expect(answer.status).toBe(status);

    // What they write is kept, though they do not see it.
    const made = await reader.post('/api/records/patient', { values: { name: 'New', id_no: '1' } });
    expect([made.status, made.body.values]).toEqual([200, {}]);

    const lift = (by: TestBrowser): Promise<TestAnswer> => by.post(`/api/audit/alerts/${alert.id}/lift`, {});
    expect((await lift(reader)).body.code).toBe('AUDIT_FREEZE_OWN');
    expect(sure(await lift(world.auditor))).toMatchObject({ frozen: true, liftedBy: { label: 'auditor' } });
    expect((await lift(world.auditor)).body.code).toBe('AUDIT_FREEZE_OVER');
    expect((await list(reader, ['id_no'])).status).toBe(200);
    const id = reader.session!.member.id;
    const said = (await world.news()).filter(({ action, target }) => action.startsWith('reading.') && target === id).map(({ action, target }) => [action, target]);
    expect(said).toEqual([['reading.alerted', id], ['reading.frozen', id], ['reading.freezeLifted', id]]);
    await second.app.close();
    await second.database.close();
  });
});
