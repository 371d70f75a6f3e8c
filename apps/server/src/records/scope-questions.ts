/** Where a record lies and how many there are, by scopes instead of by what a reader may see. Whoever asks decides who is told. */

import type { RowScope } from '@tessera/access';
import { scopeCountQuery, scopesOfRecordQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

type ScopeReader = Pick<Reader, 'design' | 'access' | 'workspace' | 'member'>;

/** In which of the scopes; null when there is no such record. */
export async function scopesOfRecord(db: Db, reader: ScopeReader, entity: string, id: string, scopes: readonly RowScope[]): Promise<readonly boolean[] | null> {
  const [row] = await db.query<{ within: boolean[] }>(scopesOfRecordQuery(readContextOf(reader), entity, id, scopes));
  return row?.within ?? null;
}

/** Counted to `most`. */
export async function countInScope(db: Db, reader: ScopeReader, entity: string, scope: RowScope, most: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(scopeCountQuery(readContextOf(reader), entity, scope, most));
  return row?.count ?? 0;
}
