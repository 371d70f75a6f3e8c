/** Where the default of a field can come from. Pure. */

import { ACTOR_LISTS, type ActorList, type FieldDocument, type FieldTypeKey, type FilterVariable } from '@tessera/contract';
import type { FieldType } from '@tessera/model';

/** What stands for one value; a list of people is none. */
export type DefaultVariable = Exclude<FilterVariable, ActorList>;
export type DefaultSource = 'none' | 'value' | 'formula' | DefaultVariable;

const FIXED: ReadonlySet<FieldTypeKey> = new Set(['text', 'longText', 'number', 'money', 'percent', 'rating', 'progress', 'checkbox', 'select', 'multiSelect', 'phone', 'email', 'url']);

/** A formula gives no record, person or list of them. */
const REFERENCES: ReadonlySet<FieldType['valueKind']> = new Set(['uuid', 'uuidList', 'json', 'rows']);

const isOneValue = (variable: FilterVariable): variable is DefaultVariable => !(ACTOR_LISTS as readonly string[]).includes(variable);

/** With `none` first; only that for what nobody writes. */
export function defaultSources(field: FieldDocument, type: FieldType): readonly DefaultSource[] {
  if (type.readOnly || type.computes || field.type === 'button' || field.type === 'subform') return ['none'];
  const computable = type.formulaType !== null && !field.encrypted && !REFERENCES.has(type.valueKind);
  return ['none', ...(FIXED.has(field.type) ? (['value'] as const) : []), ...type.variables.filter(isOneValue), ...(computable ? (['formula'] as const) : [])];
}

export function defaultSource(value: unknown): DefaultSource {
  if (value === undefined) return 'none';
  if (typeof value === 'object' && value !== null && 'var' in value) return (value as { var: DefaultVariable }).var;
  return typeof value === 'object' && value !== null && 'formula' in value ? 'formula' : 'value';
}

/** Undefined takes the default away. */
export function withDefault(field: FieldDocument, value: unknown): FieldDocument {
  const { default: _before, ...others } = field;
  return value === undefined ? others : { ...others, default: value };
}

/** What a source that was just chosen begins with. */
export function beginDefault(field: FieldDocument, source: DefaultSource): unknown {
  switch (source) {
    case 'none':
      return undefined;
    case 'formula':
      return { formula: '' };
    case 'value':
      return field.type === 'checkbox' ? true : field.type === 'multiSelect' ? [] : '';
    default:
      return { var: source };
  }
}

/** A default nobody finished is none. */
export function isEmptyDefault(value: unknown): boolean {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return true;
  return typeof value === 'object' && value !== null && 'formula' in value && (value as { formula: string }).formula.trim() === '';
}
