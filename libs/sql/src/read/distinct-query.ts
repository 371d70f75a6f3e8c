/** The values a field has among the records an actor may see, with how often; most frequent first. */

import { fail, ok, type FieldProblemInput, type Result } from '@tessera/contract';
import { isGroupable } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { textMatch } from '../text-match.ts';
import { groupKey } from './group-keys.ts';
import { createJoins } from './joins.ts';
import { keeping } from './kept-questions.ts';
import { checkEntity, knownFilter, lookUp, type Problems } from './known-fields.ts';
import { matchConditions } from './match-conditions.ts';
import { ListAssembly, writeCell, type AssemblyOptions, type CellShape } from './page-cells.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { securedRelation } from './secured-relation.ts';

export interface DistinctRequest {
  readonly entity: string;
  /** A field or path; of a list each of its entries counts. */
  readonly field: string;
  readonly filter?: unknown;
  readonly search?: string | undefined;
  /** Of the value, or of what people call it; whatever the case. */
  readonly startsWith?: string | undefined;
  readonly limit: number;
}

export interface DistinctStatement extends SqlText {
  readonly shape: { readonly value: CellShape; readonly limit: number };
}

/** The values, and one more where there are more, for `distinctAssembly`. Empty values are left out. */
export const distinctQuery = keeping(compileDistinct);

function compileDistinct(context: ReadContext, request: DistinctRequest): Result<DistinctStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const problems: FieldProblemInput[] = [];
  const field = lookUp(context, request.entity, request.field, 'field', problems);
  if (field && !isGroupable(field.path.field)) problems.push(fieldWithoutDistinct(request.field));
  const filter = knownFilter(context, request.entity, request.filter);
  if (!field || problems.length > 0 || !filter.ok) return fail([...problems, ...(filter.ok ? [] : filter.problem)]);

  const read = readStatement(context);
  const relation = securedRelation(read, request.entity);
  const joins = createJoins(read);
  const key = groupKey(read, joins, relation, field, undefined);
  const conditions = matchConditions(read, relation, filter.value, request.search);
  const values = read.statement.alias();
  const value = `${values}."value"`;
  const label = key.label?.(value) ?? null;
  const outer = [`${value} IS NOT NULL`, ...(request.startsWith ? [textMatch(read.statement, '', request.startsWith, '%')(label?.sql ?? `${value}::text`)] : [])];
  const limit = Math.trunc(request.limit);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const columns = [value, ...(label ? [label.sql] : []), `${values}."count"`].map((sql, index) => `${sql} AS ${quoteIdent(`c${index}`)}`);
  const text = [
    `SELECT ${columns.join(', ')}`,
    `FROM (SELECT ${key.sql} AS "value", count(*)::int AS "count" FROM ${[relation.from(), ...joins.list()].join(' ')}${where} GROUP BY 1) ${values}`,
    ...(label?.join ? [label.join()] : []),
    `WHERE ${outer.join(' AND ')}`,
    `ORDER BY ${values}."count" DESC, ${value} LIMIT ${limit + 1}`,
  ].join('\n');
  return ok({ ...read.statement.finish(text), shape: { value: { name: '', form: key.form }, limit } });
}

/** `finish('items')` gives the JSON of a `DistinctAnswer`. */
export function distinctAssembly({ value, limit }: DistinctStatement['shape'], options: AssemblyOptions = {}): ListAssembly {
  return new ListAssembly(
    limit,
    (out, bytes, start) => {
      out.ascii('{"value":');
      const at = writeCell(out, value, bytes, start + 2, options.cipher);
      out.ascii(',"count":');
      writeCell(out, { name: '', form: 'int' }, bytes, at, options.cipher);
      out.byte(0x7d);
    },
    options,
  );
}

const fieldWithoutDistinct = (name: string): FieldProblemInput => ({
  path: 'field',
  code: 'FIELD_NOT_GROUPABLE',
  params: { field: name },
  message: { en: `The values of "${name}" cannot be listed.`, 'zh-CN': `无法列出“${name}”的取值。` },
});
