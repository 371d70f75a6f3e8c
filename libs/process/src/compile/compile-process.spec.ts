import { describe, expect, it } from '@jest/globals';
import type { CompileEnv } from '../elements/element-kind.ts';
import { COMPILE_ENV, definitions, drawProcess, type DrawnProcess } from '../testing/index.ts';
import { compileProcess, lintForEditor } from './compile-process.ts';

const fine: DrawnProcess = { nodes: ['start s', 'user A', 'end e'], flows: ['s > A', 'A > e'] };
const findings = async (xml: string, env: CompileEnv = COMPILE_ENV): Promise<readonly string[]> =>
  (await compileProcess(xml, env)).problems.map(({ element, code, severity }) => `${severity} ${element ?? '-'} ${code}`);
const withTask = (task: string): DrawnProcess => ({ nodes: ['start s', task, 'end e'], flows: ['s > A', 'A > e'] });
const service = (content: string): DrawnProcess => withTask(`<bpmn:serviceTask id="A"><bpmn:extensionElements>${content}</bpmn:extensionElements></bpmn:serviceTask>`);

describe('elements that are not executed', () => {
  const type = (name: string, words: string, wordsZh: string) => [name, words, wordsZh] as const;
  it.each([
    type('<bpmn:task id="A" name="X"/>', 'a task without a type', '未指定类型的任务'),
    type('<bpmn:manualTask id="A"/>', 'a manual task', '手工任务'),
    type('<bpmn:scriptTask id="A"><bpmn:script>1</bpmn:script></bpmn:scriptTask>', 'a script task', '脚本任务'),
    type('<bpmn:sendTask id="A"/>', 'a send task', '发送任务'),
    type('<bpmn:receiveTask id="A"/>', 'a receive task', '接收任务'),
    type('<bpmn:businessRuleTask id="A"/>', 'a business rule task', '业务规则任务'),
    type('<bpmn:callActivity id="A" calledElement="q"/>', 'a call activity', '调用活动'),
    type('<bpmn:transaction id="A"/>', 'a transaction', '事务子流程'),
    type('<bpmn:adHocSubProcess id="A"/>', 'an ad-hoc sub-process', '特别子流程（Ad-hoc）'),
    type('<bpmn:subProcess id="A" triggeredByEvent="true"/>', 'an event sub-process', '事件子流程'),
    type('<bpmn:inclusiveGateway id="A"/>', 'an inclusive gateway', '包容网关'),
    type('<bpmn:complexGateway id="A"/>', 'a complex gateway', '复杂网关'),
    type('<bpmn:eventBasedGateway id="A"/>', 'an event-based gateway', '事件网关'),
    type('<bpmn:intermediateThrowEvent id="A"/>', 'a plain intermediate throw event', '普通中间抛出事件'),
    type('<bpmn:intermediateCatchEvent id="A"><bpmn:timerEventDefinition id="t"/></bpmn:intermediateCatchEvent>', 'a timer intermediate catch event', '定时中间捕获事件'),
    type('<bpmn:intermediateCatchEvent id="A"><bpmn:linkEventDefinition id="t" name="x"/></bpmn:intermediateCatchEvent>', 'a link intermediate catch event', '链接中间捕获事件'),
    type('<bpmn:startEvent id="A"><bpmn:messageEventDefinition id="t"/></bpmn:startEvent>', 'a message start event', '消息开始事件'),
    type('<bpmn:startEvent id="A"><bpmn:conditionalEventDefinition id="t"/></bpmn:startEvent>', 'a conditional start event', '条件开始事件'),
    type('<bpmn:endEvent id="A"><bpmn:errorEventDefinition id="t"/></bpmn:endEvent>', 'an error end event', '错误结束事件'),
    type('<bpmn:endEvent id="A"><bpmn:signalEventDefinition id="t"/><bpmn:terminateEventDefinition id="u"/></bpmn:endEvent>', 'a multiple end event', '多重结束事件'),
    type('<bpmn:endEvent id="A"><bpmn:escalationEventDefinition id="t"/></bpmn:endEvent>', 'an escalation end event', '升级结束事件'),
    type('<bpmn:endEvent id="A"><bpmn:compensateEventDefinition id="t"/></bpmn:endEvent>', 'a compensation end event', '补偿结束事件'),
    type('<bpmn:boundaryEvent id="A" attachedToRef="B"><bpmn:timerEventDefinition id="t"/></bpmn:boundaryEvent>', 'a timer boundary event', '定时边界事件'),
    type('<bpmn:implicitThrowEvent id="A"/>', 'of the type "ImplicitThrowEvent"', '“ImplicitThrowEvent”类型的元素'),
  ])('%s is refused by its name in words, with what to draw instead', async (xml, en, zh) => {
    const { graph, problems } = await compileProcess(drawProcess({ nodes: ['start s', 'user B', 'end e', xml], flows: ['s > B', 'B > e'] }), COMPILE_ENV);
    expect(graph).toBeNull();
    expect(problems.map(({ element, code }) => `${element} ${code}`)).toEqual(['A PROCESS_ELEMENT_NOT_EXECUTED']);
    expect(problems[0]?.message.en).toContain(`(A)`.replace('(A)', 'A'));
    expect(problems[0]?.message.en).toContain(`is ${en}, which is not executed. `);
    expect(problems[0]?.message['zh-CN']).toContain(`是${zh}，暂不支持执行。`);
    expect(problems[0]?.message['zh-CN']).toMatch(/。请.+。$/);
  });

  it('an event that refers to a definition elsewhere is an event of that kind, not a plain one', async () => {
    const xml = drawProcess({ beside: '<bpmn:timerEventDefinition id="T"/>', nodes: ['start s', 'user B', '<bpmn:endEvent id="A"><bpmn:eventDefinitionRef>T</bpmn:eventDefinitionRef></bpmn:endEvent>'], flows: ['s > B', 'B > A'] });
    expect(await findings(xml)).toEqual(['error A PROCESS_ELEMENT_NOT_EXECUTED']);
  });

  it('names the element by id and name, in the language of the reader', async () => {
    const { problems } = await compileProcess(drawProcess({ nodes: ['start s', 'end e', '<bpmn:scriptTask id="Task_1" name="算一算" tessera:nameEn="Compute"/>'], flows: ['s > Task_1', 'Task_1 > e'] }), COMPILE_ENV);
    expect(problems).toEqual([
      {
        element: 'Task_1',
        name: '算一算',
        code: 'PROCESS_ELEMENT_NOT_EXECUTED',
        severity: 'error',
        message: {
          en: '"Compute" (Task_1) is a script task, which is not executed. Use a service task that sets fields by formula.',
          'zh-CN': '“算一算”（Task_1） 是脚本任务，暂不支持执行。请改用按公式设置字段的服务任务。',
        },
      },
    ]);
  });

  it('a choreography, a second executable process and an unknown element are refused', async () => {
    const second = '<bpmn:process id="Q" isExecutable="true"/>';
    expect(await findings(drawProcess({ ...fine, beside: '<bpmn:choreography id="C"/>' }))).toEqual(['error C PROCESS_DEFINITION_NOT_EXECUTED']);
    expect(await findings(drawProcess({ ...fine, inside: `</bpmn:process>${second.replace('/>', '>')}` }))).toEqual(['error Q PROCESS_SEVERAL_EXECUTABLE']);
    expect(await findings(drawProcess({ ...fine, inside: '<bpmn:fooTask id="z"/>' }))).toEqual(['error - BPMN_UNKNOWN_ELEMENT']);
  });
});

