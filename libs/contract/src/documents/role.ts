/**
 * Role documents: a role is a list of rules. A member holds several roles; each role is decided on its
 * own (a deny takes away only within its role) and the answers are united per cell.
 */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import { Key } from './keys.ts';
import { FilterSchema } from './view.ts';

export const RECORD_ACTIONS = ['read', 'create', 'update', 'delete', 'export', 'import'] as const;
export type RecordAction = (typeof RECORD_ACTIONS)[number];

/** Rights outside records. `design`: entities, forms, views, processes, templates. `members`: people and roles. */
export const CAPABILITIES = ['design', 'members'] as const;
export type Capability = (typeof CAPABILITIES)[number];

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
