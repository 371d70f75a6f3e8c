/**
 * Groups of records with what their values add up to, over the secured relation: what an actor may not see takes no
 * part, in no count and in no sum.
 */

import { fail, ok, type FieldProblemInput, type GROUP_AGGREGATES, type Result } from '@tessera/contract';
import { canAggregate, hasBuckets, isGroupable } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { kindOf, type StorageKind } from '../storage.ts';
import { groupKey, type DateBucket } from './group-keys.ts';
import { createJoins } from './joins.ts';
import { keeping } from './kept-questions.ts';
import { checkEntity, knownFilter, lookUp, type KnownField, type Problems } from './known-fields.ts';
import { matchConditions } from './match-conditions.ts';
import { ListAssembly, writeCell, type AssemblyOptions, type CellShape } from './page-cells.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { securedRelation } from './secured-relation.ts';

export type GroupAggregate = (typeof GROUP_AGGREGATES)[number];

export interface GroupRequest {
  readonly entity: string;
  readonly filter?: unknown;
  readonly search?: string | undefined;
  readonly by: readonly { readonly field: string; readonly bucket?: DateBucket | undefined; readonly desc?: boolean | undefined }[];
  readonly aggregates: readonly { readonly aggregate: GroupAggregate; readonly field?: string | undefined }[];
  readonly limit: number;
}

export interface GroupShape {
  readonly keys: readonly CellShape[];
  readonly values: readonly CellShape[];
  readonly limit: number;
}

export interface GroupStatement extends SqlText {
  readonly shape: GroupShape;
}

/** The groups in the order of their keys, and one more where there are more, for `groupAssembly`. */
export const groupQuery = keeping(compileGroup);

