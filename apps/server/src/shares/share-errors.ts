/** What links refuse. Whatever is wrong with a link, whoever holds it hears one and the same. */

import { defineError } from '@tessera/contract';

type None = Record<string, never>;

export const ShareNotFound = defineError<None>({
  code: 'SHARE_NOT_FOUND',
  status: 404,
  message: { en: () => 'This link leads nowhere.', 'zh-CN': () => '此链接无效。' },
  hint: {
    en: () => 'It may have been ended or have expired. Ask whoever gave it to you for a new one.',
    'zh-CN': () => '链接可能已停用或过期，请向提供者索取新链接。',
  },
});

export const SharePasswordWrong = defineError<None>({
  code: 'SHARE_PASSWORD_WRONG',
  status: 403,
  message: { en: () => 'That is not the password of this link.', 'zh-CN': () => '链接密码不正确。' },
});

export const SharePassNeeded = defineError<None>({
  code: 'SHARE_PASS_NEEDED',
  status: 403,
  message: { en: () => 'This link asks for its password again.', 'zh-CN': () => '请重新输入链接密码。' },
  hint: { en: () => 'Open the link and give the password.', 'zh-CN': () => '请打开链接并输入密码。' },
});

export const ShareForbidden = defineError<None>({
  code: 'SHARE_FORBIDDEN',
  status: 403,
  message: { en: () => 'Your roles do not let you share this.', 'zh-CN': () => '您的角色没有分享权限。' },
  hint: { en: () => 'Ask an administrator for the right.', 'zh-CN': () => '如有需要，请联系管理员授权。' },
});

export const ShareViewNotWhole = defineError<None>({
  code: 'SHARE_VIEW_NOT_WHOLE',
  status: 409,
  message: {
    en: () => 'This view cannot be shared by you: there is nothing in it that you see, or its filter asks for what you do not see.',
    'zh-CN': () => '您无法分享此视图：其中没有您可见的列，或筛选条件涉及您不可见的内容。',
  },
  hint: { en: () => 'Share another view, or save one of your own columns and filter.', 'zh-CN': () => '请分享其他视图，或另存一个只含可见内容的视图。' },
});

export const ShareFormIncomplete = defineError<{ fields: string }>({
  code: 'SHARE_FORM_INCOMPLETE',
  status: 409,
  message: {
    en: ({ fields }) => `Nobody could send this form: it does not ask visitors for ${fields}, which a record must have.`,
    'zh-CN': ({ fields }) => `此表单无法提交：记录必填的${fields}不会向访客提供。`,
  },
  hint: {
    en: () => 'Put those fields on the form or give them a default. Visitors are not asked for records, members, departments and files.',
    'zh-CN': () => '请将这些字段加入表单或设置默认值。访客无法填写关联记录、成员、部门和文件。',
  },
});

export const ShareNotAccepted = defineError<None>({
  code: 'SHARE_NOT_ACCEPTED',
  status: 409,
  message: { en: () => 'What you sent could not be taken; nothing was saved.', 'zh-CN': () => '提交未被接受，未保存任何内容。' },
  hint: { en: () => 'Ask whoever gave you the link.', 'zh-CN': () => '请联系链接的提供者。' },
});

export const ShareFilterRefused = defineError<None>({
  code: 'SHARE_QUERY_INVALID',
  status: 400,
  message: { en: () => 'The question has problems.', 'zh-CN': () => '查询条件有误。' },
  hint: { en: () => 'A shared view is asked for its own columns only.', 'zh-CN': () => '只能按分享视图自身的列查询。' },
});
