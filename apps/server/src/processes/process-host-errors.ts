/** What the host of processes refuses; what the engine refuses is declared in @tessera/process. */

import { defineError, type Locale } from '@tessera/contract';

type None = Record<string, never>;

export const ProcessNotFound = defineError<None>({
  code: 'PROCESS_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such process or version.', 'zh-CN': () => '流程或其版本不存在。' },
});

export const ProcessKeyTaken = defineError<{ key: string }>({
  code: 'PROCESS_KEY_TAKEN',
  status: 409,
  message: { en: ({ key }) => `There is already a process "${key}".`, 'zh-CN': ({ key }) => `流程“${key}”已存在。` },
  hint: { en: () => 'Choose another name.', 'zh-CN': () => '请换一个名称。' },
});

export const ProcessRunsAsSystem = defineError<{ key: string }>({
  code: 'PROCESS_RUNS_AS_SYSTEM',
  status: 403,
  message: {
    en: ({ key }) => `The process "${key}" writes as the system (tessera:runAs="system"), past the rights of whoever starts it. Only an administrator publishes such a process.`,
    'zh-CN': ({ key }) => `流程“${key}”以系统身份写入（tessera:runAs="system"），不受发起人权限限制，只有管理员可以发布。`,
  },
  hint: {
    en: () => 'Let it write as its starter, or save the draft and ask an administrator to publish it. A template with such a process is installed by an administrator.',
    'zh-CN': () => '请改为以发起人身份写入，或保存草稿后请管理员发布；包含此类流程的模板须由管理员安装。',
  },
});

export const InstanceNotFound = defineError<None>({
  code: 'INSTANCE_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such run of a process.', 'zh-CN': () => '流程实例不存在。' },
});

export const TaskNotFound = defineError<None>({
  code: 'TASK_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such task for you.', 'zh-CN': () => '没有该待办，或不由您处理。' },
  hint: { en: () => 'Reload your tasks.', 'zh-CN': () => '请刷新待办列表。' },
});

export const TaskCommentRequired = defineError<None>({
  code: 'TASK_COMMENT_REQUIRED',
  status: 400,
  message: { en: () => 'Say why you reject it.', 'zh-CN': () => '请填写驳回原因。' },
});

export const RecordNotSubmittable = defineError<None>({
  code: 'RECORD_NOT_SUBMITTABLE',
  status: 409,
  message: {
    en: () => 'No process starts for this record as it is now; nothing was saved.',
    'zh-CN': () => '此记录目前没有可以发起的流程，未保存任何内容。',
  },
  hint: { en: () => 'Save it without submitting, or ask a designer to publish a process.', 'zh-CN': () => '请改为只保存，或请管理员发布流程。' },
});

export const RecordSubmittedAlready = defineError<None>({
  code: 'RECORD_SUBMITTED_ALREADY',
  status: 409,
  message: {
    en: () => 'This record is in the process already; nothing was saved.',
    'zh-CN': () => '此记录已在流程中，未保存任何内容。',
  },
  hint: { en: () => 'Wait until it ends or comes back to you as a task.', 'zh-CN': () => '请等待流程结束，或在待办中处理退回的任务。' },
});

export const InstanceNotStopped = defineError<None>({
  code: 'INSTANCE_NOT_STOPPED',
  status: 409,
  message: { en: () => 'Nothing has stopped this run of the process.', 'zh-CN': () => '该流程实例没有待处理的异常。' },
});

/** Says which step, and nothing of the fields it sets: whoever acts need not know of them. */
export const ProcessActionFailed = defineError<{ step: Readonly<Record<Locale, string>> }>({
  code: 'PROCESS_ACTION_FAILED',
  status: 422,
  message: {
    en: ({ step }) => `The process could not carry out its step "${step.en}"; nothing was saved.`,
    'zh-CN': ({ step }) => `流程步骤“${step['zh-CN']}”无法执行，未保存任何内容。`,
  },
  hint: { en: () => 'Ask whoever designs the process to look into it.', 'zh-CN': () => '请联系流程设计者检查该步骤。' },
});
