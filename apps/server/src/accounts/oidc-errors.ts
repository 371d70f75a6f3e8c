/** What people are told about signing in with another provider; the callback leads to a page with the code. */

import { defineError } from '@tessera/contract';

type Nothing = Record<string, never>;

export const OidcOff = defineError<Nothing>({
  code: 'OIDC_OFF',
  status: 404,
  message: { en: () => 'No other provider is set up.', 'zh-CN': () => '未配置其他登录方式。' },
});

export const OidcFailed = defineError<Nothing>({
  code: 'OIDC_FAILED',
  status: 401,
  message: { en: () => 'Signing in with the provider did not work.', 'zh-CN': () => '通过第三方登录失败。' },
  hint: { en: () => 'Try again from the sign-in page.', 'zh-CN': () => '请从登录页面重试。' },
});

export const OidcUnavailable = defineError<Nothing>({
  code: 'OIDC_UNAVAILABLE',
  status: 503,
  message: { en: () => 'The provider does not answer.', 'zh-CN': () => '第三方登录服务暂时不可用。' },
  hint: { en: () => 'Sign in with your password, or try again later.', 'zh-CN': () => '请使用密码登录或稍后重试。' },
});

export const OidcUnknown = defineError<Nothing>({
  code: 'OIDC_UNKNOWN',
  status: 401,
  message: { en: () => 'Nobody here is linked to this identity.', 'zh-CN': () => '该身份未关联任何账户。' },
  hint: { en: () => 'Sign in with your password and link it in your account, or ask for an invitation to the verified address.', 'zh-CN': () => '请先用密码登录并在账户中关联，或请管理员邀请您已验证的邮箱。' },
});

export const OidcTaken = defineError<Nothing>({
  code: 'OIDC_TAKEN',
  status: 409,
  message: { en: () => 'This identity or this account is linked already.', 'zh-CN': () => '该身份或该账户已存在关联。' },
});

export const OidcLinkForeign = defineError<Nothing>({
  code: 'OIDC_LINK_FOREIGN',
  status: 403,
  message: { en: () => 'Linking begins in your account only.', 'zh-CN': () => '只能在个人账户页面中发起关联。' },
});
