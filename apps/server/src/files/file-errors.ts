/** What people are told about files. A file they may not read answers like one that does not exist. */

import { defineError } from '@tessera/contract';

type None = Record<string, never>;

export const FileNotFound = defineError<None>({
  code: 'FILE_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such file.', 'zh-CN': () => '文件不存在。' },
});

export const FileFieldNotFound = defineError<None>({
  code: 'FILE_FIELD_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such field for files.', 'zh-CN': () => '没有可上传文件的该字段。' },
});

export const FileTooLarge = defineError<{ limit: number }>({
  code: 'FILE_TOO_LARGE',
  status: 413,
  message: { en: ({ limit }) => `The file is larger than the ${limit} MB this field takes.`, 'zh-CN': ({ limit }) => `文件超过该字段 ${limit} MB 的上限。` },
});

export const FileTypeRefused = defineError<{ accept: string }>({
  code: 'FILE_TYPE_REFUSED',
  status: 400,
  message: { en: ({ accept }) => `This field takes only ${accept}.`, 'zh-CN': ({ accept }) => `该字段只接受 ${accept}。` },
  hint: { en: () => 'What counts is what is inside the file, not only its name.', 'zh-CN': () => '以文件内容为准，而不仅是文件名。' },
});

export const FileUploadsWaiting = defineError<None>({
  code: 'FILE_UPLOADS_WAITING',
  status: 409,
  message: { en: () => 'Too many of your uploads are in no record yet.', 'zh-CN': () => '您有太多上传的文件尚未保存到记录中。' },
  hint: { en: () => 'Save the records they belong to; what is in none goes after a day.', 'zh-CN': () => '请先保存相应记录；未被使用的文件会在一天后删除。' },
});
