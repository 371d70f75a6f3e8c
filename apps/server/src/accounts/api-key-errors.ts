/** What people and programs are told about API keys. */

import { defineError } from '@tessera/contract';

export const ApiKeyInvalid = defineError<Record<string, never>>({
  code: 'API_KEY_INVALID',
  status: 401,
  message: { en: () => 'This API key is unknown, has expired, was revoked, or its owner may not use it any more.', 'zh-CN': () => '该 API 密钥不存在、已过期、已被撤销，或其所有者已无权使用。' },
  hint: { en: () => 'Make a new key and send it as "Authorization: Bearer …".', 'zh-CN': () => '请创建新的密钥，并以 “Authorization: Bearer …” 发送。' },
});

export const ApiKeyNotFound = defineError<Record<string, never>>({
  code: 'API_KEY_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such API key.', 'zh-CN': () => '没有该 API 密钥。' },
});

export const ApiKeysTooMany = defineError<{ most: number }>({
  code: 'API_KEYS_TOO_MANY',
  status: 409,
  message: { en: ({ most }) => `You have ${most} API keys in use already.`, 'zh-CN': ({ most }) => `您已有 ${most} 个正在使用的 API 密钥。` },
  hint: { en: () => 'Revoke those you no longer need.', 'zh-CN': () => '请撤销不再需要的密钥。' },
});

export const KEY_ROLE_NOT_HELD = {
  code: 'ROLE_NOT_HELD',
  message: { en: 'A key can have only a role that you hold yourself.', 'zh-CN': '密钥只能使用您自己拥有的角色。' },
} as const;
export const KEY_ENTITY_UNKNOWN = {
  code: 'ENTITY_NOT_FOUND',
  message: { en: 'There is no such entity.', 'zh-CN': '没有该实体。' },
} as const;
