/** Imports beyond adding rows of a CSV file: workbooks, changing what is there, links by any unique field, taking back, entities from files. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, ImportView, RecordView } from '@tessera/contract';
import { memberId, ok, problemsOf, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import type { TestBrowser } from '../testing/test-server.ts';
import { ImportRunner } from './import-runner.ts';
import { finished, imported, mapped, preview, problemsIn, refusedFile, upload } from './testing/import-desk.ts';
import { textWorkbook, workbookParts, zipOf } from './testing/workbook-file.ts';

describe('an import', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    await crm.dragOntoForm('account', { key: 'vat_id', type: 'text', label: { en: 'VAT id' }, unique: true });
    await crm.dragOntoForm('account', { key: 'helpers', type: 'members', label: { en: 'Helpers' } });
  });
  afterAll(() => crm.stop());

  const list = async (entity: string, names: readonly string[]): Promise<RecordView[]> => ok(await admin.post(`/api/records/${entity}/query`, { filter: { field: 'name', op: 'in', value: names }, sort: [{ field: 'name' }], limit: 200 })).rows;
  const values = async (entity: string, ...names: string[]) => (await list(entity, names)).map((row) => row.values);
  const undone = async (by: TestBrowser, { id }: ImportView): Promise<ImportView> => {
    ok(await by.post(`/api/imports/${id}/undo`));
    for (;;) {
      const view = ok(await by.get<ImportView>(`/api/imports/${id}`));
      if (view.status !== 'undoing') return view;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };

  describe('of a workbook', () => {
    it('reads the sheet that is chosen, and tells of the others', async () => {
      const file = zipOf(workbookParts({ Cover: '<row r="1"><c t="str"><v>Title</v></c></row><row r="2"><c t="str"><v>x</v></c></row>', Data: '<row r="1"><c t="str"><v>name</v></c><c t="str"><v>phone</v></c></row><row r="2"><c t="str"><v>Sheeted</v></c><c><v>110</v></c></row><row r="5"><c t="str"><v>Bad</v></c><c t="str"><v>call me</v></c></row>' }));
      const answer = await admin.send('POST', '/api/imports?fileName=book.xlsx&entity=account&sheet=Data', file);
      const view = ok(answer);
      expect(view).toMatchObject({ format: 'xlsx', sheets: ['Cover', 'Data'], sheet: 'Data', columns: ['name', 'phone'], rows: 2, sample: [['Sheeted', '110'], ['Bad', 'call me']] });
      ok(await admin.post(`/api/imports/${view.id}/run`, view.mapping));
      const done = await finished(admin, view);
      expect([done.imported, await problemsIn(admin, done)]).toEqual([1, ['5 phone FIELD_NOT_PHONE']]);
      expect(await values('account', 'Sheeted')).toMatchObject([{ phone: '110' }]);
    });

    it('gives its other sheets without being sent again, until it is imported or a day old', async () => {
      const sheet = (name: string) => `<row r="1"><c t="str"><v>name</v></c></row><row r="2"><c t="str"><v>${name}</v></c></row>`;
      const file = zipOf(workbookParts({ One: sheet('From one'), Two: sheet('From two'), Empty: '', Bare: '<row r="1"><c t="str"><v>name</v></c></row>' }));
      const read = (id: string, name: string) => admin.post(`/api/imports/${id}/sheet`, { sheet: name });
      const view = ok(await upload(admin, 'entity=account', file, 'sheets.xlsx'));
      for (const [name, code] of [['Nine', 'IMPORT_SHEET_UNKNOWN'], ['Empty', 'IMPORT_FILE_EMPTY'], ['Bare', 'IMPORT_FILE_EMPTY']] as const) await crm.refused(400, code, () => read(view.id, name));
      expect(ok(await read(view.id, 'Two'))).toMatchObject({ sheet: 'Two', status: 'reading' });
      expect(await finished(admin, view)).toMatchObject({ status: 'mapping', sheet: 'Two', rows: 1, sample: [['From two']], mapping: { columns: [{ column: 0, field: 'name' }] } });
      ok(await read(view.id, 'One'));
      expect(await finished(admin, view)).toMatchObject({ status: 'mapping', sample: [['From one']] });
      ok(await admin.post(`/api/imports/${view.id}/run`, view.mapping));
      expect(await finished(admin, view)).toMatchObject({ status: 'done', imported: 1 });
      expect(await values('account', 'From one', 'From two')).toHaveLength(1);
      await crm.refused(409, 'IMPORT_STARTED_ALREADY', () => read(view.id, 'Two'));
      expect(await crm.one('SELECT count(*)::int AS chunks FROM ws._import_chunk')).toEqual({ chunks: 0 });

      const other = ok(await upload(admin, 'entity=account', file, 'sheets.xlsx'));
      crm.clock.pass(86_300_000);
      await crm.app.get(ImportRunner).sweep();
      ok(await read(other.id, 'Two'));
      await finished(admin, other);
      crm.clock.pass(200_000);
      await crm.app.get(ImportRunner).sweep();
      await crm.refused(409, 'IMPORT_FILE_GONE', () => read(other.id, 'One'));
    });

    it('is refused with the sheet and row, and leaves nothing', async () => {
      const broken = zipOf({ ...workbookParts({ S: '' }), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c t="str"><v>name</v></c></row><row r="2"><c t="str"><v>A</v>' });
      const answer = await crm.refused(400, 'IMPORT_SHEET_INVALID', () => upload(admin, 'entity=account', broken, 'b.xlsx'));
      expect(answer.body.message).toMatch(/"S" .*row 2/);
    });

    it('that is large is read in the background, and can be gone on with by another start', async () => {
      const rows = Array.from({ length: 17_000 }, (_, n) => [`Large ${n}`, 'remark '.repeat(80)]);
      const file = textWorkbook([['name', 'remark'], ...rows]);
      expect(file.length).toBeGreaterThan(8 * 1024 * 1024);
      const begun = ok(await upload(admin, 'entity=account', file, 'large.xlsx'));
      expect(begun).toMatchObject({ status: 'reading', format: 'xlsx' });
      for (;;) {
        const view = ok(await admin.get<ImportView>(`/api/imports/${begun.id}`));
        if (view.status !== 'reading') {
          expect(view).toMatchObject({ status: 'mapping', rows: 17_000, columns: ['name', 'remark'], sheet: 'Sheet1' });
          expect(view.mapping.columns[0]).toMatchObject({ field: 'name' });
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      // The bytes go right after, in a transaction of their own.
      while ((await crm.one<{ chunks: number }>('SELECT count(*)::int AS chunks FROM ws._import_chunk')).chunks > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    });
  });

  describe('that changes what is there', () => {
    beforeAll(async () => {
      await imported(admin, 'entity=account', 'customerID,name,VAT id,city,phone\nM1,Modes 1,DE1,Bonn,110\nM2,Modes 2,DE2,Ulm,110\n');
    });

    it('finds records by a unique field, makes the others, and lets an empty cell alone', async () => {
      const file = 'VAT id,name,city,phone\nDE1,Modes 1,Berlin,\nDE3,Modes 3,Kiel,112\nDE3,Modes 3,Köln,112\nDE2,Modes 2,,NULL\n,Modes 4,Jena,\n';
      const done = await imported(admin, 'entity=account', file, (view) => mapped(view, {}, { mode: 'upsert', matchBy: ['vat_id'], nullWords: ['NULL'] }));
      expect(done).toMatchObject({ done: 5, imported: 4, updated: 3, refused: 1 });
      expect(await problemsIn(admin, done)).toEqual(['6 - IMPORT_MATCH_EMPTY']);
      expect((await values('account', 'Modes 1', 'Modes 2', 'Modes 3')).map(({ city, phone }) => [city, phone])).toEqual([['Berlin', '110'], ['Ulm', null], ['Köln', '112']]);
    });

    it('finds them by the key of the other system, and refuses those that are not there', async () => {
      const done = await imported(admin, 'entity=account', 'customerID,fax\nM1,030-1\nM9,030-9\n', (view) => mapped(view, { fax: { field: 'fax' } }, { mode: 'update', matchBy: ['externalKey'] }));
      expect([done.imported, done.updated, await problemsIn(admin, done)]).toEqual([1, 1, ['3 - IMPORT_RECORD_NOT_FOUND']]);
      expect(await values('account', 'Modes 1')).toMatchObject([{ fax: '030-1' }]);
    });

    it.each([
      ['no field to find it by', { mode: 'update' }, 'matchBy FIELD_REQUIRED'],
      ['a field that several may share', { mode: 'update', matchBy: ['city'] }, 'matchBy.0 IMPORT_MATCH_NOT_UNIQUE'],
      ['a field that no column gives', { mode: 'upsert', matchBy: ['vat_id'] }, 'matchBy.0 IMPORT_MATCH_NOT_MAPPED'],
      ['a field that does not exist', { mode: 'upsert', matchBy: ['nope'] }, 'matchBy.0 FIELD_NOT_FOUND'],
    ])('is refused with %s', async (_, more, problem) => {
      const view = ok(await upload(admin, 'entity=account', 'name,city\nA,Bonn\n'));
      const answer = await crm.refused(400, 'IMPORT_MAPPING_INVALID', () => admin.post(`/api/imports/${view.id}/run`, { ...view.mapping, ...more }));
      expect(problemsOf(answer)).toEqual([problem]);
    });
  });

  describe('of links', () => {
    it('finds them by any unique field, and several of them in one cell', async () => {
      await imported(admin, 'entity=account', 'name,VAT id\nLinked 1,FR1\nLinked 2,FR2\n');
      const contacts = await imported(admin, 'entity=contact', 'Name,customer VAT\nBy VAT,FR2\nBy none,FR9\n', (view) => mapped(view, { 'customer VAT': { field: 'account', match: 'field', matchField: 'vat_id' } }));
      expect([contacts.imported, await problemsIn(admin, contacts)]).toEqual([1, ['3 customer VAT IMPORT_LINK_NOT_FOUND']]);
      expect(await values('contact', 'By VAT')).toMatchObject([{ account: { label: 'Linked 2' } }]);
      const rep = await crm.join(admin, { name: '王助理', email: 'wang@example.com', roles: ['sales_rep'] });
      const people = await imported(admin, 'entity=account', 'name,Helpers\nHelped,"王助理; 陈管理"\nNot helped,王助理、Nobody\n');
      expect([people.imported, await problemsIn(admin, people)]).toEqual([1, ['3 Helpers IMPORT_LINK_NOT_FOUND']]);
      expect((await values('account', 'Helped'))[0]?.['helpers']).toEqual(expect.arrayContaining([{ id: memberId(rep), label: '王助理' }, expect.objectContaining({ label: '陈管理' })]));
    });

    it('does not take a field that does not tell records apart', async () => {
      const view = mapped(ok(await upload(admin, 'entity=contact', 'Name,Customer\nA,B\n')), { Customer: { field: 'account', match: 'field', matchField: 'city' } });
      expect(problemsOf(await admin.post(`/api/imports/${view.id}/preview`, view.mapping))).toEqual(['columns.1.matchField IMPORT_MATCH_NOT_UNIQUE']);
    });
  });

  describe('previewed', () => {
    it('sees what is there already and twice in the file, across parts, and changes nothing', async () => {
      await imported(admin, 'entity=account', 'name,VAT id\nThere,SEEN0\n');
      const rows = Array.from({ length: 1500 }, (_, n) => `Preview ${n},${n === 1400 ? 'SEEN7' : `SEEN${n}`}\n`);
      const view = ok(await upload(admin, 'entity=account', `name,VAT id\n${rows.join('')}`));
      const before = await crm.picture();
      const seen = await preview(admin, view);
      expect(await crm.picture()).toBe(before);
      expect(seen).toMatchObject({ checked: 1500, good: 1498, bad: 2 });
      expect(seen.problems.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual(['2 VAT id FIELD_DUPLICATE', '1402 VAT id FIELD_DUPLICATE']);
    });
  });

  describe('that goes wrong', () => {
    it('gives back every refused row, however many, with formulas disarmed', async () => {
      const rows = Array.from({ length: 1200 }, (_, n) => `=cmd${n},call me\n`);
      const done = await imported(admin, 'entity=account', `name,phone\n${rows.join('')}`);
      expect(done).toMatchObject({ imported: 0, refused: 1200 });
      const lines = (await refusedFile(admin, done)).trim().split('\r\n');
      expect(lines).toHaveLength(1201);
      expect(lines[1200]).toMatch(/^'=cmd1199,call me,1201,/);
    });

    it('keeps texts that look like formulas as they are', async () => {
      await imported(admin, 'entity=account', 'name,remark\nFormulas,=1+1\n');
      expect(await values('account', 'Formulas')).toMatchObject([{ remark: '=1+1' }]);
    });

    it('is cancelled: what is in stays in, and nothing more comes', async () => {
      const view = ok(await upload(admin, 'entity=account', 'name\nNever\n'));
      expect(ok(await admin.post(`/api/imports/${view.id}/cancel`))).toMatchObject({ status: 'cancelled' });
      await crm.refused(409, 'IMPORT_STARTED_ALREADY', () => admin.post(`/api/imports/${view.id}/run`, view.mapping));
      await crm.refused(409, 'IMPORT_NOT_RUNNING', () => admin.post(`/api/imports/${view.id}/cancel`));
      expect(await crm.one('SELECT count(*)::int AS parts FROM ws._import_part WHERE import_id = $1', [view.id])).toEqual({ parts: 0 });
    });

    it('leaves nothing of an upload that broke off with its process', async () => {
      const { id } = ok(await upload(admin, 'entity=account', 'name\nBroken off\n'));
      await crm.db.query(`UPDATE ws_example._import SET status = 'reading', received = false WHERE id = $1`, [id]);
      await crm.app.get(ImportRunner).sweep();
      expect((await admin.get(`/api/imports/${id}`)).status).toBe(200);
      crm.clock.pass(3_700_000);
      await crm.app.get(ImportRunner).sweep();
      expect((await admin.get(`/api/imports/${id}`)).status).toBe(404);
    });
  });

  describe('taken back', () => {
    it('moves what it made to the trash, sets back what it changed, and leaves what somebody changed since', async () => {
      await imported(admin, 'entity=account', 'name,VAT id,city,phone\nUndo old,U1,Bonn,110\nUndo kept,U2,Ulm,110\n');
      const file = 'customerID,name,VAT id,city,phone\nK-U1,Undo old,U1,Berlin,112\nK-U2,Undo kept,U2,Berlin,112\nK-U3,Undo new,U3,Berlin,112\nK-U4,Undo touched,U4,Berlin,112\n';
      const done = await imported(admin, 'entity=account', file, (view) => mapped(view, {}, { mode: 'upsert', matchBy: ['vat_id'] }));
      expect(done).toMatchObject({ imported: 4, updated: 2 });
      const [kept, , , touched] = await list('account', ['Undo kept', 'Undo new', 'Undo old', 'Undo touched']);
      ok(await admin.patch(`/api/records/account/${kept?.id}`, { version: kept?.version, values: { city: 'Kiel' } }));
      ok(await admin.patch(`/api/records/account/${touched?.id}`, { version: touched?.version, values: { city: 'Kiel' } }));
      expect(await undone(admin, done)).toMatchObject({ status: 'undone', undone: 2, notUndone: 2 });
      expect((await values('account', 'Undo old', 'Undo kept', 'Undo new', 'Undo touched')).map(({ name, city, phone }) => [name, city, phone])).toEqual([
        ['Undo kept', 'Kiel', '110'],
        ['Undo old', 'Bonn', '110'],
        ['Undo touched', 'Kiel', '112'],
      ]);
      const told: HistoryEntry[] = ok(await admin.get(`/api/records/account/${kept?.id}/history`)).items;
      expect(told[0]).toMatchObject({ action: 'update', via: { kind: 'import', ref: done.id } });
      await crm.refused(409, 'IMPORT_NOT_UNDOABLE', () => admin.post(`/api/imports/${done.id}/undo`));
      expect(await imported(admin, 'entity=account', 'customerID,name\nK-U3,Undo again\n')).toMatchObject({ imported: 1 });
    });

    it('takes rows of subforms out of their records, and members out of the lists', async () => {
      await imported(admin, 'entity=account', 'name\nUndo customer\n');
      await imported(admin, 'entity=product', 'productID,name\nUP,Undo product\n');
      await imported(admin, 'entity=order', 'orderID,Customer,orderDate\nUO,Undo customer,2024-01-02\n');
      const lines = await imported(admin, 'entity=order_line', 'orderID,productID,unitPrice,quantity,discount\nUO,UP,1.00,1,0\nUO,UP,2.00,2,0\n');
      expect(lines).toMatchObject({ imported: 2, refused: 0 });
      expect(await undone(admin, lines)).toMatchObject({ undone: 2, notUndone: 0 });
      const members = await imported(admin, 'members=true', 'employeeID,name\nUM,Undo Member\n');
      expect(await undone(admin, members)).toMatchObject({ status: 'undone', undone: 1 });
      expect(ok(await admin.get('/api/members')).items.find(({ name }: { name: string }) => name === 'Undo Member')?.status).toBe('disabled');
    });

    it('counts records that somebody deleted since, and those somebody gave rows', async () => {
      const done = await imported(admin, 'entity=account', 'name\nUndo gone\nUndo stays\n');
      const [gone] = await list('account', ['Undo gone']);
      expect((await admin.delete(`/api/records/account/${gone?.id}?version=${gone?.version}`)).status).toBe(204);
      expect(await undone(admin, done)).toMatchObject({ status: 'undone', undone: 1, notUndone: 1 });
      const orders = await imported(admin, 'entity=order', 'orderID,Customer,orderDate\nUR,Undo old,2024-01-02\n');
      const [{ id, version }] = ok(await admin.get(`/api/imports/${orders.id}/records`)).items.map((one: { id: string }) => ({ id: one.id, version: 1 }));
      const helper = await crm.join(admin, { name: 'Helper', email: 'helper@example.com', roles: ['admin'] });
      const line = ok(await helper.get(`/api/records/order/${id}`)).values.lines;
      expect(line).toEqual([]);
      const [product] = ok(await admin.post('/api/records/product/query', { limit: 1 })).rows;
      ok(await helper.patch(`/api/records/order/${id}`, { version, values: { lines: [{ product: product.id, unit_price: '1.00', quantity: '1' }] } }));
      expect(await undone(admin, orders)).toMatchObject({ undone: 0, notUndone: 1 });
    });

    it('gives encrypted values back', async () => {
      await crm.dragOntoForm('account', { key: 'code_word', type: 'text', label: { en: 'Code word' }, encrypted: true });
      await imported(admin, 'entity=account', 'name,VAT id,Code word\nSealed,SE1,before\nUnsealed,SE2,\n');
      const done = await imported(admin, 'entity=account', 'VAT id,Code word\nSE1,after\nSE2,after\n', (view) => mapped(view, {}, { mode: 'update', matchBy: ['vat_id'] }));
      expect((await values('account', 'Sealed', 'Unsealed')).map((row) => row['code_word'])).toEqual(['after', 'after']);
      expect(await undone(admin, done)).toMatchObject({ undone: 2, notUndone: 0 });
      expect((await values('account', 'Sealed', 'Unsealed')).map((row) => row['code_word'])).toEqual(['before', null]);
    });

    it('lets those who may not delete take back what their import made and nobody has changed since', async () => {
      const rep = await crm.join(admin, { name: 'Rep', email: 'undoer@example.com', roles: ['sales_rep'] });
      await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules.filter(({ entity }) => entity !== 'account'), { effect: 'allow', actions: ['read', 'create', 'import'], entity: 'account', where: { field: 'city', op: 'ne', value: 'Hidden' } }] }));
      const done = await imported(rep, 'entity=account', 'name\nRep 1\nRep 2\nRep 3\n');
      const [, touched, hidden] = await list('account', ['Rep 1', 'Rep 2', 'Rep 3']);
      ok(await admin.patch(`/api/records/account/${touched?.id}`, { version: 1, values: { phone: '110' } }));
      // Out of sight without a trace in the history.
      await crm.db.query(`UPDATE ws_example.account SET city = 'Hidden' WHERE id = $1`, [hidden?.id]);
      await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.delete(`/api/records/account/${touched?.id}?version=2`));
      expect(await undone(rep, done)).toMatchObject({ status: 'undone', undone: 1, notUndone: 2 });
      expect((await values('account', 'Rep 1', 'Rep 2', 'Rep 3')).map(({ name }) => name)).toEqual(['Rep 2', 'Rep 3']);
    });
  });

  it('proposes an entity for a file, which then takes its rows', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `E${n},项目 ${n},${['高', '低'][n % 2]},${n * 10}.50,2024-01-${String((n % 28) + 1).padStart(2, '0')},是\n`);
    const view = ok(await upload(admin, '', `编号,项目名称,优先级,预算金额,开始日期,启用\n${rows.join('')}`, '项目台账.csv'));
    expect(view).toMatchObject({ target: { kind: 'none' }, status: 'mapping', rows: 40 });
    for (const step of ['preview', 'run']) expect(problemsOf(await crm.refused(400, 'IMPORT_MAPPING_INVALID', () => admin.post(`/api/imports/${view.id}/${step}`, { columns: [{ column: 0, field: 'name' }], nullWords: [] })))).toEqual(['target IMPORT_TARGET_MISSING']);
    const { document, mapping } = ok(await admin.get(`/api/imports/${view.id}/entity`));
    expect(document.fields.map(({ type }: { type: string }) => type)).toEqual(['text', 'text', 'select', 'money', 'date', 'checkbox']);
    const design = await admin.put(`/api/design/entities/${document.key}`, { version: 0, document });
    expect([design.status, design.body?.code]).toEqual([200, undefined]);
    expect(ok(await admin.post(`/api/imports/${view.id}/target`, { kind: 'entity', entity: document.key }))).toMatchObject({ target: { entity: document.key }, status: 'mapping' });
    ok(await admin.post(`/api/imports/${view.id}/run`, mapping));
    expect(await finished(admin, view)).toMatchObject({ status: 'done', imported: 40, refused: 0 });
  });
});
