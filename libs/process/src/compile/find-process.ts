/** Which process of the file is executed: exactly one; other pools are shown only. */

import { defineProblem, type ProblemList } from '../problem/process-problem.ts';
import { elementsOf, type ModdleElement } from '../xml/moddle-element.ts';
import { WHOLE_FILE } from '../problem/process-problem.ts';
import { nameOf } from '../xml/read-definitions.ts';

const NoProcess = defineProblem({
  code: 'PROCESS_MISSING',
  severity: 'error',
  message: { en: () => 'The file has no process.', 'zh-CN': () => '文件中没有流程。' },
});
const NoneExecutable = defineProblem<{ count: number }>({
  code: 'PROCESS_NONE_EXECUTABLE',
  severity: 'error',
  message: {
    en: ({ count }) => `None of the ${count} processes is marked as executable (isExecutable). Mark the one that is to run.`,
    'zh-CN': ({ count }) => `${count} 个流程都没有标记为可执行（isExecutable），请标记要运行的那一个。`,
  },
});
const TakenAsExecutable = defineProblem({
  code: 'PROCESS_NOT_MARKED_EXECUTABLE',
  severity: 'warning',
  message: {
    en: ({ what }) => `The process ${what} is not marked as executable (isExecutable); as the only one it is executed all the same.`,
    'zh-CN': ({ what }) => `流程 ${what} 没有标记为可执行（isExecutable）；因为只有它一个，仍会执行。`,
  },
});
const SeveralExecutable = defineProblem({
  code: 'PROCESS_SEVERAL_EXECUTABLE',
  severity: 'error',
  message: {
    en: ({ what }) => `${what} is a second executable process. Only one in a file is executed; put it into a file of its own.`,
    'zh-CN': ({ what }) => `${what} 是另一个可执行流程。一个文件只能执行一个流程，请放入单独的文件。`,
  },
});

export function findProcess(definitions: ModdleElement, problems: ProblemList): ModdleElement | null {
  const processes = elementsOf(definitions, 'rootElements').filter((root) => root.$type === 'bpmn:Process');
  const [executable, ...others] = processes.filter((process) => process['isExecutable'] === true);
  for (const other of others) problems.report(SeveralExecutable, nameOf(other), {});
  if (executable) return executable;
  const [only, second] = processes;
  if (!only) problems.report(NoProcess, WHOLE_FILE, {});
  else if (second) problems.report(NoneExecutable, WHOLE_FILE, { count: processes.length });
  else {
    problems.report(TakenAsExecutable, nameOf(only), {});
    return only;
  }
  return null;
}
