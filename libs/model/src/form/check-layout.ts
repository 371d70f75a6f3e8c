/** Whether forms and views name what exists. */

import type { FieldProblemInput, FormDocument, ViewDocument } from '@tessera/contract';
import { designProblem } from '../compile/design-problem.ts';
import type { Design } from '../design.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { canAggregate, hasBuckets, isGroupable } from '../grouping.ts';
import { resolvePath } from '../path.ts';
import { fieldProblem } from '../record/problem.ts';

export function checkForm(design: Design, form: FormDocument): FieldProblemInput[] {
  const entity = design.entities.get(form.entity);
  if (!entity) return [designProblem('entity', 'LAYOUT_ENTITY_UNKNOWN', { label: form.label })];
  const seen = new Set<string>();
  return form.sections.flatMap((section, s) =>
    section.items.flatMap(({ field }, i) => {
      const path = `sections.${s}.items.${i}.field`;
      if (!entity.fields.has(field)) return [fieldProblem(path, 'FIELD_NOT_FOUND', field)];
      if (seen.has(field)) return [designProblem(path, 'LAYOUT_FIELD_TWICE', { label: entity.fields.get(field)?.document.label ?? field })];
      seen.add(field);
      return [];
    }),
  );
}

export function checkView(design: Design, view: ViewDocument): FieldProblemInput[] {
  if (!design.entities.has(view.entity)) return [designProblem('entity', 'LAYOUT_ENTITY_UNKNOWN', { label: view.label })];
  const problems = view.columns.flatMap(({ field }, i) =>
    resolvePath(design, view.entity, field).ok ? [] : [fieldProblem(`columns.${i}.field`, 'FIELD_NOT_FOUND', field)],
  );
  (view.sort ?? []).forEach(({ field }, i) => {
    const resolved = resolvePath(design, view.entity, field);
    const path = `sort.${i}.field`;
    if (!resolved.ok) problems.push(fieldProblem(path, 'FIELD_NOT_FOUND', field));
    else if (!resolved.value.field.valueType.sortable) problems.push(designProblem(path, 'LAYOUT_NOT_SORTABLE', { label: resolved.value.field.document.label }));
  });
  problems.push(...checkGroups(design, view), ...checkTotals(design, view));
  if (view.filter !== undefined) {
    const filter = parseFilter(design, view.entity, view.filter, () => true);
    if (!filter.ok) problems.push(...filter.problem);
  }
  return problems;
}

function checkGroups(design: Design, { entity, groups = [] }: ViewDocument): FieldProblemInput[] {
  return groups.flatMap(({ field, bucket }, i) => {
    const resolved = resolvePath(design, entity, field);
    const path = `groups.${i}.field`;
    if (!resolved.ok) return [fieldProblem(path, 'FIELD_NOT_FOUND', field)];
    const { label } = resolved.value.field.document;
    if (!isGroupable(resolved.value.field)) return [designProblem(path, 'LAYOUT_NOT_GROUPABLE', { label })];
    if (bucket !== undefined && !hasBuckets(resolved.value.field)) return [designProblem(`groups.${i}.bucket`, 'LAYOUT_NOT_IN_TIME', { label })];
    return groups.findIndex((one) => one.field === field) < i ? [designProblem(path, 'LAYOUT_GROUP_TWICE', { label })] : [];
  });
}

function checkTotals(design: Design, { entity, totals = [] }: ViewDocument): FieldProblemInput[] {
  return totals.flatMap(({ field, aggregate }, i) => {
    const resolved = resolvePath(design, entity, field);
    if (!resolved.ok) return [fieldProblem(`totals.${i}.field`, 'FIELD_NOT_FOUND', field)];
    return canAggregate(aggregate, resolved.value.field) ? [] : [designProblem(`totals.${i}.aggregate`, 'LAYOUT_NOT_AGGREGABLE', { label: resolved.value.field.document.label })];
  });
}
