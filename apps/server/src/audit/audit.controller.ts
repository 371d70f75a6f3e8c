import { Readable } from 'node:stream';
import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, FileAnswer, type Call, type EndpointResult } from '../http/endpoint.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { AuditExport } from './audit-export.ts';
import { AuditSearch } from './audit-search.ts';
import { AuditTrail } from './audit-trail.ts';
import { ReadingAlerts } from './reading-alerts.ts';
import { verifyTrail } from './verify-trail.ts';

const DEFAULT_LIMIT = 50;

/** For auditors. There is no route that changes or deletes an entry. */
@Controller()
export class AuditController {
  constructor(
    private readonly search: AuditSearch,
    private readonly exports: AuditExport,
    private readonly alerts: ReadingAlerts,
    private readonly trail: AuditTrail,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.auditTrail)
  page({ actor, query: { cursor, limit = DEFAULT_LIMIT, ...filter } }: Call<typeof routes.auditTrail>): Promise<EndpointResult<typeof routes.auditTrail>> {
    return this.search.page(actor, filter, cursor, limit);
  }

  @Endpoint(routes.exportAudit)
  async export({ actor, query }: Call<typeof routes.exportAudit>): Promise<EndpointResult<typeof routes.exportAudit>> {
    const at = this.clock.now();
    await this.trail.note(actor.workspace, { at, actor: actor.member.id, action: 'audit.exported', target: '', detail: { filter: query } });
    return new FileAnswer(Readable.from(this.exports.csv(actor, query), { objectMode: false }), 'text/csv; charset=utf-8', `audit-${at.toISOString().slice(0, 10)}.csv`);
  }

  @Endpoint(routes.verifyAudit)
  verify({ actor }: Call<typeof routes.verifyAudit>): Promise<EndpointResult<typeof routes.verifyAudit>> {
    return verifyTrail(this.database, actor.workspace.schema);
  }

  @Endpoint(routes.readingAlerts)
  async list({ actor }: Call<typeof routes.readingAlerts>): Promise<EndpointResult<typeof routes.readingAlerts>> {
    return { items: await this.alerts.list(actor) };
  }

  @Endpoint(routes.liftFreeze)
  lift({ actor, params }: Call<typeof routes.liftFreeze>): Promise<EndpointResult<typeof routes.liftFreeze>> {
    return this.alerts.lift(actor, params.id);
  }
}
