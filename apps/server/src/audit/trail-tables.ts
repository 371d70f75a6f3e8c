/** What of `_audit` goes into the chain, as SQL: every column, each as the one text it has whatever the session is set to. */

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Never reordered: a new column goes to the end, and only of entries that have it (as null it would change old hashes). */
const CHAINED = ['a.id::text', instant('a.at'), 'a.actor_kind', 'a.actor::text', 'a.on_behalf_of::text', 'a.ip', 'a.action', 'a.entity', 'a.target', 'a.fields::text', 'a.records::text', 'a.record_ids::text', 'a.detail::text', 'a.request'];

/** A `text[]`; null where the line is gone (of an outer join). */
export const CHAINED_COLUMNS = `CASE WHEN a.id IS NULL THEN NULL ELSE ARRAY[${CHAINED.join(', ')}]::text[] END`;