describe('what only describes', () => {
  it('is kept in silence: pools, lanes, notes, groups, data, colours, message flows, documentation', async () => {
    const xml = drawProcess({
      ...fine,
      beside: `<bpmn:message id="M" name="m"/><bpmn:dataStore id="DS"/><bpmn:category id="C"><bpmn:categoryValue id="CV"/></bpmn:category>
        <bpmn:collaboration id="Co"><bpmn:participant id="Pool" name="我们" tessera:nameEn="Us" processRef="P"/><bpmn:participant id="Customer" name="客户" processRef="Q"/>
        <bpmn:messageFlow id="MF" sourceRef="Customer" targetRef="Pool"/></bpmn:collaboration><bpmn:process id="Q" isExecutable="false"><bpmn:scriptTask id="theirs"/></bpmn:process>`,
      nodes: [
        '<bpmn:documentation>Words.</bpmn:documentation><bpmn:laneSet id="L"><bpmn:lane id="l1" name="销售"><bpmn:flowNodeRef>A</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
        ...fine.nodes,
        '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dor" dataObjectRef="do"/><bpmn:dataStoreReference id="dsr" dataStoreRef="DS"/>',
      ],
      inside: `<bpmn:textAnnotation id="ta"><bpmn:text>note</bpmn:text></bpmn:textAnnotation><bpmn:association id="as" sourceRef="A" targetRef="ta"/><bpmn:group id="gr" categoryValueRef="CV"/>`,
    });
    expect(await findings(xml)).toEqual([]);
  });
});

