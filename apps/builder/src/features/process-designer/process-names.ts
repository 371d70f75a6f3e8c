/** What formulas of a process may name: the record's fields, and how user tasks came out. Pure. */

import { textIn, type EntityDocument, type FieldDocument, type Locale, type SelectOptions } from '@tessera/contract';
import type { FormulaScope, FormulaType } from '@tessera/formula';
import { fieldType } from '@tessera/model';
import { SYSTEM_FIELD_DOCUMENTS, fieldOf } from '../../shared/fields/system-fields.ts';

/** A name a condition may compare, and what it can be compared with. */
export interface ComparableName {
  readonly name: string;
  readonly label: string;
  readonly type: FormulaType;
  /** The values it can have, when they are few. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

export interface OutcomeWords {
  readonly last: string;
  readonly of: (task: string) => string;
  readonly value: (outcome: 'approve' | 'reject' | 'complete') => string;
}

export const OUTCOMES = ['approve', 'reject', 'complete'] as const;

/** The record's names and the outcomes; an outcome hides a field of the same name. */
export function processScope(record: FormulaScope | null, userTasks: readonly string[]): FormulaScope {
  const outcomes = ['outcome', ...userTasks.map((task) => `${task}_outcome`)].map((name) => [name, 'text'] as const);
  return { names: { ...record?.names, ...Object.fromEntries(outcomes) } };
}

export function comparableNames(scope: FormulaScope, entity: EntityDocument | undefined, locale: Locale, words: OutcomeWords): ComparableName[] {
  const outcomes = OUTCOMES.map((outcome) => ({ value: outcome, label: words.value(outcome) }));
  return Object.entries(scope.names).map(([name, type]) => {
    if (name === 'outcome') return { name, label: words.last, type, choices: outcomes };
    const field = entity && fieldOf(entity, name);
    if (field) return { name, label: textIn(field.label, locale), type, choices: choicesOf(field, locale) };
    return name.endsWith('_outcome') ? { name, label: words.of(name.replace(/_outcome$/, '')), type, choices: outcomes } : { name, label: name, type, choices: [] };
  });
}

export const choicesOf = (field: FieldDocument | undefined, locale: Locale): { value: string; label: string }[] =>
  field?.type === 'select' ? ((field.options as SelectOptions | undefined)?.choices ?? []).map((choice) => ({ value: choice.value, label: textIn(choice.label, locale) })) : [];

/** Fields a step may write: not computed ones. */
export const writableFields = (entity: EntityDocument | undefined): readonly FieldDocument[] => entity?.fields.filter((field) => !fieldType(field.type).readOnly) ?? [];

/** Fields that hold a person. */
export const memberFields = (entity: EntityDocument | undefined): readonly FieldDocument[] => [
  ...SYSTEM_FIELD_DOCUMENTS.filter((field) => field.key === 'owner'),
  ...(entity?.fields.filter((field) => field.type === 'member') ?? []),
];
