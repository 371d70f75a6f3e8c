/** Links as members have them: making one, seeing one's own (or all, for whoever manages members), ending them. */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, textIn, type AnswerOf, type CreateShare, type FieldProblemInput, type Locale, type routes, type ShareView } from '@tessera/contract';
import { fieldProblem } from '@tessera/model';
import { hashPassword } from '../accounts/password.ts';
import { hashSecret, newSecret } from '../accounts/session-token.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { newId } from '../platform/new-id.ts';
import { EntityNotFound, RecordNotFound } from '../records/record-errors.ts';
import { labelsOf } from '../records/record-labels.ts';
import { RecordReader } from '../records/record-reader.ts';
import { audit } from '../workspaces/audit.ts';
import { behindLink, missingOf, type Behind, type SharedWhat } from './behind-link.ts';
import { ShareForbidden, ShareFormIncomplete, ShareNotFound, ShareViewNotWhole } from './share-errors.ts';
import { ShareRow } from './share.row.ts';

interface ShareLine extends ShareRow {
  readonly maker: string | null;
}

interface Wanted {
  readonly entity?: string | undefined;
  readonly record?: string | undefined;
  readonly document?: string | undefined;
}

const MOST = 500;
const LINES = `SELECT s.id, s.kind, s.entity, s.record, s.document, s.fields, s.password_hash AS "passwordHash", s.expires_at AS "expiresAt", s.created_at AS "createdAt",
    s.created_by AS "createdBy", s.revoked_at AS "revokedAt", s.revoked_by AS "revokedBy", s.uses, s.last_used_at AS "lastUsedAt", m.name AS maker
  FROM _share s LEFT JOIN _member m ON m.id = s.created_by`;

@Injectable()
export class SharesService {
  constructor(
    private readonly database: Database,
    private readonly reader: RecordReader,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, { entity, record, document }: Wanted): Promise<ShareView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const lines = await db.query<ShareLine>(
        `${LINES} WHERE ($1 OR s.created_by = $2) AND ($3::text IS NULL OR s.entity = $3) AND ($4::uuid IS NULL OR s.record = $4) AND ($5::text IS NULL OR s.document = $5)
         ORDER BY s.id DESC LIMIT ${MOST}`,
        [actor.capabilities.has('members'), actor.member.id, entity ?? null, record ?? null, document ?? null],
      );
      return viewsOf(db, actor, lines);
    });
  }

  /** The path holds the secret; nobody can be told it again. */
  async create(actor: Actor, wish: CreateShare): Promise<AnswerOf<typeof routes.createShare>> {
    const passwordHash = wish.password === undefined ? null : await hashPassword(wish.password);
    const secret = newSecret();
    const at = this.clock.now();
    if (wish.expiresAt !== undefined && Date.parse(wish.expiresAt) <= at.getTime()) throw RequestInvalid({}, { fields: [EXPIRED] });
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const what = await this.sharedWhat(db, actor, wish);
      const row = {
        ...what, id: newId(), passwordHash, expiresAt: wish.expiresAt === undefined ? null : new Date(wish.expiresAt), createdAt: at, createdBy: actor.member.id,
        revokedAt: null, revokedBy: null, uses: 0, lastUsedAt: null,
      };
      await db.manager.insert(ShareRow, row);
      await db.query('INSERT INTO tessera.share_secret (hash, workspace_id, share) VALUES ($1, $2, $3)', [hashSecret(secret), actor.workspace.id, row.id]);
      const { kind, entity, record, document, fields } = what;
      await audit(db, { at, actor: actor.member.id, action: 'share.created', target: row.id, detail: { kind, entity, record, document, fields, password: passwordHash !== null, expiresAt: wish.expiresAt ?? null } });
      failpoint('share.create.before-commit');
      const [share] = await viewsOf(db, actor, [{ ...row, maker: actor.member.name }]);
      if (!share) throw new Error('a link that was made is gone');
      return { share, path: `/${kind === 'form' ? 'f' : 's'}/${secret}` };
    });
  }

  /** One's own; anybody's for whoever manages members. */
  revoke(actor: Actor, id: string): Promise<void> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const share = await db.manager.findOne(ShareRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!share || (share.createdBy !== actor.member.id && !actor.capabilities.has('members'))) throw ShareNotFound({});
      if (share.revokedAt === null) await this.end(db, [id], actor.member.id);
    });
  }

  /** Ends every link somebody made, as when they leave; how many there were. Inside the caller's transaction. */
  async endAllOf(db: Db, member: string, by: string = member): Promise<number> {
    const open = await db.query<{ id: string }>('SELECT id FROM _share WHERE created_by = $1 AND revoked_at IS NULL ORDER BY id FOR UPDATE', [member]);
    await this.end(db, open.map(({ id }) => id), by);
    return open.length;
  }

  /** What a wish comes to for its maker as they stand; refuses what they do not hold. */
  private async sharedWhat(db: Db, actor: Actor, wish: CreateShare): Promise<SharedWhat> {
    const { kind, entity: key } = wish;
    const entity = actor.design.entities.get(key);
    const mayKnow = actor.access.can('read', key) || (kind === 'form' && actor.access.can('create', key));
    if (!entity || entity.parent !== null || !mayKnow) throw EntityNotFound({});
    return kind === 'record' ? this.sharedRecord(db, actor, wish) : sharedDocument(actor, { ...wish, kind });
  }

  /** Its rows are looked at as a visitor would: what its maker may read and share is there. */
  private async sharedRecord(db: Db, actor: Actor, { entity, record, fields }: CreateShare): Promise<SharedWhat> {
    if (record === undefined) throw RequestInvalid({}, { fields: [missing('record')] });
    if ((await labelsOf(db, actor, [{ entity, id: record }])).size === 0) throw RecordNotFound({});
    const wanted = [...new Set(fields ?? defaultFields(actor, entity))];
    const share = { kind: 'record' as const, entity, record: record.toLowerCase(), document: null, fields: wanted };
    if (!actor.access.can('share', entity)) throw ShareForbidden({});
    const behind = behindLink(share, actor);
    const shown = behind?.kind === 'record' ? behind.columns.map(({ name }) => name) : [];
    const unknown = wanted.filter((name) => !shown.includes(name));
    if (fields !== undefined && unknown.length > 0) throw RequestInvalid({}, { fields: unknown.map((name) => fieldProblem(`fields.${fields.indexOf(name)}`, 'FIELD_NOT_FOUND', name, { field: name })) });
    const seen = behind && (await this.reader.recordIn(db, { ...actor, access: behind.access }, entity, share.record, shown));
    if (!seen) throw ShareForbidden({});
    return { ...share, fields: shown };
  }

  private async end(db: Db, ids: readonly string[], by: string): Promise<void> {
    const at = this.clock.now();
    await db.query('UPDATE _share SET revoked_at = $2, revoked_by = $3 WHERE id = ANY ($1::uuid[])', [ids, at, by]);
    await db.query('DELETE FROM tessera.share_secret WHERE share = ANY ($1::uuid[])', [ids]);
    for (const id of ids) await audit(db, { at, actor: by, action: 'share.ended', target: id });
  }
}

