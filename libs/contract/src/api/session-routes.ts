/** First-run setup, signing in and out, invitations, members. */

import Type, { type Static } from 'typebox';
import { CAPABILITIES, RECORD_ACTIONS } from '../documents/role.ts';
import { Key } from '../documents/keys.ts';
import { LocaleSchema } from '../text.ts';
import { IdParams, Instant, Ref, Uuid, list } from './common.ts';
import { route } from './route.ts';

export const Email = Type.String({ format: 'email', maxLength: 254 });
export const Password = Type.String({ minLength: 10, maxLength: 200 });
const PersonName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });

export const SetupState = Type.Object({ open: Type.Boolean() });

export const SetupRequest = Type.Object(
  {
    name: PersonName,
    email: Email,
    password: Password,
    workspace: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    locale: LocaleSchema,
    /** IANA zone in which dates without a zone are read, e.g. Asia/Shanghai. */
    timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  },
  { additionalProperties: false },
);

/** What the actor may do with one entity, reduced to what they may know. Row conditions stay on the server. */
export const EntityPermission = Type.Object({
  entity: Key,
  actions: Type.Array(Type.Enum([...RECORD_ACTIONS])),
  /** Field keys by level; a field in neither list does not exist for the actor. */
  readable: Type.Array(Type.String()),
  /** Known, but shown masked on every row. */
  masked: Type.Array(Type.String()),
  writable: Type.Array(Type.String()),
});
export type EntityPermission = Static<typeof EntityPermission>;

export const SessionView = Type.Object({
  member: Type.Object({ id: Uuid, name: Type.String(), email: Type.String(), roles: Type.Array(Key) }),
  workspace: Type.Object({ key: Key, name: Type.String(), timeZone: Type.String(), empty: Type.Boolean({ description: 'No entity exists yet.' }) }),
  locale: LocaleSchema,
  capabilities: Type.Array(Type.Enum([...CAPABILITIES])),
  permissions: Type.Array(EntityPermission),
  /** CASL rules, packed: what `@casl/react` asks. Reduced to what the actor may know; without row conditions. */
  ability: Type.Array(Type.Unknown()),
  /** The administrator who looks through this member's eyes; nothing can be changed meanwhile. */
  viewedBy: Type.Union([Ref, Type.Null()]),
  /** What the workspace asks of the account before it lets it on; the pages then lead there. */
  mustDo: Type.Array(Type.Enum(['totp'])),
  /** Send it back as the header X-CSRF-Token with every request that is not a GET. */
  csrfToken: Type.String(),
});
export type SessionView = Static<typeof SessionView>;

export const MemberView = Type.Object({
  id: Uuid,
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  title: Type.Union([Type.String(), Type.Null()]),
  phone: Type.Union([Type.String(), Type.Null()]),
  roles: Type.Array(Key),
  /** `imported`: known by name only, cannot sign in until invited. */
  status: Type.Enum(['active', 'invited', 'imported', 'disabled']),
});
export type MemberView = Static<typeof MemberView>;

export const InvitationRequest = Type.Object(
  {
    name: PersonName,
    email: Email,
    roles: Type.Array(Key, { maxItems: 20 }),
    /** Invites an imported member instead of adding a new one. */
    member: Type.Optional(Uuid),
  },
  { additionalProperties: false },
);
export const InvitationCreated = Type.Object({
  /** Path with the secret; shown once, works once. */
  path: Type.String(),
  expiresAt: Instant,
  member: MemberView,
});

export const sessionRoutes = {
  setupState: route({ method: 'GET', path: '/api/setup', tag: 'session', permission: 'public', summary: 'Whether first-run setup is open', answer: SetupState }),
  setup: route({ method: 'POST', path: '/api/setup', tag: 'session', permission: 'setup', summary: 'Create the administrator and the workspace; signs in', body: SetupRequest, answer: SessionView }),
  signIn: route({
    method: 'POST', path: '/api/session', tag: 'session', permission: 'public', summary: 'Sign in',
    body: Type.Object(
      {
        email: Type.String({ maxLength: 254 }),
        password: Type.String({ maxLength: 200 }),
        /** One-time or recovery code; asked for with TOTP_REQUIRED once the password was right. */
        code: Type.Optional(Type.String({ maxLength: 20 })),
      },
      { additionalProperties: false },
    ),
    answer: SessionView,
  }),
  session: route({ method: 'GET', path: '/api/session', tag: 'session', permission: 'member', summary: 'Who is signed in and what they may do', answer: SessionView }),
  updateSession: route({
    method: 'PATCH', path: '/api/session', tag: 'session', permission: 'member', summary: 'Change own language',
    body: Type.Object({ locale: LocaleSchema }, { additionalProperties: false }), answer: SessionView,
  }),
  signOut: route({ method: 'DELETE', path: '/api/session', tag: 'session', permission: 'member', summary: 'Sign out' }),

  members: route({ method: 'GET', path: '/api/members', tag: 'members', permission: 'members', summary: 'All members', answer: list(MemberView) }),
  memberOptions: route({
    method: 'GET', path: '/api/member-options', tag: 'members', permission: 'member', summary: 'Members by name, for choosing one',
    query: Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }, { additionalProperties: false }),
    answer: list(Type.Object({ id: Uuid, label: Type.String() })),
  }),
  updateMember: route({
    method: 'PATCH', path: '/api/members/:id', tag: 'members', permission: 'members', summary: 'Change roles or status of a member', params: IdParams,
    body: Type.Object({ roles: Type.Optional(Type.Array(Key, { maxItems: 20 })), disabled: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    answer: MemberView,
  }),
  invite: route({ method: 'POST', path: '/api/invitations', tag: 'members', permission: 'members', summary: 'Invite a member by a link that works once', body: InvitationRequest, answer: InvitationCreated }),
  invitation: route({
    method: 'GET', path: '/api/invitations/:token', tag: 'members', permission: 'public', summary: 'What an invitation is for',
    params: Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    answer: Type.Object({ workspace: Type.String(), name: Type.String(), email: Type.String() }),
  }),
  acceptInvitation: route({
    method: 'POST', path: '/api/invitations/:token/accept', tag: 'members', permission: 'public', summary: 'Accept an invitation; signs in',
    params: Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    body: Type.Object(
      {
        name: PersonName,
        password: Password,
        locale: LocaleSchema,
        /** One-time code of an account that exists already and has them. */
        code: Type.Optional(Type.String({ maxLength: 20 })),
      },
      { additionalProperties: false },
    ),
    answer: SessionView,
  }),
  health: route({
    method: 'GET', path: '/api/health', tag: 'operations', permission: 'public', summary: 'The process is alive', answer: Type.Object({ status: Type.Literal('alive') }),
  }),
  ready: route({
    method: 'GET', path: '/api/ready', tag: 'operations', permission: 'public', summary: 'The database is reachable and migrated; 503 otherwise', answer: Type.Object({ status: Type.Enum(['ready', 'starting']) }),
  }),
  openapi: route({ method: 'GET', path: '/api/openapi.json', tag: 'operations', permission: 'public', summary: 'This API as OpenAPI 3.1', answer: Type.Unknown() }),
};

