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

/** Whether the writer may know of a field of the record. */
export type KnowsField = (field: string) => boolean;

/**
 * Every local rule that does not hold for the record. `values`: all its values in canonical wire form, absent ones count
 * as empty. Blank counts as held. Paths are `<path>.<field>`, or `<path>` for rules of fields the writer may not know.
 */
export function checkValidations(entity: EntityModel, values: Values, env: MomentEnv, path = 'values', knows?: KnowsField): FieldProblemInput[] {
  return validationsOf(entity, true)
    .filter(({ rule }) => evaluateOver(rule.formula, entity.fields, values, env) === false)
    .map((broken) => validationProblem(broken, path, knows));
}

/** How a broken rule is told: in the designer's words, at its field where the writer may know of it. */
export const validationProblem = ({ field, rule }: RowValidation, path = 'values', knows: KnowsField = () => true): FieldProblemInput => ({
  path: knows(field.key) ? `${path}.${field.key}` : path,
  code: 'FIELD_VALIDATION',
  message: { en: textIn(rule.message, 'en'), 'zh-CN': textIn(rule.message, 'zh-CN') },
});

const validationsOf = (entity: EntityModel, local: boolean): RowValidation[] =>
  [...entity.fields.values()].flatMap((field) => field.validations.filter((rule) => rule.local === local).map((rule) => ({ field, rule })));
