/** What people are told about signing in, passwords, one-time codes and sessions. */

import { defineError, type FieldProblemInput } from '@tessera/contract';

type Nothing = Record<string, never>;

export const TotpRequired = defineError<Nothing>({
  code: 'TOTP_REQUIRED',
  status: 401,
  message: { en: () => 'Enter the one-time code of your app.', 'zh-CN': () => '请输入验证器应用中的一次性验证码。' },
  hint: { en: () => 'A recovery code does as well.', 'zh-CN': () => '也可以使用恢复码。' },
});

export const TotpWrong = defineError<Nothing>({
  code: 'TOTP_WRONG',
  status: 401,
  message: { en: () => 'This code is not right or was used already.', 'zh-CN': () => '验证码不正确或已被使用。' },
  hint: { en: () => 'Wait for the next code, and look whether the clock of your device is right.', 'zh-CN': () => '请等待下一个验证码，并检查设备时间是否准确。' },
});

export const TotpOnAlready = defineError<Nothing>({
  code: 'TOTP_ON_ALREADY',
  status: 409,
  message: { en: () => 'One-time codes are on already.', 'zh-CN': () => '一次性验证码已启用。' },
  hint: { en: () => 'Turn them off first to use another device.', 'zh-CN': () => '如需更换设备，请先关闭。' },
});

export const TotpNotStarted = defineError<Nothing>({
  code: 'TOTP_NOT_STARTED',
  status: 409,
  message: { en: () => 'There is no secret to confirm.', 'zh-CN': () => '没有待确认的密钥。' },
  hint: { en: () => 'Begin again with your password.', 'zh-CN': () => '请输入密码重新开始。' },
});

export const TotpOff = defineError<Nothing>({
  code: 'TOTP_OFF',
  status: 409,
  message: { en: () => 'One-time codes are not on.', 'zh-CN': () => '一次性验证码未启用。' },
});

export const TotpOwn = defineError<Nothing>({
  code: 'TOTP_OWN',
  status: 409,
  message: { en: () => 'Your own one-time codes can be turned off only with your password and a code.', 'zh-CN': () => '关闭自己的一次性验证码需要密码和验证码。' },
  hint: { en: () => 'Do it in your account, or ask another administrator.', 'zh-CN': () => '请在个人账户中操作，或请其他管理员协助。' },
});

export const AccountIncomplete = defineError<Nothing>({
  code: 'ACCOUNT_INCOMPLETE',
  status: 403,
  message: { en: () => 'This workspace asks for one-time codes; set them up first.', 'zh-CN': () => '此工作区要求使用一次性验证码，请先完成设置。' },
});

export const PasswordWrong = defineError<Nothing>({
  code: 'PASSWORD_WRONG',
  status: 403,
  message: { en: () => 'Your password is not right.', 'zh-CN': () => '密码不正确。' },
});

export const SignInAgain = defineError<Nothing>({
  code: 'SESSION_TOO_OLD',
  status: 403,
  message: { en: () => 'Sign in again to do this.', 'zh-CN': () => '请重新登录后再进行此操作。' },
});

export const SessionNotFound = defineError<Nothing>({
  code: 'SESSION_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such session; it may be over.', 'zh-CN': () => '没有该会话，可能已经结束。' },
});

export const PasswordResetOff = defineError<Nothing>({
  code: 'PASSWORD_RESET_OFF',
  status: 409,
  message: { en: () => 'This server sends no mail.', 'zh-CN': () => '此服务器未启用邮件。' },
  hint: { en: () => 'Ask an administrator; SMTP_URL, MAIL_FROM and PUBLIC_URL are needed.', 'zh-CN': () => '请联系管理员；需要配置 SMTP_URL、MAIL_FROM 和 PUBLIC_URL。' },
});

export const PasswordResetInvalid = defineError<Nothing>({
  code: 'PASSWORD_RESET_INVALID',
  status: 404,
  message: { en: () => 'This link does not exist, has expired or was used already.', 'zh-CN': () => '该链接不存在、已过期或已被使用。' },
  hint: { en: () => 'Ask for a new one.', 'zh-CN': () => '请重新申请。' },
});

export const passwordTooShort = (length: number): Omit<FieldProblemInput, 'path'> => ({
  code: 'PASSWORD_TOO_SHORT',
  params: { length },
  message: { en: `Use at least ${length} characters.`, 'zh-CN': `至少需要 ${length} 个字符。` },
});
export const PASSWORD_COMMON = {
  code: 'PASSWORD_COMMON',
  message: {
    en: 'This is guessed quickly: it is common, or made of a name, the e-mail address or a simple pattern. A few unrelated words are good.',
    'zh-CN': '该密码很容易被猜到：过于常见，或由姓名、邮箱、简单规律组成。建议使用几个互不相关的词。',
  },
} as const;
export const PASSWORD_SAME = {
  code: 'PASSWORD_SAME',
  message: { en: 'This is the password you have.', 'zh-CN': '与当前密码相同。' },
} as const;
