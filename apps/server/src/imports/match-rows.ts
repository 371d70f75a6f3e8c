/** Which record a row means, when an import changes records that are there: by the key of the other system or by fields that tell one from another. */

import type { ImportMapping } from '@tessera/contract';
import type { EntityModel, FieldModel } from '@tessera/model';
import type { Db } from '../platform/database.ts';
import { findMeant } from '../records/write-door/find-meant.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { EXTERNAL_KEY, type RowValues } from './row-values.ts';

interface Linked {
  readonly read: RowValues;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Match {
  /** The key, as people read it. */
  readonly text: string;
  readonly ids: readonly string[];
}

/** The same text for rows that mean the same record, before links are looked up; null when the row does not say. */
export function matchKeyOf(entity: EntityModel | null, { externalKey, values, links }: RowValues, { matchBy = [] }: ImportMapping): string | null {
  if (matchBy.includes(EXTERNAL_KEY)) return externalKey;
  const parts = matchBy.map((field) => comparedValue(entity?.fields.get(field), values[field]) ?? links.find((link) => link.field === field)?.text ?? null);
  return parts.includes(null) ? null : JSON.stringify(parts);
}

/** Two values of a unique field are the same when these are. */
export function comparedValue(field: FieldModel | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const canonical = field ? (field.type.canonical(value, field.document) ?? null) : value;
  return field?.document.uniqueWithin?.ignoreCase && typeof canonical === 'string' ? canonical.toLowerCase() : canonical;
}

/** Finds the records of many rows at once; null for a row that does not say which it is. */
export async function matchRows(
  db: Db,
  writer: Writer,
  { target, mapping }: { readonly target: { readonly kind: string; readonly entity?: string }; readonly mapping: ImportMapping },
  rows: readonly Linked[],
  keys: ReadonlyMap<string, string>,
): Promise<(row: Linked) => Match | null> {
  const { matchBy = [] } = mapping;
  if (matchBy.includes(EXTERNAL_KEY)) {
    return ({ read: { externalKey } }) => {
      if (externalKey === null) return null;
      const id = keys.get(externalKey);
      return { text: externalKey, ids: id === undefined ? [] : [id] };
    };
  }
  const entity = writer.design.entities.get(target.entity ?? '');
  const canonical = ({ values }: Linked): Record<string, unknown> =>
    Object.fromEntries(
      matchBy.map((key) => {
        const field = entity?.fields.get(key);
        return [key, field ? (field.type.canonical(values[key] ?? null, field.document) ?? null) : null];
      }),
    );
  const meant = new Map(rows.map((row, index) => [row, { index, values: canonical(row) }]));
  const found = Map.groupBy(await findMeant(db, writer, target.entity ?? '', matchBy, [...meant.values()]), ({ index }) => index);
  return (row) => {
    const one = meant.get(row);
    const parts = matchBy.map((key) => one?.values[key] ?? null);
    return !one || parts.includes(null) ? null : { text: parts.map(String).join(', '), ids: (found.get(one.index) ?? []).map(({ id }) => id) };
  };
}
