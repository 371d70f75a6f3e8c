/**
 * The history of a record as its reader may know it: changes of fields that are hidden from them are left out by the
 * statement itself, entries of which nothing is left as well; links are named by what the reader may see of them.
 */

import { Injectable } from '@nestjs/common';
import { textIn, type HistoryEntry, type LocalizedText, type Ref } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { allowedQuery, labelsQuery, memberLabelsQuery, type AllowedRow } from '@tessera/sql/read';
import { quoteIdent } from '@tessera/sql';
import type { Actor } from '../http/actor.ts';
import { ReadAudit } from '../audit/read-audit.ts';
import { sensitiveFieldsOf } from '../audit/sensitive-fields.ts';
import { Database } from '../platform/database.ts';
import { FieldCipher } from '../platform/field-cipher.ts';
import { EntityNotFound, RecordNotFound } from './record-errors.ts';
import { toldChanges, type FieldChange } from './write-door/history.ts';
import { openRowFields } from './write-door/writable-fields.ts';
import { readContextOf } from './write-door/writer.ts';

const MOST = 500;

interface HistoryRow {
  readonly id: string;
  readonly at: Date;
  readonly action: HistoryEntry['action'];
  readonly actor: string | null;
  readonly actor_name: string | null;
  readonly via_kind: HistoryEntry['via']['kind'];
  readonly via_ref: string | null;
  readonly process: LocalizedText | null;
  readonly file: string | null;
  readonly subform: string | null;
  readonly row_entity: string | null;
  readonly row_id: string | null;
  readonly changes: FieldChange[] | null;
}

@Injectable()
export class RecordHistory {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly audit: ReadAudit,
  ) {}

  /** Newest first, at most 500 entries. */
  async read(actor: Actor, entityKey: string, id: string): Promise<HistoryEntry[]> {
    const entity = actor.design.entities.get(entityKey);
    if (!entity || !actor.access.can('read', entityKey)) throw EntityNotFound({});
    const own = await this.readableFields(actor, entity, id);
    const sensitive = this.audit.about(actor, { entity: entityKey, subforms: true });
    if (sensitive !== null) await this.audit.admit(actor);
    const children = Object.fromEntries(
      entity.children
        .filter(({ field }) => own.includes(field))
        .map(({ field, entity: child }) => [field, openRowFields('read', actor.access, actor.design, child)]),
    );
    const rows = await this.database.read<HistoryRow>({ text: historySql(actor.workspace.schema), values: [entityKey, id, JSON.stringify(own), JSON.stringify(children), MOST] });
    const names = await this.nameLinks(actor, entity, rows);
    const entries = rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      actor: row.actor === null ? null : { id: row.actor, label: row.actor_name ?? '' },
      via: {
        kind: row.via_kind,
        ...(row.via_ref === null ? {} : { ref: row.via_ref }),
        ...(row.process ? { label: textIn(row.process, actor.locale) } : row.file ? { label: row.file } : {}),
      },
      ...(row.subform === null ? {} : { row: { subform: row.subform, entity: row.row_entity ?? '', id: row.row_id ?? '' } }),
      changes: (row.changes ?? []).flatMap(({ field, from, to }) => names(row.row_entity ?? entityKey, field, from, to)),
    })).filter(({ action, changes }) => action !== 'update' || changes.length > 0);
    if (sensitive !== null) await this.note(actor, entityKey, id, entries);
    return entries;
  }

  private async note(actor: Actor, entity: string, id: string, entries: readonly HistoryEntry[]): Promise<void> {
    const sensitive = sensitiveFieldsOf(actor.design);
    const told = entries.flatMap(({ row, changes }) => changes.filter(({ field }) => sensitive.has(`${row?.entity ?? entity}.${field}`)).map(({ field }) => (row ? `${row.entity}.${field}` : field)));
    await this.audit.note(actor, { action: 'record.historyRead', entity, target: id, fields: [...new Set(told)], records: 1, ids: [id] });
  }

  /** Fields the actor may read on this very record; RECORD_NOT_FOUND out of scope. */
  private async readableFields(actor: Actor, entity: EntityModel, id: string): Promise<string[]> {
    const fields = [...entity.fields.keys()].filter((field) => actor.access.canField('read', entity.key, field));
    const [row] = await this.database.read<AllowedRow>(allowedQuery(readContextOf(actor), { action: 'read', entity: entity.key, id, fields }));
    if (!row?.allowed) throw RecordNotFound({});
    return fields.filter((field) => !row.refused.includes(field));
  }

  /**
   * Ids of links to what the reader may call them. A link to what they may not see is null, as it is in the record;
   * that it led from one such record to another is no change they can see.
   */
  private async nameLinks(actor: Actor, entity: EntityModel, rows: readonly HistoryRow[]): Promise<(entity: string, field: string, from: unknown, to: unknown) => FieldChange[]> {
    const linkOf = (owner: string, key: string): string | null => linkTarget(actor.design.entities.get(owner), key);
    const wanted = new Map<string, Set<string>>();
    for (const row of rows) {
      for (const { field, from, to } of row.changes ?? []) {
        const target = linkOf(row.row_entity ?? entity.key, field);
        if (target === null) continue;
        const ids = wanted.get(target) ?? new Set();
        for (const id of [from, to].flat()) if (typeof id === 'string') ids.add(id);
        wanted.set(target, ids);
      }
    }
    const labels = new Map<string, Ref>();
    for (const [target, ids] of wanted) {
      if (ids.size === 0) continue;
      for (const { id, label } of await this.labelsOf(actor, target, [...ids])) labels.set(`${target} ${id}`, { id, label });
    }
    return (owner, field, from, to) => {
      const target = linkOf(owner, field);
      if (target === null) return [{ field, from: this.shown(actor, owner, field, from), to: this.shown(actor, owner, field, to) }];
      const nameOf = (id: unknown): Ref | null => labels.get(`${target} ${String(id)}`) ?? null;
      const named = [from, to].map((value) => (Array.isArray(value) ? seen(value.flatMap((id) => nameOf(id) ?? [])) : value === null ? null : nameOf(value)));
      return named.every((ref) => ref === null) ? [] : [{ field, from: named[0], to: named[1] }];
    };
  }

  private async labelsOf(actor: Actor, target: string, ids: readonly string[]): Promise<readonly Ref[]> {
    const context = readContextOf(actor);
    if (target === '_member') return this.database.read<Ref>(memberLabelsQuery(context.schema, ids));
    if (target === '_department') return this.database.read<Ref>({ text: `SELECT id, name AS label FROM ${quoteIdent(context.schema)}._department WHERE id = ANY ($1::uuid[])`, values: [ids] });
    const statement = labelsQuery(context, target, ids);
    return statement.ok ? this.database.read<Ref>(statement.value) : [];
  }

  /** Envelopes of encrypted fields are opened: the statement has left out what the reader may not read. */
  private shown(actor: Actor, owner: string, key: string, value: unknown): unknown {
    const field = actor.design.entities.get(owner)?.fields.get(key);
    return field?.encrypted && typeof value === 'string' ? openedOrNull(this.cipher, owner, key, value) : value;
  }
}

