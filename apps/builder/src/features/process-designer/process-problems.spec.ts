import { describe, expect, it } from '@jest/globals';
import { lintForEditor, type ProcessProblem } from '@tessera/process';
import { problemsByElement } from './modeler/problem-marks.ts';
import { countOf, fromRefusal, inOrder, isUnreadable, withRefused } from './process-problems.ts';

const problem = (element: string | null, severity: ProcessProblem['severity'], code = 'X'): ProcessProblem => ({ element, name: null, code, severity, message: { en: code, 'zh-CN': code } });

describe('problems of a process', () => {
  const found = [problem('A', 'warning'), problem('B', 'error'), problem('A', 'error', 'Y'), problem(null, 'error')];

  it('show errors before warnings', () => {
    expect(inOrder(found).map(({ severity }) => severity)).toEqual(['error', 'error', 'error', 'warning']);
    expect(countOf(found, 'error')).toBe(3);
  });

  it('are counted at their element, where an error outweighs a warning', () => {
    const marks = problemsByElement(found);
    expect(marks.get('A')).toEqual({ severity: 'error', count: 2 });
    expect(marks.get('B')).toEqual({ severity: 'error', count: 1 });
    expect(marks.size).toBe(2);
  });

  it('take what the server refused to the elements it names', () => {
    const refused = fromRefusal([{ path: 'elements.B', code: 'X', message: 'no' }, { path: 'xml', code: 'Z', message: 'bad' }], 'en');
    expect(refused.map(({ element }) => element)).toEqual(['B', null]);
    expect(withRefused(found, refused)).toHaveLength(found.length + 1);
  });
});

describe('a file that is imported', () => {
  const env = { fields: () => null };
  const model = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t"><bpmn:process id="P" isExecutable="true"/></bpmn:definitions>';

  it.each([
    ['text that is no XML', 'hello'],
    ['XML that is no BPMN', '<html/>'],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY b "c">]>${model}`],
  ])('is refused when it is %s', async (_name, text) => {
    expect(isUnreadable(await lintForEditor(text, env))).toBe(true);
  });

  it('is opened with its problems when it is BPMN', async () => {
    const problems = await lintForEditor(model, env);
    expect(problems.length).toBeGreaterThan(0);
    expect(isUnreadable(problems)).toBe(false);
  });
});
