import { defineError } from '@tessera/contract';

type None = Record<string, never>;

export const ReadingFrozen = defineError<None>({
  code: 'READING_FROZEN',
  status: 403,
  message: {
    en: () => 'You have read unusually many records with sensitive fields; reading, exporting and printing these is frozen.',
    'zh-CN': () => '您在短时间内读取了异常多的敏感数据，相关查看、导出和打印已被冻结。',
  },
  hint: {
    en: () => 'Ask an auditor of your organisation to lift it. Lists without sensitive fields still work.',
    'zh-CN': () => '请联系本组织的审计员解除冻结；不含敏感字段的列表仍可使用。',
  },
});

export const AlertNotFound = defineError<None>({
  code: 'AUDIT_ALERT_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such alert.', 'zh-CN': () => '不存在该预警。' },
});

export const FreezeNotYours = defineError<None>({
  code: 'AUDIT_FREEZE_OWN',
  status: 403,
  message: { en: () => 'Nobody lifts a freeze of their own.', 'zh-CN': () => '不能解除对自己的冻结。' },
  hint: { en: () => 'Another auditor can.', 'zh-CN': () => '请由其他审计员解除。' },
});

export const FreezeOver = defineError<None>({
  code: 'AUDIT_FREEZE_OVER',
  status: 409,
  message: { en: () => 'Nothing is frozen by this alert, or it was lifted already.', 'zh-CN': () => '该预警没有冻结，或冻结已被解除。' },
});
