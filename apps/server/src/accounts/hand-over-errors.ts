/** What people are told about handing over what a member has. */

import { defineError } from '@tessera/contract';

export const HandOverNotFound = defineError<Record<string, never>>({
  code: 'HAND_OVER_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such hand-over.', 'zh-CN': () => '没有该交接。' },
});

export const HandOverUnderWay = defineError<{ name: string }>({
  code: 'HAND_OVER_UNDER_WAY',
  status: 409,
  message: { en: ({ name }) => `What ${name} has is being handed over already.`, 'zh-CN': ({ name }) => `${name} 的工作正在交接中。` },
  hint: { en: () => 'Wait until it is done.', 'zh-CN': () => '请等待其完成。' },
});

export const HandOverTakerGone = defineError<Record<string, never>>({
  code: 'HAND_OVER_TAKER_GONE',
  status: 409,
  message: { en: () => 'Whoever was to take over was disabled meanwhile.', 'zh-CN': () => '接手的成员在交接期间已被停用。' },
  hint: { en: () => 'Hand over what is left to somebody else.', 'zh-CN': () => '请将剩余内容交接给其他成员。' },
});

export const HAND_OVER_TO_SELF = {
  code: 'HAND_OVER_TO_SELF',
  message: { en: 'Choose somebody else.', 'zh-CN': '请选择其他成员。' },
} as const;
export const HAND_OVER_TO_DISABLED = {
  code: 'MEMBER_DISABLED',
  message: { en: 'This member is disabled.', 'zh-CN': '该成员已被停用。' },
} as const;
