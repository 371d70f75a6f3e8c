/** A member of the workspace. */

import type { FieldType } from '../../field-type.ts';
import { referenceType } from '../reference.ts';

export const member: FieldType = {
  ...referenceType,
  key: 'member',
  label: { 'zh-CN': '成员', en: 'Member' },
  widget: 'member',
  pointsTo: 'member',
  variables: ['me'],
};
