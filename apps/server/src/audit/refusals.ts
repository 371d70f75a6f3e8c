/**
 * Notes what was refused to somebody who is signed in: forbidden actions, records and fields that are there but not for
 * them. It listens where errors become answers, so no path can forget it, and it never makes an answer wait: how long a
 * refusal takes must not tell whether the record exists.
 *
 * The same refusal again within a minute is counted, and the count is written when the minute is over; so are all
 * refusals of somebody who gets too many different ones.
 */

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError, type Route } from '@tessera/contract';
import { quoteIdent } from '@tessera/sql';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../http/actor.ts';
import { withinRequest } from '../http/current-request.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import type { Audited } from '../workspaces/audit.ts';
import { AuditTrail } from './audit-trail.ts';
import { refusedFields } from './refused-fields.ts';

const WINDOW_MS = 60_000;
/** Different refusals of one actor in a minute that are written one by one. */
const MOST_DIFFERENT = 60;
/** Answers to what is missing, and not refused: what an account still has to do, a browser page that is not ours. */
const NO_REFUSALS = new Set(['ACCOUNT_INCOMPLETE', 'REQUEST_ORIGIN_REFUSED', 'SESSION_CSRF_INVALID']);

/** Things that answer 404 to whoever may not see them, and where they are if they are. */
const TABLES: Readonly<Record<string, string>> = { FILE_NOT_FOUND: '_file', EXPORT_NOT_FOUND: '_export', IMPORT_NOT_FOUND: '_import', TASK_NOT_FOUND: '_task', INSTANCE_NOT_FOUND: '_instance' };
const OF_ENTITIES = new Set(['ENTITY_NOT_FOUND', 'RECORD_NOT_FOUND', 'RECORD_FIELD_NOT_FOUND', 'FILE_FIELD_NOT_FOUND']);

interface Refusal {
  readonly actor: Actor;
  readonly entry: Audited;
}

interface Window {
  /** By the spelling of a refusal, how often it came again. */
  readonly again: Map<string, { readonly refusal: Refusal; count: number }>;
  readonly timer: NodeJS.Timeout;
}

@Injectable()
export class Refusals implements OnApplicationShutdown {
  /** By actor. */
  private readonly windows = new Map<string, Window>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly trail: AuditTrail,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  heard(route: Route, request: FastifyRequest, error: unknown): void {
    const { actor } = request;
    if (!actor || !(error instanceof AppError) || NO_REFUSALS.has(error.code)) return;
    const { params = {}, body } = request as { params?: Record<string, string>; body?: unknown };
    const entity = params['entity'] ?? entityIn(body);
    const fields = refusedFields(error, actor.design, entity);
    const isHidden = OF_ENTITIES.has(error.code) || error.code in TABLES;
    if (error.status !== 403 && !isHidden && fields.length === 0) return;
    const known = entity !== undefined && actor.design.entities.has(entity) ? entity : null;
    const entry: Audited = {
      at: this.clock.now(),
      actor: actor.member.id,
      action: 'request.refused',
      entity: known,
      target: params['id'] ?? params['key'] ?? '',
      detail: { route: `${route.method} ${route.path}`, code: error.code, ...(fields.length > 0 ? { fields } : {}) },
    };
    const refusal = { actor, entry };
    const work = withinRequest({ id: request.id, ip: request.ip, actor }, async () => {
      if (isHidden && fields.length === 0 && !(await this.exists(actor, known, error.code, { id: entry.target, field: params['field'] ?? '' }))) return;
      await this.count(refusal);
    });
    const watched = work.catch((failure: unknown) => this.log.error('audit.refusal', failure)).finally(() => void this.underWay.delete(watched));
    this.underWay.add(watched);
  }

  /** Resolves when what was heard so far is written; repetitions, once their minute is over. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
    await Promise.all([...this.windows.keys()].map((key) => this.close(key)));
    await this.trail.settled();
  }

  /** Whether there is what was answered as if there were not; what never was is a mistake, no refusal. */
  private async exists({ workspace, design }: Actor, entity: string | null, code: string, { id, field }: { id: string; field: string }): Promise<boolean> {
    if (code === 'ENTITY_NOT_FOUND') return entity !== null;
    if (code === 'RECORD_FIELD_NOT_FOUND' || code === 'FILE_FIELD_NOT_FOUND') return entity !== null && design.entities.get(entity)?.fields.has(field) === true;
    const table = TABLES[code] ?? entity;
    if (table === null || id === '') return false;
    return (await this.database.read({ text: `SELECT 1 FROM ${quoteIdent(workspace.schema)}.${quoteIdent(table)} WHERE id = $1::uuid`, values: [id] })).length > 0;
  }

  private async count(refusal: Refusal): Promise<void> {
    const { actor, entry } = refusal;
    const key = `${actor.workspace.id} ${actor.session.id} ${actor.member.id}`;
    const window = this.windows.get(key) ?? this.open(key);
    const whole = JSON.stringify([entry.detail, entry.entity, entry.target]);
    const spelling = window.again.has(whole) || window.again.size < MOST_DIFFERENT ? whole : '';
    const before = window.again.get(spelling);
    if (before) before.count += 1;
    else {
      const kept = spelling === '' ? { actor, entry: { ...entry, entity: null, target: '', detail: { many: true } } } : refusal;
      window.again.set(spelling, { refusal: kept, count: spelling === '' ? 1 : 0 });
      if (spelling !== '') await this.trail.note(actor.workspace, entry);
    }
  }

  private open(key: string): Window {
    const timer = setTimeout(() => {
      const closing = this.close(key).catch((failure: unknown) => this.log.error('audit.refusal', failure)).finally(() => void this.underWay.delete(closing));
      this.underWay.add(closing);
    }, WINDOW_MS);
    timer.unref();
    const window: Window = { again: new Map(), timer };
    this.windows.set(key, window);
    return window;
  }

  private async close(key: string): Promise<void> {
    const window = this.windows.get(key);
    if (!window) return;
    clearTimeout(window.timer);
    this.windows.delete(key);
    const repeated = [...window.again.values()].filter(({ count }) => count > 0);
    await Promise.all(repeated.map(({ refusal: { actor, entry }, count }) => this.trail.note(actor.workspace, { ...entry, at: this.clock.now(), detail: { ...entry.detail, again: count } })));
  }
}

function entityIn(body: unknown): string | undefined {
  const entity = typeof body === 'object' && body !== null ? (body as { entity?: unknown }).entity : undefined;
  return typeof entity === 'string' ? entity : undefined;
}
