/** What people are told about groups. */

import { defineError } from '@tessera/contract';

export const GroupNotFound = defineError<Record<string, never>>({
  code: 'GROUP_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such group.', 'zh-CN': () => '没有该成员组。' },
  hint: { en: () => 'Somebody may have deleted it; reload the page.', 'zh-CN': () => '它可能已被删除，请刷新页面。' },
});

export const GroupNameTaken = defineError<{ name: string }>({
  code: 'GROUP_NAME_TAKEN',
  status: 409,
  message: { en: ({ name }) => `There is a group "${name}" already.`, 'zh-CN': ({ name }) => `已有成员组“${name}”。` },
});

export const GroupRolesNotHeld = defineError<{ roles: string }>({
  code: 'GROUP_ROLES_NOT_HELD',
  status: 403,
  message: {
    en: ({ roles }) => `This group gives roles you do not hold yourself: ${roles}.`,
    'zh-CN': ({ roles }) => `该成员组会授予您自己没有的角色：${roles}。`,
  },
  hint: { en: () => 'Ask an administrator to change it.', 'zh-CN': () => '请联系管理员进行更改。' },
});

export const GroupsTooMany = defineError<{ most: number }>({
  code: 'GROUPS_TOO_MANY',
  status: 409,
  message: { en: ({ most }) => `There can be ${most} groups.`, 'zh-CN': ({ most }) => `最多可有 ${most} 个成员组。` },
});

export const GROUP_ROLE_ADMIN = {
  code: 'GROUP_ROLE_ADMIN',
  message: { en: 'Administrators are named one by one, not through a group.', 'zh-CN': '管理员须逐一指定，不能通过成员组授予。' },
} as const;
