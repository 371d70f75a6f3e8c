import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, InstanceView, ProcessDesign, RecordView, TaskDetail, TaskView } from '@tessera/contract';
import { anonymous, memberId, ok, problemsOf, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import type { TestBrowser } from '../testing/test-server.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('the shipped order approval', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let manager: TestBrowser;
  let rep: TestBrowser;
  let other: TestBrowser;
  let [account, product]: string[] = [];
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    manager = await crm.join(admin, { name: '王经理', email: 'wang@example.com', roles: ['sales_manager'] });
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    other = await crm.join(admin, { name: '赵销售', email: 'zhao@example.com', roles: ['sales_rep'] });
    account = (await crm.make(rep, 'account', { name: 'Alfreds' })).id;
    product = (await crm.make(admin, 'product', { name: 'Chai' })).id;
    expect((await publish('10000', '5000')).version).toBe(2);
  });
  afterAll(() => crm.stop());

  const design = async (): Promise<ProcessDesign> => ok(await admin.get('/api/design/processes/order_approval'));
  async function publish(from: string, to: string): Promise<ProcessDesign> {
    const { draftVersion, draftXml } = await design();
    expect(draftXml).toContain(`total &gt; ${from}`);
    return ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: draftXml.replace(`total &gt; ${from}`, `total &gt; ${to}`) }));
  }
  const order = (total: string, submit = true, by = rep): Promise<RecordView> => crm.make(by, 'order', { account, lines: [{ product, quantity: '1', unit_price: total }] }, { submit });
  const read = async (id: string, by = rep): Promise<RecordView> => ok(await by.get(`/api/records/order/${id}`));
  const tasks = async (by: TestBrowser, record?: RecordView): Promise<TaskView[]> => ok(await by.get('/api/tasks')).items.filter((task: TaskView) => record === undefined || task.record?.id === record.id);
  const taskOf = async (by: TestBrowser, record: RecordView): Promise<TaskView> => {
    const [task, ...more] = await tasks(by, record);
    expect([task?.status, more]).toEqual(['open', []]);
    return task as TaskView;
  };
  const complete = (by: TestBrowser, task: TaskView, body: Record<string, unknown>) => by.post(`/api/tasks/${task.id}/complete`, { version: task.version, ...body });
  const instanceOf = async (by: TestBrowser, record: RecordView): Promise<InstanceView> => {
    const [latest] = ok(await by.get(`/api/records/order/${record.id}/instances`)).items;
    return ok(await by.get(`/api/instances/${latest.id}`));
  };

  it('gives the manager a task when an order of 8,000 is submitted under a limit of 5,000', async () => {
    const submitted = await order('8000.00');
    expect(submitted).toMatchObject({ version: 2, values: { status: 'in_approval', total: '8000.00' }, can: { update: false } });
    const task = await taskOf(manager, submitted);
    expect(task).toMatchObject({ name: 'Manager approval', kind: 'approval', element: 'Task_ManagerApproval', process: { key: 'order_approval', version: 2 }, startedBy: { label: '李销售' }, completedAt: null, version: 1 });
    expect(ok(await manager.get('/api/task-count'))).toEqual({ open: (await tasks(manager)).length });
    expect(await tasks(rep, submitted)).toEqual([]);
    const detail = ok(await manager.get<TaskDetail>(`/api/tasks/${task.id}`));
    expect(detail).toMatchObject({ form: 'order', writable: [], record: { id: submitted.id, values: { total: '8000.00' } } });
    expect((await instanceOf(rep, submitted)).active).toEqual(['Task_ManagerApproval']);
  });

  it('approves an order within the limit by itself', async () => {
    for (const total of ['4999.99', '5000.00']) {
      const submitted = await order(total);
      expect(submitted.values['status']).toBe('approved');
      expect(await tasks(manager, submitted)).toEqual([]);
      expect(await instanceOf(rep, submitted)).toMatchObject({ status: 'completed', active: [] });
    }
    expect((await order('5000.01')).values['status']).toBe('in_approval');
  });

  it('approved with a comment, changes the order, and shows where it went and who did it', async () => {
    const submitted = await order('8000.00');
    const task = await taskOf(manager, submitted);
    expect(ok(await complete(manager, task, { outcome: 'approve', comment: '同意' }))).toMatchObject({ status: 'completed', outcome: 'approve', comment: '同意', completedBy: { label: '王经理' } });
    expect(await read(submitted.id)).toMatchObject({ version: 3, values: { status: 'approved' } });
    expect(await tasks(manager, submitted)).toEqual([]);
    expect(ok(await manager.get('/api/tasks?status=completed')).items[0]).toMatchObject({ id: task.id, outcome: 'approve' });

    const instance = await instanceOf(rep, submitted);
    expect(instance).toMatchObject({ status: 'completed', active: [], incident: null, process: { key: 'order_approval', version: 2 }, startedBy: { label: '李销售' }, record: { id: submitted.id } });
    const way = instance.trace.filter(({ kind }) => kind !== 'left').map(({ element }) => element);
    expect(way).toEqual([
      'Start_Submit', 'Flow_Submitted', 'Gateway_Again', 'Flow_ToAmount', 'Gateway_Amount', 'Flow_OverLimit', 'Service_MarkInApproval', 'Flow_ToApproval', 'Task_ManagerApproval',
      'Flow_ToDecision', 'Gateway_Decision', 'Flow_Approved', 'Service_MarkApproved', 'Flow_ToEnd', 'End_Approved',
    ]);
    expect(instance.trace[0]).toMatchObject({ element: 'Start_Submit', actor: { label: '李销售' } });
    expect(instance.trace.filter(({ outcome }) => outcome !== null)).toMatchObject([{ element: 'Task_ManagerApproval', kind: 'left', actor: { label: '王经理' }, outcome: 'approve', comment: '同意' }]);
    for (const element of way) expect(instance.xml).toContain(`"${element}"`);
  });

  it('tells every change in the history of the order, with the process it came through', async () => {
    const submitted = await order('8000.00');
    ok(await complete(manager, await taskOf(manager, submitted), { outcome: 'approve' }));
    const { id } = await instanceOf(rep, submitted);
    const entries: HistoryEntry[] = ok(await rep.get(`/api/records/order/${submitted.id}/history`)).items;
    expect(entries.filter(({ row }) => row === undefined).map(({ action, actor, via, changes }) => ({ action, actor: actor?.label, via, changes: changes.filter(({ field }) => field === 'status') }))).toEqual([
      { action: 'update', actor: '王经理', via: { kind: 'process', ref: id, label: 'Order approval' }, changes: [{ field: 'status', from: 'in_approval', to: 'approved' }] },
      { action: 'update', actor: '李销售', via: { kind: 'process', ref: id, label: 'Order approval' }, changes: [{ field: 'status', from: 'draft', to: 'in_approval' }] },
      { action: 'create', actor: '李销售', via: { kind: 'form' }, changes: [{ field: 'status', from: null, to: 'draft' }] },
    ]);
  });

  describe('rejected', () => {
    const rejected = async (): Promise<{ submitted: RecordView; task: TaskView }> => {
      const submitted = await order('8000.00');
      ok(await complete(manager, await taskOf(manager, submitted), { outcome: 'reject', comment: '太贵' }));
      return { submitted, task: await taskOf(rep, submitted) };
    };

    it('wants to know why', async () => {
      const submitted = await order('8000.00');
      const task = await taskOf(manager, submitted);
      for (const comment of [{}, { comment: '' }, { comment: '  ' }]) {
        const answer = await crm.refused(400, 'TASK_COMMENT_REQUIRED', () => complete(manager, task, { outcome: 'reject', ...comment }));
        expect(answer.body.fields).toMatchObject([{ path: 'comment', message: 'Say why you reject it.' }]);
      }
    });

    it('comes back to whoever submitted it, with the fields that may be corrected', async () => {
      const { submitted, task } = await rejected();
      expect(await read(submitted.id)).toMatchObject({ values: { status: 'returned' }, can: { update: true } });
      expect(task).toMatchObject({ name: 'Revise order', kind: 'work' });
      expect(ok(await rep.get<TaskDetail>(`/api/tasks/${task.id}`)).writable).toEqual(expect.arrayContaining(['lines', 'remark', 'freight']));
      expect(await tasks(manager, submitted)).toEqual([]);
      expect((await instanceOf(rep, submitted)).trace.find(({ outcome }) => outcome === 'reject')).toMatchObject({ comment: '太贵', actor: { label: '王经理' } });
    });

    it('is corrected and submitted again in one step, and asks the manager again while it is over the limit', async () => {
      const { submitted, task } = await rejected();
      const { version, values } = await read(submitted.id);
      const [row] = values['lines'] as { id: string }[];
      ok(await complete(rep, task, { outcome: 'complete', recordVersion: version, values: { lines: [{ id: row?.id, unit_price: '7000.00' }], remark: 'cheaper' } }));
      expect(await read(submitted.id)).toMatchObject({ values: { status: 'in_approval', total: '7000.00', remark: 'cheaper' } });
      const again = await taskOf(manager, submitted);
      ok(await complete(manager, again, { outcome: 'approve' }));
      expect((await read(submitted.id)).values['status']).toBe('approved');
      const told: HistoryEntry[] = ok(await rep.get(`/api/records/order/${submitted.id}/history`)).items;
      expect(told.find(({ changes }) => changes.some(({ field }) => field === 'remark'))).toMatchObject({ via: { kind: 'process', label: 'Order approval' }, actor: { label: '李销售' } });
    });

    it('is approved by itself when it comes back within the limit', async () => {
      const { submitted, task } = await rejected();
      const [row] = (await read(submitted.id)).values['lines'] as { id: string }[];
      ok(await complete(rep, task, { outcome: 'complete', values: { lines: [{ id: row?.id, unit_price: '3000.00' }] } }));
      expect((await read(submitted.id)).values['status']).toBe('approved');
    });

    it.each([
      ['status', 'approved', 'FIELD_READ_ONLY'],
      ['owner', NOBODY, 'FIELD_READ_ONLY'],
      ['no_such_field', 'x', 'FIELD_NOT_FOUND'],
    ])('does not let the task write %s', async (field, value, code) => {
      const { task } = await rejected();
      const refused = await crm.refused(400, 'RECORD_INVALID', () => complete(rep, task, { outcome: 'complete', values: { remark: 'x', [field]: value } }));
      expect(problemsOf(refused)).toEqual([`values.${field} ${code}`]);
    });

    it('saves neither the record nor the step when the values are wrong or somebody has changed the record', async () => {
      const { submitted, task } = await rejected();
      await crm.refused(400, 'RECORD_INVALID', () => complete(rep, task, { outcome: 'complete', values: { freight: '-1' } }));
      const { version } = await read(submitted.id);
      ok(await admin.patch(`/api/records/order/${submitted.id}`, { version, values: { remark: 'meanwhile' } }));
      const late = await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => complete(rep, task, { outcome: 'complete', recordVersion: version, values: { remark: 'mine' } }));
      expect(late.body.details.fields).toEqual([{ field: 'remark', current: 'meanwhile', yours: 'mine' }]);
      expect((await taskOf(rep, submitted)).id).toBe(task.id);
    });
  });

  describe('a task', () => {
    it('counts once when two requests complete it at the same moment', async () => {
      const second = await crm.join(admin, { name: '钱经理', email: `qian${crm.clock.now().getTime()}@example.com`, roles: ['sales_manager'] });
      const submitted = await order('8000.00');
      const task = await taskOf(manager, submitted);
      expect((await taskOf(second, submitted)).id).toBe(task.id);
      const answers = await Promise.all([complete(manager, task, { outcome: 'approve' }), complete(second, task, { outcome: 'reject', comment: 'no' }), complete(manager, task, { outcome: 'approve' })]);
      expect(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).sort()).toEqual(['200 ', '409 TASK_NOT_OPEN', '409 TASK_NOT_OPEN']);
      const events = await crm.one(`SELECT count(*)::int AS n FROM ws._instance_event WHERE instance = $1 AND type = 'taskCompleted'`, [task.instance]);
      expect(events).toEqual({ n: 1 });
      expect(['approved', 'returned']).toContain((await read(submitted.id)).values['status']);
      await crm.refused(409, 'TASK_NOT_OPEN', () => complete(manager, { ...task, version: 2 }, { outcome: 'approve' }));
    });

    it('of somebody else answers like one that does not exist, to read and to complete', async () => {
      const submitted = await order('8000.00');
      const task = await taskOf(manager, submitted);
      for (const stranger of [rep, other, admin]) {
        const unknown = { ...task, id: NOBODY };
        expect(anonymous(await stranger.get(`/api/tasks/${task.id}`))).toBe(anonymous(await stranger.get(`/api/tasks/${NOBODY}`)));
        const refused = await crm.refused(404, 'TASK_NOT_FOUND', () => complete(stranger, task, { outcome: 'approve' }));
        expect(anonymous(refused)).toBe(anonymous(await complete(stranger, unknown, { outcome: 'approve' })));
      }
    });

    it('does not end in a way that is not one of its own', async () => {
      const submitted = await order('8000.00');
      await crm.refused(422, 'TASK_OUTCOME_NOT_ALLOWED', async () => complete(manager, await taskOf(manager, submitted), { outcome: 'complete' }));
    });

    it('is not completed on a state of it that is gone', async () => {
      const task = await taskOf(manager, await order('8000.00'));
      await crm.refused(409, 'TASK_NOT_OPEN', () => complete(manager, { ...task, version: 9 }, { outcome: 'approve' }));
    });

    it('of a role that nobody holds waits for the administrators', async () => {
      const managers = ok(await admin.get('/api/members')).items.filter(({ roles }: { roles: string[] }) => roles.includes('sales_manager'));
      for (const { id } of managers) ok(await admin.patch(`/api/members/${id}`, { disabled: true }));
      const submitted = await order('8000.00');
      const task = await taskOf(admin, submitted);
      expect(ok(await complete(admin, task, { outcome: 'approve' })).status).toBe('completed');
      for (const { id } of managers) ok(await admin.patch(`/api/members/${id}`, { disabled: false }));
      expect(await manager.signIn('wang@example.com')).toMatchObject({ status: 200 });
    });

    it('is closed when its order is deleted', async () => {
      const submitted = await order('8000.00');
      const task = await taskOf(manager, submitted);
      const { id } = await instanceOf(manager, submitted);
      expect((await admin.delete(`/api/records/order/${submitted.id}?version=2`)).status).toBe(204);
      expect((await tasks(manager)).map((one) => one.id)).not.toContain(task.id);
      await crm.refused(409, 'TASK_NOT_OPEN', () => complete(manager, task, { outcome: 'approve' }));
      expect(ok(await manager.get<InstanceView>(`/api/instances/${id}`))).toMatchObject({ status: 'terminated', record: null, active: [] });
    });

    it('shows nothing of a record that its performer may not read, and can be completed all the same', async () => {
      await crm.changeRole('sales_manager', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['read'], entity: 'order' }] }));
      const submitted = await order('8000.00');
      const [task] = (await tasks(manager)) as [TaskView];
      const detail = ok(await manager.get<TaskDetail>(`/api/tasks/${task.id}`));
      expect(detail).toMatchObject({ record: null, writable: [], task: { record: null } });
      expect(ok(await manager.get<InstanceView>(`/api/instances/${task.instance}`)).record).toBeNull();
      ok(await complete(manager, task, { outcome: 'approve' }));
      await crm.changeRole('sales_manager', (role) => ({ ...role, rules: role.rules.slice(0, -1) }));
      expect((await read(submitted.id)).values['status']).toBe('approved');
    });
  });

  describe('an instance', () => {
    it('is seen by whoever may read its record or has had a task in it, and by nobody else', async () => {
      const submitted = await order('8000.00');
      const { id } = await instanceOf(rep, submitted);
      expect(anonymous(await other.get(`/api/instances/${id}`))).toBe(anonymous(await other.get(`/api/instances/${NOBODY}`)));
      expect(anonymous(await other.get(`/api/records/order/${submitted.id}/instances`))).toBe(anonymous(await other.get(`/api/records/order/${NOBODY}/instances`)));
      // The account goes to somebody else, and the order with it, and what others say of it is no longer for whoever started it.
      ok(await admin.patch(`/api/records/order/${submitted.id}`, { version: 2, values: { owner: memberId(other), account: (await crm.make(other, 'account', { name: 'Theirs' })).id } }));
      expect((await rep.get(`/api/records/order/${submitted.id}`)).status).toBe(404);
      expect(anonymous(await rep.get(`/api/instances/${id}`))).toBe(anonymous(await rep.get(`/api/instances/${NOBODY}`)));
      expect(ok(await other.get<InstanceView>(`/api/instances/${id}`)).record).toMatchObject({ id: submitted.id });
    });

    it('stays on the version it started with when a new one is published', async () => {
      const submitted = await order('8000.00');
      const before = await design();
      expect((await publish('5000', '9000')).version).toBe(before.version + 1);
      const task = await taskOf(manager, submitted);
      expect(task.process.version).toBe(before.version);
      // Under the new limit it would be approved by itself; under its own it comes back to the manager.
      ok(await complete(manager, task, { outcome: 'reject', comment: 'again' }));
      ok(await complete(rep, await taskOf(rep, submitted), { outcome: 'complete' }));
      expect((await taskOf(manager, submitted)).process.version).toBe(before.version);
      expect((await instanceOf(admin, submitted)).xml).toContain('total &gt; 5000');
      // What a process decides by is for those who design it.
      const drawn = (await instanceOf(rep, submitted)).xml;
      expect([drawn.includes('total'), drawn.includes('in_approval'), drawn.includes('tessera:entity'), drawn.includes('Gateway_Amount'), drawn.includes('tessera:nameEn')]).toEqual([false, false, false, true, true]);
      const fresh = await order('8000.00');
      expect([fresh.values['status'], (await instanceOf(rep, fresh)).process.version]).toEqual(['approved', before.version + 1]);
      await publish('9000', '5000');
    });
  });

  describe('submitting', () => {
    it('works for an order that was saved before, together with a last change', async () => {
      const draft = await order('8000.00', false);
      const submitted = ok(await rep.patch(`/api/records/order/${draft.id}`, { version: 1, values: { remark: 'now' }, submit: true }));
      expect(submitted).toMatchObject({ version: 3, values: { status: 'in_approval', remark: 'now' } });
    });

    it('a second time is refused while the first is running, also at the same moment', async () => {
      const submitted = await order('8000.00');
      await crm.refused(409, 'RECORD_SUBMITTED_ALREADY', () => manager.patch(`/api/records/order/${submitted.id}`, { version: 2, values: {}, submit: true }));
      const draft = await order('8000.00', false);
      const answers = await Promise.all([rep, manager, admin].map((by) => by.patch(`/api/records/order/${draft.id}`, { version: 1, values: {}, submit: true })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      expect(await crm.one('SELECT count(*)::int AS n FROM ws._instance WHERE record_id = $1', [draft.id])).toEqual({ n: 1 });
      expect(await tasks(manager, draft)).toHaveLength(1);
    });

    it('starts nothing when the record is refused', async () => {
      await crm.refused(400, 'RECORD_INVALID', () => rep.post('/api/records/order', { values: { account, lines: [{ product, quantity: '-1', unit_price: '8000.00' }] }, submit: true }));
    });

    it('is refused, with the record, for a table without a process', async () => {
      await crm.refused(409, 'RECORD_NOT_SUBMITTABLE', () => rep.post('/api/records/account', { values: { name: 'x' }, submit: true }));
    });

    it('is refused, with the record, while nothing starts for what it holds', async () => {
      const { draftVersion, draftXml } = await design();
      const choosy = draftXml.replace(/tessera:when="[^"]*"/, 'tessera:when="total &gt; 100"');
      ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: choosy }));
      await crm.refused(409, 'RECORD_NOT_SUBMITTABLE', () => rep.post('/api/records/order', { values: { account, lines: [{ product, quantity: '1', unit_price: '100.00' }] }, submit: true }));
      expect((await order('101.00')).values['status']).toBe('approved');
      ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion: draftVersion + 1, xml: draftXml }));
    });

    it('is refused for an order that has been approved, so that nobody has it approved twice', async () => {
      const approved = await order('1.00');
      expect(approved.values['status']).toBe('approved');
      await crm.refused(409, 'RECORD_NOT_SUBMITTABLE', () => admin.patch(`/api/records/order/${approved.id}`, { version: approved.version, values: {}, submit: true }));
    });

    it('is refused to whoever may not change the record', async () => {
      const approved = await order('1.00');
      await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.patch(`/api/records/order/${approved.id}`, { version: approved.version, values: {}, submit: true }));
    });

    it('is offered to those who may create or change orders', async () => {
      expect(ok(await rep.get('/api/app')).submittable).toEqual([{ entity: 'order', process: 'order_approval', label: { en: 'Order approval', 'zh-CN': '订单审批' } }]);
      const agent = await crm.join(admin, { name: 'Agent', email: 'agent@example.com', roles: ['service_agent'] });
      expect(ok(await agent.get('/api/app')).submittable).toEqual([]);
    });

    it('saves nothing when a step of the process fails, and names the step, not what it was about to set', async () => {
      const { draftVersion, draftXml } = await design();
      const broken = draftXml.replace('value="&quot;in_approval&quot;"', 'value="&quot;no such choice&quot;"');
      ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: broken }));
      const answer = await crm.refused(422, 'PROCESS_ACTION_FAILED', () => rep.post('/api/records/order', { values: { account, lines: [{ product, quantity: '1', unit_price: '8000.00' }] }, submit: true }));
      expect(answer.body.message).toBe('The process could not carry out its step "Mark as in approval"; nothing was saved.');
      expect(answer.body).not.toHaveProperty('fields');
      ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion: draftVersion + 1, xml: draftXml }));
    });
  });
});
