/** Who may what: groups, effective rights, explanations, previews of a changed role, viewing as somebody, hand-over, API keys. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { RECORD_ACTIONS, RoleDocument } from '../documents/role.ts';
import { IdParams, Instant, KeyParams, Ref, Uuid, list } from './common.ts';
import { route } from './route.ts';
import { SessionView } from './session-routes.ts';

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const Action = Type.Enum([...RECORD_ACTIONS]);

/** Whoever is in the group holds its roles besides their own. */
export const Group = Type.Object({ id: Uuid, name: Type.String(), members: Type.Array(Uuid), roles: Type.Array(Key) });
export type Group = Static<typeof Group>;
export const SaveGroup = Type.Object({ name: Name, members: Type.Array(Uuid, { maxItems: 10_000 }), roles: Type.Array(Key, { maxItems: 20 }) }, { additionalProperties: false });
export type SaveGroup = Static<typeof SaveGroup>;

/** On which rows, in words of the reader's language: `everything`, `nothing`, or a sentence. */
export const ScopeText = Type.Object({ kind: Type.Enum(['all', 'some', 'none']), text: Type.String() });
export type ScopeText = Static<typeof ScopeText>;

/** Where a right comes from: the rule of a role, in words. `group`: the role is held through it. */
export const RightSource = Type.Object({
  role: Type.Object({ key: Key, label: Type.String() }),
  group: Type.Union([Ref, Type.Null()]),
  /** Place in the role's rules; null for the built-in role and for what follows from no rule at all. */
  rule: Type.Union([Type.Integer(), Type.Null()]),
  text: Type.String(),
});
export type RightSource = Static<typeof RightSource>;

export const FieldRights = Type.Object({
  field: Type.String(),
  label: Type.String(),
  /** The most on any row. */
  level: Type.Enum(['none', 'masked', 'read', 'write']),
  read: ScopeText,
  masked: Type.Union([ScopeText, Type.Null()]),
  write: ScopeText,
});
export const EntityRights = Type.Object({
  entity: Key,
  label: Type.String(),
  actions: Type.Array(Type.Object({ action: Action, rows: ScopeText, from: Type.Array(RightSource) })),
  fields: Type.Array(FieldRights),
});
export type EntityRights = Static<typeof EntityRights>;
export const MemberRights = Type.Object({ member: Ref, roles: Type.Array(Type.Object({ key: Key, label: Type.String(), group: Type.Union([Ref, Type.Null()]) })), capabilities: Type.Array(Type.String()), entities: Type.Array(EntityRights) });
export type MemberRights = Static<typeof MemberRights>;

/** Without `member` about oneself, and then only about what one knows of. */
export const ExplainRequest = Type.Object(
  { member: Type.Optional(Uuid), action: Action, entity: Key, field: Type.Optional(Type.String({ maxLength: 100 })), record: Type.Optional(Uuid) },
  { additionalProperties: false },
);
export type ExplainRequest = Static<typeof ExplainRequest>;
/**
 * `decided`: the rule of each role that has the last word on this record (on any, without one), the granting ones first. `needs`: fields
 * the asked one is computed from and that the member may not read. A sentence that says it all is in `summary`.
 */
export const Explanation = Type.Object({
  answer: Type.Enum(['yes', 'masked', 'no', 'someRows']),
  summary: Type.String(),
  decided: Type.Array(Type.Object({ source: RightSource, effect: Type.Enum(['allow', 'mask', 'deny', 'none']) })),
  needs: Type.Array(Type.String()),
});
export type Explanation = Static<typeof Explanation>;

/** Rows are counted to 10,000; `more` says there are more. Members: those who hold the role (at most 20). */
const Counted = Type.Object({ count: Type.Integer(), more: Type.Boolean() });
export const RolePreview = Type.Object({
  entities: Type.Array(
    Type.Object({
      entity: Key,
      label: Type.String(),
      action: Action,
      fieldsGiven: Type.Array(Type.String()),
      fieldsTaken: Type.Array(Type.String()),
      fieldsMasked: Type.Array(Type.String()),
      members: Type.Array(Type.Object({ member: Ref, before: Counted, after: Counted })),
    }),
  ),
  capabilitiesGiven: Type.Array(Type.String()),
  capabilitiesTaken: Type.Array(Type.String()),
});
export type RolePreview = Static<typeof RolePreview>;

