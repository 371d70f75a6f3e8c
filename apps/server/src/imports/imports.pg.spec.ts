import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, ImportView, RecordView } from '@tessera/contract';
import { Database } from '../platform/database.ts';
import { anonymous, memberId, ok, problemsOf, SCHEMA, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import { loadPart } from './import-parts.ts';
import type { TestBrowser } from '../testing/test-server.ts';
import { imported, mapped, preview, problemsIn, upload } from './testing/import-desk.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('an import', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [
        ...role.rules.filter(({ entity }) => entity !== 'account'),
        { effect: 'allow', actions: ['read', 'update'], entity: 'account', where: { field: 'owner', op: 'eq', value: { var: 'me' } } },
        { effect: 'allow', actions: ['create', 'import'], entity: 'account' },
        { effect: 'allow', actions: ['import'], entity: 'contact' },
      ],
    }));
    await crm.dragOntoForm('account', { key: 'vat_id', type: 'text', label: { en: 'VAT id' }, unique: true });
  });
  afterAll(() => crm.stop());

  const named = async (entity: string, name: string, by = admin): Promise<RecordView[]> => ok(await by.post(`/api/records/${entity}/query`, { filter: { field: 'name', op: 'eq', value: name }, limit: 200 })).rows;

  describe('of files as they are in the world', () => {
    it.each([
      ['GBK', Buffer.from('bfcdbba7c3fbb3c62cb3c7cad00ab1b1bea9a3c1b9abcbbe2cb1b1bea90a', 'hex'), 'gb18030', '北京Ａ公司'],
      ['UTF-16', Buffer.from('\uFEFF客户名称\t城市\r\n北京Ｂ公司\t北京\r\n', 'utf16le'), 'utf-16le', '北京Ｂ公司'],
      ['UTF-8 with a byte order mark and semicolons', Buffer.from('\uFEFF客户名称;城市\r\n"北京Ｃ公司";北京\r\n'), 'utf-8', '北京Ｃ公司'],
    ])('reads %s', async (_, bytes, encoding, name) => {
      const view = await imported(admin, 'entity=account', bytes);
      expect(view).toMatchObject({ encoding, status: 'done', rows: 1, imported: 1, refused: 0, columns: ['客户名称', '城市'], sample: [[name, '北京']] });
      expect(await named('account', name)).toMatchObject([{ values: { city: '北京', owner: { label: '陈管理' } } }]);
    });

    it('refuses single rows with their line and reason, and imports the others', async () => {
      const file = 'name,phone,level,website\nGood 1,110,a,https://a.example\n,110,a,\nRagged,1\nRagged,110,a,,,\nBad 1,call me,z,javascript:x\n"Good\n2",110,A Key,\n';
      const view = ok(await upload(admin, 'entity=account', file));
      const before = await crm.picture();
      const seen = await preview(admin, view);
      expect(await crm.picture()).toBe(before);
      expect(seen).toMatchObject({ checked: 6, good: 2, bad: 4, rows: [{ name: 'Good 1', level: 'a' }, { level: 'a' }] });
      const done = await imported(admin, 'entity=account', file);
      expect(done).toMatchObject({ rows: 6, done: 6, imported: 2, refused: 4 });
      const problems = ['3 name FIELD_REQUIRED', '4 - IMPORT_ROW_RAGGED', '5 - IMPORT_ROW_RAGGED', '6 phone FIELD_NOT_PHONE', '6 level FIELD_CHOICE_UNKNOWN', '6 website FIELD_NOT_URL'];
      expect((await problemsIn(admin, done)).sort()).toEqual([...problems].sort());
      expect(seen.problems.map(({ line, column, code }) => `${line} ${column ?? '-'} ${code}`).sort()).toEqual([...problems].sort());
      expect(seen.problems.find(({ column }) => column === 'phone')).toMatchObject({ value: 'call me', field: 'phone', message: '"Phone" must be a telephone number.' });
    });

    it('gives back the refused rows as they came, with line and reason, to be corrected and imported again', async () => {
      const done = await imported(admin, 'entity=account', 'name,phone\nFixed,=cmd\nFine,110\n', undefined, '客户.csv');
      const answer = await admin.get(`/api/imports/${done.id}/refused.csv`);
      expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('客户.refused.csv')}` });
      expect(answer.text).toBe(`\uFEFFname,phone,line in the file,reason\r\nFixed,'=cmd,2,"phone: ""Phone"" must be a telephone number."\r\n`);
      const again = await imported(admin, 'entity=account', answer.text.replace("'=cmd", '110'));
      expect(again).toMatchObject({ imported: 1, refused: 0 });
    });

    it.each([
      ['a quotation mark that is not closed', 'name,city\nA,Berlin\n"B,Bonn\n', 'IMPORT_FILE_INVALID', /line 3/],
      ['a quotation mark out of place', 'name,city\nA,6" pipe\n', 'IMPORT_FILE_INVALID', /line 2/],
      ['no rows', 'name,city\n', 'IMPORT_FILE_EMPTY', /no rows/],
      ['nothing', '', 'IMPORT_FILE_EMPTY', /no rows/],
      ['two columns of one name', 'name,name\nA,B\n', 'IMPORT_HEADER_INVALID', /problems/],
      ['a zip that is no workbook', 'PK\u0003\u0004', 'IMPORT_WORKBOOK_INVALID', /cannot be read/],
      ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'IMPORT_WORKBOOK_OLD', /old Excel/],
      ['a password', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]), 'IMPORT_WORKBOOK_LOCKED', /password/],
      ['a cell of 10 MB', `name,city\nA,Bonn\nB,${'x'.repeat(10_000_000)}\n`, 'IMPORT_ROW_TOO_LONG', /line 3/],
      ['text cut off within a character', Buffer.concat([Buffer.from(`name\n${'字\n'.repeat(500_000)}`), Buffer.from([0xe5, 0xad])]), 'IMPORT_ENCODING_BROKEN', /line 500002/],
      ['bytes of no known encoding', Buffer.from([0x61, 0x0a, 0xff, 0xff, 0xff]), 'IMPORT_ENCODING_UNKNOWN', /UTF-8/],
    ])('refuses a file with %s as a whole', async (_, file, code, words) => {
      const answer = await crm.refused(400, code, () => upload(admin, 'entity=account', file));
      expect(answer.body.message).toMatch(words);
    });

    it('reads a file that shows late that it is GBK, its first rows as well', async () => {
      const file = Buffer.concat([Buffer.from('name,city\n'), Buffer.from('c4a3', 'hex'), Buffer.from(',early\n'), Buffer.from('x,y\n'.repeat(300_000)), Buffer.from('bfcdbba7', 'hex'), Buffer.from(',late\n')]);
      const view = ok(await upload(admin, 'entity=account', file));
      expect(view).toMatchObject({ encoding: 'gb18030', rows: 300_002, sample: expect.arrayContaining([['模', 'early']]) });
      const rows = await crm.app.get(Database).transaction(SCHEMA, (db) => loadPart(db, view.id, 0));
      expect(rows?.[0]).toEqual({ line: 2, cells: ['模', 'early'] });
    });

    it('refuses a file that begins as UTF-8 and goes on as something else', async () => {
      const file = Buffer.concat([Buffer.from('name,city\n客户,early\n'), Buffer.from('x,y\n'.repeat(300_000)), Buffer.from('bfcdbba7', 'hex'), Buffer.from(',late\n')]);
      const answer = await crm.refused(400, 'IMPORT_ENCODING_BROKEN', () => upload(admin, 'entity=account', file));
      expect(answer.body.message).toMatch(/line 3\d{5} /);
    });

    it('refuses what is no upload', async () => {
      for (const [by, query] of [[rep, ''], [admin, '&entity=account&members=true']] as const) await crm.refused(400, 'REQUEST_INVALID', () => by.send('POST', `/api/imports?fileName=a.csv${query}`, Buffer.from('a\n1\n')));
      await crm.refused(404, 'ENTITY_NOT_FOUND', () => upload(admin, 'entity=no_such_table', 'a\n1\n'));
      await crm.refused(415, 'REQUEST_MEDIA_TYPE', () => admin.post('/api/imports?fileName=a.csv&entity=account', { name: 'x' }));
    });
  });

  describe('mapped by hand', () => {
    it('takes words for nothing, replaces values, joins columns and adds constants', async () => {
      const file = 'first,last,kind,town\nAda,Lovelace,0,NULL\nGrace,Hopper,1,-\n';
      const done = await imported(admin, 'entity=account', file, (view) =>
        mapped(view, { first: { field: 'name' }, last: { field: 'name' }, kind: { field: 'level', values: { 0: 'a', 1: 'b' } }, town: { field: 'city' } }, { nullWords: ['NULL', '-'], constants: { type: 'existing', source: 'import' } }),
      );
      expect(done).toMatchObject({ imported: 2, refused: 0 });
      expect(await named('account', 'Ada Lovelace')).toMatchObject([{ values: { level: 'a', city: null, type: 'existing', source: 'import' } }]);
      expect(await named('account', 'Grace Hopper')).toMatchObject([{ values: { level: 'b', city: null } }]);
    });

    it.each([
      ['a column that the file does not have', { columns: [{ column: 9, field: 'name' }] }, 'columns.0.column IMPORT_COLUMN_UNKNOWN'],
      ['a field that does not exist', { columns: [{ column: 0, field: 'nope' }] }, 'columns.0.field FIELD_NOT_FOUND'],
      ['an automatic number', { columns: [{ column: 0, field: 'code' }] }, 'columns.0.field FIELD_NOT_FOUND'],
      ['a system field', { columns: [{ column: 0, field: 'created_at' }] }, 'columns.0.field FIELD_NOT_FOUND'],
      ['the id of records', { columns: [{ column: 0, field: 'id' }] }, 'columns.0.field FIELD_NOT_FOUND'],
      ['a constant for what nobody writes', { columns: [{ column: 0, field: 'name' }], constants: { version: 7 } }, 'constants.version FIELD_NOT_FOUND'],
      ['nothing at all', { columns: [{ column: 0, externalKey: true }] }, 'columns IMPORT_NOTHING_MAPPED'],
    ])('is refused for %s, when previewed and when run', async (_, mapping, problem) => {
      const { id } = ok(await upload(admin, 'entity=account', 'name\nA\n'));
      for (const step of ['preview', 'run']) {
        const answer = await crm.refused(400, 'IMPORT_MAPPING_INVALID', () => admin.post(`/api/imports/${id}/${step}`, { nullWords: [], ...mapping }));
        expect(problemsOf(answer)).toEqual([problem]);
      }
    });

    it('is held to the rights of the importer: a constant of a wrong kind, a duplicate, a missing right are refused row by row', async () => {
      const twice = await imported(admin, 'entity=account', 'name,VAT id\nOne,DE7\nTwo,DE7\nThree,DE8\n');
      expect([twice.imported, await problemsIn(admin, twice)]).toEqual([2, ['3 VAT id FIELD_DUPLICATE']]);
      const wrong = await imported(admin, 'entity=account', 'name\nOne\n', (view) => mapped(view, {}, { constants: { owner: NOBODY } }));
      expect([wrong.imported, (await problemsIn(admin, wrong))[0]]).toEqual([0, '2 - FIELD_NOT_REFERENCE']);
    });
  });

  describe('of links', () => {
    it('by title refuses names that nobody has or that several have', async () => {
      for (const name of ['Twin', 'Twin', 'Single']) await crm.make(admin, 'account', { name });
      const done = await imported(admin, 'entity=contact', 'Name,Customer\nA,Single\nB,Twin\nC,Nobody\n');
      expect([done.imported, await problemsIn(admin, done)]).toEqual([1, ['3 Customer IMPORT_LINK_AMBIGUOUS', '4 Customer IMPORT_LINK_NOT_FOUND']]);
      expect(await named('contact', 'A')).toMatchObject([{ values: { account: { label: 'Single' } } }]);
    });

    it('by title finds one among a crowd of others', async () => {
      const row = (id: string, name: string) => `SELECT ${id}::uuid, 1, now(), now(), '${name}'`;
      await crm.db.query(`INSERT INTO ws_example.account (id, version, created_at, updated_at, name) ${row('gen_random_uuid()', 'Crowd')} FROM generate_series(1, 1001)`);
      await crm.db.query(`INSERT INTO ws_example.account (id, version, created_at, updated_at, name) ${row(`'ffffffff-ffff-7fff-bfff-ffffffffffff'`, 'Lonely')}`);
      const done = await imported(admin, 'entity=contact', 'Name,Customer\nL,Lonely\nC,Crowd\n');
      expect([done.imported, await problemsIn(admin, done)]).toEqual([1, ['3 Customer IMPORT_LINK_AMBIGUOUS']]);
      await crm.db.query(`DELETE FROM ws_example.account WHERE name = 'Crowd'`);
    });

    it('does not link to records that the importer cannot see, and reports them like names and keys that nobody has', async () => {
      await imported(admin, 'entity=account', 'customerID,name\nHIDDEN,Hidden Inc\n');
      const [hidden] = await named('account', 'Hidden Inc');
      const view = ok(await upload(rep, 'entity=contact', `Name,Customer,customerKey\nA,Hidden Inc,\nB,Nobody Inc,\nC,,HIDDEN\nD,,NOBODY\nE,${hidden?.id},\n`));
      const both = mapped(view, { Customer: { field: 'account', match: 'title' }, customerKey: {} });
      const byTitle = (await preview(rep, both)).problems.filter(({ line }) => line === 2 || line === 3);
      expect(byTitle.map(({ message }) => message.replace('Hidden', 'Nobody'))).toEqual(['There is no record called "Nobody Inc".', 'There is no record called "Nobody Inc".']);
      const byKey = (await preview(rep, mapped(view, { Customer: { field: undefined }, customerKey: { field: 'account', match: 'externalKey' } }))).problems.filter(({ code }) => code !== 'FIELD_REQUIRED');
      expect(byKey.map(({ code, message }) => [code, message.replace('HIDDEN', 'NOBODY')])).toEqual([
        ['IMPORT_LINK_NOT_FOUND', 'No record was imported under the key "NOBODY".'],
        ['IMPORT_LINK_NOT_FOUND', 'No record was imported under the key "NOBODY".'],
      ]);
      const done = await imported(rep, 'entity=contact', `Name,Customer\nE,${hidden?.id}\n`);
      expect([done.imported, await problemsIn(rep, done)]).toEqual([0, ['2 Customer IMPORT_LINK_NOT_FOUND']]);
    });

    it('by keys goes across files, whose keys are remembered', async () => {
      await imported(admin, 'entity=account', 'customerID,name\nK1,Keyed 1\nK2,Keyed 2\n');
      const done = await imported(admin, 'entity=contact', 'name,customerID\nOf K2,K2\nOf none,K9\n');
      expect([done.imported, await problemsIn(admin, done)]).toEqual([1, ['3 customerID IMPORT_LINK_NOT_FOUND']]);
      expect(await named('contact', 'Of K2')).toMatchObject([{ values: { account: { label: 'Keyed 2' } } }]);
    });

    it('does not give one key to two records, but gives it again after the first was deleted or refused', async () => {
      const file = 'customerID,name,phone\nD1,Dear 1,110\nD1,Dear 1 again,110\nD2,Dear 2,none\nD2,Dear 2 again,110\n';
      const done = await imported(admin, 'entity=account', file);
      expect(await problemsIn(admin, done)).toEqual(['3 - IMPORT_KEY_TAKEN', '4 phone FIELD_NOT_PHONE']);
      const again = await imported(admin, 'entity=account', 'customerID,name\nD1,Dear 1 once more\n');
      expect(await problemsIn(admin, again)).toEqual(['2 - IMPORT_KEY_TAKEN']);
      const [first] = await named('account', 'Dear 1');
      expect((await admin.delete(`/api/records/account/${first?.id}?version=1`)).status).toBe(204);
      expect(await imported(admin, 'entity=account', 'customerID,name\nD1,Dear 1 reborn\n')).toMatchObject({ imported: 1, refused: 0 });
      await imported(admin, 'entity=contact', 'name,customerID\nOf D1,D1\n');
      expect(await named('contact', 'Of D1')).toMatchObject([{ values: { account: { label: 'Dear 1 reborn' } } }]);
    });
  });

  describe('and what comes of it', () => {
    it('is told in the history of each record, with the name of the file', async () => {
      const done = await imported(rep, 'entity=account', 'name\nTold\n', undefined, 'customers of 2024.csv');
      const [{ id } = { id: '' }] = await named('account', 'Told', rep);
      const [entry] = ok(await rep.get(`/api/records/account/${id}/history`)).items as HistoryEntry[];
      expect(entry).toMatchObject({ action: 'create', actor: { id: memberId(rep) }, via: { kind: 'import', ref: done.id, label: 'customers of 2024.csv' } });
      expect(ok(await rep.get(`/api/imports/${done.id}/records`)).items).toEqual([{ line: 2, id, label: 'Told' }]);
    });

    it('is seen by whoever made it and by nobody else', async () => {
      const view = ok(await upload(rep, 'entity=account', 'name\nMine\n'));
      expect(ok(await rep.get('/api/imports')).items[0]).toMatchObject({ id: view.id, status: 'mapping', createdBy: { label: '李销售' } });
      expect(ok(await admin.get('/api/imports')).items.map(({ id }: ImportView) => id)).not.toContain(view.id);
      for (const path of ['', '/problems', '/refused.csv', '/records']) {
        const [theirs, none] = [await admin.get(`/api/imports/${view.id}${path}`), await admin.get(`/api/imports/${NOBODY}${path}`)];
        expect([theirs.status, anonymous(theirs)]).toEqual([404, anonymous(none)]);
      }
      for (const step of ['preview', 'run']) await crm.refused(404, 'IMPORT_NOT_FOUND', () => admin.post(`/api/imports/${view.id}/${step}`, view.mapping));
    });

    it('is started once', async () => {
      const { id, mapping } = ok(await upload(admin, 'entity=account', 'name\nOnce\n'));
      const answers = await Promise.all([1, 2, 3].map(() => admin.post(`/api/imports/${id}/run`, mapping)));
      expect(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).sort()).toEqual(['200 ', '409 IMPORT_STARTED_ALREADY', '409 IMPORT_STARTED_ALREADY']);
    });
  });

  describe('of members', () => {
    it('makes people who own records and cannot sign in; what is wrong with one keeps no other back', async () => {
      const file = 'employeeID,lastName,firstName,title,email\n1,Davolio,Nancy,Sales,Nancy.Davolio@Example.com\n2,Fuller,Andrew,,andrew@example\n3,,,Boss,\n4,Taken,Tom,,LI@example.com\n5,Peacock,Margaret,"A very long title that goes on and on, longer than anything anybody has ever had printed on a business card",\n6,King,Robert,,\n';
      const done = await imported(admin, 'members=true', file);
      expect([done.imported, await problemsIn(admin, done)]).toEqual([2, ['3 email FIELD_NOT_EMAIL', '4 firstName FIELD_REQUIRED', '5 email FIELD_DUPLICATE', '6 title FIELD_TOO_LONG']]);
      const members = ok(await admin.get('/api/members')).items;
      expect(members.find(({ name }: { name: string }) => name === 'Nancy Davolio')).toMatchObject({ status: 'imported', email: 'nancy.davolio@example.com', title: 'Sales', roles: [] });
      const accounts = await imported(admin, 'entity=account', 'name,employeeID,Owner\nBy key,1,\nBy name,,Robert King\nUnknown,3,\n', (view) => mapped(view, { Owner: {} }));
      expect([accounts.imported, await problemsIn(admin, accounts)]).toEqual([2, ['4 employeeID IMPORT_LINK_NOT_FOUND']]);
      expect(await named('account', 'By key')).toMatchObject([{ values: { owner: { label: 'Nancy Davolio' } } }]);
      expect(ok(await admin.get(`/api/imports/${done.id}/records`)).items.map(({ label }: { label: string }) => label)).toEqual(['Nancy Davolio', 'Robert King']);
    });

    it('takes no roles, no status and nothing that is not text', async () => {
      const { id } = ok(await upload(admin, 'members=true', 'name\nA\n'));
      const run = (constants: Record<string, unknown>) => admin.post(`/api/imports/${id}/preview`, { columns: [{ column: 0, field: 'name' }], nullWords: [], constants });
      expect(problemsOf(await run({ roles: ['admin'], status: 'active' }))).toEqual(['constants.roles FIELD_NOT_FOUND', 'constants.status FIELD_NOT_FOUND']);
      expect(ok(await run({ title: { a: 1 } })).problems).toMatchObject([{ code: 'FIELD_NOT_TEXT', field: 'title' }]);
    });

    it('is for those who manage members', async () => {
      await crm.refused(403, 'IMPORT_FORBIDDEN', () => upload(rep, 'members=true', 'name\nA\n'));
    });
  });
});
