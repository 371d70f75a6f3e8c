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

export const ImportEncodingBroken = defineError<{ line: number; encoding: string }>({
  code: 'IMPORT_ENCODING_BROKEN',
  status: 400,
  message: {
    en: ({ line, encoding }) => `About line ${line} the file is not ${encoding} text any more, as it was before.`,
    'zh-CN': ({ line, encoding }) => `文件在第 ${line} 行附近不再是 ${encoding} 编码，与之前的内容不一致。`,
  },
  hint: { en: () => 'The file is damaged or was cut off. Save it again as CSV in UTF-8.', 'zh-CN': () => '文件已损坏或被截断，请重新另存为 UTF-8 编码的 CSV。' },
});

export const ImportWorkbookOld = defineError<None>({
  code: 'IMPORT_WORKBOOK_OLD',
  status: 400,
  message: { en: () => 'This is a workbook of an old Excel (.xls).', 'zh-CN': () => '这是旧版 Excel（.xls）工作簿。' },
  hint: { en: () => 'Save it as .xlsx or CSV and upload that.', 'zh-CN': () => '请另存为 .xlsx 或 CSV 后再上传。' },
});

export const ImportWorkbookLocked = defineError<None>({
  code: 'IMPORT_WORKBOOK_LOCKED',
  status: 400,
  message: { en: () => 'The workbook is protected by a password.', 'zh-CN': () => '该工作簿有密码保护。' },
  hint: { en: () => 'Take the password off and upload it again.', 'zh-CN': () => '请取消密码后重新上传。' },
});

export const ImportWorkbookInvalid = defineError<{ part: string }>({
  code: 'IMPORT_WORKBOOK_INVALID',
  status: 400,
  message: {
    en: ({ part }) => `The workbook cannot be read: "${part}" is damaged or missing.`,
    'zh-CN': ({ part }) => `无法读取该工作簿：“${part}”已损坏或缺失。`,
  },
  hint: { en: () => 'Open it in a spreadsheet program, save it again as .xlsx and upload that.', 'zh-CN': () => '请用表格软件打开并重新另存为 .xlsx 后上传。' },
});

export const ImportWorkbookTooLarge = defineError<{ part: string }>({
  code: 'IMPORT_WORKBOOK_TOO_LARGE',
  status: 400,
  message: {
    en: ({ part }) => `"${part}" of the workbook unpacks to more than can be read.`,
    'zh-CN': ({ part }) => `工作簿中的“${part}”解压后超出可读取的大小。`,
  },
  hint: { en: () => 'Save the sheet as CSV and upload that.', 'zh-CN': () => '请将该工作表另存为 CSV 后上传。' },
});

export const ImportSheetUnknown = defineError<{ sheet: string }>({
  code: 'IMPORT_SHEET_UNKNOWN',
  status: 400,
  message: { en: ({ sheet }) => `The workbook has no sheet "${sheet}".`, 'zh-CN': ({ sheet }) => `工作簿中没有工作表“${sheet}”。` },
});

export const ImportFileGone = defineError<None>({
  code: 'IMPORT_FILE_GONE',
  status: 409,
  message: { en: () => 'The workbook itself is not kept any more; only the sheet that was read is.', 'zh-CN': () => '工作簿文件已不再保留，仅保留了已读取的工作表。' },
  hint: { en: () => 'Upload the file again.', 'zh-CN': () => '请重新上传文件。' },
});

export const ImportSheetInvalid = defineError<{ sheet: string; row: number }>({
  code: 'IMPORT_SHEET_INVALID',
  status: 400,
  message: {
    en: ({ sheet, row }) => `Sheet "${sheet}" cannot be read after row ${row}: the file is damaged or cut off.`,
    'zh-CN': ({ sheet, row }) => `工作表“${sheet}”第 ${row} 行之后无法读取：文件已损坏或被截断。`,
  },
});

export const ImportCellTooLong = defineError<{ sheet: string; cell: string; limit: number }>({
  code: 'IMPORT_CELL_TOO_LONG',
  status: 400,
  message: {
    en: ({ sheet, cell, limit }) => `Cell ${cell} of sheet "${sheet}" has more than ${limit} characters.`,
    'zh-CN': ({ sheet, cell, limit }) => `工作表“${sheet}”的单元格 ${cell} 超过 ${limit} 个字符。`,
  },
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

export const ImportNotRunning = defineError<None>({
  code: 'IMPORT_NOT_RUNNING',
  status: 409,
  message: { en: () => 'This import is over already.', 'zh-CN': () => '此导入已经结束。' },
});

export const ImportNotUndoable = defineError<None>({
  code: 'IMPORT_NOT_UNDOABLE',
  status: 409,
  message: { en: () => 'Only an import that is over, and was not taken back yet, can be taken back.', 'zh-CN': () => '只有已结束且尚未撤销的导入才能撤销。' },
});

export const ImportForbidden = defineError<None>({
  code: 'IMPORT_FORBIDDEN',
  status: 403,
  message: { en: () => 'Your roles do not let you import here.', 'zh-CN': () => '您的角色没有在此导入的权限。' },
  hint: { en: () => 'Ask an administrator for the right.', 'zh-CN': () => '如有需要，请联系管理员授权。' },
});
