/** Members of the workspace, in the order chosen. */

import type { MembersOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { referenceListType } from '../reference.ts';

const MAX = 100;

export const members: FieldType = {
  ...referenceListType((field) => optionsOf<MembersOptions>(field).max ?? MAX),
  key: 'members',
  label: { 'zh-CN': '多成员', en: 'Members' },
  optionsSchema: objectSchema({ max: { type: 'integer', minimum: 1, maximum: MAX } }),
  widget: 'members',
  pointsTo: 'member',
  variables: ['me'],
  column: () => 'uuid[]',
  widgetOptions: (field) => ({ max: optionsOf<MembersOptions>(field).max ?? MAX }),
};
