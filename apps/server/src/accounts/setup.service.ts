/** First-run setup: the administrator and the workspace, once; closed for ever afterwards. */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, RequestInvalid, type BodyOf, type routes, type SessionView } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import type { Answer, Client } from '../http/endpoint.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { createWorkspaceSchema } from '../platform/migrations.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceRow } from '../workspaces/workspace.row.ts';
import { SetupClosed, TIME_ZONE_UNKNOWN } from './account-errors.ts';
import { AccountRow } from './account.row.ts';
import { MemberRow } from './member.row.ts';
import { MembershipRow } from './membership.row.ts';
import { passwordProblems } from './password-policy.ts';
import { hashPassword } from './password.ts';
import { PRESET_SECURITY } from './security-settings.ts';
import { Sessions } from './sessions.ts';

type SetupRequest = BodyOf<typeof routes.setup>;

const SETUP_LOCK = 7_426_332;

@Injectable()
export class SetupService {
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async isOpen(): Promise<boolean> {
    if (this.closed) return false;
    const [row] = await this.database.read<{ done: boolean }>({ text: 'SELECT EXISTS (SELECT FROM tessera.account) AS done' });
    this.closed = row?.done ?? false;
    return !this.closed;
  }

  async run(request: SetupRequest, client: Client): Promise<Answer<SessionView>> {
    if (!(await this.isOpen())) throw SetupClosed({});
    if (!isTimeZone(request.timeZone)) throw RequestInvalid({}, { fields: [{ path: 'timeZone', ...TIME_ZONE_UNKNOWN }] });
    const fields = await passwordProblems(request.password, { length: PRESET_SECURITY.passwordLength, known: [request.email, request.name, request.workspace] });
    if (fields.length > 0) throw RequestInvalid({}, { fields });
    const passwordHash = await hashPassword(request.password);
    const key = deriveKey(request.workspace, () => false);
    const schema = `ws_${key}`;
    const session = await this.database.transaction(null, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [SETUP_LOCK]);
      const [row] = await db.query<{ done: boolean }>('SELECT EXISTS (SELECT FROM tessera.account) AS done');
      if (row?.done) throw SetupClosed({});
      const at = this.clock.now();
      const [accountId, workspaceId, memberId] = [newId(), newId(), newId()];
      const email = request.email.toLowerCase();
      const name = request.name.trim();
      await createWorkspaceSchema(db, schema);
      await db.manager.insert(AccountRow, { id: accountId, email, name, passwordHash, locale: request.locale, createdAt: at });
      await db.manager.insert(WorkspaceRow, { id: workspaceId, key, name: request.workspace.trim(), schema, timeZone: request.timeZone, createdAt: at });
      await db.manager.insert(MembershipRow, { accountId, workspaceId, memberId });
      await db.manager.insert(MemberRow, { id: memberId, accountId, name, email, roles: [ADMIN_ROLE], status: 'active', createdAt: at });
      await audit(db, { at, actor: memberId, action: 'workspace.created', target: key });
      const started = await this.sessions.start(db, { accountId, workspaceId, memberId }, client, 'setup');
      failpoint('setup.before-commit');
      return started;
    });
    this.closed = true;
    return this.sessions.welcome(session, client);
  }
}

/** Names only: Postgres reads offsets such as +08:00 the other way round. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
