/**
 * Role documents: a role is a list of rules. A member holds several roles; each role is decided on its
 * own (a deny takes away only within its role) and the answers are united per cell.
 */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import { Key } from './keys.ts';
import { FilterSchema } from './view.ts';

/**
 * `print` and `share` never reach beyond `read`; `run`: start a process on the record; `design`: change the entity itself,
 * its forms and views, which knows neither rows nor fields.
 */
export const RECORD_ACTIONS = ['read', 'create', 'update', 'delete', 'export', 'import', 'print', 'share', 'comment', 'run', 'design'] as const;
export type RecordAction = (typeof RECORD_ACTIONS)[number];

/**
 * Rights outside records. `design`: every entity, form, view, process, template. `members`: people, departments, groups and
 * roles. `audit`: reading the audit trail and lifting freezes. `keys`: making API keys for oneself.
 */
export const CAPABILITIES = ['design', 'members', 'audit', 'keys'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/**
 * How much of a value is shown: so many characters of its start and end, four asterisks for the rest, however long it is.
 * At least a third stays hidden, of a short value half. `domain`: what follows the @ of an e-mail is shown as well. A value that is no
 * text shows nothing.
 */
export const Mask = Type.Object(
  { start: Type.Integer({ minimum: 0, maximum: 20 }), end: Type.Integer({ minimum: 0, maximum: 20 }), domain: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type Mask = Static<typeof Mask>;

export const RoleRule = Type.Object(
  {
    effect: Type.Enum(['allow', 'deny']),
    actions: Type.Array(Type.Enum([...RECORD_ACTIONS]), { minItems: 1 }),
    /** An entity's key, or `*` for all of them. */
    entity: Type.String({ pattern: '^(\\*|[a-z][a-z0-9_]{0,47})$' }),
    /** Absent: every field. Refused when empty: an empty list would read as "every field" to CASL. */
    fields: Type.Optional(Type.Array(Key, { minItems: 1, maxItems: 300 })),
    /** Rows the rule is about; absent: all rows. */
    where: Type.Optional(FilterSchema),
    /** Only to allow `read` of named fields, and no other action: on these rows they are shown masked, where no later rule says otherwise. */
    mask: Type.Optional(Mask),
  },
  { additionalProperties: false },
);
export type RoleRule = Static<typeof RoleRule>;

export const RoleDocument = Type.Object(
  {
    key: Key,
    label: LocalizedText,
    description: Type.Optional(LocalizedText),
    capabilities: Type.Optional(Type.Array(Type.Enum([...CAPABILITIES]))),
    rules: Type.Array(RoleRule, { maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type RoleDocument = Static<typeof RoleDocument>;

/** The built-in role with every right; it cannot be edited or deleted. */
export const ADMIN_ROLE = 'admin';
