/**
 * What visitors of links see and send. Each request looks anew: the link, how its maker stands, what is behind it. Whatever is
 * missing, the answer is one and the same.
 */

import { Injectable } from '@nestjs/common';
import { AppError, type AnswerOf, type Locale, type RecordPage, type RecordValues, type RecordView, type routes } from '@tessera/contract';
import { formSchemas } from '@tessera/model';
import { hashSecret } from '../accounts/session-token.ts';
import { isPassword } from '../accounts/password.ts';
import type { Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Secrets } from '../platform/secrets.ts';
import { RecordReader, type Asker } from '../records/record-reader.ts';
import { RecordTriggers } from '../records/record-triggers.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { standingOf, type Standing } from '../workspaces/standing.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { behindLink, type Behind } from './behind-link.ts';
import { ShareFilterRefused, ShareNotAccepted, ShareNotFound, SharePassNeeded, SharePasswordWrong } from './share-errors.ts';
import { isPass, signPass } from './share-pass.ts';
import { ShareThrottle, unknownKey, type Attempts } from './share-throttle.ts';
import { ShareRow } from './share.row.ts';
import { visitorQuery, type VisitorQuery } from './visitor-query.ts';
import { visitorRecord } from './visitor-values.ts';

interface Visit {
  readonly workspace: Workspace;
  readonly share: ShareRow;
  readonly maker: Standing;
  readonly behind: Behind;
}

type Opened = AnswerOf<typeof routes.openShare>;
type Content = NonNullable<Opened['content']>;

