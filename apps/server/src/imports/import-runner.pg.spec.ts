/** What a batch leaves behind when the process fails, is stopped, or is not alone; and what ends an import early. */

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ImportView } from '@tessera/contract';
import type { CrmServer } from '../records/testing/crm-server.ts';
import type { TestBrowser, TestServer } from '../testing/test-server.ts';

/** Called at the end of each batch, before its commit. */
let atBatchEnd: (batch: number) => void = () => {};
let batches = 0;
jest.unstable_mockModule('../platform/failpoint.ts', () => ({
  failpoint: (name: string) => {
    if (name === 'import.batch.before-commit') atBatchEnd((batches += 1));
  },
}));
const { memberId, ok, startCrm } = await import('../records/testing/crm-server.ts');
const { startTestServer } = await import('../testing/test-server.ts');
const { finished, upload } = await import('./testing/import-desk.ts');
const { ImportRunner } = await import('./import-runner.ts');

const crash = (): never => {
  throw new Error('crash');
};

describe('the runner of imports', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let second: TestServer;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    second = await startTestServer({ beside: crm });
  });
  afterEach(() => {
    atBatchEnd = () => {};
    batches = 0;
  });
  afterAll(async () => {
    await second.stop();
    await crm.stop();
  });

  const products = (prefix: string, rows: number): string => `productID,name\n${Array.from({ length: rows }, (_, n) => `${prefix}${n},${prefix} ${n}\n`).join('')}`;
  const start = async (by: TestBrowser, file: string): Promise<ImportView> => {
    const view = ok(await upload(by, 'entity=product', file));
    return ok(await by.post(`/api/imports/${view.id}/run`, view.mapping));
  };
  const count = async (prefix: string) => (await crm.one<{ n: number; names: number }>(`SELECT count(*)::int AS n, count(DISTINCT name)::int AS names FROM ws.product WHERE name LIKE $1`, [`${prefix} %`])) as { n: number; names: number };
  const state = (id: string) => crm.one('SELECT status, done, imported, refused FROM ws._import WHERE id = $1', [id]);
  const wake = (server: TestServer = crm): void => server.app.get(ImportRunner).wake();
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    for (let waited = 0; !(await isSo()); waited += 20) {
      if (waited > 20_000) throw new Error('it never comes to that');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('goes on after a failure between batches, and repeats nothing', async () => {
    atBatchEnd = (batch) => batch >= 2 && crash(); // however often the runner looks
    const { id } = await start(admin, products('Resumed', 2500));
    await until(() => batches >= 2);
    expect(await count('Resumed')).toMatchObject({ n: 1000 });
    expect(await state(id)).toEqual({ status: 'running', done: 1000, imported: 1000, refused: 0 });
    atBatchEnd = () => {};
    wake(second);
    expect(await finished(admin, { id })).toMatchObject({ status: 'done', done: 2500, imported: 2500, refused: 0 });
    expect(await count('Resumed')).toEqual({ n: 2500, names: 2500 });
    expect(await crm.one(`SELECT count(*)::int AS keys FROM ws._external_key WHERE source = $1`, [id])).toEqual({ keys: 2500 });
    expect(await crm.one(`SELECT count(*)::int AS entries FROM ws._history WHERE via_ref = $1`, [id])).toEqual({ entries: 2500 });
  });

  it('imports each row once when two servers are after the same import', async () => {
    atBatchEnd = () => {
      wake(second);
      wake(crm);
    };
    const { id } = await start(admin, products('Shared', 2300));
    for (let n = 0; n < 10; n += 1) [crm, second].forEach(wake);
    expect(await finished(admin, { id })).toMatchObject({ status: 'done', done: 2300, imported: 2300 });
    expect(await count('Shared')).toEqual({ n: 2300, names: 2300 });
  });

  it('is finished by another server when the first one stops in between', async () => {
    const third = await startTestServer({ beside: crm });
    const browser = third.browser();
    expect((await browser.signIn('admin@example.com')).status).toBe(200);
    let stopping: Promise<void> | undefined;
    atBatchEnd = () => (stopping ??= third.stop());
    const { id } = await start(browser, products('Handed over', 1500));
    await until(() => stopping !== undefined);
    await stopping;
    wake();
    expect(await finished(admin, { id })).toMatchObject({ status: 'done', imported: 1500 });
    expect(await count('Handed over')).toEqual({ n: 1500, names: 1500 });
  });

  it.each([
    ['is disabled', (id: string) => admin.patch(`/api/members/${id}`, { disabled: true }), (id: string) => admin.patch(`/api/members/${id}`, { disabled: false })],
    ['loses the right', (id: string) => admin.patch(`/api/members/${id}`, { roles: ['sales_rep'] }), (id: string) => admin.patch(`/api/members/${id}`, { roles: ['sales_manager'] })],
  ])('ends an import whose importer %s in between; what was imported stays', async (what, change, restore) => {
    const email = `importer-${what.length}@example.com`;
    const importer = await crm.join(admin, { name: 'Importer', email, roles: ['sales_manager'] });
    atBatchEnd = (batch) => batch >= 2 && crash(); // however often the runner looks before the rights have changed
    const prefix = `Ended ${what}`;
    const { id } = await start(importer, products(prefix, 2500));
    await until(() => batches >= 2);
    ok(await change(memberId(importer)));
    wake();
    await until(async () => (await state(id))['status'] === 'failed');
    expect(await state(id)).toEqual({ status: 'failed', done: 1000, imported: 1000, refused: 0 });
    expect((await count(prefix)).n).toBe(1000);
    expect(await crm.one(`SELECT detail FROM ws._audit WHERE action = 'import.failed' AND target = $1`, [id])).toEqual({ detail: { code: 'IMPORT_FORBIDDEN' } });
    ok(await restore(memberId(importer)));
  });

  it('holds every batch to the rights and the design of that moment', async () => {
    const importer = await crm.join(admin, { name: 'Careful', email: 'careful@example.com', roles: ['sales_manager'] });
    atBatchEnd = (batch) => batch >= 2 && crash();
    const { id } = await start(importer, products('Held', 1020).replace('productID,name', 'spec,name'));
    await until(() => batches >= 2);
    await crm.changeRole('sales_manager', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'product', fields: ['spec'] }] }));
    const begun = batches + 1; // one may have begun under the old rights
    await until(() => {
      wake();
      return batches > begun;
    });
    atBatchEnd = () => {};
    wake();
    expect(await finished(importer, { id })).toMatchObject({ status: 'done', imported: 1000, refused: 20 });
    expect(ok(await importer.get(`/api/imports/${id}/problems`)).items[0]).toMatchObject({ code: 'FIELD_NOT_FOUND', field: 'spec' });
    await crm.changeRole('sales_manager', (role) => ({ ...role, rules: role.rules.slice(0, -1) }));
  });

  it('gives up what fails again and again, and keeps no other import waiting for it', async () => {
    await crm.db.query(`CREATE FUNCTION ws_example.break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX000'; END $$`);
    await crm.db.query(`CREATE TRIGGER broken BEFORE INSERT ON ws_example.product FOR EACH ROW WHEN (NEW.name LIKE 'Doomed %') EXECUTE FUNCTION ws_example.break()`);
    const { id } = await start(admin, products('Doomed', 3));
    const next = await start(admin, products('Next', 3));
    expect(await finished(admin, next)).toMatchObject({ status: 'done', imported: 3 });
    for (let n = 0; n < 500 && (await state(id))['status'] === 'running'; n += 1) {
      wake();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await state(id)).toEqual({ status: 'failed', done: 0, imported: 0, refused: 0 });
    expect((await count('Doomed')).n).toBe(0);
    expect(await crm.one(`SELECT detail FROM ws._audit WHERE action = 'import.failed' AND target = $1`, [id])).toEqual({ detail: { code: 'INTERNAL_ERROR' } });
    await crm.db.query('DROP TRIGGER broken ON ws_example.product');
  });

  it('refuses a row whose key another import has given away while it was written', async () => {
    const other = await crm.make(admin, 'product', { name: 'Quicker' });
    await crm.db.query(`CREATE FUNCTION ws_example.quicker() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ws_example._external_key (source, entity, key, record_id) VALUES ('other', 'product', 'Late0', '${other.id}'); RETURN NULL; END $$`);
    await crm.db.query(`CREATE TRIGGER quicker AFTER INSERT ON ws_example.product FOR EACH ROW WHEN (NEW.name = 'Late 0') EXECUTE FUNCTION ws_example.quicker()`);
    const { id } = await start(admin, products('Late', 2));
    expect(await finished(admin, { id })).toMatchObject({ imported: 1, refused: 1 });
    await crm.db.query('DROP TRIGGER quicker ON ws_example.product');
    expect(ok(await admin.get(`/api/imports/${id}/problems`)).items).toMatchObject([{ line: 2, code: 'IMPORT_KEY_TAKEN' }]);
    expect(await count('Late')).toEqual({ n: 1, names: 1 });
  });

  it('writes nothing of a row that is refused half way', async () => {
    await crm.make(admin, 'account', { name: 'Alfreds' });
    const before = await crm.one(`SELECT (SELECT count(*)::int FROM ws.contact) AS contacts, (SELECT count(*)::int FROM ws._external_key WHERE entity = 'contact') AS keys`);
    await crm.dragOntoForm('contact', { key: 'badge', type: 'text', label: { en: 'Badge' }, unique: true });
    const view = ok(await upload(admin, 'entity=contact', 'contactID,Name,Customer,Badge\n1,A,Alfreds,7\n2,B,Alfreds,7\n3,C,Alfreds,8\n'));
    ok(await admin.post(`/api/imports/${view.id}/run`, view.mapping));
    expect(await finished(admin, view)).toMatchObject({ imported: 2, refused: 1 });
    const after = await crm.one(`SELECT (SELECT count(*)::int FROM ws.contact) AS contacts, (SELECT count(*)::int FROM ws._external_key WHERE entity = 'contact') AS keys`);
    expect(after).toEqual({ contacts: Number(before['contacts']) + 2, keys: Number(before['keys']) + 2 });
    expect(await crm.one(`SELECT count(*)::int AS n FROM ws._history WHERE via_ref = $1`, [view.id])).toEqual({ n: 2 });
  });
});
