/** The records that were there before a duplicate rule: what they have in common is worked out outside, portion by portion. */

import type { DuplicateRule } from '@tessera/contract';
import { columnType, duplicateColumn, hashColumn, type Design } from '@tessera/model';
import { quoteIdent, tableName } from '../../quoting.ts';
import type { StorageKind } from '../../storage.ts';
import { entityOf, fieldOf } from '../../value-expression.ts';
import { wireColumn } from '../../wire.ts';

/** `$1` the id to begin after (null: from the start), `$2` how many. Rows of `id` and the values of the rule's fields in wire form, locked. */
export function rowsOfRule(schema: string, design: Design, entity: string, rule: DuplicateRule): string {
  const columns = rule.fields.map(({ field: key }) => {
    const { document } = fieldOf(entityOf(design, entity), key);
    if (document.encrypted) return `${quoteIdent(hashColumn(key))} AS ${quoteIdent(key)}`;
    const type = columnType(document) ?? 'text';
    return `${wireColumn((type.startsWith('numeric') ? 'numeric' : type) as StorageKind, quoteIdent(key))} AS ${quoteIdent(key)}`;
  });
  return `SELECT "id", ${columns.join(', ')} FROM ${tableName(schema, entity)} WHERE $1::uuid IS NULL OR "id" > $1 ORDER BY "id" LIMIT $2 FOR NO KEY UPDATE`;
}

/** `$1`: JSON of `[{ id, key }]`. */
export const storeRuleKeys = (schema: string, entity: string, rule: DuplicateRule): string =>
  `UPDATE ${tableName(schema, entity)} t SET ${quoteIdent(duplicateColumn(rule.key))} = r."key" FROM jsonb_to_recordset($1::jsonb) AS r("id" uuid, "key" text) WHERE t."id" = r."id"`;
