/** Questions made by chance: filters, sorts and searches such as people send, some of them about what is hidden. */

import type { FieldCondition, Filter, FilterOperand, SortKey } from '@tessera/contract';
import { resolvePath, resolveRelated, type Design, type FieldModel } from '@tessera/model';
import { kindOf } from '../storage.ts';
import { below, MEMBERS, pick, type Chance, type World } from './spec-world.ts';

export interface QuestionMaker {
  readonly design: Design;
  readonly random: Chance;
  /** Operands are taken from the cells of these worlds: whoever guesses, guesses well. */
  readonly worlds: readonly World[];
}

/** Own fields and paths of one relation, whether or not anybody may read them. */
export function pathsFrom(design: Design, entity: string): readonly string[] {
  const fields = [...(design.entities.get(entity)?.fields.values() ?? [])].filter(({ type }) => type.refersTo !== 'rows');
  const own = fields.map(({ key }) => key);
  const over = fields.filter(({ type, many }) => type.refersTo === 'record' && !many).flatMap(({ key, target }) => [...(design.entities.get(target ?? '')?.fields.keys() ?? [])].map((far) => `${key}.${far}`));
  const parent = design.entities.get(entity)?.parent;
  const up = parent ? [...(design.entities.get(parent)?.fields.values() ?? [])].filter(({ type }) => type.refersTo !== 'rows').map(({ key }) => `parent.${key}`) : [];
  return [...own, ...over, ...up];
}

/** Names of the rows a record has elsewhere. */
export function relatedFrom(design: Design, entity: string): readonly string[] {
  const own = [...(design.entities.get(entity)?.fields.values() ?? [])].filter(({ type, computed }) => type.refersTo !== null && !computed).map(({ key }) => key);
  const incoming = [...design.entities.values()].flatMap(({ key, fields }) => [...fields.values()].filter(({ type, target, computed }) => type.refersTo === 'record' && target === entity && !computed).map((field) => `${key}:${field.key}`));
  return [...own, ...incoming];
}

export function someFilter(maker: QuestionMaker, entity: string, pathsOf: (entity: string) => readonly string[], depth = 0): Filter {
  const { random } = maker;
  const kind = depth >= 3 ? 9 : below(random, 12);
  const parts = (): Filter[] => Array.from({ length: below(random, 4) }, () => someFilter(maker, entity, pathsOf, depth + 1));
  if (kind < 2) return { and: parts() };
  if (kind < 4) return { or: parts() };
  if (kind < 5) return { not: someFilter(maker, entity, pathsOf, depth + 1) };
  return (kind < 7 ? someRelated(maker, entity, pathsOf, depth) : null) ?? someCondition(maker, entity, pathsOf(entity));
}

function someRelated(maker: QuestionMaker, entity: string, pathsOf: (entity: string) => readonly string[], depth: number): Filter | null {
  const { design, random } = maker;
  const related = pick(random, relatedFrom(design, entity));
  const found = related === undefined ? null : resolveRelated(design, entity, related);
  if (!found?.ok || pathsOf(found.value.entity).length === 0) return null;
  const inner = (): Filter => someFilter(maker, found.value.entity, pathsOf, depth + 2);
  switch (below(random, 5)) {
    case 0:
      return { related, some: inner() };
    case 1:
      return { related, none: inner() };
    case 2:
      return { related, every: inner() };
    default: {
      const count = { op: pick(random, ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const), value: below(random, 3) };
      return random() < 0.5 ? { related, count } : { related, count, where: inner() };
    }
  }
}

/** Periods are asked for by the clock; specs of their own look after them. */
const PERIODS: readonly string[] = ['within', 'notWithin'];

/** Types whose operators are all fit to compare; texts are not compared by order, which is the collation's. */
function someCondition(maker: QuestionMaker, entity: string, paths: readonly string[]): Filter {
  const { design, random } = maker;
  const path = pick(random, paths);
  const found = resolvePath(design, entity, path);
  if (!found.ok) return { field: path, op: 'isEmpty' };
  const { field } = found.value;
  const isText = kindOf(field) === 'text';
  const operators = field.valueType.operators.filter((op) => !PERIODS.includes(op) && !(isText && ['lt', 'lte', 'gt', 'gte', 'between'].includes(op)));
  if (operators.length === 0) return { and: [] };
  const op = pick(random, operators);
  if (op === 'isEmpty' || op === 'isNotEmpty') return { field: path, op };
  if (op === 'in' || op === 'notIn') return { field: path, op, value: [someOperand(maker, found.value.entity, field), someOperand(maker, found.value.entity, field)].flat() as string[] };
  if (op === 'between') return { field: path, op, value: [someOperand(maker, found.value.entity, field), someOperand(maker, found.value.entity, field)] };
  return { field: path, op, value: operandFor(maker, op, found.value.entity, field) };
}

function operandFor(maker: QuestionMaker, op: FieldCondition['op'], entity: string, field: FieldModel): FilterOperand {
  const { random } = maker;
  if (field.valueType.variables.includes('me') && random() < 0.5) return { var: 'me' };
  if (kindOf(field) === 'timestamptz' && random() < 0.2) return { var: 'now' };
  const operand = someOperand(maker, entity, field);
  return ['contains', 'notContains', 'startsWith', 'endsWith'].includes(op) && kindOf(field) === 'text' ? somePart(random, String(operand)) : operand;
}

/** A value of the field in one of the worlds, or one that fits its type. */
function someOperand({ random, worlds }: QuestionMaker, entity: string, field: FieldModel): string | boolean | number {
  const rows = worlds.flatMap((world) => world[entity] ?? []);
  const row = pick(random, rows);
  const cell = row === undefined ? null : field.key in row.values ? row.values[field.key] : (row as unknown as Record<string, unknown>)[field.key];
  const value = Array.isArray(cell) ? cell[0] : cell;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  switch (kindOf(field)) {
    case 'boolean':
      return random() < 0.5;
    case 'uuid':
    case 'uuid[]':
      return pick(random, MEMBERS);
    case 'date':
      return '2024-02-15';
    case 'timestamptz':
      return '2024-02-15T00:00:00.000Z';
    case 'int':
      return 1 + below(random, 5);
    case 'numeric':
      return String(below(random, 20));
    default:
      return pick(random, ['a', '上', 'ü', '%', '_', '\\', 'x']);
  }
}

/** One to three characters of a text, in either case. */
export function somePart(random: Chance, text: string): string {
  const characters = [...text];
  const start = below(random, Math.max(1, characters.length));
  const part = characters.slice(start, start + 1 + below(random, 3)).join('') || 'a';
  return random() < 0.3 ? part.toUpperCase() : part;
}

export function someSort({ design, random }: QuestionMaker, entity: string, paths: readonly string[]): SortKey[] {
  const sortable = paths.filter((path) => {
    const found = resolvePath(design, entity, path);
    return found.ok && found.value.field.valueType.sortable;
  });
  return Array.from({ length: below(random, 4) }, () => ({ field: pick(random, sortable), ...(random() < 0.5 ? { desc: true } : {}) }));
}