function compileGroup(context: ReadContext, request: GroupRequest): Result<GroupStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const by = knownKeys(context, request);
  const aggregates = knownAggregates(context, request);
  const filter = knownFilter(context, request.entity, request.filter);
  if (!by.ok || !aggregates.ok || !filter.ok) return fail([by, aggregates, filter].flatMap((part) => (part.ok ? [] : part.problem)));

  const read = readStatement(context);
  const relation = securedRelation(read, request.entity);
  const joins = createJoins(read);
  const keys = by.value.map((field, index) => groupKey(read, joins, relation, field, request.by[index]?.bucket));
  const values = aggregates.value.map(({ aggregate, field }) => {
    const owner = field?.path.hops.reduce((from, hop) => joins.follow(from, hop.field), relation as Parameters<typeof joins.follow>[0]);
    return aggregateOf(aggregate, field && owner ? { value: owner.column(field.path.field.key), kind: kindOf(field.path.field) } : null);
  });
  const conditions = matchConditions(read, relation, filter.value, request.search);

  const groups = read.statement.alias();
  const at = (name: string): string => `${groups}.${quoteIdent(name)}`;
  const labels = keys.map((key, index) => key.label?.(at(`k${index}`)) ?? null);
  const list = [...keys.map(({ sql }, index) => `${sql} AS ${quoteIdent(`k${index}`)}`), ...values.map(({ sql }, index) => `${sql} AS ${quoteIdent(`v${index}`)}`)];
  const inner = [
    `SELECT ${list.join(', ')}`,
    `FROM ${[relation.from(), ...joins.list()].join(' ')}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    ...(keys.length > 0 ? [`GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`] : []),
  ].join(' ');
  const columns = [
    ...keys.flatMap((_, index) => [at(`k${index}`), ...(labels[index] ? [labels[index].sql] : [])]),
    ...values.map((_, index) => at(`v${index}`)),
  ].map((sql, index) => `${sql} AS ${quoteIdent(`c${index}`)}`);
  // Keys that are ids come in the order of their names; what is empty comes last, as everywhere.
  const order = keys.flatMap((_, index) => {
    const direction = request.by[index]?.desc ? ' DESC' : '';
    const key = at(`k${index}`);
    return labels[index] ? [`CASE WHEN ${key} IS NOT NULL THEN ${labels[index].sql} END${direction}`, `${key}${direction}`] : [`${key}${direction}`];
  });
  const limit = Math.trunc(request.limit);
  const text = [
    `SELECT ${columns.join(', ')}`,
    `FROM (${inner}) ${groups}`,
    ...labels.flatMap((label) => (label?.join ? [label.join()] : [])),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    `LIMIT ${limit + 1}`,
  ].join('\n');
  const shapeOf = ({ form }: { readonly form: CellShape['form'] }): CellShape => ({ name: '', form });
  return ok({ ...read.statement.finish(text), shape: { keys: keys.map(shapeOf), values: values.map(shapeOf), limit } });
}

/** `finish('groups')` gives the JSON of a `GroupAnswer`. */
export function groupAssembly({ keys, values, limit }: GroupShape, options: AssemblyOptions = {}): ListAssembly {
  return new ListAssembly(
    limit,
    (out, bytes, start) => {
      let at = start + 2;
      const list = (name: string, cells: readonly CellShape[]): void => {
        out.ascii(`"${name}":[`);
        cells.forEach((cell, index) => {
          if (index > 0) out.byte(0x2c);
          at = writeCell(out, cell, bytes, at, options.cipher);
        });
        out.byte(0x5d);
      };
      out.byte(0x7b);
      list('keys', keys);
      out.byte(0x2c);
      list('values', values);
      out.byte(0x7d);
    },
    options,
  );
}

function knownKeys(context: ReadContext, { entity, by }: GroupRequest): Result<readonly KnownField[], Problems> {
  const problems: FieldProblemInput[] = [];
  const keys = by.flatMap(({ field: name, bucket }, index) => {
    const field = lookUp(context, entity, name, `by.${index}.field`, problems);
    if (field === null) return [];
    const { field: model } = field.path;
    if (!isGroupable(model)) problems.push(unfit(`by.${index}.field`, 'FIELD_NOT_GROUPABLE', name));
    else if (bucket !== undefined && !hasBuckets(model)) problems.push(unfit(`by.${index}.bucket`, 'FIELD_NOT_IN_TIME', name));
    return [field];
  });
  return problems.length > 0 ? fail(problems) : ok(keys);
}

interface KnownAggregate {
  readonly aggregate: GroupAggregate;
  readonly field: KnownField | null;
}

function knownAggregates(context: ReadContext, { entity, aggregates }: GroupRequest): Result<readonly KnownAggregate[], Problems> {
  const problems: FieldProblemInput[] = [];
  const known = aggregates.flatMap(({ aggregate, field: name }, index): KnownAggregate[] => {
    if (aggregate === 'count' && name === undefined) return [{ aggregate, field: null }];
    const path = `aggregates.${index}.field`;
    const field = lookUp(context, entity, name ?? '', path, problems);
    if (field === null) return [];
    if (!canAggregate(aggregate, field.path.field)) problems.push(unfit(path, 'FIELD_NOT_AGGREGABLE', name ?? ''));
    return [{ aggregate, field }];
  });
  return problems.length > 0 ? fail(problems) : ok(known);
}

function aggregateOf(aggregate: GroupAggregate, column: { readonly value: string; readonly kind: StorageKind } | null): { readonly sql: string; readonly form: StorageKind } {
  if (column === null) return { sql: 'count(*)::int', form: 'int' };
  const { value, kind } = column;
  switch (aggregate) {
    case 'count':
    case 'filled':
      return { sql: `count(${value})::int`, form: 'int' };
    case 'empty':
      return { sql: `(count(*) - count(${value}))::int`, form: 'int' };
    case 'unique':
      return { sql: `count(DISTINCT ${value})::int`, form: 'int' };
    case 'sum':
      return { sql: `coalesce(sum(${value}), 0)`, form: 'numeric' };
    case 'avg':
      return { sql: `trim_scale(round(avg(${value}), 10))`, form: 'numeric' };
    case 'min':
    case 'max':
      return { sql: `${aggregate}(${value})`, form: kind };
  }
}

const WORDINGS = {
  FIELD_NOT_GROUPABLE: { en: (name: string) => `Records cannot be grouped by "${name}".`, 'zh-CN': (name: string) => `不能按“${name}”分组。` },
  FIELD_NOT_IN_TIME: { en: (name: string) => `"${name}" is neither a day nor an instant: it has no periods.`, 'zh-CN': (name: string) => `“${name}”不是日期或时间字段，不能按周期分组。` },
  FIELD_NOT_AGGREGABLE: { en: (name: string) => `"${name}" cannot be aggregated in this way.`, 'zh-CN': (name: string) => `不能以这种方式汇总“${name}”。` },
} as const;

function unfit(path: string, code: keyof typeof WORDINGS, name: string): FieldProblemInput {
  return { path, code, params: { field: name }, message: { en: WORDINGS[code].en(name), 'zh-CN': WORDINGS[code]['zh-CN'](name) } };
}
