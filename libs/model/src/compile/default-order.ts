/** Defaults that are computed from one another, in the order in which they can be. */

import { textIn, type EntityDocument, type FieldProblemInput, type Locale } from '@tessera/contract';
import type { FieldModel } from '../design.ts';
import { designProblem, fieldPath } from './design-problem.ts';

/** Keys of the fields with default formulas, each after those it uses. Fields that wait for each other are reported and left out. */
export function defaultOrder(entity: EntityDocument, fields: ReadonlyMap<string, FieldModel>, problems: FieldProblemInput[]): readonly string[] {
  const order: string[] = [];
  const open: FieldModel[] = [];
  const visit = (field: FieldModel): void => {
    if (!field.defaultFormula || order.includes(field.key)) return;
    const start = open.findIndex(({ key }) => key === field.key);
    if (start >= 0) {
      const path = (locale: Locale): string => [...open.slice(start), field].map(({ document }) => textIn(document.label, locale)).join(' → ');
      problems.push(designProblem(fieldPath(entity, field.document, 'default.formula'), 'DEFAULT_CYCLE', { label: field.document.label, path: { en: path('en'), 'zh-CN': path('zh-CN') } }));
      return;
    }
    open.push(field);
    for (const name of field.defaultFormula.names) {
      const used = fields.get(name);
      if (used) visit(used);
    }
    open.pop();
    if (!order.includes(field.key)) order.push(field.key);
  };
  for (const field of fields.values()) visit(field);
  return order;
}
