/**
 * Writing to the audit trail: what an entry says, and how it gets into `_audit`. What a transaction does is noted inside it
 * (`audit`); what has none, reading and refusals, goes through `AuditTrail` (audit/audit-trail.ts). Entries are never changed.
 *
 * Who asked, from where and in which request an entry takes from the request that is under way, unless it is told.
 */

import type { AUDIT_ACTORS } from '@tessera/contract';
import { currentRequest } from '../http/current-request.ts';
import type { Db, Statement } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';

export type AuditActorKind = (typeof AUDIT_ACTORS)[number];

export interface Audited {
  readonly at: Date;
  /** Member id: of an API key its owner, of a share link its maker, of a process whoever started it. */
  readonly actor: string | null;
  /** Thing and past tense: `member.invited`. */
  readonly action: string;
  /** Key or id of the thing; '' when there is none. */
  readonly target: string;
  readonly entity?: string | null;
  /** Sensitive fields that went out: keys of `entity`, `entity.field` of others. */
  readonly fields?: readonly string[];
  /** How many records it was about. */
  readonly records?: number | null;
  /** Their ids; the first 200 are kept. */
  readonly recordIds?: readonly string[];
  readonly detail?: Record<string, unknown>;
  /** Absent: of the request under way, else `member` or, without an actor, `system`. */
  readonly actorKind?: AuditActorKind;
  /** Absent: of the request under way. */
  readonly ip?: string | null;
  /** Id of the request; absent: the one under way. */
  readonly request?: string | null;
}

/** An entry as it is stored, in the names of its columns. */
export interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly actor_kind: AuditActorKind;
  readonly actor: string | null;
  readonly on_behalf_of: string | null;
  readonly ip: string | null;
  readonly action: string;
  readonly entity: string | null;
  readonly target: string;
  readonly fields: readonly string[];
  readonly records: number | null;
  readonly record_ids: readonly string[] | null;
  readonly detail: Record<string, unknown>;
  readonly request: string | null;
}

export const MOST_RECORD_IDS = 200;

/** Writes the trail entry of what the transaction does; secrets do not belong into `detail`. */
export async function audit(db: Db, audited: Audited): Promise<void> {
  const { text, values } = insertLines([lineOf(audited)]);
  await db.query(text, values);
  const { schema } = db;
  if (schema !== null) db.afterCommit(() => tellOfEntries(schema));
}

/** What is stored of it, completed from the request under way. */
export function lineOf({ at, actor, action, target, entity = null, fields = [], records = null, recordIds, detail = {}, ...said }: Audited): AuditLine {
  const request = currentRequest();
  const asker = request?.actor;
  const isAsker = asker !== null && asker !== undefined && asker.member.id === actor;
  const viewer = isAsker ? asker.viewedBy : null;
  return {
    id: newId(),
    at: at.toISOString(),
    actor_kind: said.actorKind ?? (isAsker ? asker.kind : actor === null ? 'system' : 'member'),
    actor: viewer?.id ?? actor,
    on_behalf_of: viewer === null ? null : actor,
    ip: (said.ip === undefined ? request?.ip : said.ip) ?? null,
    action,
    entity,
    target,
    fields,
    records,
    record_ids: recordIds === undefined || recordIds.length === 0 ? null : recordIds.slice(0, MOST_RECORD_IDS),
    detail: isAsker && asker.kind === 'apiKey' ? { ...detail, apiKey: asker.session.id } : detail,
    request: (said.request === undefined ? request?.id : said.request) ?? null,
  };
}

const COLUMNS = {
  id: 'uuid', at: 'timestamptz', actor_kind: 'text', actor: 'uuid', on_behalf_of: 'uuid', ip: 'text', action: 'text', entity: 'text', target: 'text',
  fields: 'text[]', records: 'int', record_ids: 'uuid[]', detail: 'jsonb', request: 'text',
} as const satisfies Record<keyof AuditLine, string>;
const NAMES = Object.keys(COLUMNS).join(', ');
const TYPED = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * One statement for all of them, with their place among those to be sealed: an entry without it is taken for one that
 * somebody has put in. `table`: names the schema where no search path does.
 */
export const insertLines = (lines: readonly AuditLine[], table?: (name: string) => string): Required<Statement> => ({
  text: `WITH ${insertion(table)} SELECT`,
  values: [JSON.stringify(lines)],
});

/** The parts of a WITH that insert the lines in $1, for a statement that does more. */
export const insertion = (table = (name: string): string => name): string =>
  `added AS (INSERT INTO ${table('_audit')} (${NAMES}) SELECT ${NAMES} FROM jsonb_to_recordset($1::jsonb) AS line (${TYPED}) RETURNING id),
  waiting AS (INSERT INTO ${table('_audit_unsealed')} (id) SELECT id FROM added)`;

type EntriesListener = (schema: string) => void;
const listeners = new Set<EntriesListener>();

/** Hears of each workspace schema to which this process has committed entries, until what it returns is called. */
export function onEntries(listener: EntriesListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tellOfEntries(schema: string): void {
  for (const listener of listeners) listener(schema);
}
