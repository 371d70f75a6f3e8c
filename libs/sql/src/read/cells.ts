/**
 * Values of a row as result columns for page-cells.ts: plain ones as they lie in the table, links as the id and the
 * label of what they lead to, everything else as JSON text.
 */

import type { FieldModel } from '@tessera/model';
import { isDepartment, isLookedUp, isMember, isRelation, isSubform, isToMany, kindOf } from '../storage.ts';
import { fieldOf } from '../value-expression.ts';
import type { Joins } from './joins.ts';
import type { KnownExpansion, KnownField } from './known-fields.ts';
import type { CellShape } from './page-cells.ts';
import type { ReadStatement } from './read-context.ts';
import { departmentName, labelText, memberName } from './references.ts';
import { clearJson, expandedJson } from './row-json.ts';
import type { SecuredColumns } from './secured-relation.ts';

export interface Cell {
  readonly columns: readonly string[];
  readonly shape: CellShape;
}

/** What is asked for of a row, in the order asked; an expanded relation is in the place of its field. */
export function cellsOf(read: ReadStatement, joins: Joins, columns: SecuredColumns, fields: readonly KnownField[], expansions: readonly KnownExpansion[]): readonly Cell[] {
  const expanded = ({ name, related }: KnownExpansion): Cell => {
    const { sql, sealed } = expandedJson(read, columns, related);
    return { columns: [sql], shape: { name, form: 'json', sealed } };
  };
  const more = expansions.filter(({ name }) => !fields.some((field) => field.name === name));
  return [...fields.map((field) => {
    const expansion = expansions.find(({ name }) => name === field.name);
    return expansion ? expanded(expansion) : cellOf(read, joins, columns, field);
  }), ...more.map(expanded)];
}

export function cellOf(read: ReadStatement, joins: Joins, columns: SecuredColumns, { name, path }: KnownField): Cell {
  const owner = path.hops.reduce((from, hop) => joins.follow(from, hop.field), columns);
  const masked = owner.masked(path.field.key);
  const clear = owner.hasClear(path.field.key) ? clearCell(read, joins, owner, name, path.field) : { columns: [], shape: { name, form: 'none' } as const };
  if (masked === null) return clear;
  const sealed = path.field.encrypted ? { entity: owner.entity.key, field: path.field.key, masks: masked.masks } : undefined;
  return { columns: [masked.sql, ...clear.columns], shape: { ...clear.shape, mask: { beside: clear.columns.length, sealed } } };
}

function clearCell(read: ReadStatement, joins: Joins, columns: SecuredColumns, name: string, field: FieldModel): Cell {
  if (isLookedUp(field)) {
    const target = joins.follow(columns, field.key);
    if (!target.hasClear(field.lookup.field)) return { columns: [], shape: { name, form: 'none' } };
    return clearCell(read, joins, target, name, fieldOf(target.entity, field.lookup.field));
  }
  if (isSubform(field) || isToMany(field)) {
    const { sql, sealed } = clearJson(read, columns, field);
    return { columns: [sql], shape: { name, form: 'json', sealed } };
  }
  if (isRelation(field)) {
    const target = joins.follow(columns, field.key);
    return { columns: [target.column('id'), labelText(target)], shape: { name, form: 'ref' } };
  }
  const value = columns.column(field.key);
  if (isMember(field)) return { columns: [value, memberName(read, value)], shape: { name, form: 'ref' } };
  if (isDepartment(field)) return { columns: [value, departmentName(read, value)], shape: { name, form: 'ref' } };
  if (field.encrypted) return { columns: [value], shape: { name, form: 'sealed', sealed: [{ way: [], entity: columns.entity.key, field: field.key }] } };
  return { columns: [value], shape: { name, form: kindOf(field) } };
}
