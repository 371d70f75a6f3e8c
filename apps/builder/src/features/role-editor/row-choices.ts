/**
 * The rows a person can choose for an action without writing a condition: all, their own, and for entities
 * that point to others those of records they own. Pure.
 */

import type { EntityDocument, FieldDocument, Filter, RelationOptions } from '@tessera/contract';
import { sameCell, type Cell } from './role-matrix.ts';

const mine = (field: string): Filter => ({ field, op: 'eq', value: { var: 'me' } });
export const OWN_ROWS: Filter = mine('owner');

export type RowChoice =
  | { readonly key: 'all' }
  | { readonly key: 'own' }
  /** Of records whose `relation` is the member's. */
  | { readonly key: 'via'; readonly relation: FieldDocument }
  /** The member's own, and those of records that are theirs. */
  | { readonly key: 'ownOrVia'; readonly relation: FieldDocument };

const relationsOf = (entity: EntityDocument, entities: readonly EntityDocument[]): FieldDocument[] =>
  entity.fields.filter((field) => {
    const target = (field.options as RelationOptions | undefined)?.entity;
    return field.type === 'relation' && entities.some((candidate) => candidate.key === target && !candidate.parent);
  });

/** `entity` is null for the row of every entity, where only what all of them have makes sense. */
export function rowChoices(entity: EntityDocument | null, entities: readonly EntityDocument[]): RowChoice[] {
  const related = entity ? relationsOf(entity, entities) : [];
  return [
    { key: 'all' },
    { key: 'own' },
    ...related.map((relation): RowChoice => ({ key: 'ownOrVia', relation })),
    ...related.map((relation): RowChoice => ({ key: 'via', relation })),
  ];
}

export function cellOf(choice: RowChoice): Exclude<Cell, 'none'> {
  switch (choice.key) {
    case 'all':
      return 'all';
    case 'own':
      return { where: OWN_ROWS };
    case 'via':
      return { where: mine(`${choice.relation.key}.owner`) };
    case 'ownOrVia':
      return { where: { or: [OWN_ROWS, mine(`${choice.relation.key}.owner`)] } };
  }
}

/** Stable id of a choice, for menus. */
export const choiceId = (choice: RowChoice): string => ('relation' in choice ? `${choice.key}:${choice.relation.key}` : choice.key);

/** Null for a condition of its own. */
export const choiceFor = (cell: Exclude<Cell, 'none'>, choices: readonly RowChoice[]): RowChoice | null =>
  choices.find((choice) => sameCell(cellOf(choice), cell)) ?? null;