describe('settings of BPMN that would change the meaning', () => {
  it.each([
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>', 'several instances'],
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:standardLoopCharacteristics/></bpmn:userTask>', 'a loop'],
    ['<bpmn:userTask id="A" tessera:assignee="starter" isForCompensation="true"/>', 'compensation'],
    ['<bpmn:userTask id="A" tessera:assignee="starter" startQuantity="2"/>', 'a start quantity'],
    ['<bpmn:userTask id="A" tessera:assignee="starter" completionQuantity="0"/>', 'a completion quantity'],
  ])('%s is refused', async (task, setting) => {
    const { problems } = await compileProcess(drawProcess(withTask(task)), COMPILE_ENV);
    expect(problems.map(({ element, code }) => `${element} ${code}`)).toEqual(['A PROCESS_SETTING_NOT_EXECUTED']);
    expect(problems[0]?.message.en).toContain(setting);
  });

  it('their defaults, written out, are harmless', async () => {
    expect(await findings(drawProcess(withTask('<bpmn:userTask id="A" tessera:assignee="starter" startQuantity="1" completionQuantity="1" isForCompensation="false"/>')))).toEqual([]);
  });

  it.each([
    ['<bpmn:userTask id="A" tessera:assignee="starter" camunda:assignee="x" camunda:formKey="y"/>', ['warning A PROCESS_SETTING_IGNORED', 'warning A PROCESS_SETTING_IGNORED']],
    ['<bpmn:userTask id="A" tessera:assignee="starter" implementation="##unspecified"/>', ['warning A PROCESS_SETTING_IGNORED']],
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:potentialOwner id="po"/></bpmn:userTask>', ['warning A PROCESS_SETTING_IGNORED']],
    ['<bpmn:userTask id="A" tessera:assignee="starter" tessera:assigneRole="x"/>', ['warning A PROCESS_UNKNOWN_SETTING']],
    ['<bpmn:userTask id="A" tessera:assignee="starter" bogus="x"/>', ['warning A PROCESS_UNKNOWN_SETTING']],
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:extensionElements><tessera:setField field="status" value="remark"/></bpmn:extensionElements></bpmn:userTask>', ['warning A PROCESS_SETTING_IGNORED']],
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:extensionElements><tessera:bogus a="1"/></bpmn:extensionElements></bpmn:userTask>', ['warning - PROCESS_UNKNOWN_SETTING']],
    ['<bpmn:userTask id="A" tessera:assignee="starter"><bpmn:extensionElements><camunda:formData/></bpmn:extensionElements></bpmn:userTask>', ['warning A PROCESS_SETTING_IGNORED']],
  ])('%s is ignored with a warning', async (task, expected) => {
    const { graph, problems } = await compileProcess(drawProcess(withTask(task)), COMPILE_ENV);
    expect(problems.map(({ element, code, severity }) => `${severity} ${element ?? '-'} ${code}`)).toEqual(expected);
    expect(graph).not.toBeNull();
  });
});

