/**
 * From a record to the rows it has elsewhere: its subform rows, linked records, the one record a relation points to,
 * the records that point to it. Where rows come from (the tables themselves, or what an actor may see of them) is said
 * by a RowSource; how they hang together is said here, once.
 */

import type { ActorList } from '@tessera/contract';
import type { Design, EntityModel, FieldModel, RelatedRows } from '@tessera/model';
import { quoteIdent, tableName } from './quoting.ts';
import { linkTable } from './schema/names.ts';
import type { Statement } from './statement.ts';
import { isLinks } from './storage.ts';

/** Rows of one entity that conditions are put to. */
export interface Rows {
  readonly entity: EntityModel;
  /** The value of a field. */
  column(field: string): string;
  /** The hash of an encrypted field's value. */
  hash(field: string): string;
  related(related: RelatedRows): RelatedSet;
  /** Whether every link of the relation that is there may be seen. */
  hasOpenLinks(relation: FieldModel): boolean;
  /** Asks a condition once for all that name it; each for itself without it. */
  shared?(key: string, condition: () => string): string;
  /** Whether what a column of the row holds is in a list of the asker, found out once for all conditions; the list itself is asked without it. */
  inActorList?(column: string, list: ActorList): string;
}

/** What rows of one entity are joined by. */
export interface RowEnds {
  id(): string;
  /** The id a to-one relation holds; of `parent`, that of the owning record. */
  link(relation: string): string;
  /** The row's own id where this subform or relation with many links is there to be followed. */
  hangs(field: string): string;
}

/** Rows of one entity as an item of a FROM list. */
export interface RowSource extends RowEnds {
  readonly rows: Rows;
  /** Place of a child row among its siblings. */
  position(): string;
  /** With everything asked for so far; call it last. */
  from(): string;
}

export interface RelatedSet {
  readonly rows: Rows;
  /** The rows' own ids. */
  id(): string;
  /** What joins them to the record. */
  readonly joined: string;
  /** The order people gave them; by id where there is none. */
  readonly order: string;
  /** The FROM list; call it last. */
  from(): string;
}

export interface RelatedEnv {
  readonly statement: Pick<Statement, 'alias'>;
  readonly schema: string;
  readonly design: Design;
}

/** `underParent`: the rows are those of a record that is known to be there. */
export type OpenRows = (entity: string, options: { readonly underParent: boolean }) => RowSource;

export function relatedSet(env: RelatedEnv, owner: { readonly entity: EntityModel; readonly ends: RowEnds }, related: RelatedRows, open: OpenRows): RelatedSet {
  const { ends } = owner;
  const target = open(related.entity, { underParent: related.kind === 'subform' });
  const direct = (joined: string, order: string): RelatedSet => ({ rows: target.rows, id: target.id, joined, order, from: target.from });
  switch (related.kind) {
    case 'toOne':
      return direct(`${target.id()} = ${ends.link(related.field)}`, target.id());
    case 'subform':
      return direct(`${target.link('parent')} = ${ends.hangs(related.field)}`, `${target.position()}, ${target.id()}`);
    case 'links':
      return overLinks(env, target, linkTable(owner.entity.key, related.field), { near: 'from', far: 'to' }, ends.hangs(related.field), target.id());
    case 'incoming': {
      const relation = target.rows.entity.fields.get(related.field);
      if (!relation) throw new Error(`no relation ${related.entity}.${related.field}`);
      if (!isLinks(relation)) return direct(`${target.link(related.field)} = ${ends.id()}`, target.id());
      return overLinks(env, target, linkTable(related.entity, related.field), { near: 'to', far: 'from' }, ends.id(), target.hangs(related.field));
    }
  }
}

function overLinks(env: RelatedEnv, target: RowSource, table: string, { near, far }: { readonly near: string; readonly far: string }, here: string, there: string): RelatedSet {
  const link = env.statement.alias();
  return {
    rows: target.rows,
    id: target.id,
    joined: `${link}.${quoteIdent(near)} = ${here}`,
    order: near === 'from' ? `${link}."position", ${target.id()}` : target.id(),
    from: () => `${tableName(env.schema, table)} ${link} JOIN ${target.from()} ON ${there} = ${link}.${quoteIdent(far)}`,
  };
}

/** `SELECT … FROM … WHERE …` over the rows; `selected` and the conditions are asked for before the list is closed. */
export function selectRelated(set: RelatedSet, selected: string, conditions: readonly string[] = [], rest = ''): string {
  const where = [set.joined, ...conditions].join(' AND ');
  return `SELECT ${selected === '' ? '' : `${selected} `}FROM ${set.from()} WHERE ${where}${rest}`;
}
