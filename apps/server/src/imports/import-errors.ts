/** What is refused about imports as a whole; problems of single rows are in row-values.ts. */

import { defineError } from '@tessera/contract';

type None = Record<string, never>;

export const ImportNotFound = defineError<None>({
  code: 'IMPORT_NOT_FOUND',
  status: 404,
  message: { en: () => 'There is no such import.', 'zh-CN': () => '导入任务不存在。' },
});

export const ImportFileNotText = defineError<None>({
  code: 'IMPORT_FILE_NOT_TEXT',
  status: 400,
  message: { en: () => 'This is not a CSV text file.', 'zh-CN': () => '这不是 CSV 文本文件。' },
  hint: { en: () => 'Save the table as CSV (UTF-8) and upload that.', 'zh-CN': () => '请把表格另存为 CSV（UTF-8）后再上传。' },
});

export const ImportEncodingUnknown = defineError<None>({
  code: 'IMPORT_ENCODING_UNKNOWN',
  status: 400,
  message: { en: () => 'The file is neither UTF-8 nor GBK/GB 18030 text.', 'zh-CN': () => '文件既不是 UTF-8 也不是 GBK/GB 18030 编码。' },
  hint: { en: () => 'Save it as CSV in UTF-8.', 'zh-CN': () => '请另存为 UTF-8 编码的 CSV。' },
});

export const ImportFileInvalid = defineError<{ line: number }>({
  code: 'IMPORT_FILE_INVALID',
  status: 400,
  message: {
    en: ({ line }) => `The file cannot be read as CSV from line ${line} on: a quotation mark is not closed or out of place.`,
    'zh-CN': ({ line }) => `从第 ${line} 行起无法按 CSV 读取：引号未闭合或位置有误。`,
  },
  hint: { en: () => 'Correct that line and upload again.', 'zh-CN': () => '请更正该行后重新上传。' },
});

export const ImportFileEmpty = defineError<None>({
  code: 'IMPORT_FILE_EMPTY',
  status: 400,
  message: { en: () => 'The file has no rows below its header.', 'zh-CN': () => '文件在表头之下没有数据。' },
});

export const ImportHeaderInvalid = defineError<None>({
  code: 'IMPORT_HEADER_INVALID',
  status: 400,
  message: { en: () => 'The header row has problems.', 'zh-CN': () => '表头有误。' },
  hint: { en: () => 'Give each column a name of its own.', 'zh-CN': () => '请为每列取不同的名称。' },
});

export const ImportRowTooLong = defineError<{ line: number; limit: number }>({
  code: 'IMPORT_ROW_TOO_LONG',
  status: 400,
  message: {
    en: ({ line, limit }) => `The row at line ${line} has more than ${limit} characters.`,
    'zh-CN': ({ line, limit }) => `第 ${line} 行超过 ${limit} 个字符。`,
  },
});

export const ImportMappingInvalid = defineError<None>({
  code: 'IMPORT_MAPPING_INVALID',
  status: 400,
  message: { en: () => 'The assignment of columns has problems.', 'zh-CN': () => '列的对应关系有误。' },
  hint: { en: () => 'Correct the columns listed.', 'zh-CN': () => '请更正列出的列。' },
});

export const ImportStarted = defineError<None>({
  code: 'IMPORT_STARTED_ALREADY',
  status: 409,
  message: { en: () => 'This import was started already.', 'zh-CN': () => '此导入已经开始。' },
});

export const ImportForbidden = defineError<None>({
  code: 'IMPORT_FORBIDDEN',
  status: 403,
  message: { en: () => 'Your roles do not let you import here.', 'zh-CN': () => '您的角色没有在此导入的权限。' },
  hint: { en: () => 'Ask an administrator for the right.', 'zh-CN': () => '如有需要，请联系管理员授权。' },
});
