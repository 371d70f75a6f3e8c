/** The error kinds of records. A record out of scope answers RECORD_NOT_FOUND like one that does not exist. */

import { defineError, type Locale } from '@tessera/contract';

type None = Record<string, never>;

export const RecordNotFound = defineError<None>({
  code: 'RECORD_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such record.', 'zh-CN': () => '记录不存在。' },
  hint: {
    en: () => 'It may have been deleted, or it is not among the records you may see.',
    'zh-CN': () => '它可能已被删除，或不在您可查看的范围内。',
  },
});

export const EntityNotFound = defineError<None>({
  code: 'ENTITY_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such table.', 'zh-CN': () => '数据表不存在。' },
});

export const RecordInvalid = defineError<None>({
  code: 'RECORD_INVALID',
  status: 400,
  message: { en: () => 'The record has problems; nothing was saved.', 'zh-CN': () => '记录有误，未保存任何内容。' },
  hint: { en: () => 'Correct the fields listed and save again.', 'zh-CN': () => '请按提示更正各字段后再保存。' },
});

export const QueryInvalid = defineError<None>({
  code: 'RECORD_QUERY_INVALID',
  status: 400,
  message: { en: () => 'The query has problems.', 'zh-CN': () => '查询条件有误。' },
  hint: { en: () => 'Correct what is listed.', 'zh-CN': () => '请按提示更正。' },
});

export const CursorInvalid = defineError<None>({
  code: 'RECORD_CURSOR_INVALID',
  status: 400,
  message: { en: () => 'The page mark is not valid for this query.', 'zh-CN': () => '翻页标记对此查询无效。' },
  hint: { en: () => 'Start again from the first page.', 'zh-CN': () => '请从第一页重新开始。' },
});

const ACTION_WORDS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  create: { en: 'create records here', 'zh-CN': '新建记录' },
  update: { en: 'change this record', 'zh-CN': '修改此记录' },
  delete: { en: 'delete this record', 'zh-CN': '删除此记录' },
  export: { en: 'export records here', 'zh-CN': '导出记录' },
  restore: { en: 'bring this record back', 'zh-CN': '恢复此记录' },
  run: { en: 'start a process on this record', 'zh-CN': '对此记录发起流程' },
  import: { en: 'import records here', 'zh-CN': '导入记录' },
};

export const RecordActionForbidden = defineError<{ action: string }>({
  code: 'RECORD_ACTION_FORBIDDEN',
  status: 403,
  message: {
    en: ({ action }) => `Your roles do not let you ${ACTION_WORDS[action]?.en ?? action}.`,
    'zh-CN': ({ action }) => `您的角色没有${ACTION_WORDS[action]?.['zh-CN'] ?? action}的权限。`,
  },
  hint: { en: () => 'Ask an administrator for the right.', 'zh-CN': () => '如有需要，请联系管理员授权。' },
});

/** The record as it would be after the change is beyond what the actor may write. */
export const RecordLeavesScope = defineError<None>({
  code: 'RECORD_LEAVES_SCOPE',
  status: 403,
  message: {
    en: () => 'After this change the record would be out of your reach; nothing was saved.',
    'zh-CN': () => '修改后该记录将超出您的权限范围，未保存任何内容。',
  },
  hint: {
    en: () => 'Ask somebody with wider rights to make this change.',
    'zh-CN': () => '请由权限更高的同事进行此修改。',
  },
});

export const RecordVersionConflict = defineError<None>({
  code: 'RECORD_VERSION_CONFLICT',
  status: 409,
  message: {
    en: () => 'Somebody else has changed this record meanwhile; nothing was saved.',
    'zh-CN': () => '此记录已被他人修改，您的更改尚未保存。',
  },
  hint: { en: () => 'Compare both values and choose.', 'zh-CN': () => '请对比两边的值后选择保留哪个。' },
});

/** Neutral on purpose: it names the field the actor sent, never the record that has the value. */
export const RecordDuplicate = defineError<None>({
  code: 'RECORD_DUPLICATE',
  status: 409,
  message: { en: () => 'A record with this value exists already; nothing was saved.', 'zh-CN': () => '已存在相同的值，未保存任何内容。' },
  hint: { en: () => 'Use another value.', 'zh-CN': () => '请改用其他值。' },
});

/** By a duplicate rule that refuses; `details` names the record to those who may see it. */
export const RecordAlike = defineError<None>({
  code: 'RECORD_ALIKE',
  status: 409,
  message: { en: () => 'There is a record like this one already; nothing was saved.', 'zh-CN': () => '已存在相似的记录，未保存任何内容。' },
  hint: { en: () => 'Open that record and complete it instead.', 'zh-CN': () => '请打开已有的记录进行补充。' },
});

/** Also for a field that is hidden from the actor. */
export const FieldNotThere = defineError<None>({
  code: 'RECORD_FIELD_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such field.', 'zh-CN': () => '字段不存在。' },
});

/** What a button would open is no address a browser may be sent to. */
export const ButtonAddressInvalid = defineError<None>({
  code: 'RECORD_BUTTON_ADDRESS',
  status: 422,
  message: { en: () => 'This button does not lead to an address that can be opened.', 'zh-CN': () => '该按钮得到的网址无法打开。' },
  hint: { en: () => 'Complete the record, or ask whoever designed the button.', 'zh-CN': () => '请补全记录，或联系设计该按钮的人。' },
});

export const RecordInUse = defineError<None>({
  code: 'RECORD_IN_USE',
  status: 409,
  message: {
    en: () => 'Other records point to this one; it was not deleted.',
    'zh-CN': () => '有其他记录关联到此记录，未删除。',
  },
  hint: { en: () => 'Change or delete those first.', 'zh-CN': () => '请先处理关联的记录。' },
});

export const IdempotencyKeyReused = defineError<None>({
  code: 'IDEMPOTENCY_KEY_REUSED',
  status: 422,
  message: { en: () => 'This Idempotency-Key was used for another request already; nothing was changed.', 'zh-CN': () => '该 Idempotency-Key 已用于另一个请求，未做任何更改。' },
  hint: { en: () => 'Use a new key for a new request.', 'zh-CN': () => '新的请求请使用新的 Idempotency-Key。' },
});