describe('the shape of a model', () => {
  const row = (what: string, process: DrawnProcess, expected: readonly string[]) => [what, process, expected] as const;
  it.each([
    row('no start event', { nodes: ['user A', 'end e'], flows: ['A > e'] }, ['error P PROCESS_START_MISSING']),
    row('two start events', { nodes: ['start s', 'start s2', 'end e'], flows: ['s > e', 's2 > e'] }, ['error s2 PROCESS_SEVERAL_STARTS']),
    row('a sub-process without start event', { nodes: ['start s', { sub: 'S', nodes: ['user A'], flows: [] }, 'end e'], flows: ['s > S', 'S > e'] }, ['error S PROCESS_START_MISSING']),
    row('a start event that leads nowhere', { nodes: ['start s'], flows: [] }, ['error s PROCESS_LEADS_NOWHERE']),
    row('a gateway that leads nowhere', { nodes: ['start s', 'xor g'], flows: ['s > g'] }, ['error g PROCESS_LEADS_NOWHERE']),
    row('a flow into a start event', { nodes: ['start s', 'user A'], flows: ['s > A', 'A > s'] }, ['error s PROCESS_FLOW_INTO_START']),
    row('a flow out of an end event', { nodes: ['start s', 'end e', 'user A'], flows: ['s > e', 'e > A'] }, ['error e PROCESS_FLOW_OUT_OF_END']),
    row('a flow to nothing', { ...fine, flows: [...fine.flows, 'f: A > gone'] }, ['error f BPMN_UNRESOLVED_REFERENCE']),
    row('a flow without target', { ...fine, inside: '<bpmn:sequenceFlow id="f" sourceRef="A"/>' }, ['error f PROCESS_FLOW_NOT_CONNECTED']),
    row('a flow to something that is no flow node', { ...fine, inside: '<bpmn:dataObject id="d"/><bpmn:sequenceFlow id="f" sourceRef="A" targetRef="d"/>' }, ['error f PROCESS_FLOW_NOT_CONNECTED']),
    row('a flow to the process', { ...fine, flows: [...fine.flows, 'f: A > P'] }, ['error f PROCESS_FLOW_NOT_CONNECTED']),
    row('a flow into a sub-process', { nodes: ['start s', { sub: 'S', nodes: ['start s1', 'user A'], flows: ['s1 > A'] }], flows: ['s > S', 'f: s > A'] }, ['error f PROCESS_FLOW_CROSSES_BORDER']),
    row('a flow into another pool', { ...fine, beside: '<bpmn:process id="Q"><bpmn:userTask id="Z"/></bpmn:process>', flows: [...fine.flows, 'f: A > Z'] }, ['error f PROCESS_FLOW_CROSSES_BORDER']),
    row('an element without id', { ...fine, inside: '<bpmn:userTask name="x"/>' }, ['error - BPMN_ELEMENT_WITHOUT_ID']),
    row('a name nobody could read', withTask(`<bpmn:userTask id="A" name="${'x'.repeat(501)}" tessera:assignee="starter"/>`), ['error A BPMN_TEXT_TOO_LONG']),
    row('an id nobody could read', { ...fine, inside: `<bpmn:dataObject id="${'y'.repeat(300)}"/><bpmn:userTask id="${'x'.repeat(201)}" tessera:assignee="starter"/>` }, [`error ${'x'.repeat(200)} BPMN_TEXT_TOO_LONG`]),
    row('two elements with one id', { ...fine, inside: '<bpmn:userTask id="A"/>' }, ['error A BPMN_DUPLICATE_ID']),
    row('an id with a blank', { ...fine, inside: '<bpmn:userTask id="A B"/>' }, ['error - BPMN_ILLEGAL_ID']),
    row('an element that is never reached', { ...fine, nodes: [...fine.nodes, 'user B'], flows: [...fine.flows, 'B > e'] }, ['warning B PROCESS_UNREACHABLE']),
    row('elements from which no end is reached', { nodes: ['start s', 'user A', 'user B', 'end e'], flows: ['s > A', 'A > B [outcome = "reject"]', 'A > e *', 'B > B'] }, ['warning B PROCESS_NO_WAY_TO_END']),
    row('a branch that ends without end event', { nodes: ['start s', 'user A'], flows: ['s > A'] }, ['warning A PROCESS_IMPLICIT_END']),
    row('a condition after a parallel gateway', { nodes: ['start s', 'and f', 'user A', 'end e'], flows: ['s > f', 'f > A', 'f > e [checked]', 'A > e'] }, ['error f_e PROCESS_CONDITION_NOT_ALLOWED']),
    row('a condition after a start', { ...fine, flows: ['s > A [checked]', 'A > e'] }, ['error s_A PROCESS_CONDITION_NOT_ALLOWED']),
    row('a way out of an exclusive gateway without condition', { nodes: ['start s', 'xor g', 'user A', 'end e'], flows: ['s > g', 'g > A', 'g > e *', 'A > e'] }, ['error g_A PROCESS_CONDITION_MISSING']),
    row('an exclusive gateway without default', { nodes: ['start s', 'xor g', 'user A', 'end e'], flows: ['s > g', 'g > A [checked]', 'g > e [total > 1]', 'A > e'] }, ['warning g PROCESS_WITHOUT_DEFAULT']),
    row('an activity with conditions only and no default', { ...fine, flows: ['s > A', 'A > e [checked]'] }, ['warning A PROCESS_WITHOUT_DEFAULT']),
    row('a default that begins elsewhere', { nodes: ['start s', '<bpmn:exclusiveGateway id="g" default="s_g"/>', 'end e'], flows: ['s > g', 'g > e'] }, ['error g PROCESS_WRONG_DEFAULT']),
    row('a default beside a flow without condition', { nodes: ['start s', 'user A', 'user B', 'end e'], flows: ['s > A', 'A > B', 'A > e *', 'B > e'] }, ['error A PROCESS_DEFAULT_BESIDE_UNCONDITIONAL']),
    row('a condition on a default', { nodes: ['start s', 'xor g', 'end e', 'end e2'], flows: ['s > g', 'g > e [checked]', 'g > e2 [total > 1] *'] }, ['warning g_e2 PROCESS_CONDITION_ON_DEFAULT']),
    row('an empty condition', { ...fine, flows: ['s > A', 'A > e []'] }, ['error A_e PROCESS_CONDITION_EMPTY', 'warning A PROCESS_WITHOUT_DEFAULT']),
    row('a condition in another language', { ...fine, flows: ['s > A'], inside: '<bpmn:sequenceFlow id="f" sourceRef="A" targetRef="e"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="feel">checked</bpmn:conditionExpression></bpmn:sequenceFlow>' }, ['error f PROCESS_CONDITION_LANGUAGE', 'warning A PROCESS_WITHOUT_DEFAULT']),
  ])('%s is found', async (_what, process, expected) => {
    expect(await findings(drawProcess(process))).toEqual(expected);
  });
});

