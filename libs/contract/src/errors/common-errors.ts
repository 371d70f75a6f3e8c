/** The error kinds that every surface shares. Kinds of one area live with that area. */

import { defineError } from './define-error.ts';

export const RequestInvalid = defineError<Record<string, never>>({
  code: 'REQUEST_INVALID',
  status: 400,
  message: { en: () => 'The request has problems; nothing was changed.', 'zh-CN': () => '请求有误，未做任何更改。' },
  hint: { en: () => 'Correct the fields listed and send it again.', 'zh-CN': () => '请按提示更正各字段后重试。' },
});

export const RequestTooLarge = defineError<{ limit: string }>({
  code: 'REQUEST_TOO_LARGE',
  status: 413,
  message: {
    en: ({ limit }) => `What was sent is larger than the limit of ${limit}.`,
    'zh-CN': ({ limit }) => `发送的内容超过 ${limit} 的上限。`,
  },
  hint: { en: () => 'Send less at once, or split the file.', 'zh-CN': () => '请减少内容，或把文件拆分后再传。' },
});

export const RouteNotFound = defineError<Record<string, never>>({
  code: 'ROUTE_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is nothing at this address.', 'zh-CN': () => '该地址不存在。' },
});

export const SignInRequired = defineError<Record<string, never>>({
  code: 'SESSION_REQUIRED',
  status: 401,
  message: { en: () => 'Please sign in.', 'zh-CN': () => '请先登录。' },
});

/** For routes a person may not use at all; never for records (they answer RECORD_NOT_FOUND). */
export const ActionForbidden = defineError<{ action: string }>({
  code: 'ACTION_FORBIDDEN',
  status: 403,
  message: {
    en: ({ action }) => `Your roles do not allow this (${action}).`,
    'zh-CN': ({ action }) => `您的角色没有此权限（${action}）。`,
  },
  hint: { en: () => 'Ask an administrator for the right.', 'zh-CN': () => '如有需要，请联系管理员授权。' },
});

export const CsrfTokenInvalid = defineError<Record<string, never>>({
  code: 'SESSION_CSRF_INVALID',
  status: 403,
  message: {
    en: () => 'This request did not come from the page you are signed in on.',
    'zh-CN': () => '该请求不是来自您已登录的页面。',
  },
  hint: { en: () => 'Reload the page and try again.', 'zh-CN': () => '请刷新页面后重试。' },
});

export const TooManyRequests = defineError<{ seconds: number }>({
  code: 'REQUEST_THROTTLED',
  status: 429,
  message: {
    en: ({ seconds }) => `Too many attempts. Try again in ${seconds} seconds.`,
    'zh-CN': ({ seconds }) => `尝试次数过多，请在 ${seconds} 秒后重试。`,
  },
});

export const InternalError = defineError<Record<string, never>>({
  code: 'INTERNAL_ERROR',
  status: 500,
  message: {
    en: () => 'Something went wrong on our side; nothing was changed.',
    'zh-CN': () => '系统内部出错，未做任何更改。',
  },
  hint: {
    en: () => 'Try again; if it stays, give the request id to your administrator.',
    'zh-CN': () => '请重试；如仍出错，请把请求编号告诉管理员。',
  },
});

export const ServiceBusy = defineError<Record<string, never>>({
  code: 'SERVICE_BUSY',
  status: 503,
  message: { en: () => 'The database is busy; nothing was changed.', 'zh-CN': () => '数据库繁忙，未做任何更改。' },
  hint: { en: () => 'Try again in a moment.', 'zh-CN': () => '请稍后重试。' },
});
