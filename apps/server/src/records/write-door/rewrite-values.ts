/**
 * The part of the write door for changes of a design: one choice takes the place of others in every record that holds
 * them, the deleted ones included, which may come back. It asks for no rights of a person over records, as the whole table
 * changes; all else is as with any change: new versions, the history, the outbox.
 */

import { typeOf, watchedFields, type Design, type EntityModel } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import type { Workspace } from '../../http/actor.ts';
import type { Db } from '../../platform/database.ts';
import { newId } from '../../platform/new-id.ts';

export interface RewriteContext {
  readonly design: Design;
  readonly workspace: Workspace;
  /** Whoever changes the design. */
  readonly member: string;
  readonly at: Date;
}

export interface ChoiceRewrite {
  readonly entity: string;
  readonly field: string;
  readonly from: readonly string[];
  readonly into: string;
}

const PORTION = 5_000;

/** Gives how many records have changed. In the caller's transaction. */
export async function rewriteChoices(db: Db, context: RewriteContext, rewrite: ChoiceRewrite): Promise<number> {
  const entity = context.design.entities.get(rewrite.entity);
  if (!entity) throw new Error(`no entity ${rewrite.entity} in the design`);
  const sql = rewriteStatement(context.design, entity, rewrite.field);
  for (let rewritten = 0; ; ) {
    const ids = Array.from({ length: PORTION }, newId);
    const [row] = await db.query<{ records: number }>(sql, [rewrite.from, rewrite.into, context.at, context.member, ids]);
    const records = row?.records ?? 0;
    rewritten += records;
    if (records < PORTION) return rewritten;
  }
}

/** Takes the values of a field that is encrypted from now on out of the history, where they stand in clear. That they changed stays. */
export async function forgetToldValues(db: Db, entity: EntityModel, field: string): Promise<void> {
  const place = entity.parent === null ? 'h."entity" = $1 AND h."row_entity" IS NULL' : 'h."row_entity" = $1';
  await db.query(
    `UPDATE "_history" h SET "changes" = CASE jsonb_typeof(h."changes") WHEN 'object' THEN h."changes" - $2::text
       ELSE (SELECT jsonb_agg(CASE WHEN e ->> 'field' = $2 THEN e || '{"from": null, "to": null}' ELSE e END ORDER BY n) FROM jsonb_array_elements(h."changes") WITH ORDINALITY x(e, n)) END
     WHERE ${place} AND CASE jsonb_typeof(h."changes") WHEN 'object' THEN h."changes" ? $2 ELSE h."changes" @> jsonb_build_array(jsonb_build_object('field', $2::text)) END`,
    [entity.key, field],
  );
}

/** `$1` the choices that go, `$2` the one that stays, `$3` when, `$4` who, `$5` ids for the history. */
function rewriteStatement(design: Design, entity: EntityModel, field: string): string {
  const [table, column] = [quoteIdent(entity.key), quoteIdent(field)];
  const document = entity.fields.get(field)?.document;
  const isList = document !== undefined && typeOf(document).valueKind === 'textList';
  const holds = isList ? `t.${column} && $1::text[]` : `t.${column} = ANY ($1::text[])`;
  const value = isList
    ? `(SELECT array_agg(d.v ORDER BY d.n) FROM (SELECT s.v, min(s.n) AS n FROM (SELECT CASE WHEN u.e = ANY ($1::text[]) THEN $2::text ELSE u.e END AS v, u.n FROM unnest(h.old) WITH ORDINALITY u(e, n)) s GROUP BY s.v) d)`
    : '$2::text';
  const stamps = [...entity.fields.values()].flatMap((other) => {
    const watched = other.type.stamps === null ? [] : (watchedFields(other.document) ?? [field]);
    return watched.includes(field) ? [`${quoteIdent(other.key)} = ${other.type.stamps === 'at' ? '$3::timestamptz' : '$4::uuid'}`] : [];
  });
  const set = [`${column} = ${value}`, '"version" = t."version" + 1', '"updated_at" = $3::timestamptz', '"updated_by" = $4::uuid', ...stamps].join(', ');
  const subform = entity.parent === null ? undefined : design.entities.get(entity.parent)?.children.find((child) => child.entity === entity.key)?.field;
  const root = rootOf(entity, subform);
  return `WITH held AS (SELECT t."id", t.${column} AS old${entity.parent === null ? '' : ', t."parent"'} FROM ${table} t WHERE ${holds} ORDER BY t."id" LIMIT ${PORTION} FOR NO KEY UPDATE),
    changed AS (UPDATE ${table} t SET ${set} FROM held h WHERE t."id" = h."id" RETURNING t."id", t."version", h.old, t.${column} AS new${entity.parent === null ? '' : ', t."parent"'}),
    records AS (${root.records}),
    lines AS (SELECT c.*, row_number() OVER (ORDER BY c."id") AS n FROM changed c),
    told AS (INSERT INTO "_history" ("id", "entity", "record_id", "version", "at", "actor", "action", "via_kind", "via_ref", "subform", "row_entity", "row_id", "changes")
      SELECT ($5::uuid[])[l.n], ${root.entity}, r."id", r."version", $3::timestamptz, $4::uuid, 'update', 'api', NULL, ${root.row},
        jsonb_build_array(jsonb_build_object('field', ${literal(field)}, 'from', to_jsonb(l.old), 'to', to_jsonb(l.new))) FROM lines l JOIN records r ON r."id" = ${root.of}),
    sent AS (INSERT INTO "_outbox" ("at", "entity", "record_id", "version", "action") SELECT $3::timestamptz, ${root.entity}, r."id", r."version", 'update' FROM records r)
    SELECT count(*)::int AS "records" FROM changed`;
}

/** A row of a subform changes its record, which gets a new version with it. */
function rootOf(entity: EntityModel, subform: string | undefined): { readonly records: string; readonly entity: string; readonly row: string; readonly of: string } {
  if (entity.parent === null) return { records: 'SELECT "id", "version" FROM changed', entity: literal(entity.key), row: 'NULL, NULL, NULL::uuid', of: 'l."id"' };
  const parent = quoteIdent(entity.parent);
  return {
    records: `UPDATE ${parent} p SET "version" = p."version" + 1, "updated_at" = $3::timestamptz, "updated_by" = $4::uuid WHERE p."id" IN (SELECT "parent" FROM held) RETURNING p."id", p."version"`,
    entity: literal(entity.parent),
    row: `${literal(subform ?? '')}, ${literal(entity.key)}, l."id"`,
    of: 'l."parent"',
  };
}

/** Keys are letters, digits and `_` only. */
const literal = (key: string): string => `'${key}'`;
