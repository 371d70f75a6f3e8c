/** Looks entries of the trail up, newest first, for people with the capability; nothing here changes one. */

import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { CursorInvalid } from '../records/record-errors.ts';
import type { AuditActorKind } from '../workspaces/audit.ts';

export interface TrailFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly entity?: string | undefined;
  readonly record?: string | undefined;
  readonly field?: string | undefined;
}

export interface TrailPage {
  readonly items: AuditEntry[];
  readonly next: string | null;
}

interface Row {
  readonly id: string;
  readonly seq: string | null;
  readonly at: string;
  readonly actor_kind: AuditActorKind;
  readonly actor: string | null;
  readonly actor_name: string | null;
  readonly on_behalf_of: string | null;
  readonly on_behalf_name: string | null;
  readonly ip: string | null;
  readonly action: string;
  readonly entity: string | null;
  readonly target: string;
  readonly fields: string[];
  readonly records: number | null;
  readonly record_ids: string[] | null;
  readonly detail: Record<string, unknown>;
  readonly request: string | null;
}

/** Where the next page starts: after the entry of this moment and id. */
interface Mark {
  readonly at: string;
  readonly id: string;
}

@Injectable()
export class AuditSearch {
  constructor(private readonly database: Database) {}

  async page({ workspace }: Pick<Actor, 'workspace'>, filter: TrailFilter, cursor: string | undefined, limit: number): Promise<TrailPage> {
    const { text, values } = searchSql(filter, cursor === undefined ? null : openMark(cursor), limit + 1);
    const rows = await this.database.transaction(workspace.schema, (db) => db.query<Row>(text, values));
    const last = rows[limit - 1];
    return { items: rows.slice(0, limit).map(entryOf), next: rows.length > limit && last ? Buffer.from(JSON.stringify([last.at, last.id])).toString('base64url') : null };
  }
}

/** Everything a person sends is bound; the conditions differ by which of it there is. */
function searchSql(filter: TrailFilter, mark: Mark | null, limit: number): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (filter.from !== undefined) conditions.push(`a.at >= ${bind(filter.from)}::timestamptz`);
  if (filter.to !== undefined) conditions.push(`a.at < ${bind(filter.to)}::timestamptz`);
  if (filter.actor !== undefined) {
    const actor = bind(filter.actor);
    conditions.push(`(a.actor = ${actor}::uuid OR a.on_behalf_of = ${actor}::uuid)`);
  }
  if (filter.action !== undefined) {
    const [whole, kind] = [bind(filter.action), bind(`${filter.action}.`)];
    conditions.push(`(a.action = ${whole}::text OR starts_with(a.action, ${kind}::text))`);
  }
  // Fields of other entities than the one asked for are written with theirs.
  if (filter.field !== undefined) {
    const field = bind(filter.field);
    if (filter.entity !== undefined) {
      const entity = bind(filter.entity);
      conditions.push(`((a.entity = ${entity}::text AND a.fields @> ARRAY[${field}::text]) OR a.fields @> ARRAY[${entity}::text || '.' || ${field}::text])`);
    } else conditions.push(`EXISTS (SELECT FROM unnest(a.fields) f WHERE f = ${field}::text OR split_part(f, '.', 2) = ${field}::text)`);
  } else if (filter.entity !== undefined) {
    const entity = bind(filter.entity);
    conditions.push(`(a.entity = ${entity}::text OR EXISTS (SELECT FROM unnest(a.fields) f WHERE starts_with(f, ${entity}::text || '.')))`);
  }
  if (filter.record !== undefined) {
    const record = bind(filter.record);
    conditions.push(`(a.record_ids @> ARRAY[${record}::uuid] OR a.target = ${record}::text)`);
  }
  if (mark !== null) conditions.push(`(a.at, a.id) < (${bind(mark.at)}::timestamptz, ${bind(mark.id)}::uuid)`);
  return {
    text: `SELECT a.id, s.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, a.actor_kind, a.actor, m.name AS actor_name, a.on_behalf_of, b.name AS on_behalf_name,
        a.ip, a.action, a.entity, a.target, a.fields, a.records, a.record_ids, a.detail, a.request
      FROM _audit a
      LEFT JOIN _audit_seal s ON s.id = a.id
      LEFT JOIN _member m ON m.id = a.actor
      LEFT JOIN _member b ON b.id = a.on_behalf_of
      ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY a.at DESC, a.id DESC LIMIT ${bind(limit)}`,
    values,
  };
}

const entryOf = (row: Row): AuditEntry => ({
  id: row.id,
  seq: row.seq === null ? null : Number(row.seq),
  at: new Date(row.at).toISOString(),
  actorKind: row.actor_kind,
  actor: row.actor === null ? null : { id: row.actor, label: row.actor_name ?? '' },
  ip: row.ip,
  action: row.action,
  entity: row.entity,
  target: row.target,
  fields: row.fields,
  records: row.records,
  detail: {
    ...row.detail,
    ...(row.record_ids === null ? {} : { records: row.record_ids }),
    ...(row.on_behalf_of === null ? {} : { onBehalfOf: { id: row.on_behalf_of, label: row.on_behalf_name ?? '' } }),
    ...(row.request === null ? {} : { request: row.request }),
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

function openMark(cursor: string): Mark {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof at === 'string' && typeof id === 'string' && MOMENT.test(at) && UUID.test(id)) return { at, id };
  } catch {
    // No JSON is as little a mark as any other JSON.
  }
  throw CursorInvalid({});
}
