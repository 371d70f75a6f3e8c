/** View documents: how records of an entity are listed. */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import type { Filter } from './filter.ts';
import { Key } from './keys.ts';

export const FilterSchema = Type.Unsafe<Filter>({ type: 'object', description: 'A filter tree: { and | or: [...] }, { not }, or { field, op, value }.' });

export const SortKeySchema = Type.Object(
  { field: Type.String({ maxLength: 100 }), desc: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

export const ViewDocument = Type.Object(
  {
    /** Unique in the workspace; an entity's default view has the entity's key. */
    key: Key,
    entity: Key,
    label: LocalizedText,
    kind: Type.Enum(['grid']),
    columns: Type.Array(
      Type.Object(
        { field: Type.String({ maxLength: 100 }), width: Type.Optional(Type.Integer({ minimum: 40, maximum: 1200 })) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
    filter: Type.Optional(FilterSchema),
    sort: Type.Optional(Type.Array(SortKeySchema, { maxItems: 5 })),
  },
  { additionalProperties: false },
);
export type ViewDocument = Static<typeof ViewDocument>;
