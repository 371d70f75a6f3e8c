/**
 * Links for people without an account: to a record, to a view, to a form that makes records. A link never shows more than
 * whoever made it may see at that moment, nor fields beyond those it names; it dies with their right to share.
 */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { LocalizedText } from '../text.ts';
import { RecordPage, RecordQuery, RecordValues, RecordView } from './record-routes.ts';
import { IdParams, Instant, Ref, Uuid, list } from './common.ts';
import { route } from './route.ts';

export const SHARE_KINDS = ['record', 'view', 'form'] as const;

export const ShareView = Type.Object({
  id: Uuid,
  kind: Type.Enum([...SHARE_KINDS]),
  entity: Key,
  record: Type.Union([Ref, Type.Null()]),
  /** Key of the view or form. */
  document: Type.Union([Key, Type.Null()]),
  /** For a record: the fields it shows. A view shows its columns, a form its items. */
  fields: Type.Array(Type.String()),
  hasPassword: Type.Boolean(),
  expiresAt: Type.Union([Instant, Type.Null()]),
  createdBy: Ref,
  createdAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
  /** Times it was opened (a form: sent). */
  uses: Type.Integer(),
  lastUsedAt: Type.Union([Instant, Type.Null()]),
});
export type ShareView = Static<typeof ShareView>;

export const CreateShare = Type.Object(
  {
    kind: Type.Enum([...SHARE_KINDS]),
    entity: Key,
    record: Type.Optional(Uuid),
    document: Type.Optional(Key),
    fields: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 })),
    password: Type.Optional(Type.String({ minLength: 6, maxLength: 200 })),
    expiresAt: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type CreateShare = Static<typeof CreateShare>;

const TokenParams = Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) });
/** From `openShare`, good for an hour; needed when the link has a password. */
const Pass = { pass: Type.Optional(Type.String({ maxLength: 500 })) };

/** What a visitor is told before, and after, the password. `schema`, `uiSchema`: the form, for rjsf. */
export const SharedThing = Type.Object({
  kind: Type.Enum([...SHARE_KINDS]),
  workspace: Type.String(),
  label: LocalizedText,
  /** Null until the password is given. */
  content: Type.Union([
    Type.Null(),
    Type.Object({
      fields: Type.Array(Type.Object({ field: Type.String(), label: LocalizedText, type: Type.String(), options: Type.Optional(Type.Record(Type.String(), Type.Unknown())) })),
      record: Type.Optional(RecordView),
      form: Type.Optional(Type.Object({ schema: Type.Unknown(), uiSchema: Type.Unknown() })),
    }),
  ]),
  pass: Type.Union([Type.String(), Type.Null()]),
});
export type SharedThing = Static<typeof SharedThing>;

export const shareRoutes = {
  shares: route({
    method: 'GET', path: '/api/shares', tag: 'shares', permission: 'member', summary: 'Links one made; for whoever manages members, all of them',
    query: Type.Object({ entity: Type.Optional(Key), record: Type.Optional(Uuid), document: Type.Optional(Key) }, { additionalProperties: false }), answer: list(ShareView),
  }),
  createShare: route({ method: 'POST', path: '/api/shares', tag: 'shares', permission: 'member', summary: 'A new link; its secret is shown this once', body: CreateShare, answer: Type.Object({ share: ShareView, path: Type.String() }) }),
  revokeShare: route({ method: 'DELETE', path: '/api/shares/:id', tag: 'shares', permission: 'member', summary: 'End a link', params: IdParams }),

  openShare: route({
    method: 'POST', path: '/api/shared/:token/open', tag: 'shares', permission: 'share', asks: true, summary: 'What is behind a link', params: TokenParams,
    body: Type.Object({ password: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }), answer: SharedThing,
  }),
  querySharedView: route({
    method: 'POST', path: '/api/shared/:token/query', tag: 'shares', permission: 'share', asks: true, summary: 'A page of a shared view', params: TokenParams,
    body: Type.Object({ ...Pass, query: Type.Pick(RecordQuery, ['filter', 'sort', 'search', 'limit', 'cursor']) }, { additionalProperties: false }), answer: RecordPage,
  }),
  submitSharedForm: route({
    method: 'POST', path: '/api/shared/:token/records', tag: 'shares', permission: 'share', summary: 'Send a public form', params: TokenParams,
    body: Type.Object({ ...Pass, values: RecordValues }, { additionalProperties: false }), answer: Type.Object({ received: Type.Literal(true) }),
  }),
};
