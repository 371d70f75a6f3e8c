/** One drawn signature, kept as a picture. */

import type { FieldType } from '../../field-type.ts';
import { objectSchema } from '../base.ts';
import { fileType } from '../file-type.ts';

export const signature: FieldType = {
  ...fileType({ maxFiles: 1, maxMegabytes: 1, accept: ['image/png'] }),
  key: 'signature',
  label: { 'zh-CN': '手写签名', en: 'Signature' },
  optionsSchema: objectSchema({}),
  widget: 'signature',
};
