/** Which record a row means, when an import changes records that are there: by the key of the other system or by fields that tell one from another. */

import type { ImportMapping } from '@tessera/contract';
import type { Db } from '../platform/database.ts';
import { findByField } from '../records/find-by-field.ts';
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
export function matchKeyOf({ externalKey, values, links }: RowValues, { matchBy = [] }: ImportMapping): string | null {
  if (matchBy.includes(EXTERNAL_KEY)) return externalKey;
  const parts = matchBy.map((field) => values[field] ?? links.find((link) => link.field === field)?.text ?? null);
  return parts.includes(null) ? null : JSON.stringify(parts);
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
  // The most telling field first: by it the records are found, by the others compared.
  const fields = [...matchBy].sort((a, b) => Number(entity?.fields.get(b)?.document.unique ?? false) - Number(entity?.fields.get(a)?.document.unique ?? false));
  const partsOf = ({ values }: Linked): unknown[] =>
    fields.map((key) => {
      const field = entity?.fields.get(key);
      return field ? (field.type.canonical(values[key] ?? null, field.document) ?? null) : null;
    });
  const wanted = rows.map(partsOf).filter((parts) => !parts.includes(null)).flatMap(([first]) => (typeof first === 'string' || typeof first === 'boolean' ? [first] : []));
  const found = new Map<string, string[]>();
  for (const { id, values } of await findByField(db, writer, target.entity ?? '', fields, [...new Set(wanted)])) {
    const key = JSON.stringify(values);
    found.set(key, [...(found.get(key) ?? []), id]);
  }
  return (row) => {
    const parts = partsOf(row);
    return parts.includes(null) ? null : { text: parts.map(String).join(', '), ids: found.get(JSON.stringify(parts)) ?? [] };
  };
}
