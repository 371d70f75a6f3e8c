import { describe, expect, it } from '@jest/globals';
import { ACTOR, NOW, STARTER, Scenario, compiled, drawProcess, runScenario } from '../testing/index.ts';
import { activeElements } from './instance-state.ts';
import { MAX_MOVES, MAX_TOKENS, startsOn, step } from './step.ts';

const twoTasks = () => compiled(drawProcess({ nodes: ['start s', 'and f', 'user A', 'work B', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > e', 'B > e'] }));

describe('completing a task', () => {
  it('is refused for a task that was completed already, as happens to the second of two people', async () => {
    const scenario = runScenario(await twoTasks(), []);
    const task = scenario.taskOf('A');
    const command = { kind: 'completeTask', task, outcome: 'approve', actor: ACTOR, at: NOW } as const;
    expect(scenario.give(command)).toBeNull();
    const before = scenario.state;
    expect(scenario.give(command)).toBe('TASK_NOT_OPEN');
    expect(scenario.state).toBe(before);
    expect(scenario.events.filter((event) => event.type === 'taskCompleted')).toHaveLength(1);
  });

  it.each([
    ['A', 'complete', 'TASK_OUTCOME_NOT_ALLOWED'],
    ['B', 'approve', 'TASK_OUTCOME_NOT_ALLOWED'],
    ['B', 'reject', 'TASK_OUTCOME_NOT_ALLOWED'],
    ['A', 'reject', null],
    ['B', 'complete', null],
  ] as const)('of %s with %s gives %s', async (element, outcome, expected) => {
    const scenario = runScenario(await twoTasks(), []);
    expect(scenario.give({ kind: 'completeTask', task: scenario.taskOf(element), outcome, actor: ACTOR, at: NOW })).toBe(expected);
  });

  it('is refused for a task of no instance, and after the end', async () => {
    const scenario = runScenario(await twoTasks(), ['approve A', 'complete B']);
    expect(scenario.status).toBe('completed');
    for (const task of ['nobody', '__proto__', '']) {
      expect(scenario.give({ kind: 'completeTask', task, outcome: 'approve', actor: ACTOR, at: NOW })).toBe('TASK_NOT_OPEN');
    }
  });

  it('keeps who, when, the outcome and the comment in the event', async () => {
    const scenario = runScenario(await twoTasks(), []);
    const task = scenario.taskOf('A');
    scenario.must({ kind: 'completeTask', task, outcome: 'reject', actor: ACTOR, comment: 'too dear', at: '2024-05-07T00:00:00.000Z' });
    expect(scenario.events).toContainEqual({ type: 'taskCompleted', element: 'A', task, outcome: 'reject', actor: ACTOR, comment: 'too dear', at: '2024-05-07T00:00:00.000Z' });
  });
});

describe('starting and cancelling', () => {
  it('throws for a second start and for a command to nothing: both are bugs of the host', async () => {
    const graph = await twoTasks();
    const env = { newId: () => 'x', now: NOW, timeZone: 'UTC', facts: {} };
    expect(() => step(graph, null, { kind: 'cancel', reason: '' }, env)).toThrow();
    const { state } = runScenario(graph, []);
    expect(() => step(graph, state, { kind: 'start', starter: STARTER, at: NOW }, env)).toThrow();
  });

  it('cancelling closes the open tasks and ends the instance', async () => {
    const scenario = runScenario(await twoTasks(), ['cancel']);
    expect(scenario.status).toBe('terminated');
    expect(scenario.effects.filter((effect) => effect.kind === 'closeTask').map((effect) => effect.element)).toEqual(['A', 'B']);
    expect(scenario.events.at(-1)).toEqual({ type: 'instanceTerminated', element: null, reason: 'test', actor: null, at: NOW });
    expect(scenario.give({ kind: 'cancel', reason: 'again' })).toBe('INSTANCE_ENDED');
    expect(scenario.give({ kind: 'retry' })).toBe('INSTANCE_ENDED');
  });

  it('a terminate end event closes the other open tasks', async () => {
    const graph = await compiled(drawProcess({ nodes: ['start s', 'and f', 'user A', 'user B', 'terminate t', 'end e'], flows: ['s > f', 'f > A', 'f > B', 'A > t', 'B > e'] }));
    const scenario = runScenario(graph, ['approve A']);
    expect(scenario.effects.map((effect) => `${effect.kind} ${effect.element}`)).toEqual(['createTask A', 'createTask B', 'closeTask B']);
  });

  it.each([
    ['submit', { total: '5' }, true],
    ['submit', { total: '1' }, false],
    ['submit', {}, false],
    ['manual', { total: '5' }, false],
  ] as const)('on %s of %j with "when total > 2" starts: %s', async (trigger, facts, expected) => {
    const graph = await compiled(drawProcess({ when: 'total > 2', nodes: ['start s', 'end e'], flows: ['s > e'] }));
    expect(startsOn(graph, trigger, { facts, now: NOW, timeZone: 'UTC', me: null })).toBe(expected);
  });
});

describe('who gets a task', () => {
  const graphOf = (settings: string) => compiled(drawProcess({ nodes: ['start s', `<bpmn:userTask id="A" ${settings}/>`, 'end e'], flows: ['s > A', 'A > e'] }));
  const assigneeOf = (scenario: Scenario) => scenario.effects.find((effect) => effect.kind === 'createTask')?.assignee;

  it('everyone with the role', async () => {
    expect(assigneeOf(runScenario(await graphOf('tessera:assigneeRole="manager"'), []))).toEqual({ role: 'manager' });
  });
  it('whoever started the instance', async () => {
    expect(assigneeOf(runScenario(await graphOf('tessera:assignee="starter"'), [], { starter: 'member-7' }))).toEqual({ member: 'member-7' });
  });
  it('the member in a field of the record', async () => {
    expect(assigneeOf(runScenario(await graphOf('tessera:assigneeField="owner"'), [], { facts: { owner: 'member-9' } }))).toEqual({ member: 'member-9' });
  });
  it('nobody when the field is empty: an incident, and the task after it was filled in and tried again', async () => {
    const scenario = runScenario(await graphOf('tessera:assigneeField="owner"'), [], { facts: { owner: null } });
    expect(scenario.status).toBe('incident');
    expect(scenario.state?.incidents[0]).toMatchObject({ code: 'NO_PERFORMER', element: 'A' });
    scenario.facts = { owner: 'member-9' };
    scenario.must({ kind: 'retry', actor: ACTOR, at: NOW });
    expect(scenario.open).toEqual(['A']);
    expect(scenario.complete('A', 'complete').status).toBe('completed');
  });
  it('everyone with the role of the innermost lane with one', async () => {
    const lanes = `<bpmn:laneSet id="L"><bpmn:lane id="l1" tessera:role="sales"><bpmn:flowNodeRef>A</bpmn:flowNodeRef><bpmn:childLaneSet id="L2">
      <bpmn:lane id="l2" tessera:role="manager"><bpmn:flowNodeRef>A</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>`;
    const graph = await compiled(drawProcess({ inside: '', nodes: [lanes, 'start s', '<bpmn:userTask id="A"/>', 'end e'], flows: ['s > A', 'A > e'] }));
    expect(assigneeOf(runScenario(graph, []))).toEqual({ role: 'manager' });
  });
  it('everyone with the role of the lane around the sub-process it is in', async () => {
    const lanes = `<bpmn:laneSet id="L"><bpmn:lane id="l1" tessera:role="sales"><bpmn:flowNodeRef>S</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>`;
    const graph = await compiled(drawProcess({ nodes: [lanes, 'start s', { sub: 'S', nodes: ['start s1', '<bpmn:userTask id="A"/>'], flows: ['s1 > A'] }, 'end e'], flows: ['s > S', 'S > e'] }));
    expect(assigneeOf(runScenario(graph, []))).toEqual({ role: 'sales' });
  });
});

describe('a task', () => {
  it('carries its names, kind, form and the fields that may be written', async () => {
    const task = `<bpmn:userTask id="A" name="修改订单" tessera:nameEn="Revise order" tessera:taskKind="work" tessera:assignee="starter" tessera:form="order">
      <bpmn:extensionElements><tessera:fieldAccess field="remark" access="write"/><tessera:fieldAccess field="lines" access="write"/><tessera:fieldAccess field="total" access="read"/></bpmn:extensionElements></bpmn:userTask>`;
    const scenario = runScenario(await compiled(drawProcess({ nodes: ['start s', task, 'end e'], flows: ['s > A', 'A > e'] })), []);
    expect(scenario.effects).toEqual([
      { kind: 'createTask', task: scenario.taskOf('A'), element: 'A', name: { 'zh-CN': '修改订单', en: 'Revise order' }, taskKind: 'work', assignee: { member: STARTER }, form: 'order', writable: ['remark', 'lines'] },
    ]);
  });

  it('without a name is called by its kind', async () => {
    const scenario = runScenario(await twoTasks(), []);
    expect(scenario.effects.map((effect) => (effect.kind === 'createTask' ? effect.name['zh-CN'] : ''))).toEqual(['审批', '办理']);
  });
});

describe('a service task', () => {
  const graphOf = (nodes: readonly string[], flows: readonly string[]) => compiled(drawProcess({ nodes: ['start s', 'user A', 'user B', ...nodes], flows }));

  it('sets fields, and later conditions of the same step see the new values', async () => {
    const graph = await graphOf(['service S status = "big"', 'xor g'], ['s > S', 'S > g', 'g > A [status = "big"]', 'g > B *']);
    const scenario = runScenario(graph, [], { facts: { status: 'small' } });
    expect(scenario.open).toEqual(['A']);
    expect(scenario.effects[0]).toEqual({ kind: 'setFields', element: 'S', values: { status: 'big' } });
  });

  it('sets several fields from the record as it was before', async () => {
    const swap = '<bpmn:serviceTask id="S"><bpmn:extensionElements><tessera:setField field="status" value="remark"/><tessera:setField field="remark" value="status"/></bpmn:extensionElements></bpmn:serviceTask>';
    const scenario = runScenario(await graphOf([swap], ['s > S', 'S > A']), [], { facts: { status: 'a', remark: 'b' } });
    expect(scenario.facts).toEqual({ status: 'b', remark: 'a' });
  });

  it('knows who acts: the starter at first, then whoever completed the task', async () => {
    const graph = await graphOf(['service S remark = ME()', 'service T status = ME()', 'end e'], ['s > S', 'S > A', 'A > T', 'T > e']);
    expect(runScenario(graph, ['approve A']).facts).toEqual({ remark: STARTER, status: ACTOR });
  });

  it('sees computed values again when the host can recalculate them', async () => {
    const graph = await graphOf(['service S status = "done"', 'xor g'], ['s > S', 'S > g', 'g > A [checked]', 'g > B *']);
    const recalculate = (facts: Readonly<Record<string, string | boolean | null>>) => ({ ...facts, checked: facts['status'] === 'done' });
    expect(runScenario(graph, [], { recalculate }).open).toEqual(['A']);
    expect(runScenario(graph, []).open).toEqual(['B']);
  });
});

describe('outcomes in conditions', () => {
  it('outcome is that of the task completed last, <id>_outcome that of one task', async () => {
    const graph = await compiled(
      drawProcess({
        nodes: ['start s', 'user A', 'user B', 'xor g', 'work C', 'work D', 'end e'],
        flows: ['s > A', 'A > B', 'B > g', 'g > C [AND(outcome = "approve", A_outcome = "reject")]', 'g > D *'],
      }),
    );
    expect(runScenario(graph, ['reject A', 'approve B']).open).toEqual(['C']);
    expect(runScenario(graph, ['approve A', 'approve B']).open).toEqual(['D']);
    expect(runScenario(graph, ['reject A', 'reject B']).open).toEqual(['D']);
  });

  it('is blank before any task was completed, also when the record has a field of the name', async () => {
    const env = { fields: () => ({ names: { outcome: 'text', A_outcome: 'text' } as const }) };
    const graph = await compiled(
      drawProcess({ nodes: ['start s', 'xor g', 'user A', 'work B', 'work C'], flows: ['s > g', 'g > B [outcome = "x"]', 'g > C [A_outcome = "x"]', 'g > A *', 'A > B', 'A > C'] }),
      env,
    );
    expect(runScenario(graph, [], { facts: { outcome: 'x', A_outcome: 'x' } }).open).toEqual(['A']);
  });
});

describe('incidents', () => {
  it('a gateway that could not go on is tried again after the record was put right', async () => {
    const graph = await compiled(drawProcess({ nodes: ['start s', 'xor g', 'user A', 'end e'], flows: ['s > g', 'g > A [total > 1]', 'g > e [total < 0]'] }));
    const scenario = runScenario(graph, [], { facts: { total: '0' } });
    expect(scenario.state?.incidents[0]).toMatchObject({ element: 'g', code: 'NO_FLOW_TRUE' });
    expect(scenario.must({ kind: 'retry', at: NOW }).status).toBe('incident');
    scenario.facts = { total: '2' };
    expect(scenario.must({ kind: 'retry', at: NOW }).status).toBe('running');
    expect(scenario.open).toEqual(['A']);
  });

  it('an automatic loop is stopped and named, instead of hanging', async () => {
    const graph = await compiled(
      drawProcess({
        nodes: ['start s', 'xor m', '<bpmn:serviceTask id="S" name="打标" tessera:nameEn="Mark"><bpmn:extensionElements><tessera:setField field="status" value="&quot;x&quot;"/></bpmn:extensionElements></bpmn:serviceTask>', 'xor g', 'end e'],
        // The shorter way round, from g to S, is never taken.
        flows: ['s > m', 'm > S', 'S > g', 'g > S [status = "y"]', 'g > m [status = "x"]', 'g > e *'],
      }),
    );
    const scenario = runScenario(graph, []);
    expect(scenario.status).toBe('incident');
    expect(scenario.state?.incidents).toHaveLength(1);
    expect(scenario.state?.incidents[0]).toMatchObject({ code: 'RUNAWAY' });
    expect(scenario.state?.incidents[0]?.message.en).toMatch(/Mark/);
    expect(scenario.state?.incidents[0]?.message.en).toMatch(/(m → Mark → g → m|Mark → g → m → Mark|g → m → Mark → g)/);
    expect(scenario.state?.incidents[0]?.message['zh-CN']).toMatch(/打标/);
    expect(scenario.events.length).toBeLessThan(3 * MAX_MOVES);
  });

  it.each([1, 40])('a loop that puts out %s more tokens every time is stopped as well', async (more) => {
    const graph = await compiled(drawProcess({ nodes: ['start s', 'xor m', 'and f', 'end e'], flows: ['s > m', 'm > f', ...Array.from({ length: more + 1 }, () => 'f > m'), 'f > e'] }));
    const scenario = runScenario(graph, []);
    expect(scenario.state?.incidents).toMatchObject([{ code: 'RUNAWAY' }]);
    expect(scenario.state?.tokens.length).toBeLessThanOrEqual(MAX_TOKENS + more + 2);
  });

  it('a loop with a person in it may go round as often as the person likes', async () => {
    const graph = await compiled(drawProcess({ nodes: ['start s', 'xor m', 'user A', 'end e'], flows: ['s > m', 'm > A', 'A > m [outcome = "reject"]', 'A > e *'] }));
    const scenario = runScenario(graph, Array.from({ length: 60 }, () => 'reject A'));
    expect(scenario.open).toEqual(['A']);
    expect(scenario.state?.outcomes).toEqual([['A', 'reject']]);
    expect(scenario.complete('A', 'approve').status).toBe('completed');
  });

  it('a long way without a loop is no runaway', async () => {
    const steps = Array.from({ length: 400 }, (_, nth) => `g${nth}`);
    const way = ['s', ...steps, 'e'];
    const graph = await compiled(drawProcess({ nodes: ['start s', ...steps.map((id) => `xor ${id}`), 'end e'], flows: way.slice(1).map((to, nth) => `${way[nth]} > ${to}`) }));
    expect(runScenario(graph, []).status).toBe('completed');
  });

  it('stuck names the join that waits in vain', async () => {
    const graph = await compiled(drawProcess({ nodes: ['start s', 'xor g', 'and j', 'end e'], flows: ['s > g', 'g > j [checked]', 'x: g > j *', 'j > e'] }));
    const scenario = runScenario(graph, []);
    expect(scenario.state?.incidents).toMatchObject([{ code: 'STUCK', element: 'j' }]);
    expect(scenario.effects).toMatchObject([{ kind: 'raiseIncident', element: 'j', code: 'STUCK' }]);
    expect(scenario.must({ kind: 'retry', at: NOW }).status).toBe('incident');
  });
});

describe('ids with a meaning to JavaScript', () => {
  it('are ids like any other', async () => {
    const graph = await compiled(
      drawProcess({
        nodes: ['start constructor', 'and __proto__', 'user toString', 'user valueOf', 'and hasOwnProperty', 'end prototype'],
        flows: ['get: constructor > __proto__', 'set: __proto__ > toString', 'then: __proto__ > valueOf', 'a: toString > hasOwnProperty', 'b: valueOf > hasOwnProperty', '__defineGetter__: hasOwnProperty > prototype'],
      }),
    );
    const scenario = runScenario(graph, ['approve toString']);
    expect(activeElements(scenario.state!)).toEqual(['valueOf', 'hasOwnProperty']);
    expect(scenario.complete('valueOf', 'approve').status).toBe('completed');
    expect(scenario.entered).toEqual(['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'prototype']);
  });
});
