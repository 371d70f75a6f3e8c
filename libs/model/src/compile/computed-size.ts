/**
 * How much is computed for a field. A computed field that names another one brings all of that with it, each time it is
 * named: thirty formulas that each name the one before twice would be a thousand million terms. So what a field comes to
 * is counted and bounded, and what all fields of an entity come to, because they are read together.
 */

import type { FieldProblemInput } from '@tessera/contract';
import type { CheckedFormula, FormulaNode } from '@tessera/formula';
import type { Design, EntityModel, FieldModel } from '../design.ts';
import { filterFields } from '../filter/filter-fields.ts';
import { resolveFormulaName } from '../path.ts';
import { designProblem } from './design-problem.ts';

/** Terms of one field: names, values and calls, with those of the computed fields it names. */
export const MAX_COMPUTED_SIZE = 3000;
/** Of all fields of an entity. */
export const MAX_ENTITY_SIZE = 20_000;
/** Fields that are computed one from the other. */
export const MAX_COMPUTED_CHAIN = 200;

/** Of a design without other problems: nothing in it is computed from itself. */
export function sizeProblems(design: Design): FieldProblemInput[] {
  const sizes = new ComputedSizes(design);
  return [...design.entities.values()].flatMap((entity) => {
    const problems = [...entity.fields.values()].flatMap((field) => fieldProblems(sizes, entity, field));
    const total = [...entity.fields.values()].reduce((sum, field) => sum + sizes.of(entity.key, field), 0);
    if (problems.length > 0 || total <= MAX_ENTITY_SIZE) return problems;
    return [designProblem(`${entity.key}.fields`, 'ENTITY_COMPUTED_TOO_LARGE', { label: entity.document.label, limit: String(MAX_ENTITY_SIZE) })];
  });
}

function fieldProblems(sizes: ComputedSizes, { key: entity }: EntityModel, field: FieldModel): FieldProblemInput[] {
  const tooLarge = (size: number, setting: string): FieldProblemInput[] =>
    size <= MAX_COMPUTED_SIZE ? [] : [designProblem(`${entity}.fields.${field.key}.${setting}`, 'COMPUTED_TOO_LARGE', { label: field.document.label, limit: String(MAX_COMPUTED_SIZE) })];
  const ofFormula = (formula: CheckedFormula | null | undefined, setting: string): FieldProblemInput[] => (formula ? tooLarge(sizes.ofFormula(entity, formula), setting) : []);
  return [
    ...tooLarge(sizes.of(entity, field), field.formula ? 'options.expression' : 'options'),
    ...ofFormula(field.defaultFormula, 'default.formula'),
    ...field.validations.flatMap(({ formula }, index) => ofFormula(formula, `validation.${index}.formula`)),
    ...(field.button?.set ?? []).flatMap(({ formula }, index) => ofFormula(formula, `options.set.${index}.formula`)),
    ...ofFormula(field.button?.url, 'options.url'),
  ];
}

class ComputedSizes {
  private readonly design: Design;
  private readonly known = new Map<FieldModel, number>();

  constructor(design: Design) {
    this.design = design;
  }

  /** Of a stored field 1. Beyond any bound it no longer matters by how much. */
  of(entity: string, field: FieldModel): number {
    const known = this.known.get(field);
    if (known !== undefined) return known;
    const size = Math.min(this.measure(entity, field), 1e9);
    this.known.set(field, size);
    return size;
  }

  ofFormula(entity: string, formula: CheckedFormula): number {
    return this.ofNode(entity, formula.node);
  }

  private measure(entity: string, { formula, rollup, lookup }: FieldModel): number {
    if (formula) return this.ofFormula(entity, formula);
    if (lookup) return 1 + this.at(lookup.entity, lookup.field);
    if (!rollup) return 1;
    const conditions = rollup.where ? filterFields(this.design, rollup.entity, rollup.where) : [];
    return 1 + (rollup.field === null ? 0 : this.at(rollup.entity, rollup.field)) + conditions.reduce((sum, [owner, key]) => sum + this.at(owner, key), 0);
  }

  private ofNode(entity: string, node: FormulaNode): number {
    if (node.kind === 'literal') return 1;
    if (node.kind === 'call') return node.args.reduce((sum, arg) => sum + this.ofNode(entity, arg), 1);
    const found = resolveFormulaName(this.design, entity, node.name);
    if (!found.ok) return 1;
    const { value: name } = found;
    if (name.kind === 'rows') return 1 + (name.field ? this.at(name.related.entity, name.field.key) : 0);
    return name.path.hops.length + this.of(name.path.entity, name.path.field);
  }

  private at(entity: string, key: string): number {
    const field = this.design.entities.get(entity)?.fields.get(key);
    return field ? this.of(entity, field) : 1;
  }
}
