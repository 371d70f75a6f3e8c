import { describe, expect, it } from '@jest/globals';
import type { InstanceView } from '@tessera/contract';
import { marksOf, stepsOf, type DrawnElement } from './instance-way.ts';

const rep = { id: '1', label: '小王' };
const lead = { id: '2', label: '李经理' };
type Trace = InstanceView['trace'][number];
const trace = (element: string, kind: Trace['kind'], minute: number, more: Partial<Trace> = {}): Trace => ({ element, kind, at: `2026-01-05T08:${String(minute).padStart(2, '0')}:00Z`, actor: null, outcome: null, comment: null, ...more });
const drawn = (type: string, zh?: string, en?: string, source: string | null = null): DrawnElement => ({ type, name: { ...(zh ? { 'zh-CN': zh } : {}), ...(en ? { en } : {}) }, source });

const elements = new Map([
  ['Start', drawn('startEvent', '提交', 'Submitted')],
  ['Limit', drawn('exclusiveGateway', '金额？', 'Amount?')],
  ['High', drawn('sequenceFlow', '超过 10,000', 'Over 10,000', 'Limit')],
  ['Low', drawn('sequenceFlow', undefined, undefined, 'Limit')],
  ['Approve', drawn('userTask', '审批', 'Approve')],
  ['Mark', drawn('serviceTask', '标记', 'Mark')],
  ['End', drawn('endEvent', '完成')],
]);

const finished: InstanceView = {
  id: 'i', process: { key: 'order_approval', label: {}, version: 2 }, status: 'completed', entity: 'order', record: null,
  startedAt: '2026-01-05T08:00:00Z', startedBy: rep, endedAt: '2026-01-05T08:09:00Z', incident: null, xml: '', active: [], tasks: [],
  trace: [
    trace('Start', 'entered', 0), trace('Start', 'left', 0),
    trace('Limit', 'entered', 0), trace('Limit', 'left', 0), trace('High', 'taken', 0),
    trace('Approve', 'entered', 1), trace('Approve', 'left', 9, { actor: lead, outcome: 'approve', comment: '可以' }),
    trace('Mark', 'entered', 9), trace('Mark', 'left', 9),
    trace('End', 'entered', 9),
  ],
};
const waiting: InstanceView = { ...finished, status: 'running', endedAt: null, active: ['Approve'], trace: finished.trace.slice(0, 6) };

describe('the steps of an instance', () => {
  it('tell who did what, when, and how it came out', () => {
    const steps = stepsOf(finished, elements, 'zh-CN');
    expect(steps.map(({ kind, name }) => [kind, name])).toEqual([['start', '提交'], ['decision', '金额？'], ['task', '审批'], ['automatic', '标记'], ['end', '完成']]);
    expect(steps[0]).toMatchObject({ actor: rep });
    expect(steps[1]).toMatchObject({ taken: '超过 10,000' });
    expect(steps[2]).toMatchObject({ actor: lead, outcome: 'approve', comment: '可以', since: '2026-01-05T08:01:00Z', at: '2026-01-05T08:09:00Z' });
  });

  it('are told in English where there is a name for it', () => {
    expect(stepsOf(finished, elements, 'en').map(({ name }) => name)).toEqual(['Submitted', 'Amount?', 'Approve', 'Mark', '完成']);
  });

  it('end with what waits for somebody', () => {
    expect(stepsOf(waiting, elements, 'en').at(-1)).toMatchObject({ kind: 'task', name: 'Approve', at: null, since: '2026-01-05T08:01:00Z' });
  });

  it('leave out a decision whose flow has no name', () => {
    const low = { ...finished, trace: finished.trace.map((entry) => (entry.element === 'High' ? { ...entry, element: 'Low' } : entry)) };
    expect(stepsOf(low, elements, 'en').some(({ kind }) => kind === 'decision')).toBe(false);
  });

  it('show an incident with its message', () => {
    expect(stepsOf({ ...waiting, status: 'incident', incident: { element: 'Mark', message: 'stuck' } }, elements, 'en').at(-1)).toMatchObject({ kind: 'incident', comment: 'stuck' });
  });
});

describe('the marks of an instance', () => {
  it('show what is done, what was taken and where it is now', () => {
    expect(marksOf(waiting)).toEqual({ Start: ['done'], Limit: ['done'], High: ['taken'], Approve: ['active'] });
  });

  it('show a task that came back as active and not as done', () => {
    expect(marksOf({ ...finished, active: ['Approve'] })['Approve']).toEqual(['active']);
  });

  it('show an incident', () => {
    expect(marksOf({ ...waiting, incident: { element: 'Mark', message: '' } })['Mark']).toEqual(['incident']);
  });
});
