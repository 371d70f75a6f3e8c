/** When one of the chosen fields was last changed. */

import type { FieldType } from '../../field-type.ts';
import { datetime } from '../datetime/index.ts';
import { modifiedType } from '../modified-type.ts';

export const modifiedAt: FieldType = {
  ...datetime,
  ...modifiedType,
  key: 'modifiedAt',
  label: { 'zh-CN': '最后修改时间', en: 'Last modified at' },
  widget: 'modifiedAt',
  stamps: 'at',
  variables: datetime.variables,
};
