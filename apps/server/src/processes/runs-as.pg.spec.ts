/** On whose rights a process writes, who may start one, and what those who take part are told. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument, InstanceView, RecordView, RoleRule, TaskDetail, TaskView } from '@tessera/contract';
import { anonymous, memberId, ok, problemsOf, withCrm, type CrmServer } from '../records/testing/crm-server.ts';
import { startTestServer, type TestAnswer, type TestBrowser } from '../testing/test-server.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const label = (en: string) => ({ en, 'zh-CN': `${en} 字段` });
const CASE: EntityDocument = {
  key: 'case', label: label('Case'), titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: label('Name') },
    { key: 'city', type: 'text', label: label('City') },
    { key: 'phone', type: 'text', label: label('Phone') },
    { key: 'limit', type: 'money', label: label('CANARY Limit') },
    { key: 'judge', type: 'member', label: label('Judge') },
    { key: 'go', type: 'button', label: label('Go'), options: { action: 'startProcess', process: 'judged' } },
  ],
};
const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const REP: RoleRule[] = [
  { effect: 'allow', actions: ['read', 'create', 'update', 'run'], entity: 'case', where: MINE },
  { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'case', fields: ['limit'] },
];

const drawing = (key: string, { runAs = '', trigger = 'manual', set = 'limit', task = 'tessera:assigneeField="judge"' } = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tessera="https://tessera.example/bpmn/1.0" id="D" targetNamespace="x">
<bpmn:process id="${key}" isExecutable="true" tessera:entity="case" ${runAs === '' ? '' : `tessera:runAs="${runAs}"`}><bpmn:documentation>CANARY note</bpmn:documentation>
<bpmn:startEvent id="S" tessera:trigger="${trigger}"/><bpmn:serviceTask id="W" name="Set it"><bpmn:extensionElements><tessera:setField field="${set}" value="${set === 'limit' ? '7654321' : '&quot;set&quot;'}"/></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:userTask id="T" name="Look" tessera:taskKind="approval" ${task}><bpmn:extensionElements><tessera:fieldAccess field="city" access="write"/><tessera:fieldAccess field="phone" access="write"/><tessera:fieldAccess field="limit" access="write"/></bpmn:extensionElements></bpmn:userTask><bpmn:endEvent id="E"/>
<bpmn:sequenceFlow id="SW" sourceRef="S" targetRef="W"/><bpmn:sequenceFlow id="WT" sourceRef="W" targetRef="T"/><bpmn:sequenceFlow id="TE" sourceRef="T" targetRef="E"/></bpmn:process></bpmn:definitions>`;

describe('a process', () => {
  let crm: CrmServer;
  let [admin, designer, rep, judge, stranger] = [] as unknown as TestBrowser[] as [TestBrowser, TestBrowser, TestBrowser, TestBrowser, TestBrowser];
  beforeAll(async () => {
    const server = await startTestServer();
    crm = withCrm(server, await server.setup());
    admin = crm.admin;
    ok(await admin.put('/api/design/entities/case', { version: 0, document: CASE }));
    await saveRole('rep', REP);
    await saveRole('judge', []);
    await saveRole('drawer', [], ['design']);
    const join = (name: string, role: string) => server.join(admin, { name, email: `${role}-${name}@example.com`, roles: [role] });
    [designer, rep, judge, stranger] = [await join('designer', 'drawer'), await join('rep', 'rep'), await join('judge', 'judge'), await join('stranger', 'rep')];
  });
  afterAll(() => crm.stop());

  const saveRole = async (key: string, rules: RoleRule[], capabilities: string[] = []): Promise<void> => {
    const version = ok(await admin.get('/api/design/roles')).items.find((one: { document: { key: string } }) => one.document.key === key)?.version ?? 0;
    ok(await admin.put(`/api/design/roles/${key}`, { version, document: { key, label: { en: key }, capabilities, rules } }));
  };
  const publish = async (over: Parameters<typeof drawing>[1], by = admin, key = 'judged'): Promise<TestAnswer> => {
    if ((await admin.get(`/api/design/processes/${key}`)).status === 404) ok(await admin.post('/api/design/processes', { key, label: { en: key }, entity: 'case' }));
    const { draftVersion } = ok(await admin.get(`/api/design/processes/${key}`));
    return by.post(`/api/design/processes/${key}/publish`, { draftVersion, xml: drawing(key, over) });
  };
  let count = 0;
  const file = (values: Record<string, unknown> = {}): Promise<RecordView> => crm.make(admin, 'case', { name: `Case ${(count += 1)}`, owner: memberId(rep), judge: memberId(judge), phone: '13812345678', ...values });
  const go = (record: RecordView, by = rep): Promise<TestAnswer> => by.post(`/api/records/case/${record.id}/buttons/go`);
  const begun = async (record: RecordView, by = rep): Promise<string> => ok(await go(record, by)).instance;
  const instance = async (id: string, by = rep): Promise<InstanceView> => ok(await by.get(`/api/instances/${id}`));
  const limitOf = async ({ id }: RecordView): Promise<unknown> => ok(await admin.get(`/api/records/case/${id}`)).values.limit;
  const taskOf = async (id: string, by = judge): Promise<TaskView> => ok(await by.get('/api/tasks')).items.find((task: TaskView) => task.instance === id);
  const complete = (by: TestBrowser, task: TaskView, body: Record<string, unknown> = {}): Promise<TestAnswer> => by.post(`/api/tasks/${task.id}/complete`, { version: task.version, outcome: 'approve', ...body });

  describe('that writes as its starter', () => {
    beforeAll(async () => expect((await publish({ runAs: 'starter' }, designer)).status).toBe(200));

    it('stops where the starter would be refused, says which field to those who know it, and loses nothing', async () => {
      const record = await file();
      const id = await begun(record);
      expect(await limitOf(record)).toBeNull();
      expect((await instance(id, admin)).incident).toMatchObject({ element: 'W', message: expect.stringMatching(/Set it.*"CANARY Limit"/) });
      const told = await rep.get(`/api/instances/${id}`);
      expect(ok(told)).toMatchObject({ status: 'incident', incident: { element: 'W', message: expect.stringMatching(/Set it/) } });
      expect(told.text).not.toMatch(/CANARY|limit|7654321/);
      expect(await crm.one('SELECT status FROM ws._instance WHERE id = $1', [id])).toEqual({ status: 'incident' });
    });

    it('goes on when the right is given and it is tried again', async () => {
      const record = await file();
      const id = await begun(record);
      await crm.refused(403, 'ACTION_FORBIDDEN', () => rep.post(`/api/instances/${id}/retry`));
      await crm.refused(404, 'INSTANCE_NOT_FOUND', () => designer.post(`/api/instances/${id}/retry`));
      expect(ok(await admin.post(`/api/instances/${id}/retry`)).status).toBe('incident');
      await saveRole('rep', [{ effect: 'allow', actions: ['read', 'create', 'update', 'run'], entity: 'case', where: MINE }]);
      // Tried by an administrator, written as the starter.
      expect(ok(await admin.post(`/api/instances/${id}/retry`))).toMatchObject({ status: 'running', incident: null });
      await saveRole('rep', REP);
      expect(await limitOf(record)).toBe('7654321.00');
      const { items } = ok(await admin.get(`/api/records/case/${record.id}/history`));
      expect(items[0]).toMatchObject({ actor: { id: memberId(rep) }, via: { kind: 'process', ref: id }, changes: [{ field: 'limit' }] });
      await crm.refused(409, 'INSTANCE_NOT_STOPPED', () => admin.post(`/api/instances/${id}/retry`));
    });

    it('has the rights its starter has then, not those of whoever moves it on, nor of before', async () => {
      expect((await publish({ runAs: 'starter', set: 'city' })).status).toBe(200);
      const lost = await file();
      ok(await admin.patch(`/api/records/case/${lost.id}`, { values: { judge: null } }));
      const id = await begun(lost);
      expect((await instance(id)).incident).toMatchObject({ element: 'T', message: expect.stringMatching(/"Judge"/) });
      expect(ok(await admin.get(`/api/records/case/${lost.id}`)).values.city).toBe('set');
      expect((await publish({ runAs: 'starter' })).status).toBe(200);
      const record = await file();
      const stopped = await begun(record);
      ok(await admin.patch(`/api/members/${memberId(rep)}`, { disabled: true }));
      expect(ok(await admin.post(`/api/instances/${stopped}/retry`)).status).toBe('incident');
      ok(await admin.patch(`/api/members/${memberId(rep)}`, { disabled: false }));
      await rep.signIn('rep-rep@example.com');
      expect(await limitOf(record)).toBeNull();
    });
  });

  describe('that writes as the system', () => {
    it('is published by an administrator only, and its version says so', async () => {
      expect((await publish({ runAs: 'system' }, designer)).body.code).toBe('PROCESS_RUNS_AS_SYSTEM');
      await crm.refused(403, 'PROCESS_RUNS_AS_SYSTEM', () => publish({ runAs: 'system' }, designer));
      expect(ok(await publish({ runAs: 'system' })).versions[0]).toMatchObject({ runAs: 'system' });
      expect((await publish({ runAs: 'everyone' })).body.code).toBe('PROCESS_INVALID');
    });

    it('writes what its starter may not, and the trail says on whose behalf', async () => {
      ok(await publish({ runAs: 'system' }));
      const record = await file();
      const id = await begun(record);
      expect(await limitOf(record)).toBe('7654321.00');
      await expect(crm.one(`SELECT actor_kind, actor, entity, detail ->> 'element' AS element FROM ws._audit WHERE action = 'process.wrote' AND target = $1`, [id])).resolves.toEqual({ actor_kind: 'process', actor: memberId(rep), entity: 'case', element: 'W' });
    });

    it('comes with a template that only an administrator installs', async () => {
      await saveRole('drawer', [{ effect: 'allow', actions: ['read', 'create', 'update', 'delete', 'export', 'import', 'print', 'share', 'comment', 'run'], entity: '*' }], ['design']);
      await crm.refused(403, 'PROCESS_RUNS_AS_SYSTEM', () => designer.post('/api/templates/customer_management/install', { sampleData: false }));
      await saveRole('drawer', [], ['design']);
    });
  });

  it('is started by those who may run it on the record, by whatever way', async () => {
    ok(await publish({ runAs: 'system' }));
    ok(await publish({ runAs: 'system', trigger: 'submit' }, admin, 'submitted'));
    const record = await file();
    await saveRole('rep', REP.map((rule) => ({ ...rule, actions: rule.actions.filter((action) => action !== 'run') })));
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => go(record));
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.post('/api/records/case', { values: { name: 'x' }, submit: true }));
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.patch(`/api/records/case/${record.id}`, { values: { name: 'y' }, submit: true }));
    expect(ok(await rep.get('/api/app')).submittable).toEqual([]);
    await saveRole('rep', [...REP.map((rule) => ({ ...rule, actions: rule.actions.filter((action) => action !== 'run') })), { effect: 'allow', actions: ['run'], entity: 'case', where: { field: 'city', op: 'eq', value: 'Ulm' } }]);
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => go(record));
    ok(await go(await file({ city: 'Ulm' })));
    await saveRole('rep', REP);
    expect(ok(await rep.get('/api/app')).submittable).toMatchObject([{ entity: 'case', process: 'submitted' }]);
    ok(await go(record));
  });

  describe('in the hands of somebody who may not read the record', () => {
    it('shows them the task and nothing of the record, its values or what the process decides by', async () => {
      ok(await publish({ runAs: 'system' }));
      const record = await file({ name: 'CANARY name', city: 'CANARY city' });
      const id = await begun(record);
      const task = await taskOf(id);
      const [detail, whole] = [await judge.get<TaskDetail>(`/api/tasks/${task.id}`), await judge.get(`/api/instances/${id}`)];
      expect(ok(detail)).toMatchObject({ record: null, writable: [] });
      for (const { text } of [detail, whole]) expect(text).not.toMatch(/CANARY|7654321|limit|13812345678/);
      expect((await judge.get(`/api/records/case/${record.id}`)).status).toBe(404);
      expect((await complete(judge, task, { values: { city: 'x' } })).status).toBe(404);
      expect(problemsOf(await complete(judge, task, { values: { name: 'x' } }))).toEqual(['values.name FIELD_NOT_FOUND']);
      ok(await complete(judge, task));
    });

    it('is seen by nobody else', async () => {
      const id = await begun(await file());
      for (const by of [stranger, designer]) expect(anonymous(await by.get(`/api/instances/${id}`))).toBe(anonymous(await by.get(`/api/instances/${NOBODY}`)));
    });

    it('leaves masked cells as they are when they come back as they were shown', async () => {
      await saveRole('judge', [
        { effect: 'allow', actions: ['read', 'update'], entity: 'case', fields: ['name', 'city', 'phone'] },
        { effect: 'deny', actions: ['read'], entity: 'case', fields: ['phone'] },
        { effect: 'allow', actions: ['read'], entity: 'case', fields: ['phone'], mask: { start: 3, end: 4 } },
      ]);
      const record = await file();
      const task = await taskOf(await begun(record));
      const detail = ok(await judge.get<TaskDetail>(`/api/tasks/${task.id}`));
      expect(detail).toMatchObject({ record: { values: { phone: '138****5678' }, masked: ['phone'] } });
      expect(JSON.stringify(detail)).not.toMatch(/13812345678|7654321/);
      ok(await complete(judge, task, { values: { phone: '138****5678', city: 'Bonn' }, recordVersion: detail.record?.version }));
      expect(ok(await admin.get(`/api/records/case/${record.id}`)).values).toMatchObject({ phone: '13812345678', city: 'Bonn' });
      await saveRole('judge', []);
    });
  });

  describe('with a task', () => {
    it('that is somebody else’s answers as if there were none, whatever is tried', async () => {
      const task = await taskOf(await begun(await file()));
      const missing = { ...task, id: NOBODY };
      for (const by of [rep, stranger, designer, admin]) {
        expect(anonymous(await by.get(`/api/tasks/${task.id}`))).toBe(anonymous(await by.get(`/api/tasks/${NOBODY}`)));
        expect(anonymous(await crm.refused(404, 'TASK_NOT_FOUND', () => complete(by, task)))).toBe(anonymous(await complete(by, missing)));
      }
      ok(await complete(judge, task));
    });

    it('counts what one performer does twice, or in two sessions at once, once', async () => {
      const id = await begun(await file());
      const task = await taskOf(id);
      const elsewhere = crm.browser();
      await elsewhere.signIn('judge-judge@example.com');
      const answers = await Promise.all([complete(judge, task), complete(elsewhere, task), complete(judge, task)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect((await complete(judge, task)).body.code).toBe('TASK_NOT_OPEN');
      expect((await instance(id)).trace.filter(({ element, kind }) => element === 'T' && kind === 'left')).toHaveLength(1);
    });
  });
});
