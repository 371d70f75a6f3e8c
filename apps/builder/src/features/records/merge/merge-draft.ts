/** Which value each field has after several records became one, while a person chooses. Pure. */

import type { EntityDocument, FieldDocument, MergeRecords, RecordView } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { allFields } from '../../../shared/fields/system-fields.ts';
import { isEmptyValue, refId } from '../../../shared/fields/references.ts';

export interface MergeDraft {
  /** The record that stays. */
  readonly kept: string;
  /** By field, the record whose value is taken. */
  readonly from: Readonly<Record<string, string>>;
}

/** Values of the same meaning, whatever form they were read in. */
const spelledValue = (value: unknown): string => {
  if (isEmptyValue(value)) return '';
  if (Array.isArray(value)) return JSON.stringify(value.map((one) => refId(one) ?? one));
  return refId(value) ?? JSON.stringify(value);
};

/** Fields that can be chosen for: those somebody may write, whose values differ. Subforms and to-many relations are united. */
export function differingFields(entity: EntityDocument, records: readonly RecordView[]): readonly FieldDocument[] {
  return allFields(entity).filter((field) => {
    const type = typeOf(field);
    if (type.readOnly || type.computes !== null || type.column(field) === null || ['created_at', 'created_by', 'updated_at', 'updated_by'].includes(field.key)) return false;
    return new Set(records.map((record) => spelledValue(record.values[field.key]))).size > 1;
  });
}

/** The record with the most values stays; where it has none, the first other one that has gives its own. */
export function beginMerge(entity: EntityDocument, records: readonly RecordView[]): MergeDraft {
  const filled = (record: RecordView): number => Object.values(record.values).filter((value) => !isEmptyValue(value)).length;
  const kept = records.reduce((best, record) => (filled(record) > filled(best) ? record : best));
  return keep(entity, records, { kept: kept.id, from: {} }, kept.id);
}

/** Another record stays: values nobody chose by hand come from it. */
export function keep(entity: EntityDocument, records: readonly RecordView[], draft: MergeDraft, kept: string): MergeDraft {
  const own = records.find((record) => record.id === kept)!;
  const from = Object.fromEntries(
    differingFields(entity, records).map((field) => {
      const chosen = draft.from[field.key];
      if (chosen !== undefined && chosen !== draft.kept) return [field.key, chosen];
      const giver = isEmptyValue(own.values[field.key]) ? records.find((record) => !isEmptyValue(record.values[field.key])) : own;
      return [field.key, (giver ?? own).id];
    }),
  );
  return { kept, from };
}

export const take = (draft: MergeDraft, field: string, record: string): MergeDraft => ({ ...draft, from: { ...draft.from, [field]: record } });

/** What is sent: only values that the kept record does not have already. */
export function mergeRequest(records: readonly RecordView[], { kept, from }: MergeDraft): MergeRecords {
  const own = records.find((record) => record.id === kept)!;
  const values = Object.fromEntries(
    Object.entries(from)
      .filter(([, record]) => record !== kept)
      .map(([field, record]) => [field, records.find((one) => one.id === record)?.values[field] ?? null]),
  );
  return { version: own.version, others: records.filter((record) => record.id !== kept).map(({ id, version }) => ({ id, version })), values };
}
