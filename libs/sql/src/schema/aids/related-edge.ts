/** How the rows of another table hang on a record: which table says so, and in which columns. */

import type { RelatedRows } from '@tessera/model';
import { entityOf, fieldOf } from '../../value-expression.ts';
import { isManyToMany, linkTable } from '../names.ts';
import type { Design } from '@tessera/model';

export interface RelatedEdge {
  /** Names the edge among those of one entity. */
  readonly name: string;
  /** Whose rows they are. */
  readonly rows: string;
  /** Column of the rows that holds the id of the record; null when a link table says it. */
  readonly column: string | null;
  readonly links: { readonly table: string; readonly record: 'from' | 'to'; readonly row: 'from' | 'to' } | null;
}

/** `entity` is the one whose records have the rows. Null for the one record a relation points to: it does not hang on this one. */
export function edgeOf(design: Design, entity: string, { kind, entity: rows, field }: RelatedRows): RelatedEdge | null {
  switch (kind) {
    case 'subform':
      return { name: field, rows, column: 'parent', links: null };
    case 'links':
      return { name: field, rows, column: null, links: { table: linkTable(entity, field), record: 'from', row: 'to' } };
    case 'incoming': {
      const many = isManyToMany(fieldOf(entityOf(design, rows), field).document);
      const name = `${rows}:${field}`;
      return many ? { name, rows, column: null, links: { table: linkTable(rows, field), record: 'to', row: 'from' } } : { name, rows, column: field, links: null };
    }
    case 'toOne':
      return null;
  }
}
