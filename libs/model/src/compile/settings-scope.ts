/** What reading the settings of one field may ask for, and how their problems are put. */

import type { EntityDocument, FieldDocument, FieldProblemInput, Filter } from '@tessera/contract';
import { checkFormula, type CheckedFormula, type FormulaScope, type FormulaType } from '@tessera/formula';
import { parseFilter, type ParseFilterOptions } from '../filter/parse-filter.ts';
import type { FieldDirectory } from '../path.ts';
import { fieldPath } from './design-problem.ts';

export interface SettingsScope {
  readonly directory: FieldDirectory;
  readonly entity: EntityDocument;
  readonly field: FieldDocument;
  readonly problems: FieldProblemInput[];
}

/** Null when it has problems, which are reported with their places (`from`, `to`) in the text. */
export function readFormula({ entity, field, problems }: SettingsScope, setting: string, text: string, scope: FormulaScope, expected: readonly FormulaType[]): CheckedFormula | null {
  const checked = checkFormula(text, scope, expected);
  if (checked.ok) return checked.value;
  for (const { from, to, code, message } of checked.problem) problems.push({ path: fieldPath(entity, field, setting), code, message, params: { from, to } });
  return null;
}

/** Null when it has problems. `target`: the entity whose records it is about. */
export function readFilter({ directory, entity, field, problems }: SettingsScope, setting: string, raw: Filter, target: string, options?: ParseFilterOptions): Filter | null {
  const filter = parseFilter(directory, target, raw, () => true, options);
  if (filter.ok) return filter.value;
  problems.push(...filter.problem.map((problem) => ({ ...problem, path: fieldPath(entity, field, `${setting}${problem.path.slice('filter'.length)}`) })));
  return null;
}
