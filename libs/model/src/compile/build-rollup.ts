/** A rollup: which rows, which of them, and what their field adds up to. */

import type { EntityDocument, FieldDocument, Filter, RollupOptions } from '@tessera/contract';
import type { FieldModel, RelatedRows, RollupModel } from '../design.ts';
import type { FieldType } from '../field-type.ts';
import { optionsOf } from '../field-types/base.ts';
import { fieldType } from '../field-types/registry.ts';
import { filterFields, isTimeless, staysInRow } from '../filter/filter-fields.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { relatedField, resolveRelated } from '../path.ts';
import { computedField, computedFrom, isKept, type FieldBuilding } from './build-fields.ts';
import { designProblem, fieldPath } from './design-problem.ts';

type Unfit = 'ROLLUP_SUBFORM_UNKNOWN' | 'ROLLUP_FIELD_UNKNOWN' | 'ROLLUP_FIELD_UNFIT';

export function buildRollup({ directory, problems }: FieldBuilding, entity: EntityDocument, field: FieldDocument): FieldModel {
  const { subform = '', aggregate = 'count', field: over, where: given } = optionsOf<Partial<RollupOptions>>(field);
  const nothing = (): FieldModel => computedField(field, fieldType('number'), {});
  const unfit = (code: Unfit, setting: string): FieldModel => {
    problems.push(designProblem(fieldPath(entity, field, setting), code, { label: field.label }));
    return nothing();
  };
  const related = resolveRelated(directory, entity.key, subform);
  if (!related.ok || related.value.kind === 'toOne') return unfit('ROLLUP_SUBFORM_UNKNOWN', 'options.subform');
  const via = related.value;

  const before = problems.length;
  let where: Filter | null = null;
  if (given !== undefined) {
    const filter = parseFilter(directory, via.entity, given, () => true);
    // After a cycle the fields on it are unknown; saying so as well would hide the cause.
    if (!filter.ok && problems.length === before) problems.push(...filter.problem.map((problem) => ({ ...problem, path: fieldPath(entity, field, `options.where${problem.path.slice('filter'.length)}`) })));
    if (!filter.ok) return nothing();
    where = filter.value;
  }
  const key = aggregate === 'count' ? null : (over ?? null);
  const summed = key === null ? null : directory.entities.get(via.entity)?.fields.get(key);
  if (summed === undefined) return problems.length > before ? nothing() : unfit('ROLLUP_FIELD_UNKNOWN', 'options.field');
  const result = summed ? resultOf(field, aggregate, summed) : { valueType: fieldType('number'), valueDocument: field };
  if (!result) return unfit('ROLLUP_FIELD_UNFIT', 'options.aggregate');

  const rollup: RollupModel = { via, entity: via.entity, aggregate, field: key, where };
  const tested = where ? filterFields(directory, via.entity, where) : [];
  return computedField(field, result.valueType, {
    rollup,
    valueDocument: result.valueDocument,
    ...computedFrom(directory, field, [relatedField(entity.key, via), ...(key === null ? [] : [[via.entity, key] as const]), ...tested]),
    storable: (summed === null || isKept(summed)) && (where === null || isStorableFilter(directory, via, where)),
  });
}

/** A filter over the rows' own columns that does not depend on who asks and when. */
function isStorableFilter(directory: FieldBuilding['directory'], via: RelatedRows, where: Filter): boolean {
  const kept = filterFields(directory, via.entity, where).every(([entity, key]) => {
    const field = directory.entities.get(entity)?.fields.get(key);
    return field !== undefined && isKept(field);
  });
  return kept && staysInRow(where) && isTimeless(where);
}

/** The type of the result and the document it reads its settings from; null when the field cannot be aggregated so. */
function resultOf(field: FieldDocument, aggregate: RollupOptions['aggregate'], summed: FieldModel): { readonly valueType: FieldType; readonly valueDocument: FieldDocument } | null {
  const { valueType, valueDocument } = summed;
  const { scale, currency } = optionsOf<Partial<RollupOptions>>(field);
  if (summed.encrypted) return null;
  switch (aggregate) {
    case 'unique':
    case 'concat':
      return ['text', 'textList', 'decimal', 'integer', 'date', 'datetime', 'boolean'].includes(valueType.valueKind) && !valueType.html ? { valueType: fieldType('text'), valueDocument: withOptions(field, {}) } : null;
    case 'count':
    case 'sum':
    case 'avg': {
      if (valueType.valueKind !== 'decimal') return null;
      const type = currency === undefined ? fieldType(valueType.addsUpAs ?? (valueType.key as FieldDocument['type'])) : fieldType('money');
      // An average has more digits than what it is of; a sum has not.
      const inherited = aggregate === 'sum' ? (valueDocument.options?.['scale'] as number | undefined) : undefined;
      return { valueType: type, valueDocument: withOptions(field, { scale: scale ?? inherited, currency: currency ?? valueDocument.options?.['currency'] }) };
    }
    case 'min':
    case 'max': {
      if (!['decimal', 'date', 'datetime'].includes(valueType.valueKind)) return null;
      const type = valueType.valueKind === 'decimal' && currency !== undefined ? fieldType('money') : valueType;
      return { valueType: type, valueDocument: withOptions(field, { ...valueDocument.options, ...(scale === undefined ? {} : { scale }), ...(currency === undefined ? {} : { currency }) }) };
    }
  }
}

function withOptions(field: FieldDocument, options: Readonly<Record<string, unknown>>): FieldDocument {
  return { ...field, options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}
