/** A department of the workspace. */

import type { FieldType } from '../../field-type.ts';
import { referenceType } from '../reference.ts';

export const department: FieldType = {
  ...referenceType,
  key: 'department',
  label: { 'zh-CN': '部门', en: 'Department' },
  widget: 'department',
  pointsTo: 'department',
};
