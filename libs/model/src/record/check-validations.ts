/**
 * The validation formulas of fields. Those that the record's own values decide are checked here, before anything is
 * written; the write door checks the rest in its transaction (`rowValidations`), where related rows are known.
 */

import { textIn, type FieldProblemInput } from '@tessera/contract';
import type { EntityModel, FieldModel, ValidationModel } from '../design.ts';
import { evaluateOver, type MomentEnv } from './formula-values.ts';
import type { Values } from './normalize-values.ts';

export interface RowValidation {
  readonly field: FieldModel;
  readonly rule: ValidationModel;
}

/** Rules that need related rows, counters or system fields, in the order of the fields. */
export const rowValidations = (entity: EntityModel): readonly RowValidation[] => validationsOf(entity, false);

/**
 * Every local rule that does not hold for the record. `values`: all its values in canonical wire form, absent ones count
 * as empty. Blank counts as held. Paths are `<path>.<field>`.
 */
export function checkValidations(entity: EntityModel, values: Values, env: MomentEnv, path = 'values'): FieldProblemInput[] {
  return validationsOf(entity, true)
    .filter(({ rule }) => evaluateOver(rule.formula, entity.fields, values, env) === false)
    .map((broken) => validationProblem(broken, path));
}

/** How a broken rule is told. */
export const validationProblem = ({ field, rule }: RowValidation, path = 'values'): FieldProblemInput => ({
  path: `${path}.${field.key}`,
  code: 'FIELD_VALIDATION',
  message: { en: textIn(rule.message, 'en'), 'zh-CN': textIn(rule.message, 'zh-CN') },
});

const validationsOf = (entity: EntityModel, local: boolean): RowValidation[] =>
  [...entity.fields.values()].flatMap((field) => field.validations.filter((rule) => rule.local === local).map((rule) => ({ field, rule })));
