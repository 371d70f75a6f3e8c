/** The work app's picture of the workspace: the documents, cut to what the actor may know. */

import { visibleModel, type Access } from '@tessera/access';
import type { EntityDocument, FormDocument, ViewDocument } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';

interface Visible {
  readonly entities: EntityDocument[];
  readonly forms: FormDocument[];
  readonly views: ViewDocument[];
}

/** An access lives as long as the documents it was made for. */
const known = new WeakMap<Access, Visible>();

export function visibleTo({ access, model }: Actor): Visible {
  let visible = known.get(access);
  if (visible === undefined) {
    const { entity, form, view } = model.documents;
    const all = <Document>(documents: ReadonlyMap<string, { document: Document }>): Document[] => [...documents.values()].map(({ document }) => document);
    visible = visibleModel(access, { entities: all(entity), forms: all(form), views: all(view) });
    known.set(access, visible);
  }
  return visible;
}
