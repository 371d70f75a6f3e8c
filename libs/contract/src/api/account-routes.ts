/** One's own account: password, one-time codes, sessions; signing in without a password; what is asked of everybody's account. */

import Type, { type Static } from 'typebox';
import { IdParams, Instant, Uuid, list } from './common.ts';
import { route } from './route.ts';
import { Email, Password, SessionView } from './session-routes.ts';

/** `device`: browser and system in words, from the User-Agent. */
export const AccountSession = Type.Object({
  id: Uuid,
  current: Type.Boolean(),
  createdAt: Instant,
  lastSeenAt: Instant,
  ip: Type.Union([Type.String(), Type.Null()]),
  device: Type.Union([Type.String(), Type.Null()]),
});
export type AccountSession = Static<typeof AccountSession>;

export const AccountView = Type.Object({
  email: Type.String(),
  name: Type.String(),
  hasPassword: Type.Boolean(),
  totp: Type.Object({ enabled: Type.Boolean(), recoveryCodesLeft: Type.Integer() }),
  /** Sign-in with the configured provider; null when none is configured. */
  oidc: Type.Union([Type.Object({ label: Type.String(), linked: Type.Boolean() }), Type.Null()]),
});
export type AccountView = Static<typeof AccountView>;

export const SignInOptions = Type.Object({ passwordReset: Type.Boolean(), oidc: Type.Union([Type.Object({ label: Type.String() }), Type.Null()]) });
export type SignInOptions = Static<typeof SignInOptions>;

/** What the workspace asks of its people. `totp`: who must have one-time codes. Reading limits: 0 for none. */
export const SecuritySettings = Type.Object(
  {
    passwordLength: Type.Integer({ minimum: 10, maximum: 64 }),
    totp: Type.Enum(['nobody', 'administrators', 'everybody']),
    /** A session ends when nobody used it for this long. */
    idleMinutes: Type.Integer({ minimum: 5, maximum: 20_160 }),
    /** A session ends this long after signing in. */
    sessionHours: Type.Integer({ minimum: 1, maximum: 2_160 }),
    /** Records with sensitive fields one member may read in an hour before auditors are told. */
    readingAlert: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    /** … before their reading of sensitive fields, exporting and printing is frozen until an auditor lifts it. */
    readingFreeze: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
  },
  { additionalProperties: false },
);
export type SecuritySettings = Static<typeof SecuritySettings>;

const TokenParams = Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) });
const Code = Type.String({ minLength: 6, maxLength: 20 });

export const accountRoutes = {
  account: route({ method: 'GET', path: '/api/account', tag: 'account', permission: 'member', summary: 'Own account', answer: AccountView }),
  changePassword: route({
    method: 'POST', path: '/api/account/password', tag: 'account', permission: 'member', summary: 'Change own password; every other session ends',
    body: Type.Object({ current: Type.String({ maxLength: 200 }), password: Password }, { additionalProperties: false }),
  }),
  accountSessions: route({ method: 'GET', path: '/api/account/sessions', tag: 'account', permission: 'member', summary: 'Where one is signed in', answer: list(AccountSession) }),
  endAccountSession: route({ method: 'DELETE', path: '/api/account/sessions/:id', tag: 'account', permission: 'member', summary: 'Sign out there', params: IdParams }),
  endOtherSessions: route({ method: 'DELETE', path: '/api/account/sessions', tag: 'account', permission: 'member', summary: 'Sign out everywhere else' }),
  startTotp: route({
    method: 'POST', path: '/api/account/totp', tag: 'account', permission: 'member', summary: 'A new secret for one-time codes (RFC 6238), in force once confirmed',
    body: Type.Object({ password: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    answer: Type.Object({ secret: Type.String(), uri: Type.String() }),
  }),
  confirmTotp: route({
    method: 'POST', path: '/api/account/totp/confirm', tag: 'account', permission: 'member', summary: 'Turn one-time codes on; recovery codes are shown this once',
    body: Type.Object({ code: Code }, { additionalProperties: false }), answer: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
  }),
  removeTotp: route({
    method: 'POST', path: '/api/account/totp/remove', tag: 'account', permission: 'member', summary: 'Turn one-time codes off',
    body: Type.Object({ password: Type.String({ maxLength: 200 }), code: Code }, { additionalProperties: false }),
  }),
  /** For a member who has lost them; audited. */
  resetMemberTotp: route({ method: 'DELETE', path: '/api/members/:id/totp', tag: 'members', permission: 'admin', summary: "Turn a member's one-time codes off", params: IdParams }),
  endMemberSessions: route({ method: 'DELETE', path: '/api/members/:id/sessions', tag: 'members', permission: 'members', summary: 'Sign a member out everywhere', params: IdParams }),

  signInOptions: route({ method: 'GET', path: '/api/sign-in-options', tag: 'session', permission: 'public', summary: 'Ways to sign in', answer: SignInOptions }),
  requestPasswordReset: route({
    method: 'POST', path: '/api/password-reset', tag: 'session', permission: 'public', summary: 'Mail a link that sets a new password; the same answer whoever it is',
    body: Type.Object({ email: Email }, { additionalProperties: false }),
  }),
  resetPassword: route({
    method: 'POST', path: '/api/password-reset/:token', tag: 'session', permission: 'public', summary: 'Set a new password; ends every session; the link works once',
    params: TokenParams, body: Type.Object({ password: Password }, { additionalProperties: false }),
  }),
  startOidc: route({
    method: 'GET', path: '/api/oidc/start', tag: 'session', permission: 'public', summary: 'To the configured OpenID provider (302); links the account when somebody is signed in',
    query: Type.Object({ to: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false }),
  }),
  finishOidc: route({
    method: 'GET', path: '/api/oidc/callback', tag: 'session', permission: 'public', summary: 'Back from the provider (302)',
    query: Type.Record(Type.String(), Type.String()),
  }),
  /** The callback leads to `/sign-in?step=code` when the account has one-time codes. */
  confirmOidc: route({
    method: 'POST', path: '/api/oidc/code', tag: 'session', permission: 'public', summary: 'The one-time code after the provider; signs in',
    body: Type.Object({ code: Code }, { additionalProperties: false }), answer: SessionView,
  }),

  securitySettings: route({ method: 'GET', path: '/api/security', tag: 'access', permission: 'members', summary: 'What is asked of accounts', answer: SecuritySettings }),
  saveSecuritySettings: route({ method: 'PUT', path: '/api/security', tag: 'access', permission: 'admin', summary: 'Change what is asked of accounts', body: SecuritySettings, answer: SecuritySettings }),
};