@Injectable()
export class VisitorsService {
  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly secrets: Secrets,
    private readonly throttle: ShareThrottle,
    private readonly reader: RecordReader,
    private readonly writer: RecordWriter,
    private readonly triggers: RecordTriggers,
    private readonly clock: Clock,
  ) {}

  async open(token: string, password: string | undefined, from: { readonly ip: string; readonly locale: Locale }): Promise<Opened> {
    const visit = await this.arrive(token, from.ip);
    const { share, behind, workspace } = visit;
    const outside = { kind: share.kind, workspace: workspace.name, label: behind.label };
    if (share.passwordHash === null) return { ...outside, content: await this.content(visit, from.locale), pass: null };
    if (password === undefined) {
      // A record that is gone is gone for those outside as well.
      if (behind.kind === 'record') await this.record(visit, []);
      return { ...outside, content: null, pass: null };
    }
    await this.throttle.admit('password', share.id, from.ip);
    if (!(await isPassword(share.passwordHash, password))) throw SharePasswordWrong({});
    await this.throttle.forgive('password', share.id, from.ip);
    return { ...outside, content: await this.content(visit, from.locale), pass: signPass(await this.secrets.get('share'), share, this.clock.now()) };
  }

  async query(token: string, pass: string | undefined, { limit, cursor, ...asked }: VisitorQuery & { readonly limit?: number | undefined; readonly cursor?: string | undefined }, ip: string): Promise<RecordPage> {
    const visit = await this.arrive(token, ip);
    const { behind, share, maker } = visit;
    if (behind.kind !== 'view') throw ShareNotFound({});
    await this.holdPass(share, pass);
    const query = visitorQuery(behind, maker, share.entity, asked);
    if (!query.ok) throw ShareFilterRefused({}, { fields: query.problem });
    const { filter, sort } = query.value;
    const bytes = await this.reader.page(askerOf(visit), share.entity, { fields: behind.columns.map(({ name }) => name), filter, sort: [...sort], limit, cursor });
    const page = JSON.parse(bytes.toString('utf8')) as RecordPage;
    const secret = await this.secrets.get('share');
    return { ...page, rows: page.rows.map((row) => visitorRecord(secret, share.id, row)) };
  }

  /** Makes a record on the maker's rights, narrowed to what the form asks for, and theirs; nobody is written down as who made it. */
  async submit(token: string, pass: string | undefined, values: RecordValues, ip: string): Promise<void> {
    const visit = await this.arrive(token, ip);
    const { behind, share, maker, workspace } = visit;
    if (behind.kind !== 'form') throw ShareNotFound({});
    await this.holdPass(share, pass);
    await this.throttle.admit('form', share.id, ip);
    const writer: Writer = {
      design: maker.design, access: behind.access, workspace, member: null, onRightsOf: maker.member.id, departments: maker.departments, system: false, via: { kind: 'share', ref: share.id },
    };
    await this.database.transaction(workspace.schema, async (db) => {
      await this.standsStill(db, visit);
      const saved = await accepted(() => this.writer.create(db, writer, share.entity, values));
      await this.triggers.arrived(db, maker, { entity: share.entity, id: saved.id });
      await this.count(db, share.id);
      failpoint('share.submit.before-commit');
    });
  }

  /** The link, if it leads somewhere. */
  private async arrive(token: string, ip: string): Promise<Visit> {
    const { share: id, ...workspace } = await this.find(token, ip);
    const model = await this.models.current(workspace);
    const { share, maker } = await this.database.transaction(workspace.schema, async (db) => {
      const row = await this.openRow(db, id, false);
      return { share: row, maker: row === null ? null : await standingOf(db, { model, workspace }, row.createdBy) };
    });
    const behind = share === null || maker === null ? null : behindLink(share, maker);
    if (share === null || maker === null || behind === null) throw ShareNotFound({});
    return { workspace, share, maker, behind };
  }

  private async find(token: string, ip: string): Promise<Workspace & { readonly share: string }> {
    const hash = hashSecret(token);
    if (this.throttle.isKnownUnknown(hash)) throw ShareNotFound({});
    const [found] = await this.database.read<Workspace & { share: string | null } & { [Key in keyof Attempts]: Attempts[Key] | null }>({
      text: `SELECT s.share, w.id, w.key, w.name, w.schema, w.time_zone AS "timeZone", a.attempts, a.window_ends_at AS "windowEndsAt"
             FROM (VALUES ($1::text)) AS asked (hash) LEFT JOIN tessera.share_secret s ON s.hash = asked.hash LEFT JOIN tessera.workspace w ON w.id = s.workspace_id
             LEFT JOIN tessera.share_attempt a ON a.key = $2 AND a.window_ends_at > $3`,
      values: [hash, unknownKey(ip), this.clock.now()],
    });
    if (!found) throw new Error('a row of values is gone');
    const { attempts, windowEndsAt, share, ...workspace } = found;
    this.throttle.holdBack(attempts === null || windowEndsAt === null ? null : { attempts, windowEndsAt });
    if (share !== null) return { ...workspace, share };
    await this.throttle.countUnknown(hash, ip);
    throw ShareNotFound({});
  }

  /** Neither ended nor expired. */
  private async openRow(db: Db, id: string, held: boolean): Promise<ShareRow | null> {
    const row = await db.manager.findOne(ShareRow, held ? { where: { id }, lock: { mode: 'pessimistic_read' } } : { where: { id } });
    const isOpen = row !== null && row.revokedAt === null && (row.expiresAt === null || row.expiresAt > this.clock.now());
    return isOpen ? row : null;
  }

  /** Whether all of it still holds in the transaction that is about to write: nobody ends the link before it commits. */
  private async standsStill(db: Db, { share, maker, workspace }: Visit): Promise<void> {
    const row = await this.openRow(db, share.id, true);
    const now = row && (await standingOf(db, { model: maker.model, workspace }, row.createdBy));
    if (now?.access !== maker.access) throw ShareNotFound({});
  }

  private async holdPass(share: ShareRow, pass: string | undefined): Promise<void> {
    if (share.passwordHash === null) return;
    if (pass === undefined || !isPass(await this.secrets.get('share'), share, pass, this.clock.now())) throw SharePassNeeded({});
  }

  private async content(visit: Visit, locale: Locale): Promise<Content> {
    const { behind, maker, workspace, share } = visit;
    if (behind.kind === 'form') {
      const form = formSchemas(maker.design, behind.form, { readable: [], writable: behind.fields, locale });
      return { fields: [], form };
    }
    const fields = behind.columns.map(({ name, label, field }) => ({ field: name, label, type: field.valueType.key, options: shownOptions(field.valueDocument.options) }));
    const record = behind.kind === 'record' ? await this.record(visit, behind.columns.map(({ name }) => name)) : undefined;
    await this.database.transaction(workspace.schema, (db) => this.count(db, share.id));
    return record === undefined ? { fields } : { fields, record: visitorRecord(await this.secrets.get('share'), share.id, record) };
  }

  private async record(visit: Visit, fields: readonly string[]): Promise<RecordView> {
    const { workspace, share } = visit;
    const record = await this.database.transaction(workspace.schema, (db) => this.reader.recordIn(db, askerOf(visit), share.entity, share.record ?? '', fields));
    if (record === null) throw ShareNotFound({});
    return record;
  }

  private async count(db: Db, id: string): Promise<void> {
    await db.query('UPDATE _share SET uses = uses + 1, last_used_at = $2 WHERE id = $1', [id, this.clock.now()]);
  }
}

/** The maker's `me` in their own conditions; marks of pages are good for this link only. */
const askerOf = ({ maker, behind, share, workspace }: Visit): Asker => ({ design: maker.design, access: behind.access, workspace, member: maker.member.id, cursorOwner: `share ${share.id}` });

/** What refuses a record may tell of others (a value that is taken, a link that leads somewhere): visitors hear what concerns their own fields. */
async function accepted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    if (error.code !== 'RECORD_INVALID' || error.fields.some(({ code }) => TELLING.includes(code))) throw ShareNotAccepted({});
    throw error;
  }
}
const TELLING = ['FIELD_NOT_UNIQUE', 'FIELD_TAKEN', 'FIELD_NOT_REFERENCE', 'FIELD_NOT_IN_FILTER'];

/** How a value looks; nothing of what it is computed from, or which records may be chosen. */
function shownOptions(options: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([key]) => SHOWN.includes(key)));
}
const SHOWN = ['choices', 'currency', 'scale', 'max', 'level'];
