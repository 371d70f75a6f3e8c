/**
 * Records of another entity, or of its own: one (many-to-one and one-to-one, a column) or many (many-to-many, a
 * table of links). Its target and filter are checked when the design is compiled.
 */

import type { FieldDocument, RelationOptions } from '@tessera/contract';
import type { FieldType, SettingProblem } from '../../field-type.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { referenceListType, referenceType } from '../reference.ts';

/** Records that one record may be linked to through one field. */
export const MAX_LINKS = 1000;

const shared = {
  key: 'relation',
  label: { 'zh-CN': '关联', en: 'Relation' },
  optionsSchema: objectSchema(
    {
      entity: { type: 'string', maxLength: 48 },
      cardinality: { type: 'string', enum: ['manyToOne', 'oneToOne', 'manyToMany'] },
      onDelete: { type: 'string', enum: ['refuse', 'clear'] },
      filter: { type: 'object' },
    },
    ['entity'],
  ),
  refersTo: 'record',
  pointsTo: 'record',
  widget: 'relation',
  checkSettings,
  widgetOptions: (field: FieldDocument) => {
    const { entity, filter } = optionsOf<RelationOptions>(field);
    return { entity, many: isToMany(field), ...(filter === undefined ? {} : { filter }) };
  },
} as const satisfies Partial<FieldType>;

export const manyRelation: FieldType = { ...referenceListType(() => MAX_LINKS), ...shared, column: () => null };

const toOne: FieldType = { ...referenceType, ...shared };
const of = (field: FieldDocument): FieldType => (isToMany(field) ? manyRelation : toOne);

/** What it does follows from the field; what it is (kind, operators) is that of a relation to one: see `typeOf`. */
export const relation: FieldType = {
  ...toOne,
  column: (field) => of(field).column(field),
  valueSchema: (field, design) => of(field).valueSchema(field, design),
  canonical: (value, field) => of(field).canonical(value, field),
  parseText: (text, field, env) => of(field).parseText(text, field, env),
  formatText: (value, field, env) => of(field).formatText(value, field, env),
};

export const isToMany = (field: FieldDocument): boolean => optionsOf<Partial<RelationOptions>>(field).cardinality === 'manyToMany';

/** A link that goes with the record it leads to is neither refused nor cleared: it is gone. */
function checkSettings(field: FieldDocument): SettingProblem[] {
  if (!isToMany(field) || optionsOf<RelationOptions>(field).onDelete === undefined) return [];
  return [{ path: 'options.onDelete', code: 'RELATION_LINKS_GO', message: { en: 'Links of a many-to-many relation end with either record.', 'zh-CN': '多对多关联的连接会随任一记录删除而解除。' } }];
}
