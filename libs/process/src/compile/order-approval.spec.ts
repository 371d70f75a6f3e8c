/** The shipped process, read from the template as it is installed, played through with the fields of its entity. */

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { EntityDocument, FieldTypeKey } from '@tessera/contract';
import type { FormulaType } from '@tessera/formula';
import type { CompileEnv } from '../elements/element-kind.ts';
import { Scenario, compiled } from '../testing/index.ts';
import { compileProcess } from './compile-process.ts';

const FOLDER = new URL('../../../templates/packages/customer_management/', import.meta.url);
const xml = await readFile(new URL('processes/order_approval.bpmn', FOLDER), 'utf8');
const order = JSON.parse(await readFile(new URL('entities/order.json', FOLDER), 'utf8')) as EntityDocument;

const TYPES: Partial<Record<FieldTypeKey, FormulaType>> = { number: 'number', money: 'number', percent: 'number', rollup: 'number', date: 'date', datetime: 'datetime', checkbox: 'boolean' };
const COMPUTED = ['autoNumber', 'formula', 'rollup'];
const env: CompileEnv = {
  fields: (entity) =>
    entity === 'order' ? { names: Object.fromEntries(order.fields.flatMap(({ key, type }) => (type === 'subform' ? [] : [[key, TYPES[type] ?? 'text']]))) } : null,
  writableFields: () => new Set(order.fields.filter(({ type }) => !COMPUTED.includes(type)).map(({ key }) => key)),
  roles: new Set(['sales_rep', 'sales_manager', 'service_agent']),
  forms: new Set(['order']),
};

const submit = async (total: string): Promise<Scenario> => new Scenario(await compiled(xml, env), { facts: { total, status: 'draft' } }).start('rep');
const task = (scenario: Scenario) => scenario.effects.flatMap((effect) => (effect.kind === 'createTask' ? [effect] : [])).at(-1);

describe('the shipped order approval', () => {
  it('compiles without a single problem', async () => {
    expect((await compileProcess(xml, env)).problems).toEqual([]);
  });

  it.each(['0', '9999.99', '10000', '10000.00'])('an order of %s is approved at once', async (total) => {
    const scenario = await submit(total);
    expect([scenario.status, scenario.facts['status'], task(scenario)]).toEqual(['completed', 'approved', undefined]);
  });

  it('an order of 10,000.01 goes to the sales managers', async () => {
    const scenario = await submit('10000.01');
    expect([scenario.status, scenario.facts['status']]).toEqual(['running', 'in_approval']);
    expect(task(scenario)).toMatchObject({ name: { 'zh-CN': '经理审批', en: 'Manager approval' }, taskKind: 'approval', assignee: { role: 'sales_manager' }, form: 'order', writable: [] });
  });

  it('an order without a total is not held up', async () => {
    const scenario = new Scenario(await compiled(xml, env), { facts: { total: null } }).start('rep');
    expect(scenario.facts['status']).toBe('approved');
  });

  it('approval ends it with the status approved', async () => {
    const scenario = (await submit('20000')).complete('Task_ManagerApproval', 'approve');
    expect([scenario.status, scenario.facts['status']]).toEqual(['completed', 'approved']);
  });

  it('rejection returns it to whoever submitted it, who may change the lines', async () => {
    const scenario = (await submit('20000')).complete('Task_ManagerApproval', 'reject');
    expect([scenario.status, scenario.facts['status']]).toEqual(['running', 'returned']);
    expect(task(scenario)).toMatchObject({ element: 'Task_ReviseOrder', taskKind: 'work', assignee: { member: 'rep' } });
    expect(task(scenario)?.writable).toEqual(expect.arrayContaining(['lines', 'remark']));
  });

  it('a revised order goes to the manager again while it is over the limit, and no further when it is not', async () => {
    const again = (await submit('20000')).complete('Task_ManagerApproval', 'reject').complete('Task_ReviseOrder', 'complete');
    expect([again.open, again.facts['status']]).toEqual([['Task_ManagerApproval'], 'in_approval']);
    expect(again.complete('Task_ManagerApproval', 'approve').status).toBe('completed');

    const smaller = (await submit('20000')).complete('Task_ManagerApproval', 'reject');
    smaller.facts = { ...smaller.facts, total: '8000' };
    expect([smaller.complete('Task_ReviseOrder', 'complete').status, smaller.facts['status']]).toEqual(['completed', 'approved']);
  });

  it('with the limit changed to 5,000 an order of 8,000 goes to the manager', async () => {
    const lower = await compiled(xml.replace('total &gt; 10000', 'total &gt; 5000'), env);
    expect(new Scenario(lower, { facts: { total: '8000' } }).start('rep').open).toEqual(['Task_ManagerApproval']);
  });

  it('whatever has a name has it in both languages', () => {
    const named = [...xml.matchAll(/<bpmn:(?:process|startEvent|endEvent|userTask|serviceTask|exclusiveGateway) [^>]*name=[^>]*>/g)].map(([tag]) => tag);
    expect(named.length).toBe(12);
    for (const tag of named) expect(tag).toMatch(/ name="[^"]*[\u4e00-\u9fff][^"]*" tessera:nameEn="[ -~]+"/);
  });
});
