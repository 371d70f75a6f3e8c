/** What can be wrong with a request before any feature sees it. */

import { defineError } from '@tessera/contract';

export const MediaTypeUnsupported = defineError<{ wanted: string }>({
  code: 'REQUEST_MEDIA_TYPE',
  status: 415,
  message: { en: ({ wanted }) => `This address takes ${wanted}.`, 'zh-CN': ({ wanted }) => `该地址只接受 ${wanted}。` },
});

export const OriginRefused = defineError<Record<string, never>>({
  code: 'REQUEST_ORIGIN_REFUSED',
  status: 403,
  message: { en: () => 'Requests from another site are refused.', 'zh-CN': () => '拒绝来自其他网站的请求。' },
  hint: {
    en: () => 'Open Tessera at the address your administrator configured (PUBLIC_URL).',
    'zh-CN': () => '请使用管理员配置的地址（PUBLIC_URL）打开 Tessera。',
  },
});

export const ViewingOnly = defineError<{ name: string }>({
  code: 'VIEWING_ONLY',
  status: 403,
  message: { en: ({ name }) => `You are looking through the eyes of ${name}; nothing can be changed meanwhile.`, 'zh-CN': ({ name }) => `您正在以 ${name} 的身份查看，期间不能做任何更改。` },
  hint: { en: () => 'Be yourself again first.', 'zh-CN': () => '请先退出“以他人身份查看”。' },
});

export const KeyOutOfPlace = defineError<Record<string, never>>({
  code: 'API_KEY_OUT_OF_PLACE',
  status: 403,
  message: { en: () => 'API keys can be used for records only, not for this.', 'zh-CN': () => 'API 密钥只能用于访问记录，不能用于此操作。' },
  hint: { en: () => 'Sign in to do this.', 'zh-CN': () => '请登录后再进行此操作。' },
});

export const JSON_MALFORMED = {
  code: 'JSON_MALFORMED',
  message: { en: 'This is not valid JSON in UTF-8.', 'zh-CN': '不是有效的 UTF-8 JSON。' },
} as const;
export const JSON_TOO_DEEP = {
  code: 'JSON_TOO_DEEP',
  message: { en: 'This is nested too deeply.', 'zh-CN': '嵌套层级过深。' },
} as const;
export const KEY_FORBIDDEN = {
  code: 'FIELD_NAME_FORBIDDEN',
  message: { en: 'This name is not allowed.', 'zh-CN': '不允许使用该名称。' },
} as const;
export const TEXT_UNSTORABLE = {
  code: 'TEXT_UNSTORABLE',
  message: { en: 'The text contains a character that cannot be stored.', 'zh-CN': '文本中含有无法存储的字符。' },
} as const;
