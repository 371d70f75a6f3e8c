/** Which values of other records the formulas and lookups of a form need, given what its relations point to now. Pure. */

import { resolveFormulaName, type Design, type EntityModel } from '@tessera/model';
import { refId } from '../fields/references.ts';
import type { FormValues, RowValues } from './form-values.ts';

export interface RelatedNeed {
  readonly entity: string;
  /** Sorted, each once. */
  readonly ids: readonly string[];
  readonly paths: readonly string[];
}

/** More than this in one form is left to the server. */
const MOST_RECORDS = 100;

export function relatedNeeds(design: Design, entity: string, values: FormValues): readonly RelatedNeed[] {
  const model = design.entities.get(entity);
  if (!model) return [];
  const needs = new Map<string, { ids: Set<string>; paths: Set<string> }>();
  collect(model, [values]);
  for (const { field, entity: child } of model.children) {
    const childModel = design.entities.get(child);
    if (childModel && Array.isArray(values[field])) collect(childModel, values[field] as RowValues[]);
  }
  return [...needs].map(([target, { ids, paths }]) => ({ entity: target, ids: [...ids].sort().slice(0, MOST_RECORDS), paths: [...paths].sort() }));

  function collect(of: EntityModel, records: readonly RowValues[]): void {
    for (const { relation, target, path } of pathsOf(design, of)) {
      const ids = records.flatMap((record) => idsIn(record[relation]));
      if (ids.length === 0) continue;
      const need = needs.get(target) ?? { ids: new Set(), paths: new Set() };
      ids.forEach((id) => need.ids.add(id));
      need.paths.add(path);
      needs.set(target, need);
    }
  }
}

const idsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).flatMap((one) => refId(one) ?? []);

interface NeededPath {
  readonly relation: string;
  readonly target: string;
  readonly path: string;
}
const known = new WeakMap<EntityModel, readonly NeededPath[]>();

function pathsOf(design: Design, model: EntityModel): readonly NeededPath[] {
  const kept = known.get(model);
  if (kept) return kept;
  const found: NeededPath[] = [];
  for (const field of model.fields.values()) {
    if (field.lookup) found.push({ relation: field.lookup.relation, target: field.lookup.entity, path: field.lookup.field });
    const formulas = [field.formula, field.defaultFormula, ...field.validations.map(({ formula }) => formula)];
    for (const name of formulas.flatMap((formula) => formula?.names ?? [])) {
      const resolved = resolveFormulaName(design, model.key, name);
      if (!resolved.ok) continue;
      if (resolved.value.kind === 'rows') {
        const { related, field: item } = resolved.value;
        if (related.kind === 'links' && item) found.push({ relation: related.field, target: related.entity, path: item.key });
        continue;
      }
      const [first, ...others] = resolved.value.path.hops;
      if (first && model.fields.has(first.field)) found.push({ relation: first.field, target: first.entity, path: [...others.map((hop) => hop.field), resolved.value.path.field.key].join('.') });
    }
  }
  known.set(model, found);
  return found;
}
