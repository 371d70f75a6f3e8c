/**
 * What a change of a field means for the values that are there, decided from the two documents alone: nothing, a cast
 * that every value survives, a conversion value by value (convert-value.ts), or a refusal.
 */

import { assertNever, type FieldDocument, type FieldProblemInput, type FieldTypeKey } from '@tessera/contract';
import { columnType, fieldType } from '@tessera/model';
import type { SchemaChange } from './diff-entities.ts';
import { isManyToMany } from './names.ts';

export type TypeChange =
  /** The column may stay as it is. */
  | 'same'
  /** A wider column of the same kind. */
  | 'widen'
  /** Each value is written anew; some may not convert. */
  | 'convert'
  | 'refused';

/** Their values are texts that any longer text may be. */
const PLAIN_TEXTS: readonly FieldTypeKey[] = ['text', 'phone', 'email', 'url', 'autoNumber'];
/** The same column with another way to fill it. */
const SAME_STORAGE: Partial<Record<FieldTypeKey, FieldTypeKey>> = { modifiedAt: 'datetime', modifiedBy: 'member', file: 'image', image: 'file' };
const CONVERTED_KINDS: readonly string[] = ['text', 'decimal', 'boolean', 'date', 'datetime', 'textList'];

export function typeChangeOf(before: FieldDocument, after: FieldDocument): TypeChange {
  const [from, to] = [fieldType(before.type), fieldType(after.type)];
  if (from.computes !== null || to.computes !== null) return from.computes !== null && to.computes !== null ? 'same' : 'refused';
  if (Boolean(before.encrypted) !== Boolean(after.encrypted)) return 'convert';
  if (before.type === after.type) return isManyToMany(before) === isManyToMany(after) ? sameTypeChange(before, after) : 'refused';
  if (SAME_STORAGE[before.type] === after.type) return 'same';
  if (from.pointsTo === 'member' && to.pointsTo === 'member' && !to.readOnly) return 'convert';
  if (!CONVERTED_KINDS.includes(from.valueKind) || !CONVERTED_KINDS.includes(to.valueKind) || to.readOnly) return 'refused';
  if (before.encrypted) return 'convert';
  if (PLAIN_TEXTS.includes(before.type) && (after.type === 'longText' || (after.type === 'text' && before.type !== 'url'))) return 'same';
  return 'convert';
}

/** Values that were in clear are not to be any more, anywhere. */
export const isSealing = (before: FieldDocument, after: FieldDocument): boolean => after.encrypted === true && !before.encrypted;

function sameTypeChange(before: FieldDocument, after: FieldDocument): TypeChange {
  const [from, to] = [columnType(before), columnType(after)];
  if (from === to || from === null || to === null) return 'same';
  const [kept, room] = [columnScale(from), columnScale(to)];
  return room === undefined || (kept !== undefined && room >= kept) ? 'widen' : 'convert';
}

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
      case 'restoreField':
      case 'removeEntity':
      case 'restoreEntity':
        return [];
      default:
        return assertNever(change);
    }
  });
}

/** Digits after the point that a column keeps; undefined for all of them. */
function columnScale(column: string): number | undefined {
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(column)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

function fieldProblems(entity: string, before: FieldDocument, after: FieldDocument): FieldProblemInput[] {
  if (typeChangeOf(before, after) === 'refused') return [before.type === after.type ? cardinalityRefused(entity, after) : typeRefused(entity, before, after)];
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
      en: `"${from.en}" cannot be changed into "${to.en}". Add a new field instead.`,
      'zh-CN': `“${from['zh-CN']}”不能改为“${to['zh-CN']}”，请新增字段。`,
    },
  };
}

const targetRefused = (entity: string, field: FieldDocument): FieldProblemInput => ({
  path: `${entity}.fields.${field.key}.options.entity`,
  code: 'FIELD_TARGET_CHANGE_REFUSED',
  message: { en: 'A field that points to one table cannot be made to point to another. Add a new field instead.', 'zh-CN': '不能更改关联的数据表，请新增字段。' },
});

const cardinalityRefused = (entity: string, field: FieldDocument): FieldProblemInput => ({
  path: `${entity}.fields.${field.key}.options.cardinality`,
  code: 'FIELD_CARDINALITY_CHANGE_REFUSED',
  message: { en: 'A relation to one record cannot become one to many records, nor the other way. Add a new field instead.', 'zh-CN': '单条关联与多条关联不能互相更改，请新增字段。' },
});

const parentRefused = (entity: string): FieldProblemInput => ({
  path: `${entity}.parent`,
  code: 'ENTITY_PARENT_CHANGE_REFUSED',
  message: { en: 'Rows of a subform cannot be given to another table.', 'zh-CN': '不能更改子表所属的数据表。' },
});