/** Moves what `from` owns, is named in or has to do to `to`. Runs in the background; ask for it until it is over. */
export const HandOverRequest = Type.Object(
  {
    to: Uuid,
    /** Also ends sessions, keys and links, and disables the member. */
    leaves: Type.Boolean(),
  },
  { additionalProperties: false },
);
export const HandOverView = Type.Object({
  id: Uuid,
  from: Ref,
  to: Ref,
  status: Type.Enum(['waiting', 'running', 'done', 'failed']),
  startedAt: Instant,
  finishedAt: Type.Union([Instant, Type.Null()]),
  problem: Type.Union([Type.String(), Type.Null()]),
  report: Type.Object({
    records: Type.Array(Type.Object({ entity: Key, label: Type.String(), moved: Type.Integer(), refused: Type.Integer() })),
    tasks: Type.Integer(),
    sessions: Type.Integer(),
    keys: Type.Integer(),
    shares: Type.Integer(),
    groups: Type.Integer(),
    departments: Type.Integer(),
  }),
});
export type HandOverView = Static<typeof HandOverView>;

/** A key does what its role may, and no more than `only` when given; it follows its owner, and can call routes about records only. */
export const ApiKeyView = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** First characters, to know it again. */
  prefix: Type.String(),
  role: Key,
  only: Type.Union([Type.Array(Type.Object({ entity: Key, actions: Type.Array(Action) })), Type.Null()]),
  owner: Ref,
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()]),
  revokedAt: Type.Union([Instant, Type.Null()]),
});
export type ApiKeyView = Static<typeof ApiKeyView>;
export const CreateApiKey = Type.Object(
  {
    name: Name,
    role: Key,
    only: Type.Optional(Type.Array(Type.Object({ entity: Key, actions: Type.Array(Action, { minItems: 1 }) }, { additionalProperties: false }), { minItems: 1, maxItems: 200 })),
    /** 1 to 366. */
    days: Type.Integer({ minimum: 1, maximum: 366 }),
  },
  { additionalProperties: false },
);
export type CreateApiKey = Static<typeof CreateApiKey>;

export const accessRoutes = {
  groups: route({ method: 'GET', path: '/api/groups', tag: 'access', permission: 'members', summary: 'Groups of members', answer: list(Group) }),
  createGroup: route({ method: 'POST', path: '/api/groups', tag: 'access', permission: 'members', summary: 'A new group', body: SaveGroup, answer: Group }),
  saveGroup: route({ method: 'PUT', path: '/api/groups/:id', tag: 'access', permission: 'members', summary: 'Change a group', params: IdParams, body: SaveGroup, answer: Group }),
  deleteGroup: route({ method: 'DELETE', path: '/api/groups/:id', tag: 'access', permission: 'members', summary: 'Delete a group', params: IdParams }),

  memberRights: route({ method: 'GET', path: '/api/access/members/:id', tag: 'access', permission: 'members', summary: 'What a member may do, and from where', params: IdParams, answer: MemberRights }),
  explainAccess: route({ method: 'POST', path: '/api/access/explain', tag: 'access', permission: 'member', asks: true, summary: 'Why somebody can or cannot; about others only for whoever manages members', body: ExplainRequest, answer: Explanation }),
  previewRole: route({ method: 'POST', path: '/api/access/roles/:key/preview', tag: 'access', permission: 'members', asks: true, summary: 'What saving this role would give and take; changes nothing', params: KeyParams, body: Type.Object({ document: RoleDocument }, { additionalProperties: false }), answer: RolePreview }),
  startViewAs: route({ method: 'POST', path: '/api/session/view-as', tag: 'session', permission: 'admin', summary: 'See everything as a member sees it; nothing can be changed meanwhile; audited', body: Type.Object({ member: Uuid }, { additionalProperties: false }), answer: SessionView }),
  endViewAs: route({ method: 'DELETE', path: '/api/session/view-as', tag: 'session', permission: 'member', summary: 'Be oneself again', answer: SessionView }),
  startHandOver: route({ method: 'POST', path: '/api/members/:id/hand-over', tag: 'members', permission: 'admin', summary: 'Hand over what somebody has', params: IdParams, body: HandOverRequest, answer: HandOverView }),
  handOver: route({ method: 'GET', path: '/api/hand-overs/:id', tag: 'members', permission: 'members', summary: 'How far a hand-over is', params: IdParams, answer: HandOverView }),

  apiKeys: route({ method: 'GET', path: '/api/keys', tag: 'keys', permission: 'member', summary: 'Own API keys; for whoever manages members, of everybody', answer: list(ApiKeyView) }),
  createApiKey: route({ method: 'POST', path: '/api/keys', tag: 'keys', permission: 'keys', summary: 'A new API key with a role one holds; the secret is shown this once', body: CreateApiKey, answer: Type.Object({ key: ApiKeyView, secret: Type.String() }) }),
  revokeApiKey: route({ method: 'DELETE', path: '/api/keys/:id', tag: 'keys', permission: 'member', summary: "Revoke a key: one's own, or anybody's for whoever manages members", params: IdParams }),
};

