/** Who last changed one of the chosen fields. */

import type { FieldType } from '../../field-type.ts';
import { member } from '../member/index.ts';
import { modifiedType } from '../modified-type.ts';

export const modifiedBy: FieldType = {
  ...member,
  ...modifiedType,
  key: 'modifiedBy',
  label: { 'zh-CN': '最后修改人', en: 'Last modified by' },
  widget: 'modifiedBy',
  stamps: 'by',
  variables: member.variables,
};
