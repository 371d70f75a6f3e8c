/** One record of another entity (many-to-one). Its target is checked when the design is compiled. */

import type { RelationOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { referenceType } from '../reference.ts';

export const relation: FieldType = {
  ...referenceType,
  key: 'relation',
  label: { 'zh-CN': '关联', en: 'Relation' },
  optionsSchema: objectSchema({ entity: { type: 'string', maxLength: 48 }, onDelete: { type: 'string', enum: ['refuse', 'clear'] } }, ['entity']),
  widget: 'relation',
  refersTo: 'record',
  widgetOptions: (field) => ({ entity: optionsOf<RelationOptions>(field).entity }),
};
