/** Uploaded pictures. */

import type { FieldType } from '../../field-type.ts';
import { objectSchema } from '../base.ts';
import { fileOptions, fileType } from '../file-type.ts';

export const image: FieldType = {
  ...fileType({ maxFiles: 10, maxMegabytes: 10, accept: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] }),
  key: 'image',
  label: { 'zh-CN': '图片', en: 'Image' },
  optionsSchema: objectSchema(fileOptions),
  widget: 'image',
};
