import { Alert } from 'antd';
import { defineTexts, useTexts } from '../i18n/index.ts';

const texts = defineTexts('oidc', {
  en: {
    OIDC_FAILED: 'Signing in with the provider did not work. Try again.',
    OIDC_UNAVAILABLE: 'The provider does not answer. Use your password, or try again later.',
    OIDC_UNKNOWN: 'Nobody here is linked to this identity. Sign in with your password and link it in your account, or ask for an invitation to the verified address.',
    OIDC_TAKEN: 'This identity or this account is linked already.',
    OIDC_LINK_FOREIGN: 'Linking begins in your account only. Try again from here.',
    other: 'The provider led back with a problem. Try again.',
  },
  'zh-CN': {
    OIDC_FAILED: '通过第三方登录失败，请重试。',
    OIDC_UNAVAILABLE: '第三方登录服务暂时不可用，请使用密码登录或稍后重试。',
    OIDC_UNKNOWN: '该身份未关联任何账户。请先用密码登录并在账户中关联，或请管理员邀请您已验证的邮箱。',
    OIDC_TAKEN: '该身份或该账户已存在关联。',
    OIDC_LINK_FOREIGN: '关联只能从个人账户页面发起，请在此重试。',
    other: '第三方登录返回了错误，请重试。',
  },
});
const KNOWN = ['OIDC_FAILED', 'OIDC_UNAVAILABLE', 'OIDC_UNKNOWN', 'OIDC_TAKEN', 'OIDC_LINK_FOREIGN'] as const;

/** The code of an error with which the provider's way led back here. */
export function OidcProblem({ code }: { code: string }) {
  const t = useTexts(texts);
  return <Alert type="error" showIcon title={t(KNOWN.find((known) => known === code) ?? 'other')} style={{ marginBottom: 20 }} />;
}
