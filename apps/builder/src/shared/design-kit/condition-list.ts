/**
 * A filter as people build one: a flat list of conditions that must all hold, or any of them. Deeper
 * filters are not shown so; they come from files. Also which fields a condition may be about. Pure.
 */

import { textIn, type EntityDocument, type FieldCondition, type FieldDocument, type Filter, type FilterOperator, type Locale, type LocalizedText, type RelationOptions } from '@tessera/contract';
import { compileDesign, fieldType, type FieldType } from '@tessera/model';

export interface ConditionList {
  readonly join: 'and' | 'or';
  readonly conditions: readonly FieldCondition[];
}

const isCondition = (filter: Filter): filter is FieldCondition => 'field' in filter;

/** Null when the filter is nested. */
export function toConditionList(filter: Filter): ConditionList | null {
  if (isCondition(filter)) return { join: 'and', conditions: [filter] };
  if ('not' in filter) return null;
  const [join, parts] = 'and' in filter ? (['and', filter.and] as const) : (['or', filter.or] as const);
  return parts.every(isCondition) ? { join, conditions: parts as readonly FieldCondition[] } : null;
}

/** Null for no conditions. */
export function fromConditionList({ join, conditions }: ConditionList): Filter | null {
  if (conditions.length <= 1) return conditions[0] ?? null;
  return join === 'and' ? { and: conditions } : { or: conditions };
}

export interface ConditionField {
  /** Field key, or a path over a relation: `account.owner`. */
  readonly path: string;
  readonly label: string;
  readonly type: FieldType;
  readonly document: FieldDocument | null;
}

const SYSTEM: readonly { readonly key: string; readonly type: 'member' | 'datetime'; readonly label: LocalizedText }[] = [
  { key: 'owner', type: 'member', label: { 'zh-CN': '负责人', en: 'Owner' } },
  { key: 'created_by', type: 'member', label: { 'zh-CN': '创建人', en: 'Created by' } },
  { key: 'created_at', type: 'datetime', label: { 'zh-CN': '创建时间', en: 'Created at' } },
];

/** Own fields first, then the system's, then the owner of each record it points to. */
export function conditionFields(entity: EntityDocument, entities: readonly EntityDocument[], locale: Locale): ConditionField[] {
  const compiled = compileDesign(entities);
  const model = compiled.ok ? compiled.value.entities.get(entity.key) : undefined;
  const own = entity.fields.map((field): ConditionField => ({
    path: field.key,
    label: textIn(field.label, locale),
    type: model?.fields.get(field.key)?.valueType ?? fieldType(field.type),
    document: field,
  }));
  const system = SYSTEM.map(({ key, type, label }): ConditionField => ({ path: key, label: textIn(label, locale), type: fieldType(type), document: null }));
  const related = entity.fields.filter((field) => field.type === 'relation').map((field): ConditionField => {
    const target = entities.find((candidate) => candidate.key === (field.options as RelationOptions | undefined)?.entity);
    return { path: `${field.key}.owner`, label: `${textIn(field.label, locale)} › ${textIn(SYSTEM[0]!.label, locale)}`, type: fieldType('member'), document: target ? null : field };
  });
  return [...own, ...system, ...related].filter((field) => operatorsOf(field.type).length > 0);
}

/** Operators that can be given a value here: one record is not chosen in a designer, so relations are only empty or not. */
export function operatorsOf(type: FieldType): readonly FilterOperator[] {
  return type.refersTo === 'record' && type.key !== 'member' ? type.operators.filter(takesNoValue) : type.operators;
}

export const takesNoValue = (op: FilterOperator): boolean => op === 'isEmpty' || op === 'isNotEmpty';
export const takesList = (op: FilterOperator): boolean => op === 'in' || op === 'notIn';

/** The condition on another field: with its first operator and no value that could be of the wrong kind. */
export function conditionOn(field: ConditionField): FieldCondition {
  const op = operatorsOf(field.type)[0]!;
  if (takesNoValue(op)) return { field: field.path, op };
  return { field: field.path, op, value: firstValue(field) };
}

export function withOperator(condition: FieldCondition, op: FilterOperator, field: ConditionField): FieldCondition {
  if (takesNoValue(op)) return { field: condition.field, op };
  const value = condition.value ?? firstValue(field);
  const isList = Array.isArray(value);
  if (takesList(op)) return { ...condition, op, value: isList ? value : typeof value === 'object' || value === '' ? [] : [value as string] };
  return { ...condition, op, value: isList ? ((value as readonly string[])[0] ?? firstValue(field)) : value };
}

function firstValue(field: ConditionField): NonNullable<FieldCondition['value']> {
  const variable = field.type.variables[0];
  if (variable) return { var: variable };
  return field.type.valueKind === 'boolean' ? true : '';
}