describe('what a model names', () => {
  const row = (what: string, process: DrawnProcess, expected: readonly string[]) => [what, process, expected] as const;
  const task = (settings: string, content = '') => withTask(`<bpmn:userTask id="A" ${settings}><bpmn:extensionElements>${content}</bpmn:extensionElements></bpmn:userTask>`);
  it.each([
    row('a task without performer', task(''), ['error A PROCESS_TASK_WITHOUT_PERFORMER']),
    row('a task with two performers', task('tessera:assignee="starter" tessera:assigneeRole="manager"'), ['error A PROCESS_TASK_WITH_TWO_PERFORMERS']),
    row('an unknown role', task('tessera:assigneeRole="boss"'), ['error A PROCESS_UNKNOWN_ROLE']),
    row('a role named like a method', task('tessera:assigneeRole="constructor"'), ['error A PROCESS_UNKNOWN_ROLE']),
    row('an unknown assignee', task('tessera:assignee="boss"'), ['error A PROCESS_UNKNOWN_VALUE']),
    row('an unknown member field', task('tessera:assigneeField="toString"'), ['error A PROCESS_UNKNOWN_FIELD']),
    row('an unknown form', task('tessera:assignee="starter" tessera:form="invoice"'), ['error A PROCESS_UNKNOWN_FORM']),
    row('an unknown kind of task', task('tessera:assignee="starter" tessera:taskKind="vote"'), ['error A PROCESS_UNKNOWN_VALUE']),
    row('access to an unknown field', task('tessera:assignee="starter"', '<tessera:fieldAccess field="gone" access="write"/>'), ['error A PROCESS_UNKNOWN_FIELD']),
    row('write access to a computed field', task('tessera:assignee="starter"', '<tessera:fieldAccess field="total" access="write"/>'), ['error A PROCESS_READ_ONLY_FIELD']),
    row('an unknown access', task('tessera:assignee="starter"', '<tessera:fieldAccess field="remark" access="own"/>'), ['error A PROCESS_UNKNOWN_VALUE']),
    row('a lane with an unknown role', { ...fine, nodes: ['<bpmn:laneSet id="L"><bpmn:lane id="l" tessera:role="boss"><bpmn:flowNodeRef>A</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>', ...fine.nodes] }, ['error l PROCESS_UNKNOWN_ROLE']),
    row('a service task without action', withTask('<bpmn:serviceTask id="A"/>'), ['error A PROCESS_SERVICE_WITHOUT_ACTION']),
    row('a service task that sets an unknown field', service('<tessera:setField field="__proto__" value="remark"/>'), ['error A PROCESS_UNKNOWN_FIELD']),
    row('a service task that sets a computed field', service('<tessera:setField field="total" value="1"/>'), ['error A PROCESS_READ_ONLY_FIELD']),
    row('a service task that sets rows', service('<tessera:setField field="lines" value="remark"/>'), ['error A PROCESS_FIELD_NOT_SETTABLE']),
    row('a service task that sets a field twice', service('<tessera:setField field="status" value="remark"/><tessera:setField field="status" value="code"/>'), ['error A PROCESS_FIELD_SET_TWICE']),
    row('a value of the wrong type', service('<tessera:setField field="status" value="1 + 1"/>'), ['error A PROCESS_FORMULA_TYPE']),
    row('a condition that is always blank', { ...fine, flows: ['s > A', 'A > e [BLANK()]'] }, ['warning A PROCESS_WITHOUT_DEFAULT', 'error A_e PROCESS_FORMULA_TYPE']),
    row('an empty value', service('<tessera:setField field="status" value=""/>'), ['error A PROCESS_FORMULA_INVALID']),
    row('a condition that is no yes/no', { ...fine, flows: ['s > A', 'A > e [total + 1]'] }, ['warning A PROCESS_WITHOUT_DEFAULT', 'error A_e PROCESS_FORMULA_TYPE']),
    row('a condition over an outcome that never is', { nodes: ['start s', 'user A', 'xor g', 'work B', 'end e'], flows: ['s > A', 'A > g', 'g > B [AND("approved" = A_outcome, checked)]', 'g > e *', 'B > e'] }, ['warning g_B PROCESS_OUTCOME_UNKNOWN']),
    row('an outcome of a task that is not there', { ...fine, flows: ['s > A', 'A > e [B_outcome = "approve"]'] }, ['warning A PROCESS_WITHOUT_DEFAULT', 'error A_e PROCESS_FORMULA_INVALID']),
    row('a start condition over an outcome', { ...fine, when: 'outcome = "approve"' }, ['error s PROCESS_FORMULA_INVALID']),
    row('an unknown trigger', { ...fine, trigger: 'moon' }, ['error s PROCESS_UNKNOWN_VALUE']),
    row('no trigger', { ...fine, trigger: '' }, ['warning s PROCESS_TRIGGER_MISSING']),
    row('a trigger inside a sub-process', { nodes: ['start s', { sub: 'S', nodes: ['<bpmn:startEvent id="s1" tessera:trigger="submit"/>', 'end e1'], flows: ['s1 > e1'] }, 'end e'], flows: ['s > S', 'S > e'] }, ['warning s1 PROCESS_SETTING_IGNORED']),
    row('an unknown entity', { ...fine, entity: 'invoice' }, ['error P PROCESS_ENTITY_UNKNOWN']),
    row('no entity', { ...fine, entity: '' }, ['error P PROCESS_ENTITY_MISSING']),
  ])('%s is found', async (_what, process, expected) => {
    expect(await findings(drawProcess(process))).toEqual(expected);
  });

  it('a wrong formula is shown with the place in it', async () => {
    const { problems } = await compileProcess(drawProcess({ nodes: ['start s', 'xor g', 'user A', 'end e'], flows: ['s > g', 'g > A [total > 1 && totl > 2]', 'g > e *', 'A > e'] }), COMPILE_ENV);
    const formula = problems.find((problem) => problem.element === 'g_A');
    expect(formula).toMatchObject({ code: 'PROCESS_FORMULA_INVALID', severity: 'error' });
    expect(formula?.message.en).toMatch(/^The condition of g_A, at character \d+: /);
    expect(formula?.message['zh-CN']).toMatch(/^g_A 的条件，第 \d+ 个字符处：/);
    expect(formula?.position?.from).toBeGreaterThan(5);
  });

  it('any field may be set to blank', async () => {
    for (const field of ['status', 'checked', 'due']) expect(await findings(drawProcess(service(`<tessera:setField field="${field}" value="BLANK()"/>`)))).toEqual([]);
  });

  it('roles, forms and writable fields that are not given are not checked', async () => {
    const xml = drawProcess(task('tessera:assigneeRole="boss" tessera:form="x"', '<tessera:fieldAccess field="any" access="write"/>'));
    expect(await findings(xml, { fields: COMPILE_ENV.fields })).toEqual([]);
  });

  it('a process not marked as executable is taken when it is the only one, with a warning', async () => {
    const xml = drawProcess(fine).replace('isExecutable="true"', 'isExecutable="false"');
    expect(await findings(xml)).toEqual(['warning P PROCESS_NOT_MARKED_EXECUTABLE']);
    expect(await findings(xml.replace('</bpmn:definitions>', '<bpmn:process id="Q"/></bpmn:definitions>'))).toEqual(['error - PROCESS_NONE_EXECUTABLE']);
    expect(await findings(definitions(''))).toEqual(['error - PROCESS_MISSING']);
  });
});

