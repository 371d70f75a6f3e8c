/** Uploaded files of any kind, or of the kinds the settings accept. */

import type { FieldType } from '../../field-type.ts';
import { objectSchema } from '../base.ts';
import { fileOptions, fileType } from '../file-type.ts';

export const file: FieldType = {
  ...fileType({ maxFiles: 10, maxMegabytes: 20, accept: [] }),
  key: 'file',
  label: { 'zh-CN': '附件', en: 'File' },
  optionsSchema: objectSchema(fileOptions),
  widget: 'file',
};
