/** The audit trail: append-only, chained by hashes. Who read, changed, exported, printed or was refused what. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { IdParams, Instant, Ref, Uuid, list } from './common.ts';
import { route } from './route.ts';

/** `member`: also on behalf of somebody else's view. `apiKey`, `share`: of whom is in `actor`. `system`: nobody's doing. */
export const AUDIT_ACTORS = ['member', 'apiKey', 'share', 'process', 'system', 'nobody'] as const;

export const AuditEntry = Type.Object({
  id: Uuid,
  /** Place in the chain; null for the second or so until it is sealed. */
  seq: Type.Union([Type.Integer(), Type.Null()]),
  at: Instant,
  actorKind: Type.Enum([...AUDIT_ACTORS]),
  actor: Type.Union([Ref, Type.Null()]),
  ip: Type.Union([Type.String(), Type.Null()]),
  /** Thing and past tense: `record.read`, `record.exported`, `request.refused`, `role.changed`, `session.started`. */
  action: Type.String(),
  entity: Type.Union([Key, Type.Null()]),
  target: Type.String(),
  /** Sensitive fields that went out. */
  fields: Type.Array(Type.String()),
  /** How many records it was about; their ids (at most 200) are in `detail.records`. */
  records: Type.Union([Type.Integer(), Type.Null()]),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditFilter = {
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  actor: Type.Optional(Uuid),
  /** The whole or the part before the dot: `record`. */
  action: Type.Optional(Type.String({ maxLength: 60 })),
  entity: Type.Optional(Key),
  record: Type.Optional(Uuid),
  field: Type.Optional(Type.String({ maxLength: 48 })),
};

export const AuditVerification = Type.Object({
  intact: Type.Boolean(),
  checked: Type.Integer(),
  /** The first entry that is not as it was sealed, or that is missing. */
  broken: Type.Union([Type.Null(), Type.Object({ seq: Type.Integer(), id: Type.Union([Uuid, Type.Null()]), reason: Type.Enum(['changed', 'missing', 'added', 'cutOff']) })]),
});
export type AuditVerification = Static<typeof AuditVerification>;

/** Unusual reading. `frozen`: until somebody lifts it. */
export const ReadingAlert = Type.Object({
  id: Uuid,
  member: Ref,
  at: Instant,
  records: Type.Integer(),
  frozen: Type.Boolean(),
  liftedAt: Type.Union([Instant, Type.Null()]),
  liftedBy: Type.Union([Ref, Type.Null()]),
});
export type ReadingAlert = Static<typeof ReadingAlert>;

export const auditRoutes = {
  auditTrail: route({
    method: 'GET', path: '/api/audit', tag: 'audit', permission: 'audit', summary: 'The trail, newest first',
    query: Type.Object({ ...AuditFilter, cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }, { additionalProperties: false }),
    answer: Type.Object({ items: Type.Array(AuditEntry), next: Type.Union([Type.String(), Type.Null()]) }),
  }),
  exportAudit: route({ method: 'GET', path: '/api/audit/export', tag: 'audit', permission: 'audit', summary: 'The trail as CSV, streamed', query: Type.Object(AuditFilter, { additionalProperties: false }), produces: 'text/csv' }),
  verifyAudit: route({ method: 'POST', path: '/api/audit/verify', tag: 'audit', permission: 'audit', asks: true, summary: 'Whether the chain is whole', answer: AuditVerification }),
  readingAlerts: route({ method: 'GET', path: '/api/audit/alerts', tag: 'audit', permission: 'audit', summary: 'Unusual reading', answer: list(ReadingAlert) }),
  liftFreeze: route({ method: 'POST', path: '/api/audit/alerts/:id/lift', tag: 'audit', permission: 'audit', summary: 'Let a member read again; nobody lifts their own', params: IdParams, answer: ReadingAlert }),
};