describe('the graph', () => {
  it('is plain JSON, also after a round trip, and null when there is an error', async () => {
    const { graph } = await compileProcess(drawProcess({ ...fine, when: 'total > 1' }), COMPILE_ENV);
    expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
    expect(graph).toMatchObject({ format: 1, id: 'P', entity: 'order', start: 's', trigger: 'submit', when: 'total > 1' });
    expect((await compileProcess(drawProcess({ ...fine, entity: 'x' }), COMPILE_ENV)).graph).toBeNull();
  });

  it('the editor is shown the same problems', async () => {
    const xml = drawProcess({ ...fine, entity: 'x' });
    expect(await lintForEditor(xml, COMPILE_ENV)).toEqual((await compileProcess(xml, COMPILE_ENV)).problems);
  });

  it('a file with thousands of problems lists the first ones and counts the rest', async () => {
    const { problems } = await compileProcess(drawProcess({ ...fine, inside: Array.from({ length: 5000 }, (_, nth) => `<bpmn:scriptTask id="t${nth}"/>`).join('') }), COMPILE_ENV);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message.en).toBe('There are 4800 more problems.');
  });

  it('an error after hundreds of warnings is an error, and hundreds of warnings are none', async () => {
    const noisy = Array.from({ length: 300 }, (_, nth) => `camunda:a${nth}="1"`);
    const tasks = [0, 1].map((nth) => `<bpmn:userTask id="t${nth}" tessera:assignee="starter" ${noisy.slice(nth * 150, nth * 150 + 150).join(' ')}/>`);
    const drawn = { nodes: ['start s', ...tasks, 'end e'], flows: ['s > t0', 't0 > t1', 't1 > e'] };
    const warned = await compileProcess(drawProcess(drawn), COMPILE_ENV);
    expect([warned.graph === null, warned.problems.length, warned.problems.at(-1)?.severity]).toEqual([false, 201, 'warning']);
    const wrong = await compileProcess(drawProcess({ ...drawn, inside: '<bpmn:scriptTask id="x"/>' }), COMPILE_ENV);
    expect([wrong.graph, wrong.problems.length, wrong.problems.at(-1)?.severity]).toEqual([null, 201, 'error']);
  });
});
