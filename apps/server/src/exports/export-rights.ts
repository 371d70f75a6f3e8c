/**
 * What somebody may see and export of an entity, as one short text: a file is handed out only to who still may do what
 * its writer was allowed when it was written. Conditions that ask for lists of theirs mean other records once their
 * places (accounts/own-reach.ts) have changed. Pure.
 */

import { createHash } from 'node:crypto';
import type { Access } from '@tessera/access';
import { ACTOR_LISTS } from '@tessera/contract';
import type { Design } from '@tessera/model';

export function rightsOf({ access, design }: { readonly access: Access; readonly design: Design }, entity: string, fields: readonly string[], places: string): string {
  // Fields are paths over relations: rows of every entity on the way count, and every field named.
  const scopes: unknown[] = [];
  const rows = (key: string): void => void scopes.push(key, access.rowScope('read', key), access.rowScope('export', key));
  rows(entity);
  for (const path of fields) {
    let at = entity;
    for (const step of path.split('.')) {
      const field = design.entities.get(at)?.fields.get(step);
      scopes.push(at, step, access.fieldScope('read', at, step), access.fieldScope('export', at, step), access.masks('export', at, step));
      if (!field?.target || field.type.refersTo !== 'record') break;
      at = field.target;
      rows(at);
      const title = design.entities.get(at)?.title.key;
      if (title !== undefined) scopes.push(access.fieldScope('read', at, title), access.fieldScope('export', at, title), access.masks('export', at, title));
    }
  }
  const text = JSON.stringify(scopes);
  const asksForPlaces = ACTOR_LISTS.some((list) => text.includes(`"${list}"`));
  return createHash('sha256').update(asksForPlaces ? `${text} ${places}` : text).digest('base64url');
}
