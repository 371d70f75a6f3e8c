/** Records that a duplicate rule takes for the same, by what they have in common. */

import { duplicateColumn } from '@tessera/model';
import { quoteIdent, quoteLiteral } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { fullName, type RecordTable } from './record-table.ts';

export interface AlikeQuestion {
  readonly rule: string;
  /** What `duplicateKey` gave. */
  readonly keys: readonly string[];
}

/** At most so many records for each key. */
const MOST = 20;

/** Rows `{ rule, key, id }` of living records, whoever may see them; the oldest first. */
export function findAlike(table: RecordTable, questions: readonly AlikeQuestion[], except: readonly string[]): SqlText {
  const statement = createStatement();
  const others = statement.bind(except, 'uuid[]');
  const parts = questions.map(({ rule, keys }) => {
    const column = quoteIdent(duplicateColumn(rule));
    const found = `SELECT t."id" FROM ${fullName(table)} t WHERE t.${column} = k."key" AND t."deleted_at" IS NULL AND t."id" <> ALL (${others}) ORDER BY t."id" LIMIT ${MOST}`;
    return `SELECT ${quoteLiteral(rule)} AS "rule", k."key", a."id" FROM unnest(${statement.bind(keys, 'text[]')}) AS k("key") CROSS JOIN LATERAL (${found}) a`;
  });
  return statement.finish(parts.join(' UNION ALL '));
}
