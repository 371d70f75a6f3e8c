import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import { anonymous, memberId, ok, problemsOf } from '../records/testing/crm-server.ts';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { REP, startShareWorld, type ShareWorld } from './testing/share-world.ts';

const PROCESS = `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tessera="https://tessera.example/bpmn/1.0" id="D" targetNamespace="x">
<bpmn:process id="welcome" isExecutable="true" tessera:entity="lead"><bpmn:startEvent id="S" tessera:trigger="submit"/><bpmn:userTask id="T" name="Call" tessera:assignee="starter"/><bpmn:endEvent id="E"/>
<bpmn:sequenceFlow id="ST" sourceRef="S" targetRef="T"/><bpmn:sequenceFlow id="TE" sourceRef="T" targetRef="E"/></bpmn:process></bpmn:definitions>`;

describe('a public form', () => {
  let world: ShareWorld;
  let [admin, rep] = [] as unknown as [TestBrowser, TestBrowser];
  let token: string;
  beforeAll(async () => {
    world = await startShareWorld();
    ({ admin, rep } = world);
    token = await world.link({ kind: 'form', entity: 'lead', document: 'contact_us' });
  });
  afterAll(() => world.stop());

  const leads = async (): Promise<RecordView[]> => ok(await admin.post('/api/records/lead/query', { sort: [{ field: 'created_at', desc: true }], limit: 200 })).rows;
  const made = async (values: Record<string, unknown>): Promise<RecordView> => {
    const before = new Set((await leads()).map(({ id }) => id));
    expect(ok(await world.send(token, values))).toEqual({ received: true });
    const fresh = (await leads()).filter(({ id }) => !before.has(id));
    expect(fresh).toHaveLength(1);
    return ok(await admin.get(`/api/records/lead/${fresh[0]?.id}`));
  };
  /** What was sent is refused and has changed nothing; attempts are counted elsewhere. */
  const refused = (status: number, code: string, values: Record<string, unknown>): Promise<TestAnswer> => world.refused(status, code, () => world.send(token, values));

  it('asks for what its maker may write, and for no records, people or files', async () => {
    const { content, pass } = ok(await world.open(token));
    expect([Object.keys(content.form.schema.properties), pass, content.record]).toEqual([['name', 'email', 'phone', 'stage', 'city', 'lines'], null, undefined]);
    expect([content.form.schema.required, Object.keys(content.form.schema.properties.lines.items.properties)]).toEqual([['name'], ['title', 'price']]);
    expect(JSON.stringify(content)).not.toMatch(/secret|firm|paper/);
  });

  it('makes a record that belongs to its maker and was made by nobody, with its defaults, and says through which link it came', async () => {
    const record = await made({ name: 'Visitor', email: 'v@example.com', lines: [{ title: 'Wish', price: '3' }] });
    expect(record.values).toMatchObject({ name: 'Visitor', stage: 'new', owner: { id: memberId(rep) }, created_by: null, updated_by: null, lines: [{ values: { title: 'Wish', price: '3.00' } }] });
    const { items } = ok(await admin.get(`/api/records/lead/${record.id}/history`));
    const [share] = ok(await rep.get('/api/shares?document=contact_us')).items;
    expect(items.find(({ row }: HistoryEntry) => row === undefined)).toMatchObject({ action: 'create', actor: null, via: { kind: 'share', ref: share.id } });
    expect(share.uses).toBeGreaterThan(0);
  });

  it('is taken when its maker may make records of their own only', async () => {
    await world.saveRole('rep', REP.map((rule) => (rule.actions.includes('create') && rule.effect === 'allow' ? { ...rule, where: { field: 'owner', op: 'eq', value: { var: 'me' } } } : rule)));
    expect((await made({ name: 'Own' })).values).toMatchObject({ owner: { id: memberId(rep) }, created_by: null });
    await world.saveRole('rep', REP);
  });

  it.each([
    ['nothing that must be there', { email: 'x@example.com' }, ['values.name FIELD_REQUIRED']],
    ['a field its maker may not write', { name: 'x', secret: 'x' }, ['values.secret FIELD_NOT_FOUND']],
    ['a field the form does not ask for', { name: 'x', note: 'x' }, ['values.note FIELD_NOT_FOUND']],
    ['an owner', { name: 'x', owner: '00000000-0000-7000-8000-000000000000' }, ['values.owner FIELD_NOT_FOUND']],
    ['a field that does not exist', { name: 'x', no_such: 'x' }, ['values.no_such FIELD_NOT_FOUND']],
    ['a link to a record', { name: 'x', firm: '00000000-0000-7000-8000-000000000000' }, ['values.firm FIELD_NOT_FOUND']],
    ['a file', { name: 'x', paper: ['00000000-0000-7000-8000-000000000000'] }, ['values.paper FIELD_NOT_FOUND']],
    ['a choice there is not', { name: 'x', stage: 'lost' }, ['values.stage FIELD_CHOICE_UNKNOWN']],
  ])('refuses %s', async (_, values, problems) => {
    expect(problemsOf(await refused(400, 'RECORD_INVALID', values))).toEqual(problems);
  });

  it('does not tell what others have sent', async () => {
    await world.lead({ email: 'taken@example.com', name: 'CANARY' });
    const answer = await refused(409, 'SHARE_NOT_ACCEPTED', { name: 'x', email: 'taken@example.com' });
    expect(answer.text).not.toMatch(/CANARY|email|example/);
  });

  it('takes so many from one place and then none for a while', async () => {
    world.clock.pass(16 * 60_000);
    const other = await world.link({ kind: 'form', entity: 'lead', document: 'contact_us' });
    const answers = await Promise.all(Array.from({ length: 24 }, () => world.send(other, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 20 }, () => 400), ...Array.from({ length: 4 }, () => 429)]);
    expect((await world.send(token, {})).status).toBe(400);
    world.clock.pass(16 * 60_000);
    expect((await world.send(other, {})).status).toBe(400);
  });

  it('leads nowhere once its maker may not make such records, or not share them', async () => {
    const nowhere = anonymous(await world.open('u'.repeat(43)));
    for (const lost of ['create', 'share']) {
      await world.saveRole('rep', REP.map((rule) => ({ ...rule, actions: rule.actions.filter((action) => action !== lost) })).filter(({ actions }) => actions.length > 0));
      expect(anonymous(await world.send(token, { name: 'x' }))).toBe(nowhere);
      expect(anonymous(await world.open(token))).toBe(nowhere);
      await world.saveRole('rep', REP);
    }
    ok(await world.open(token));
  });

  it('takes nothing more once its link is being ended', async () => {
    const other = await world.link({ kind: 'form', entity: 'lead', document: 'contact_us' });
    const before = (await leads()).length;
    let sent: Promise<TestAnswer> | undefined;
    await world.database.transaction('ws_example', async (db) => {
      const [{ id } = { id: '' }] = await db.query<{ id: string }>('SELECT id FROM _share ORDER BY id DESC LIMIT 1');
      await db.query('UPDATE _share SET revoked_at = now() WHERE id = $1', [id]);
      sent = world.send(other, { name: 'Too late' });
      // It has seen the link as it was, and waits for what becomes of it.
      while (Number((await world.db.query('SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted'))[0]?.['waiting']) === 0) await new Promise(setImmediate);
    });
    expect((await sent)?.body.code).toBe('SHARE_NOT_FOUND');
    expect((await leads()).length).toBe(before);
  });

  it('is not made where a visitor could never fill it in, nor by whoever may not', async () => {
    await world.refused(409, 'SHARE_FORM_INCOMPLETE', () => rep.post('/api/shares', { kind: 'form', entity: 'lead', document: 'nameless' }));
    await world.refused(403, 'SHARE_FORBIDDEN', () => world.reader.post('/api/shares', { kind: 'form', entity: 'lead', document: 'contact_us' }));
  });

  it('starts a process when its maker may', async () => {
    ok(await admin.post('/api/design/processes', { key: 'welcome', label: { en: 'Welcome' }, entity: 'lead' }));
    ok(await admin.post('/api/design/processes/welcome/publish', { draftVersion: 1, xml: PROCESS }));
    const tasksOf = async (): Promise<number> => ok(await rep.get('/api/task-count')).open;
    const idle = REP.map((rule) => ({ ...rule, actions: rule.actions.filter((action) => action !== 'run') }));
    await world.saveRole('rep', [...idle, { effect: 'allow', actions: ['run'], entity: 'lead', where: { field: 'stage', op: 'eq', value: 'won' } }]);
    const still = await made({ name: 'Without' });
    expect([ok(await admin.get(`/api/records/lead/${still.id}/instances`)).items, await tasksOf()]).toEqual([[], 0]);
    await world.saveRole('rep', REP);
    const started = await made({ name: 'With' });
    expect(ok(await admin.get(`/api/records/lead/${started.id}/instances`)).items).toMatchObject([{ process: 'welcome', startedBy: { id: memberId(rep) } }]);
    expect(await tasksOf()).toBe(1);
    await world.saveRole('rep', REP);
  });
});
