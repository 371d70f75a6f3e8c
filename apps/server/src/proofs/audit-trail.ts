/**
 * Oracle O5: over the traffic of the other proofs, every answer that shows a sensitive value clear has exactly one entry in
 * the audit trail, under its request, by whoever asked and naming the field; and every kind of refusal of somebody signed in
 * has one. (The same refusal again within a minute is counted there and not written anew, so only the first is looked for.)
 */

import { AuditTrail } from '../audit/audit-trail.ts';
import { Refusals } from '../audit/refusals.ts';
import type { CrmWorld, Someone } from './crm-ground.ts';
import type { Finding } from './interrogation.ts';

export interface Heard {
  readonly who: Someone;
  readonly request: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
  /** A clear phone number was in it. */
  readonly sensitive: boolean;
}

interface Entry {
  readonly request: string | null;
  readonly action: string;
  readonly fields: readonly string[];
  readonly actor: string | null;
}

/** Refusals for what is missing, which the trail leaves out; what is refused at the door of sign-in has no member. */
const NO_REFUSAL = new Set(['ACCOUNT_INCOMPLETE', 'REQUEST_ORIGIN_REFUSED', 'SESSION_CSRF_INVALID']);
/** Of one person in a minute only so many different refusals are written one by one. */
const MOST_DIFFERENT = 50;
const SIGNED_IN: readonly Someone[] = ['rep', 'manager', 'key', 'viewer', 'nobody', 'auditor'];

export async function checkTrail({ server, ground }: CrmWorld, traffic: readonly Heard[]): Promise<Finding[]> {
  await server.app.get(Refusals).settled();
  await server.app.get(AuditTrail).settled();
  const entries = await server.db.query<Entry & Record<string, unknown>>('SELECT request, action, fields, actor FROM ws_example._audit WHERE request IS NOT NULL');
  const byRequest = Map.groupBy(entries, ({ request }) => String(request));
  const findings: Finding[] = [];
  const report = (heard: Heard, difference: string): void => void findings.push({ oracle: 'O5 audit', request: heard, difference });

  for (const heard of traffic.filter(({ who, status, sensitive }) => sensitive && status === 200 && SIGNED_IN.includes(who))) {
    const read = (byRequest.get(heard.request) ?? []).filter(({ action }) => /^((record|file)\.(read|listed|searched|grouped|exported|printed|historyRead)|export\.fetched)$/.test(action));
    if (read.length !== 1) report(heard, `shows a phone number and has ${read.length} entries: ${JSON.stringify(read)}`);
    else if (!read[0]?.fields.some((field) => field.includes('phone'))) report(heard, `its entry does not name the phone number: ${JSON.stringify(read)}`);
    else if (heard.who === 'rep' && read[0]?.actor !== ground.people.rep) report(heard, `its entry is by somebody else: ${JSON.stringify(read)}`);
  }
  for (const who of SIGNED_IN) {
    const kinds = new Set<string>();
    const refusals = traffic.filter((heard) => heard.who === who && heard.status >= 400).slice(0, MOST_DIFFERENT);
    for (const heard of refusals.filter(({ status, code }) => status === 403 && !NO_REFUSAL.has(code))) {
      const kind = `${heard.method} ${heard.path} ${heard.code}`;
      const refused = (byRequest.get(heard.request) ?? []).filter(({ action }) => action === 'request.refused');
      if (refused.length > 1 || (refused.length === 0 && !kinds.has(kind))) report(heard, `was refused and has ${refused.length} entries`);
      kinds.add(kind);
    }
  }
  return findings;
}
