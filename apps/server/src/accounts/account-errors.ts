/** What people are told about accounts, members and invitations. */

import { defineError } from '@tessera/contract';

export const SetupClosed = defineError<Record<string, never>>({
  code: 'SETUP_CLOSED',
  status: 409,
  message: { en: () => 'This installation has been set up already.', 'zh-CN': () => '系统已完成初始设置。' },
  hint: { en: () => 'Sign in, or ask an administrator for an invitation.', 'zh-CN': () => '请直接登录，或请管理员邀请您。' },
});

export const SignInFailed = defineError<Record<string, never>>({
  code: 'SIGN_IN_FAILED',
  status: 401,
  message: { en: () => 'E-mail or password is not right.', 'zh-CN': () => '邮箱或密码不正确。' },
});

export const InvitationInvalid = defineError<Record<string, never>>({
  code: 'INVITATION_INVALID',
  status: 404,
  message: { en: () => 'This invitation does not exist, has expired or was used already.', 'zh-CN': () => '该邀请不存在、已过期或已被使用。' },
  hint: { en: () => 'Ask whoever invited you for a new link.', 'zh-CN': () => '请向邀请人索取新的链接。' },
});

export const MemberNotFound = defineError<Record<string, never>>({
  code: 'MEMBER_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such member.', 'zh-CN': () => '没有该成员。' },
});

export const MemberNotInvitable = defineError<{ name: string }>({
  code: 'MEMBER_NOT_INVITABLE',
  status: 409,
  message: {
    en: ({ name }) => `${name} can sign in already or is disabled.`,
    'zh-CN': ({ name }) => `${name} 已可登录或已被停用。`,
  },
});

export const MemberInviteProtected = defineError<{ name: string }>({
  code: 'MEMBER_INVITE_PROTECTED',
  status: 403,
  message: {
    en: ({ name }) => `Only an administrator can invite ${name}: they have roles that you do not hold.`,
    'zh-CN': ({ name }) => `只有管理员才能邀请${name}：对方拥有您没有的角色。`,
  },
});

export const MemberLastAdmin = defineError<Record<string, never>>({
  code: 'MEMBER_LAST_ADMIN',
  status: 409,
  message: { en: () => 'The last administrator cannot be removed or disabled.', 'zh-CN': () => '不能移除或停用最后一位管理员。' },
  hint: { en: () => 'Make somebody else an administrator first.', 'zh-CN': () => '请先将其他成员设为管理员。' },
});

export const MemberAdminProtected = defineError<Record<string, never>>({
  code: 'MEMBER_ADMIN_PROTECTED',
  status: 403,
  message: { en: () => 'Only an administrator can disable an administrator.', 'zh-CN': () => '只有管理员才能停用管理员。' },
});

export const DepartmentNotFound = defineError<Record<string, never>>({
  code: 'DEPARTMENT_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such department.', 'zh-CN': () => '没有该部门。' },
  hint: { en: () => 'Somebody may have deleted it; reload the page.', 'zh-CN': () => '它可能已被删除，请刷新页面。' },
});

export const DepartmentNameTaken = defineError<{ name: string }>({
  code: 'DEPARTMENT_NAME_TAKEN',
  status: 409,
  message: { en: ({ name }) => `There is a department "${name}" at this place already.`, 'zh-CN': ({ name }) => `同级已有部门“${name}”。` },
});

export const DepartmentCycle = defineError<{ name: string }>({
  code: 'DEPARTMENT_CYCLE',
  status: 409,
  message: { en: ({ name }) => `"${name}" cannot be below itself.`, 'zh-CN': ({ name }) => `“${name}”不能成为自己的下级。` },
  hint: { en: () => 'Choose a parent that is not one of its own departments.', 'zh-CN': () => '请选择不属于其下级的上级部门。' },
});

export const DepartmentNotEmpty = defineError<{ name: string }>({
  code: 'DEPARTMENT_NOT_EMPTY',
  status: 409,
  message: { en: ({ name }) => `"${name}" has departments below it.`, 'zh-CN': ({ name }) => `“${name}”下还有部门。` },
  hint: { en: () => 'Move or delete those first.', 'zh-CN': () => '请先移动或删除下级部门。' },
});

export const OwnReachWidened = defineError<Record<string, never>>({
  code: 'MEMBER_OWN_REACH',
  status: 403,
  message: {
    en: () => 'You cannot give yourself a place, or move departments so that more of them are yours: it would show you more records.',
    'zh-CN': () => '您不能为自己安排部门、主管职务或成员组，也不能通过调整部门扩大自己的范围：这会让您看到更多记录。',
  },
  hint: { en: () => 'Ask an administrator to do it.', 'zh-CN': () => '请联系管理员操作。' },
});

export const MEMBER_UNKNOWN = {
  code: 'MEMBER_NOT_FOUND',
  message: { en: 'There is no such member.', 'zh-CN': '没有该成员。' },
} as const;
export const EMAIL_TAKEN = {
  code: 'MEMBER_EMAIL_TAKEN',
  message: { en: 'A member has this e-mail address already.', 'zh-CN': '已有成员使用该邮箱。' },
} as const;
export const ROLE_NOT_FOUND = {
  code: 'ROLE_NOT_FOUND',
  message: { en: 'There is no such role.', 'zh-CN': '没有该角色。' },
} as const;
export const ROLE_NOT_HELD = {
  code: 'ROLE_NOT_HELD',
  message: { en: 'You can give or take only roles that you hold yourself.', 'zh-CN': '您只能授予或收回自己拥有的角色。' },
} as const;
export const TIME_ZONE_UNKNOWN = {
  code: 'TIME_ZONE_UNKNOWN',
  message: { en: 'This time zone is not known; write it like Asia/Shanghai.', 'zh-CN': '未知时区，请按 Asia/Shanghai 的形式填写。' },
} as const;
