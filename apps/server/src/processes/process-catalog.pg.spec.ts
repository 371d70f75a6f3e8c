import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProcessDesign, ProcessProblemView } from '@tessera/contract';
import { ok, problemsOf, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import type { TestBrowser } from '../testing/test-server.ts';

const HEADER = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tessera="https://tessera.example/bpmn/1.0"';
const draw = (inside: string, entity = 'order'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions ${HEADER} id="D" targetNamespace="x"><bpmn:process id="P" name="P" isExecutable="true" tessera:entity="${entity}">${inside}</bpmn:process></bpmn:definitions>`;
const START = '<bpmn:startEvent id="Start" tessera:trigger="submit"/>';
const flow = (from: string, to: string, inside = ''): string => `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${inside}</bpmn:sequenceFlow>`;
const END = '<bpmn:endEvent id="End"/>';

describe('the catalogue of processes', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
  });
  afterAll(() => crm.stop());

  const design = async (key = 'order_approval'): Promise<ProcessDesign> => ok(await admin.get(`/api/design/processes/${key}`));
  const publish = async (xml: string) => admin.post('/api/design/processes/order_approval/publish', { draftVersion: (await design()).draftVersion, xml });
  const validate = async (xml: string): Promise<ProcessProblemView[]> => ok(await admin.post('/api/design/processes/order_approval/validate', { xml })).problems;

  describe('bad input', () => {
    it.each([
      ['is not XML', 'name,price\nChai,18\n', null, /XML/],
      ['is XML of another kind', '<html><body/></html>', null, /BPMN|definitions/],
      ['has a DOCTYPE', `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x "y">]>${draw(START).slice(38)}`, null, /DOCTYPE/],
      ['ends in the middle', draw(START + END).slice(0, -20), null, /XML/],
      ['uses an element that is not executed', draw(`${START}<bpmn:scriptTask id="Script_7" name="Run code"/>${END}${flow('Start', 'Script_7')}${flow('Script_7', 'End')}`), 'Script_7', /Run code.*Script_7|Script_7.*Run code/],
      ['waits for a timer', draw(`${START}<bpmn:intermediateCatchEvent id="Timer_1" name="Wait"><bpmn:timerEventDefinition id="T"/></bpmn:intermediateCatchEvent>${END}${flow('Start', 'Timer_1')}${flow('Timer_1', 'End')}`), 'Timer_1', /Timer_1/],
      ['has a formula over a field that does not exist', draw(`${START}<bpmn:exclusiveGateway id="G" default="G_End"/>${END}<bpmn:endEvent id="Two"/>${flow('Start', 'G')}${flow('G', 'End')}${flow('G', 'Two', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">margin &gt; 1</bpmn:conditionExpression>')}`), 'G_Two', /margin/],
      ['gives a task to a role that does not exist', draw(`${START}<bpmn:userTask id="T1" tessera:assigneeRole="nobody"/>${END}${flow('Start', 'T1')}${flow('T1', 'End')}`), 'T1', /nobody/],
      ['shows a form that does not exist', draw(`${START}<bpmn:userTask id="T1" tessera:assignee="starter" tessera:form="nowhere"/>${END}${flow('Start', 'T1')}${flow('T1', 'End')}`), 'T1', /nowhere/],
      ['sets a field that nobody writes', draw(`${START}<bpmn:serviceTask id="S1"><bpmn:extensionElements><tessera:setField field="total" value="1"/></bpmn:extensionElements></bpmn:serviceTask>${END}${flow('Start', 'S1')}${flow('S1', 'End')}`), 'S1', /total/],
      ['runs on another table', draw(`${START}${END}${flow('Start', 'End')}`, 'account'), 'P', /order/],
      ['runs on a table that does not exist', draw(`${START}${END}${flow('Start', 'End')}`, 'nothing'), 'P', /nothing/],
    ])('that %s is refused at publishing, at its element, and changes nothing', async (_, xml, element, words) => {
      const answer = await crm.refused(422, 'PROCESS_INVALID', () => publish(xml));
      const [problem] = answer.body.fields as { path: string; message: string }[];
      expect(problem?.message).toMatch(words);
      if (element !== null) expect(answer.body.fields.map(({ path }: { path: string }) => path)).toContain(`elements.${element}`);
      const found = (await validate(xml)).filter(({ severity }) => severity === 'error');
      expect(found.length).toBe(answer.body.fields.length);
      expect(found.map((one) => one.element)).toContain(element);
      expect(answer.text).not.toMatch(/node_modules|at Object|\.ts:/);
    });

    it('lists every problem at once, in the language of the reader', async () => {
      const xml = draw(`${START}<bpmn:scriptTask id="A"/><bpmn:sendTask id="B" name="送出"/>${END}${flow('Start', 'A')}${flow('A', 'B')}${flow('B', 'End')}`);
      ok(await admin.patch('/api/session', { locale: 'zh-CN' }));
      const problems = await validate(xml);
      ok(await admin.patch('/api/session', { locale: 'en' }));
      expect(problems.filter(({ element }) => element === 'A' || element === 'B')).toHaveLength(2);
      expect(problems.find(({ element }) => element === 'B')?.message).toMatch(/[一-龥].*送出|送出.*[一-龥]/);
    });

    it('larger than any drawn process is refused before it is read', async () => {
      const xml = draw(`${START}${END}<!--${'x'.repeat(2 * 1024 * 1024)}-->`);
      expect(problemsOf(await crm.refused(400, 'REQUEST_INVALID', () => publish(xml)))[0]).toMatch(/^xml|^body\.xml/);
      await crm.refused(413, 'REQUEST_TOO_LARGE', () => publish('x'.repeat(9 * 1024 * 1024)));
    });
  });

  it('keeps any text as a draft, and publishes none that cannot be executed', async () => {
    const { draftVersion, version, draftXml } = await design();
    const saved = ok(await admin.put('/api/design/processes/order_approval/draft', { draftVersion, xml: 'half a thought' }));
    expect(saved).toMatchObject({ draftVersion: draftVersion + 1, draftXml: 'half a thought', version });
    expect(ok(await admin.get('/api/design/processes')).items).toMatchObject([{ key: 'order_approval', version, changed: true }]);
    await crm.refused(422, 'PROCESS_INVALID', () => publish('half a thought'));
    ok(await admin.put('/api/design/processes/order_approval/draft', { draftVersion: draftVersion + 1, xml: draftXml }));
    expect(ok(await admin.get('/api/design/processes')).items).toMatchObject([{ changed: false }]);
  });

  it('does not let one designer overwrite the draft or the version of another', async () => {
    const { draftVersion, draftXml } = await design();
    ok(await admin.put('/api/design/processes/order_approval/draft', { draftVersion, xml: draftXml }));
    for (const late of [
      () => admin.put('/api/design/processes/order_approval/draft', { draftVersion, xml: 'mine' }),
      () => admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: draftXml }),
    ]) {
      const answer = await crm.refused(409, 'DOCUMENT_VERSION_CONFLICT', late);
      expect(answer.body.details.version).toBe(draftVersion + 1);
    }
    const now = (await design()).draftVersion;
    const answers = await Promise.all([1, 2].map(() => admin.post('/api/design/processes/order_approval/publish', { draftVersion: now, xml: draftXml })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('keeps every version as it was published, with who and when', async () => {
    const { draftVersion, draftXml, version } = await design();
    const published = ok(await admin.post('/api/design/processes/order_approval/publish', { draftVersion, xml: draftXml.replace('10000', '7000') }));
    expect(published.versions.map((one: { version: number }) => one.version)).toEqual(Array.from({ length: version + 1 }, (_, at) => version + 1 - at));
    expect(published.versions[0]).toMatchObject({ version: version + 1, publishedBy: { label: '陈管理' }, runAs: 'system' });
    expect(ok(await admin.get('/api/design/processes/order_approval/versions/1')).xml).toContain('10000');
    expect(ok(await admin.get(`/api/design/processes/order_approval/versions/${version + 1}`)).xml).toContain('7000');
    expect((await admin.get('/api/design/processes/order_approval/versions/99')).body.code).toBe('PROCESS_NOT_FOUND');
    await expect(crm.one('SELECT detail FROM ws._audit WHERE action = $1 ORDER BY id DESC LIMIT 1', ['process.published'])).resolves.toEqual({ detail: { version: version + 1, runAs: 'system' } });
  });

  it('makes a new process with a drawing that can be published as it is', async () => {
    const label = { en: 'Ticket care', 'zh-CN': '工单处理' };
    const made = ok(await admin.post('/api/design/processes', { key: 'ticket_care', label, entity: 'ticket' }));
    expect(made).toMatchObject({ key: 'ticket_care', version: 0, draftVersion: 1, versions: [] });
    expect(ok(await admin.post('/api/design/processes/ticket_care/publish', { draftVersion: 1, xml: made.draftXml })).version).toBe(1);
    await crm.refused(409, 'PROCESS_KEY_TAKEN', () => admin.post('/api/design/processes', { key: 'ticket_care', label, entity: 'ticket' }));
    await crm.refused(404, 'ENTITY_NOT_FOUND', () => admin.post('/api/design/processes', { key: 'other', label, entity: 'nothing' }));
  });

  it('is for designers only', async () => {
    const manager = await crm.join(admin, { name: '王经理', email: 'wang@example.com', roles: ['sales_manager'] });
    const { draftVersion, draftXml } = await design();
    for (const request of [
      () => manager.get('/api/design/processes'),
      () => manager.get('/api/design/processes/order_approval'),
      () => manager.get('/api/design/processes/order_approval/versions/1'),
      () => manager.post('/api/design/processes', { key: 'x', label: { en: 'x' }, entity: 'order' }),
      () => manager.post('/api/design/processes/order_approval/validate', { xml: draftXml }),
      () => manager.put('/api/design/processes/order_approval/draft', { draftVersion, xml: draftXml }),
      () => manager.post('/api/design/processes/order_approval/publish', { draftVersion, xml: draftXml }),
    ]) await crm.refused(403, 'ACTION_FORBIDDEN', request);
  });
});
