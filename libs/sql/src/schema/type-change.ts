/**
 * Which changes of a field keep its values, decided from the two documents alone. What is not known to be safe is
 * refused: make a new field instead, and keep the old one until nobody misses it.
 */

import { assertNever, type FieldDocument, type FieldProblemInput, type FieldTypeKey } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import type { SchemaChange } from './diff-entities.ts';

/** Text of one kind or another may become freer text; the kinds of decimals may become one another. */
const SAFE_TYPES: Partial<Record<FieldTypeKey, readonly FieldTypeKey[]>> = {
  text: ['longText'],
  longText: ['text'],
  phone: ['text', 'longText'],
  email: ['text', 'longText'],
  url: ['text', 'longText'],
  select: ['text', 'longText'],
  autoNumber: ['text', 'longText'],
  number: ['money', 'percent'],
  money: ['number', 'percent'],
  percent: ['number', 'money'],
  formula: ['rollup'],
  rollup: ['formula'],
};

/** All refusals, with paths like those of `compileDesign`. `planDdl` takes only changes that have none. */
export function checkChanges(changes: readonly SchemaChange[]): readonly FieldProblemInput[] {
  return changes.flatMap((change) => {
    switch (change.kind) {
      case 'changeField':
        return fieldProblems(change.entity, change.before, change.after);
      case 'changeEntity':
        return change.before.parent === change.after.parent ? [] : [parentRefused(change.entity)];
      case 'createEntity':
      case 'addField':
      case 'removeField':
        return [];
      default:
        return assertNever(change);
    }
  });
}

/** Digits after the point that a column keeps; undefined for all of them. */
export function columnScale(column: string): number | undefined {
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(column)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

function fieldProblems(entity: string, before: FieldDocument, after: FieldDocument): FieldProblemInput[] {
  if (before.type !== after.type && !SAFE_TYPES[before.type]?.includes(after.type)) return [typeRefused(entity, before, after)];
  const refers = fieldType(before.type).refersTo !== null && before.type === after.type;
  return refers && before.options?.['entity'] !== after.options?.['entity'] ? [targetRefused(entity, after)] : [];
}

function typeRefused(entity: string, before: FieldDocument, after: FieldDocument): FieldProblemInput {
  const [from, to] = [fieldType(before.type).label, fieldType(after.type).label];
  return {
    path: `${entity}.fields.${after.key}.type`,
    code: 'FIELD_TYPE_CHANGE_REFUSED',
    params: { from: before.type, to: after.type },
    message: {
      en: `"${from.en}" cannot be changed into "${to.en}" without losing values. Add a new field instead.`,
      'zh-CN': `“${from['zh-CN']}”不能在保留数据的情况下改为“${to['zh-CN']}”，请新增字段。`,
    },
  };
}

const targetRefused = (entity: string, field: FieldDocument): FieldProblemInput => ({
  path: `${entity}.fields.${field.key}.options.entity`,
  code: 'FIELD_TARGET_CHANGE_REFUSED',
  message: { en: 'A field that points to one table cannot be made to point to another. Add a new field instead.', 'zh-CN': '不能更改关联的数据表，请新增字段。' },
});

const parentRefused = (entity: string): FieldProblemInput => ({
  path: `${entity}.parent`,
  code: 'ENTITY_PARENT_CHANGE_REFUSED',
  message: { en: 'Rows of a subform cannot be given to another table.', 'zh-CN': '不能更改子表所属的数据表。' },
});
