/**
 * Which aids (indexes and kept computed values, see libs/sql/src/schema/aids) a design has and which it is to get.
 * Planned in the transaction that changes the design, so that no reader ever trusts a kept value whose formula has
 * changed; built afterwards by aid-keeper.ts.
 */

import { createHash } from 'node:crypto';
import type { PhysicalAid, ViewDocument } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { keepStatements, SEARCH_READY, searchIndex, wantedAids, type Aid, type AidEnv, type KeptTrigger } from '@tessera/sql/schema';
import type { Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { quoteIdent } from '@tessera/sql';

export type AidStatus = 'waiting' | 'building' | 'ready' | 'failed' | 'unwanted';

export interface AidRow {
  readonly entity: string;
  readonly key: string;
  readonly kind: Aid['kind'];
  readonly hash: string;
  readonly fields: readonly string[];
  readonly status: AidStatus;
  readonly done: number;
  readonly total: number;
  readonly cursor: string | null;
}

export interface AidPlanned {
  readonly design: Design;
  readonly views: readonly ViewDocument[];
}

export const aidEnv = (workspace: Pick<Workspace, 'schema' | 'timeZone'>, design: Design): AidEnv => ({ schema: workspace.schema, timeZone: workspace.timeZone, design, searchIndex });

/** One hash for one definition; the column of another hash holds values of another formula. */
export const hashOf = ({ definition }: Pick<Aid, 'definition'>): string => createHash('sha256').update(definition).digest('base64url').slice(0, 22);

export const idOf = ({ entity, key }: { readonly entity: string; readonly key: string }): string => `${entity}.${key}`;

/** Columns that hold values, or begin to: their triggers run. */
const isKept = ({ kind, status }: Pick<AidRow, 'kind' | 'status'>): boolean => kind === 'computed' && (status === 'building' || status === 'ready');

export const loadAids = (db: Db): Promise<AidRow[]> =>
  db.query<AidRow>('SELECT entity, key, kind, hash, fields, status, done::int AS done, total::int AS total, cursor FROM _computed_column ORDER BY entity, key');

export interface PlanAidsOptions {
  /** `entity.field` whose stored values have just been written anew. */
  readonly rewritten?: ReadonlySet<string>;
  /** Names of indexes that the rest of the transaction makes, and of those it drops. */
  readonly made?: ReadonlySet<string>;
  readonly gone?: ReadonlySet<string>;
  readonly at: Date;
}

/**
 * Brings the list of aids in step with a design, inside the transaction that changes it, before its tables change.
 * Functions that keep columns are replaced at once where they would not fit the tables any more. An index of the documents
 * that is not there, because the table was to be spared the wait or somebody dropped it, becomes an aid to be built.
 */
export async function planAids(db: Db, workspace: Workspace, { design, views }: AidPlanned, { rewritten = new Set(), made = new Set(), gone = new Set(), at }: PlanAidsOptions): Promise<void> {
  const env = aidEnv(workspace, design);
  const wanted = new Map(wantedAids(env, views).map((aid) => [idOf(aid), aid]));
  const rows = await loadAids(db);
  const indexes = new Set((await db.query<{ name: string }>('SELECT indexname AS name FROM pg_indexes WHERE schemaname = $1', [workspace.schema])).map(({ name }) => name));
  const isMissing = (aid: Aid): boolean => aid.index !== null && !made.has(aid.index.name) && (!indexes.has(aid.index.name) || gone.has(aid.index.name));
  const known = new Set(rows.map(idOf));
  const outdated = (row: AidRow): boolean => {
    const aid = wanted.get(idOf(row));
    return aid !== undefined && (hashOf(aid) !== row.hash || row.status === 'failed' || touches(design, aid, rewritten) || (row.status === 'ready' && isMissing(aid)));
  };
  const added = [...wanted.values()].filter((aid) => !known.has(idOf(aid)) && (!aid.isBase || isMissing(aid)));
  const again = rows.filter((row) => row.status === 'unwanted' ? wanted.has(idOf(row)) : outdated(row));
  const unwanted = rows.filter((row) => !wanted.has(idOf(row)) && row.status !== 'unwanted');
  for (const aid of [...added, ...again.flatMap((row) => wanted.get(idOf(row)) ?? [])]) {
    await db.query(
      `INSERT INTO _computed_column (entity, key, kind, hash, fields, status, changed_at) VALUES ($1, $2, $3, $4, $5, 'waiting', $6)
       ON CONFLICT (entity, key) DO UPDATE SET kind = excluded.kind, hash = excluded.hash, fields = excluded.fields, status = 'waiting', done = 0, total = 0, cursor = NULL, changed_at = excluded.changed_at`,
      [aid.entity, aid.key, aid.kind, hashOf(aid), aid.fields, at],
    );
  }
  for (const { entity, key } of unwanted) await db.query(`UPDATE _computed_column SET status = 'unwanted', changed_at = $3 WHERE entity = $1 AND key = $2`, [entity, key, at]);
  const left = rows.filter((row) => isKept(row) && !again.includes(row) && !unwanted.includes(row));
  const changed = new Set([...again, ...unwanted].filter(isKept).map(({ entity }) => entity));
  for (const entity of changed) await replaceFunctions(db, env, entity, left);
}

/** Replaces what keeps the columns of an entity by what keeps exactly these; triggers without a column to keep do nothing. */
async function replaceFunctions(db: Db, env: AidEnv, entity: string, kept: readonly AidRow[]): Promise<void> {
  const fields = kept.filter((row) => row.entity === entity).flatMap((row) => row.fields);
  const { functions } = env.design.entities.has(entity) ? keepStatements(env, entity, fields) : { functions: [] };
  await dropFunctions(db, env.schema, entity, functions);
  for (const sql of functions) await db.query(sql);
}

/** Functions that stay are replaced in place; the others lose their triggers, which locks the tables they are on. */
async function dropFunctions(db: Db, schema: string, entity: string, kept: readonly string[]): Promise<void> {
  const found = await keptFunctions(db, schema, entity);
  for (const { signature, name } of found) {
    if (kept.some((sql) => sql.includes(`${quoteIdent(name)}(`))) continue;
    await db.query(`DROP FUNCTION ${signature} CASCADE`);
  }
}

/** Functions that keep columns of an entity. */
export const keptFunctions = (db: Db, schema: string, entity: string): Promise<{ name: string; signature: string }[]> =>
  db.query(
    `SELECT p.proname AS name, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS signature
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1 AND left(p.proname, length($2)) = $2 AND p.proname LIKE '%.kept'`,
    [schema, `${entity}.`],
  );

/** Triggers of ours that are there. */
export const keptTriggers = (db: Db, schema: string): Promise<Pick<KeptTrigger, 'name' | 'table'>[]> =>
  db.query(
    `SELECT t.tgname AS name, c.relname AS table FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND NOT t.tgisinternal AND t.tgname LIKE '%.kept'`,
    [schema],
  );

/** Whether an aid holds what was worked out from one of these fields. */
function touches(design: Design, aid: Aid, rewritten: ReadonlySet<string>): boolean {
  if (aid.kind === 'search' && aid.index !== null) return [...rewritten].some((id) => id.startsWith(`${aid.entity}.`));
  return aid.fields.some((field) => {
    if (rewritten.has(`${aid.entity}.${field}`)) return true;
    return aid.kind === 'computed' && (design.entities.get(aid.entity)?.fields.get(field)?.sources ?? []).some((source) => rewritten.has(source));
  });
}

/** `entity.field` of the computed fields whose column is ready and holds the values of the design as it is; `entity.~search` of ready search indexes. */
export function storedFields(workspace: Pick<Workspace, 'schema' | 'timeZone'>, { design, views }: AidPlanned, rows: readonly AidRow[]): ReadonlySet<string> {
  const ready = rows.filter(({ kind, status }) => kind !== 'sort' && status === 'ready');
  if (ready.length === 0) return new Set();
  const wanted = new Map(wantedAids(aidEnv(workspace, design), views).map((aid) => [idOf(aid), aid]));
  const right = new Set(ready.filter((row) => { const aid = wanted.get(idOf(row)); return aid !== undefined && hashOf(aid) === row.hash; }).map(idOf));
  const isRight = (id: string): boolean => right.has(id) && (wanted.get(id)?.requires ?? []).every(isRight);
  return new Set([...right].filter(isRight).flatMap((id) => {
    const { column = null, index = null, entity = '' } = wanted.get(id) ?? {};
    return column ? [`${column.entity}.${column.field}`] : index ? [`${entity}.${SEARCH_READY}`] : [];
  }));
}

/** What designers are shown; `documents` in the order of navigation. */
export const aidViews = (rows: readonly AidRow[]): PhysicalAid[] =>
  rows.flatMap(({ entity, fields, kind, status, done, total }) => (status === 'unwanted' ? [] : [{ entity, fields: [...fields], kind, status, done, total }]));

export const viewsOf = (views: ReadonlyMap<string, { readonly document: ViewDocument }>): readonly ViewDocument[] => [...views.values()].map(({ document }) => document);
