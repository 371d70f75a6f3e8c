/** Finds the records that the links of many rows mean, as far as whoever imports may see them. */

import type { Db } from '../platform/database.ts';
import { findByTitle } from '../records/find-by-title.ts';
import { labelsOf } from '../records/record-labels.ts';
import { findMeant } from '../records/write-door/find-meant.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { DEPARTMENTS, linkIssue, type LinkWanted, type RowIssue } from './row-values.ts';

/** Under which external keys of members are kept. */
export const MEMBER_ENTITY = '_member';

export type LinkResolver = (link: LinkWanted) => { readonly id: string } | { readonly issue: RowIssue };

type Way = Pick<LinkWanted, 'target' | 'match' | 'matchField'>;
const wayOf = ({ target, match, matchField }: LinkWanted): string => JSON.stringify([target, match, matchField ?? '']);

export async function findLinks(db: Db, writer: Writer, links: readonly LinkWanted[]): Promise<LinkResolver> {
  const ways = new Map<string, { readonly way: Way; readonly texts: Set<string>; readonly found: Map<string, Set<string>> }>();
  for (const link of links) {
    const key = wayOf(link);
    if (!ways.has(key)) ways.set(key, { way: link, texts: new Set(), found: new Map() });
    ways.get(key)?.texts.add(link.text);
  }
  for (const { way, texts, found } of ways.values()) {
    for (const { id, text } of await lookUp(db, writer, way, [...texts])) {
      const ids = found.get(text);
      if (ids) ids.add(id);
      else found.set(text, new Set([id]));
    }
  }
  return (link) => {
    const ids = ways.get(wayOf(link))?.found.get(link.text) ?? new Set<string>();
    const [id] = ids;
    return id !== undefined && ids.size === 1 ? { id } : { issue: linkIssue(link, ids.size) };
  };
}

function lookUp(db: Db, writer: Writer, { target, match, matchField }: Way, texts: readonly string[]): Promise<Found[]> {
  if (target === DEPARTMENTS) return departmentsByName(db, texts);
  if (match === 'externalKey') return byExternalKey(db, writer, target, texts);
  if (target === null) return membersBy(db, match === 'field' ? (matchField ?? 'name') : 'name', texts);
  return match === 'field' ? byUniqueField(db, writer, target, matchField ?? '', texts) : byTitle(db, writer, target, texts);
}

interface Found {
  readonly id: string;
  readonly text: string;
}

async function byExternalKey(db: Db, writer: Writer, target: string | null, keys: readonly string[]): Promise<Found[]> {
  const rows = await db.query<Found>('SELECT record_id AS id, key AS text FROM _external_key WHERE entity = $1 AND key = ANY ($2)', [target ?? MEMBER_ENTITY, keys]);
  if (target === null) return rows;
  const visible = await labelsOf(db, writer, rows.map(({ id }) => ({ entity: target, id })));
  return rows.filter(({ id }) => visible.has(`${target} ${id}`));
}

const MEMBER_COLUMNS: Readonly<Record<string, string>> = { name: 'name', email: 'email', phone: 'phone' };

function membersBy(db: Db, field: string, texts: readonly string[]): Promise<Found[]> {
  const column = MEMBER_COLUMNS[field] ?? 'name';
  return db.query<Found>(`SELECT m.id, t.text FROM unnest($1::text[]) AS t(text) JOIN _member m ON m.${column} = ${column === 'email' ? 'lower(t.text)' : 't.text'} WHERE m.status <> 'disabled'`, [texts]);
}

/** By name, or by the names from the top down: `Sales / North`. */
const departmentsByName = (db: Db, texts: readonly string[]): Promise<Found[]> =>
  db.query<Found>(
    `WITH RECURSIVE tree AS (
       SELECT id, name, name AS path FROM _department WHERE parent IS NULL AND deleted_at IS NULL
       UNION ALL SELECT d.id, d.name, t.path || '/' || d.name FROM _department d JOIN tree t ON d.parent = t.id WHERE d.deleted_at IS NULL
     )
     SELECT tree.id, t.text FROM unnest($1::text[]) AS t(text) JOIN tree ON tree.name = t.text OR tree.path = regexp_replace(t.text, '\s*/\s*', '/', 'g')`,
    [texts],
  );

async function byTitle(db: Db, writer: Writer, target: string, titles: readonly string[]): Promise<Found[]> {
  return (await findByTitle(db, writer, target, titles)).map(({ id, title }) => ({ id, text: title }));
}

/** Each text is read as the field writes it: a telephone number is found however it is spelled. */
async function byUniqueField(db: Db, writer: Writer, target: string, key: string, texts: readonly string[]): Promise<Found[]> {
  const field = writer.design.entities.get(target)?.fields.get(key);
  if (!field) return [];
  const env = { timeZone: writer.workspace.timeZone, locale: 'en' as const };
  const wanted = texts.flatMap((text, index) => {
    const parsed = field.type.parseText(text, field.document, env);
    return parsed.ok ? [{ index, values: { [key]: field.type.canonical(parsed.value, field.document) ?? null } }] : [];
  });
  return (await findMeant(db, writer, target, [key], wanted)).flatMap(({ index, id }) => (texts[index] === undefined ? [] : [{ id, text: texts[index] }]));
}
