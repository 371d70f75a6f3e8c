/**
 * What our mails say, in the language of whoever reads them. Pure. Nothing of any record is in them; names of people and
 * workspaces stand in the body only, never in a header.
 */

import type { Locale } from '@tessera/contract';

export const MAIL_KINDS = ['passwordReset', 'passwordChanged', 'totpEnabled', 'totpDisabled', 'identityLinked', 'invitation'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

export interface MailValues {
  readonly link?: string;
  readonly workspace?: string;
  readonly inviter?: string;
  readonly provider?: string;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Wording {
  readonly subject: string;
  readonly lines: (values: Required<MailValues>) => readonly string[];
  readonly button?: string;
}

const IF_NOT_YOU = {
  en: 'If this was not you, set a new password at once and tell an administrator.',
  'zh-CN': '如果不是您本人操作，请立即重设密码并联系管理员。',
};

const WORDINGS: Readonly<Record<MailKind, Readonly<Record<Locale, Wording>>>> = {
  passwordReset: {
    en: { subject: 'Set a new password', lines: () => ['Somebody asked for a new password for your account.', 'The link works once, for 30 minutes. If it was not you, do nothing: your password stays as it is.'], button: 'Set a new password' },
    'zh-CN': { subject: '重设密码', lines: () => ['有人为您的账户申请了重设密码。', '链接仅可使用一次，30 分钟内有效。如果不是您本人操作，请忽略此邮件，密码不会改变。'], button: '重设密码' },
  },
  passwordChanged: {
    en: { subject: 'Your password was changed', lines: () => ['The password of your account was changed, and you were signed out everywhere else.', IF_NOT_YOU.en] },
    'zh-CN': { subject: '您的密码已更改', lines: () => ['您账户的密码已更改，其他设备均已退出登录。', IF_NOT_YOU['zh-CN']] },
  },
  totpEnabled: {
    en: { subject: 'One-time codes are on', lines: () => ['From now on signing in to your account asks for a one-time code.', IF_NOT_YOU.en] },
    'zh-CN': { subject: '一次性验证码已启用', lines: () => ['今后登录您的账户需要一次性验证码。', IF_NOT_YOU['zh-CN']] },
  },
  totpDisabled: {
    en: { subject: 'One-time codes are off', lines: () => ['Signing in to your account asks for no one-time code any more.', IF_NOT_YOU.en] },
    'zh-CN': { subject: '一次性验证码已关闭', lines: () => ['登录您的账户不再需要一次性验证码。', IF_NOT_YOU['zh-CN']] },
  },
  identityLinked: {
    en: { subject: 'A way to sign in was added', lines: ({ provider }) => [`Your account can be signed in to with ${provider} now.`, IF_NOT_YOU.en] },
    'zh-CN': { subject: '已添加登录方式', lines: ({ provider }) => [`现在可以通过 ${provider} 登录您的账户。`, IF_NOT_YOU['zh-CN']] },
  },
  invitation: {
    en: { subject: 'You are invited', lines: ({ workspace, inviter }) => [`${inviter} invites you to ${workspace}.`, 'The link works once, for seven days.'], button: 'Accept' },
    'zh-CN': { subject: '邀请您加入', lines: ({ workspace, inviter }) => [`${inviter} 邀请您加入 ${workspace}。`, '链接仅可使用一次，7 天内有效。'], button: '接受邀请' },
  },
};

export function renderMail(kind: MailKind, locale: Locale, values: MailValues): MailText {
  const { subject, lines, button } = WORDINGS[kind][locale];
  const { link = '', workspace = '', inviter = '', provider = '' } = values;
  const said = lines({ link, workspace: oneLine(workspace), inviter: oneLine(inviter), provider: oneLine(provider) });
  const paragraphs = said.map((line) => `<p>${escape(line)}</p>`);
  const linked = button === undefined ? [] : [`<p><a href="${escape(link)}">${escape(button)}</a></p>`, `<p>${escape(link)}</p>`];
  return {
    subject,
    text: `${[...said, ...(button === undefined ? [] : [link])].join('\n\n')}\n`,
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body>${[...paragraphs, ...linked].join('')}</body></html>`,
  };
}

const oneLine = (name: string): string => name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim().slice(0, 100);

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
