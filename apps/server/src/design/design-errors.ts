/** What designers are told. */

import { defineError } from '@tessera/contract';

/** `details`: `{ version, changedAt, changedBy: { id, label } | null }`. */
export const DocumentVersionConflict = defineError<{ version: number }>({
  code: 'DOCUMENT_VERSION_CONFLICT',
  status: 409,
  message: {
    en: ({ version }) => `Somebody saved version ${version} of this in the meantime; nothing was changed.`,
    'zh-CN': ({ version }) => `其他人已在此期间保存了第 ${version} 版，未做任何更改。`,
  },
  hint: { en: () => 'Load it again and repeat your change.', 'zh-CN': () => '请重新载入后再修改。' },
});

export const EntityInvalid = defineError<Record<string, never>>({
  code: 'ENTITY_INVALID',
  status: 400,
  message: { en: () => 'The table has problems; nothing was changed.', 'zh-CN': () => '表的定义有问题，未做任何更改。' },
  hint: { en: () => 'Correct the places listed and save again.', 'zh-CN': () => '请按提示更正后重新保存。' },
});

export const EntityFieldInUse = defineError<Record<string, never>>({
  code: 'ENTITY_FIELD_IN_USE',
  status: 409,
  message: { en: () => 'Forms, views or roles still use what would go; nothing was changed.', 'zh-CN': () => '表单、视图或角色仍在使用要移除的内容，未做任何更改。' },
  hint: { en: () => 'Take it out of those first.', 'zh-CN': () => '请先将其从这些地方移除。' },
});

const correctRecords = { en: () => 'Correct those records first.', 'zh-CN': () => '请先更正这些记录。' };

export const EntityValuesNotUnique = defineError<Record<string, never>>({
  code: 'ENTITY_VALUES_NOT_UNIQUE',
  status: 409,
  message: { en: () => 'Some records have the same value, so it cannot be made unique. Nothing was changed.', 'zh-CN': () => '有记录的值重复，不能设为唯一。未做任何更改。' },
  hint: correctRecords,
});

export const EntityValuesUnconvertible = defineError<Record<string, never>>({
  code: 'ENTITY_VALUES_UNCONVERTIBLE',
  status: 409,
  message: { en: () => 'Some records have values that cannot be converted. Nothing was changed.', 'zh-CN': () => '有记录的值无法转换。未做任何更改。' },
  hint: correctRecords,
});

export const EntityLinked = defineError<Record<string, never>>({
  code: 'ENTITY_LINKED',
  status: 409,
  message: { en: () => 'Other tables point to what would go. Nothing was changed.', 'zh-CN': () => '其他表引用了要移除的内容。未做任何更改。' },
});

export const FormInvalid = defineError<Record<string, never>>({
  code: 'FORM_INVALID',
  status: 400,
  message: { en: () => 'The form has problems; nothing was changed.', 'zh-CN': () => '表单有问题，未做任何更改。' },
});

export const ViewInvalid = defineError<Record<string, never>>({
  code: 'VIEW_INVALID',
  status: 400,
  message: { en: () => 'The view has problems; nothing was changed.', 'zh-CN': () => '视图有问题，未做任何更改。' },
});

export const RoleInvalid = defineError<Record<string, never>>({
  code: 'ROLE_INVALID',
  status: 400,
  message: { en: () => 'The role has problems; nothing was changed.', 'zh-CN': () => '角色有问题，未做任何更改。' },
});

export const RoleBuiltIn = defineError<Record<string, never>>({
  code: 'ROLE_BUILT_IN',
  status: 409,
  message: { en: () => 'The administrator role always has every right; it cannot be changed.', 'zh-CN': () => '管理员角色始终拥有全部权限，不能更改。' },
});

export const RoleMissing = defineError<Record<string, never>>({
  code: 'ROLE_MISSING',
  status: 404,
  message: { en: () => 'There is no such role.', 'zh-CN': () => '没有该角色。' },
});

export const RoleInUse = defineError<{ members: number; groups: number; tasks: number }>({
  code: 'ROLE_IN_USE',
  status: 409,
  message: {
    en: ({ members, groups, tasks }) => `This role is held by ${members} members and ${groups} groups and has ${tasks} open tasks.`,
    'zh-CN': ({ members, groups, tasks }) => `该角色有 ${members} 名成员、${groups} 个成员组和 ${tasks} 个未完成的待办。`,
  },
  hint: { en: () => 'Give those members and groups another role and finish the tasks first.', 'zh-CN': () => '请先为这些成员和成员组更换角色并处理完待办。' },
});

/** `fields`: those that would show what is computed from values that may be hidden. */
export const FieldPublishedByAdmin = defineError<Record<string, never>>({
  code: 'FIELD_PUBLISHED_BY_ADMIN',
  status: 403,
  message: { en: () => 'Only administrators may publish what a field computes, or change how a published field is computed.', 'zh-CN': () => '只有管理员可以公开计算结果，或更改已公开字段的计算方式。' },
  hint: { en: () => 'Ask an administrator to make this change.', 'zh-CN': () => '请由管理员进行此更改。' },
});

