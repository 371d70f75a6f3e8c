import { defineError } from '@tessera/contract';

type None = Record<string, never>;

export const ExportNotFound = defineError<None>({
  code: 'EXPORT_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such export.', 'zh-CN': () => '导出任务不存在。' },
});

export const ExportNotReady = defineError<None>({
  code: 'EXPORT_NOT_READY',
  status: 409,
  message: { en: () => 'The file is not there yet, or was given up.', 'zh-CN': () => '文件尚未就绪或已取消。' },
});

export const ExportOver = defineError<None>({
  code: 'EXPORT_OVER',
  status: 409,
  message: { en: () => 'This export is over already.', 'zh-CN': () => '此导出已经结束。' },
});

export const ExportRightsChanged = defineError<None>({
  code: 'EXPORT_RIGHTS_CHANGED',
  status: 403,
  message: { en: () => 'What you may see or export has changed since the file was written.', 'zh-CN': () => '文件生成后，您可查看或导出的范围已变更。' },
  hint: { en: () => 'Export again.', 'zh-CN': () => '请重新导出。' },
});

export const ExportForbidden = defineError<None>({
  code: 'EXPORT_FORBIDDEN',
  status: 403,
  message: { en: () => 'Whoever asked for this export is no active member any more.', 'zh-CN': () => '发起此导出的成员已不再有效。' },
});