const EXPIRED: FieldProblemInput = { path: 'expiresAt', code: 'EXPIRES_IN_PAST', message: { en: 'That moment has passed.', 'zh-CN': '该时间已过。' } };

/** A view or a form as its maker may share it. */
function sharedDocument(actor: Actor, { kind, entity: key, document, fields }: CreateShare & { readonly kind: 'view' | 'form' }): SharedWhat {
  if (document === undefined) throw RequestInvalid({}, { fields: [missing('document')] });
  if (fields !== undefined) throw RequestInvalid({}, { fields: [{ path: 'fields', code: 'NOT_FOR_THIS_KIND', message: { en: 'Only a record is shared by fields.', 'zh-CN': '仅分享记录时可选择字段。' } }] });
  if (!actor.access.can('share', key) || (kind === 'form' && !actor.access.can('create', key))) throw ShareForbidden({});
  const share = { kind, entity: key, record: null, document, fields: [] };
  const behind = behindLink(share, actor);
  if (behind === null) {
    if (actor.model.documents[kind].get(document)?.document.entity !== key) throw RequestInvalid({}, { fields: [unknownDocument(document)] });
    throw kind === 'view' ? ShareViewNotWhole({}) : ShareForbidden({});
  }
  if (behind.kind === 'form') refuseIncomplete(actor, key, behind);
  return share;
}

/** What the entity's own form shows in the clear; without a form, every such field. */
function defaultFields({ access, design, model }: Actor, entity: string): string[] {
  const form = model.documents.form.get(entity)?.document;
  const all = [...(design.entities.get(entity)?.fields.values() ?? [])].filter(({ system }) => !system).map(({ key }) => key);
  const keys = form?.entity === entity ? form.sections.flatMap(({ items }) => items.map(({ field }) => field)) : all;
  return keys.filter((key) => access.canField('read', entity, key));
}

function refuseIncomplete({ design, locale }: Actor, key: string, { fields }: Extract<Behind, { kind: 'form' }>): void {
  const entity = design.entities.get(key);
  const lacking = entity ? missingOf(entity, fields) : [];
  if (lacking.length > 0) throw ShareFormIncomplete({ fields: lacking.map(({ document }) => `“${textIn(document.label, locale satisfies Locale)}”`).join(', ') });
}

async function viewsOf(db: Db, actor: Actor, lines: readonly ShareLine[]): Promise<ShareView[]> {
  const labels = await labelsOf(db, actor, lines.flatMap(({ entity, record }) => (record === null ? [] : [{ entity, id: record }])));
  return lines.map((line) => {
    const behind = line.kind === 'record' || line.createdBy !== actor.member.id ? null : behindLink(line, actor);
    return {
      id: line.id, kind: line.kind, entity: line.entity,
      record: line.record === null ? null : (labels.get(`${line.entity} ${line.record}`) ?? { id: line.record, label: '' }),
      document: line.document,
      fields: line.kind === 'record' ? line.fields.filter((field) => actor.access.knows(line.entity, field)) : behind === null ? [] : behind.kind === 'form' ? [...behind.fields] : behind.columns.map(({ name }) => name),
      hasPassword: line.passwordHash !== null,
      expiresAt: line.expiresAt?.toISOString() ?? null,
      createdBy: { id: line.createdBy, label: line.maker ?? '' },
      createdAt: line.createdAt.toISOString(),
      revokedAt: line.revokedAt?.toISOString() ?? null,
      uses: line.uses,
      lastUsedAt: line.lastUsedAt?.toISOString() ?? null,
    };
  });
}

const missing = (path: string): FieldProblemInput => ({ path, code: 'FIELD_REQUIRED', message: { en: `Say which ${path}.`, 'zh-CN': `请指定 ${path}。` } });
const unknownDocument = (key: string): FieldProblemInput => ({ path: 'document', code: 'DOCUMENT_NOT_FOUND', params: { key }, message: { en: `There is no "${key}" here.`, 'zh-CN': `此处没有“${key}”。` } });
