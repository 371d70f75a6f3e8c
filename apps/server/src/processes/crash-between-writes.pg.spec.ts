/** Whatever fails before the commit, nothing of the step is left: neither of the record nor of the process (law 3). */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RecordView, TaskView } from '@tessera/contract';
import type { CrmServer } from '../records/testing/crm-server.ts';
import type { TestAnswer } from '../testing/test-server.ts';

let failing = '';
const passed: string[] = [];
jest.unstable_mockModule('../platform/failpoint.ts', () => ({
  failpoint: (name: string) => {
    passed.push(name);
    if (name === failing) throw new Error(`failpoint ${name}`);
  },
}));
const { memberId, ok, startCrm } = await import('../records/testing/crm-server.ts');

describe('a failure before the commit', () => {
  let crm: CrmServer;
  let draft: RecordView;
  let submitted: RecordView;
  let task: TaskView;
  let lines: unknown[];
  let account: string;
  beforeAll(async () => {
    crm = await startCrm();
    ok(await crm.admin.patch(`/api/members/${memberId(crm.admin)}`, { roles: ['admin', 'sales_manager'] }));
    expect((await crm.admin.signIn('admin@example.com')).status).toBe(200);
    account = (await crm.make(crm.admin, 'account', { name: 'Alfreds' })).id;
    lines = [{ product: (await crm.make(crm.admin, 'product', { name: 'Chai' })).id, quantity: '1', unit_price: '20000.00' }];
  });
  beforeEach(async () => {
    draft = await crm.make(crm.admin, 'order', { account, lines });
    submitted = await crm.make(crm.admin, 'order', { account, lines }, { submit: true });
    task = ok(await crm.admin.get('/api/tasks')).items.find(({ record }: TaskView) => record?.id === submitted.id);
  });
  afterEach(() => {
    failing = '';
  });
  afterAll(() => crm.stop());

  const requests: Readonly<Record<string, () => Promise<TestAnswer>>> = {
    'saving a new order and submitting it': () => crm.admin.post('/api/records/order', { values: { account, lines }, submit: true }),
    'changing an order and submitting it': () => crm.admin.patch(`/api/records/order/${draft.id}`, { version: 1, values: { remark: 'x', lines: [...lines, ...lines] }, submit: true }),
    'approving it': () => crm.admin.post(`/api/tasks/${task.id}/complete`, { version: 1, outcome: 'approve' }),
    'deleting it while it waits for approval': () => crm.admin.delete(`/api/records/order/${submitted.id}?version=${submitted.version}`),
    'publishing a process': async () => {
      const { draftVersion, draftXml } = ok(await crm.admin.get('/api/design/processes/order_approval'));
      return crm.admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: draftXml.replaceAll('10000', '10001') });
    },
  };

  it.each([
    ['saving a new order and submitting it', 'record.create.before-commit'],
    ['saving a new order and submitting it', 'record.update.before-commit'],
    ['saving a new order and submitting it', 'instance.start.before-commit'],
    ['changing an order and submitting it', 'record.update.before-commit'],
    ['changing an order and submitting it', 'instance.start.before-commit'],
    ['approving it', 'record.update.before-commit'],
    ['approving it', 'instance.advance.before-commit'],
    ['deleting it while it waits for approval', 'record.delete.before-commit'],
    ['deleting it while it waits for approval', 'instance.advance.before-commit'],
    ['publishing a process', 'process.publish.before-commit'],
  ])('while %s, at %s, leaves everything as it was, and the same works afterwards', async (name, point) => {
    const request = requests[name] as () => Promise<TestAnswer>;
    failing = point;
    passed.length = 0;
    const answer = await crm.refused(500, 'INTERNAL_ERROR', request);
    expect(passed).toContain(point);
    expect(answer.text).not.toContain('failpoint');
    failing = '';
    const before = await crm.picture();
    expect((await request()).status).toBeLessThan(300);
    expect(await crm.picture()).not.toBe(before);
  });
});