/** `fields`: one entry per right that is beyond those of whoever saves. */
export const RoleWidensRights = defineError<Record<string, never>>({
  code: 'ROLE_WIDENS_RIGHTS',
  status: 403,
  message: { en: () => 'A role cannot give rights that you do not have yourself.', 'zh-CN': () => '不能通过角色授予您自己没有的权限。' },
  hint: { en: () => 'Ask an administrator to make this change.', 'zh-CN': () => '请由管理员进行此更改。' },
});

export const DesignTrashMissing = defineError<Record<string, never>>({
  code: 'DESIGN_TRASH_MISSING',
  status: 404,
  message: { en: () => 'This is not in the trash any more.', 'zh-CN': () => '回收站中已没有该内容。' },
});

/** `details`: `{ uses: DesignUse[] }`. */
export const DesignInUse = defineError<{ uses: number }>({
  code: 'DESIGN_IN_USE',
  status: 409,
  message: { en: ({ uses }) => `It is still used in ${uses} places; nothing was deleted.`, 'zh-CN': ({ uses }) => `仍有 ${uses} 处在使用，未做任何删除。` },
  hint: { en: () => 'Take it out of the places listed first.', 'zh-CN': () => '请先将其从列出的地方移除。' },
});

export const DesignKeyTaken = defineError<{ key: string }>({
  code: 'DESIGN_KEY_TAKEN',
  status: 409,
  message: { en: ({ key }) => `The key "${key}" is in use; nothing was brought back.`, 'zh-CN': ({ key }) => `标识“${key}”已被使用，未恢复任何内容。` },
  hint: { en: () => 'Remove what uses the key first, or delete this for ever.', 'zh-CN': () => '请先移除使用该标识的内容，或将其彻底删除。' },
});

export const EntityMissing = defineError<Record<string, never>>({
  code: 'ENTITY_MISSING',
  status: 404,
  message: { en: () => 'There is no such table.', 'zh-CN': () => '没有该数据表。' },
});

export const ChoicesInvalid = defineError<Record<string, never>>({
  code: 'CHOICES_INVALID',
  status: 400,
  message: { en: () => 'These choices cannot be merged; nothing was changed.', 'zh-CN': () => '这些选项不能合并，未做任何更改。' },
});

/** A text that long is no formula: it is refused before it is parsed. */
export const FormulaTooLong = defineError<{ bytes: number; limit: number }>({
  code: 'FORMULA_TOO_LONG',
  status: 400,
  message: {
    en: ({ bytes, limit }) => `The formula has ${bytes} bytes; at most ${limit} are read.`,
    'zh-CN': ({ bytes, limit }) => `公式长度为 ${bytes} 字节，最多 ${limit} 字节。`,
  },
  hint: { en: () => 'Split it over several formula fields.', 'zh-CN': () => '请拆分为多个公式字段。' },
});

export const VALUES_NOT_UNIQUE = {
  code: 'ENTITY_VALUES_NOT_UNIQUE',
  message: { en: 'Some records have the same value.', 'zh-CN': '有记录的值重复。' },
} as const;
export const VALUES_UNCONVERTIBLE = {
  code: 'ENTITY_VALUES_UNCONVERTIBLE',
  message: { en: 'Some records have values that do not convert.', 'zh-CN': '有记录的值无法转换。' },
} as const;
/** A key stays with what it was given to, until that is deleted for ever. */
export const KEY_IN_TRASH = {
  code: 'DESIGN_KEY_IN_TRASH',
  message: { en: 'Something with this key is in the trash. Bring it back, or delete it for ever.', 'zh-CN': '回收站中有使用该标识的内容，请恢复或彻底删除。' },
} as const;
export const KEY_MISMATCH = {
  code: 'DOCUMENT_KEY_MISMATCH',
  message: { en: 'The key differs from the address; keys never change.', 'zh-CN': '标识与地址不一致；标识不可更改。' },
} as const;
export const ENTITY_FIXED = {
  code: 'DOCUMENT_ENTITY_FIXED',
  message: { en: 'The table this belongs to never changes.', 'zh-CN': '所属的表不可更改。' },
} as const;
export const FIELD_KEY_TAKEN = {
  code: 'ENTITY_FIELD_KEY_TAKEN',
  message: { en: 'The table has a field with this key already.', 'zh-CN': '表中已有使用该标识的字段。' },
} as const;
export const PUBLISHING_NOT_HELD = {
  code: 'FIELD_PUBLISHED_BY_ADMIN',
  message: { en: 'Only administrators may publish what this field computes.', 'zh-CN': '只有管理员可以公开该字段的计算结果。' },
} as const;
export const RIGHT_NOT_HELD = {
  code: 'ROLE_RIGHT_NOT_HELD',
  message: { en: 'You do not have this right yourself.', 'zh-CN': '您自己没有该权限。' },
} as const;