/** Of a list of links what the reader may see of it; nothing where that is nothing. */
const seen = (refs: readonly Ref[]): readonly Ref[] | null => (refs.length === 0 ? null : refs);

/** What the ids of a field are ids of: an entity, `_member` or `_department`; null when it holds none. */
function linkTarget(entity: EntityModel | undefined, key: string): string | null {
  const field = entity?.fields.get(key);
  if (!field) return null;
  if (field.type.pointsTo === 'member') return '_member';
  return field.type.pointsTo === 'department' ? '_department' : field.type.pointsTo === 'record' ? field.target : null;
}

/** A line from before the field was encrypted, or under a key that is gone, shows nothing. */
function openedOrNull(cipher: FieldCipher, entity: string, field: string, envelope: string): string | null {
  try {
    return cipher.open(entity, field, envelope);
  } catch {
    return null;
  }
}

/** $1 entity, $2 record, $3 readable fields, $4 readable fields of the rows by subform, $5 limit. */
function historySql(schema: string): string {
  const own = (table: string): string => `${quoteIdent(schema)}.${quoteIdent(table)}`;
  return `SELECT h.id, h.at, h.action, h.actor, m.name AS actor_name, h.via_kind, h.via_ref, p.label AS process, f.file_name AS file,
    h.subform, h.row_entity, h.row_id, c.changes
  FROM ${own('_history')} h
  LEFT JOIN ${own('_member')} m ON m.id = h.actor
  LEFT JOIN ${own('_instance')} i ON h.via_kind = 'process' AND i.id::text = h.via_ref
  LEFT JOIN ${own('_process')} p ON p.key = i.process
  LEFT JOIN ${own('_import')} f ON h.via_kind = 'import' AND f.id::text = h.via_ref
  CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('field', e.field, 'from', e."from", 'to', e."to") ORDER BY e.field) AS changes
    FROM ${toldChanges('h')} AS e
    WHERE CASE WHEN h.subform IS NULL THEN $3::jsonb ELSE $4::jsonb -> h.subform END ? e.field
  ) c
  WHERE h.entity = $1::text AND h.record_id = $2::uuid
    AND (c.changes IS NOT NULL OR (h.action <> 'update' AND (h.subform IS NULL OR $4::jsonb ? h.subform)))
  ORDER BY h.id DESC LIMIT $5::int`;
}
