/** The refusals of the engine and the error under which a model that does not compile is refused. */

import { defineError, type AppError } from '@tessera/contract';

/** A command that the instance does not accept; nothing was changed. */
export type ProcessRefusal = AppError;

/** Carries one field problem per finding: `ProcessInvalid({ count }, { fields: toFieldProblems(problems) })`. */
export const ProcessInvalid = defineError<{ count: number }>({
  code: 'PROCESS_INVALID',
  status: 422,
  message: {
    en: ({ count }) => `The process cannot be published: ${count} ${count === 1 ? 'problem' : 'problems'}. Nothing was changed.`,
    'zh-CN': ({ count }) => `流程无法发布：有 ${count} 个问题，未做任何更改。`,
  },
  hint: {
    en: () => 'Correct the elements listed and publish again.',
    'zh-CN': () => '请修改列出的元素后重新发布。',
  },
});

export const TaskNotOpen = defineError<{ task: string }>({
  code: 'TASK_NOT_OPEN',
  status: 409,
  message: {
    en: () => 'This task is no longer open; someone completed it or the process went another way.',
    'zh-CN': () => '该待办已不在进行中：可能已被他人处理，或流程已转向。',
  },
  hint: { en: () => 'Reload your tasks.', 'zh-CN': () => '请刷新待办列表。' },
});

export const TaskOutcomeNotAllowed = defineError<{ outcome: string; allowed: string }>({
  code: 'TASK_OUTCOME_NOT_ALLOWED',
  status: 422,
  message: {
    en: ({ outcome, allowed }) => `This task cannot end with "${outcome}"; it ends with ${allowed}.`,
    'zh-CN': ({ outcome, allowed }) => `该待办不能以“${outcome}”结束，可用：${allowed}。`,
  },
});

export const InstanceEnded = defineError<{ status: string }>({
  code: 'INSTANCE_ENDED',
  status: 409,
  message: {
    en: () => 'This process has already ended; nothing was changed.',
    'zh-CN': () => '该流程已经结束，未做任何更改。',
  },
});
