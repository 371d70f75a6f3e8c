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

export const DATE_BUCKETS = ['day', 'week', 'month', 'quarter', 'year'] as const;
/** What the values of a field add up to. */
export const FIELD_AGGREGATES = ['filled', 'empty', 'unique', 'sum', 'avg', 'min', 'max'] as const;

export const GroupKeySchema = Type.Object(
  { field: Type.String({ maxLength: 100 }), bucket: Type.Optional(Type.Enum([...DATE_BUCKETS])), desc: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

export const MAX_VIEW_GROUPS = 3;
export const MAX_VIEW_TOTALS = 20;

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
    /** Fields or paths rows are grouped by, the outermost first; dates and instants by `bucket`. */
    groups: Type.Optional(Type.Array(GroupKeySchema, { maxItems: MAX_VIEW_GROUPS })),
    /** What stands below a column, for every record that matches and for each group. */
    totals: Type.Optional(
      Type.Array(Type.Object({ field: Type.String({ maxLength: 100 }), aggregate: Type.Enum([...FIELD_AGGREGATES]) }, { additionalProperties: false }), { maxItems: MAX_VIEW_TOTALS }),
    ),
  },
  { additionalProperties: false },
);
export type ViewDocument = Static<typeof ViewDocument>;
