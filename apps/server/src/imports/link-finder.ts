/** Finds the records that the links of many rows mean, as far as whoever imports may see them. */

import type { Db } from '../platform/database.ts';
import { findByTitle } from '../records/find-by-title.ts';
import { labelsOf } from '../records/record-labels.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { linkIssue, type LinkWanted, type RowIssue } from './row-values.ts';

/** Under which external keys of members are kept. */
export const MEMBER_ENTITY = '_member';

export type LinkResolver = (link: LinkWanted) => { readonly id: string } | { readonly issue: RowIssue };

export async function findLinks(db: Db, writer: Writer, links: readonly LinkWanted[]): Promise<LinkResolver> {
  const found = new Map<string, string[]>();
  const placeOf = ({ target, match, text }: LinkWanted): string => JSON.stringify([target, match, text]);
  const kinds = new Map(links.map(({ target, match }) => [`${target} ${match}`, { target, match }]));
  for (const { target, match } of kinds.values()) {
    const texts = [...new Set(links.filter((link) => link.target === target && link.match === match).map(({ text }) => text))];
    const rows = match === 'externalKey' ? await byExternalKey(db, writer, target, texts) : target === null ? await membersByName(db, texts) : await byTitle(db, writer, target, texts);
    for (const { id, text } of rows) {
      const place = JSON.stringify([target, match, text]);
      found.set(place, [...(found.get(place) ?? []), id]);
    }
  }
  return (link) => {
    const ids = found.get(placeOf(link)) ?? [];
    const [id] = ids;
    return id !== undefined && ids.length === 1 ? { id } : { issue: linkIssue(link, ids.length) };
  };
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

const membersByName = (db: Db, names: readonly string[]): Promise<Found[]> =>
  db.query<Found>(`SELECT id, name AS text FROM _member WHERE name = ANY ($1) AND status <> 'disabled'`, [names]);

async function byTitle(db: Db, writer: Writer, target: string, titles: readonly string[]): Promise<Found[]> {
  return (await findByTitle(db, writer, target, titles)).map(({ id, title }) => ({ id, text: title }));
}
