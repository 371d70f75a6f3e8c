/**
 * The rows a person can choose for an action without writing a condition: all, their own, those of people or departments
 * around them, and for entities that point to others those of such records. Pure.
 */

import type { EntityDocument, FieldDocument, Filter, RelationOptions } from '@tessera/contract';
import { sameCell, type Cell } from './cells.ts';

/** Whose records, as seen from whoever asks; `team` is their departments and all below. */
export const WHOSE = ['own', 'department', 'team', 'reports', 'group'] as const;
export type Whose = (typeof WHOSE)[number];

export type RowChoice =
  | { readonly key: 'all' }
  | { readonly key: Whose }
  /** A field of the record names a department of theirs, `below`: or one below. */
  | { readonly key: 'placed'; readonly below: boolean; readonly relation: FieldDocument }
  /** Of records that `relation` points to and that are theirs. */
  | { readonly key: 'via'; readonly whose: Whose; readonly relation: FieldDocument }
  /** The member's own, and those of records that are theirs. */
  | { readonly key: 'ownOrVia'; readonly relation: FieldDocument };

export function whoseRows(whose: Whose, path = ''): Filter {
  switch (whose) {
    case 'own':
      return { field: `${path}owner`, op: 'eq', value: { var: 'me' } };
    case 'department':
      return { field: `${path}owner`, op: 'in', value: { var: 'myColleagues' } };
    case 'team':
      return { field: `${path}owner`, op: 'in', value: { var: 'myTeam' } };
    case 'reports':
      return { field: `${path}owner`, op: 'in', value: { var: 'myReports' } };
    case 'group':
      return { field: `${path}owner`, op: 'in', value: { var: 'myGroupMembers' } };
  }
}

const relationsOf = (entity: EntityDocument, entities: readonly EntityDocument[]): FieldDocument[] =>
  entity.fields.filter((field) => {
    const options = field.options as RelationOptions | undefined;
    return field.type === 'relation' && options?.cardinality !== 'manyToMany' && entities.some((candidate) => candidate.key === options?.entity && !candidate.parent);
  });

/** `entity` is null for the row of every entity, where only what all of them have makes sense. */
export function rowChoices(entity: EntityDocument | null, entities: readonly EntityDocument[]): RowChoice[] {
  const related = entity ? relationsOf(entity, entities) : [];
  return [
    { key: 'all' },
    ...WHOSE.map((key): RowChoice => ({ key })),
    ...(entity?.fields ?? []).filter(({ type }) => type === 'department').flatMap((relation) => [false, true].map((below): RowChoice => ({ key: 'placed', below, relation }))),
    ...related.flatMap((relation): RowChoice[] => [{ key: 'ownOrVia', relation }, ...WHOSE.map((whose): RowChoice => ({ key: 'via', whose, relation }))]),
  ];
}

export function cellOf(choice: RowChoice): Exclude<Cell, 'none'> {
  switch (choice.key) {
    case 'all':
      return 'all';
    case 'via':
      return { where: whoseRows(choice.whose, `${choice.relation.key}.`) };
    case 'placed':
      return { where: { field: choice.relation.key, op: 'in', value: { var: choice.below ? 'myDepartmentsBelow' : 'myDepartments' } } };
    case 'ownOrVia':
      return { where: { or: [whoseRows('own'), whoseRows('own', `${choice.relation.key}.`)] } };
    default:
      return { where: whoseRows(choice.key) };
  }
}

/** Stable id of a choice, for menus. */
export function choiceId(choice: RowChoice): string {
  if (choice.key === 'via') return `via:${choice.relation.key}:${choice.whose}`;
  if (choice.key === 'placed') return `${choice.below ? 'placedBelow' : 'placed'}:${choice.relation.key}`;
  return 'relation' in choice ? `${choice.key}:${choice.relation.key}` : choice.key;
}

/** Null for a condition of its own. */
export const choiceFor = (cell: Exclude<Cell, 'none'>, choices: readonly RowChoice[]): RowChoice | null =>
  choices.find((choice) => sameCell(cellOf(choice), cell)) ?? null;
