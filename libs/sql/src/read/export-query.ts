/**
 * All matching records as plain columns, for a cursor that streams them into a file. Rows and fields must be in
 * the scope of `export` as well as of `read`; filters, sorts and search may use whatever is readable.
 */

import { fail, ok, type FieldProblemInput, type Result, type SortKey } from '@tessera/contract';
import { pathFields, type FieldModel, type ResolvedPath } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { relatedSet, selectRelated } from '../related-rows.ts';
import { isDepartment, isLinks, isMember, isMembers, isRelation, isSubform, kindOf } from '../storage.ts';
import { fieldOf } from '../value-expression.ts';
import { wireColumn } from '../wire.ts';
import { orderBy } from './keyset.ts';
import { checkEntity, knownFields, knownFilter, knownSort, type KnownField, type Problems } from './known-fields.ts';
import { readStatement, type ReadContext, type ReadStatement } from './read-context.ts';
import { departmentName, exportedLabelText, memberName, memberNames, throughLink } from './references.ts';
import { matchConditions } from './match-conditions.ts';
import { securedRelation, sourceOf, type SecuredRelation } from './secured-relation.ts';
import { sortColumns } from './sort.ts';

export interface ExportRequest {
  readonly entity: string;
  /** Fields or paths; without it every field of the record that may be exported. Subforms are left out. */
  readonly fields?: readonly string[] | undefined;
  readonly filter?: unknown;
  readonly sort?: readonly SortKey[] | undefined;
  readonly search?: string | undefined;
}

export interface ExportStatement extends SqlText {
  /** What the columns `c0`, `c1`, … hold. */
  readonly columns: readonly { readonly name: string; readonly field: FieldModel; /** Of an encrypted field: what opens its envelopes. */ readonly open: ((envelope: string) => string) | null }[];
}

/**
 * Columns in wire form: decimals, dates and instants as text, `boolean`, `int`, `jsonb` and lists as they are, whatever
 * refers to records, members or departments as the label people know (lists of them as `text[]`), encrypted values as
 * their envelope.
 */
export function exportQuery(context: ReadContext, request: ExportRequest): Result<ExportStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = exportableFields(context, request.entity, request.fields);
  const filter = knownFilter(context, request.entity, request.filter);
  const sort = knownSort(context, request.entity, request.sort ?? []);
  if (!fields.ok || !filter.ok || !sort.ok) return fail([fields, filter, sort].flatMap((part) => (part.ok ? [] : part.problem)));

  const read = readStatement(context);
  const relation = securedRelation(read, request.entity, { exporting: true });
  const order = sortColumns(read, relation, sort.value);
  const conditions = matchConditions(read, relation, filter.value, request.search);
  const columns = fields.value.map(({ path }, index) => `${exportedValue(read, relation, path.hops, path.field)} AS ${quoteIdent(`c${index}`)}`);
  const lines = [
    `SELECT ${columns.join(', ')}`,
    `FROM ${[relation.from(), ...order.joins()].join('\n  ')}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    `ORDER BY ${orderBy(order.columns)}`,
  ];
  return ok({ ...read.statement.finish(lines.join('\n')), columns: fields.value.map(({ name, path }) => ({ name, field: path.field, open: opener(context, path) })) });
}

function opener({ cipher }: ReadContext, { entity, field }: ResolvedPath): ((envelope: string) => string) | null {
  if (!field.encrypted) return null;
  if (!cipher) throw new Error(`${entity}.${field.key} is encrypted and nobody can open it`);
  return (envelope) => cipher.open(entity, field.key, envelope);
}

function exportableFields(context: ReadContext, entity: string, names: readonly string[] | undefined): Result<readonly KnownField[], Problems> {
  const known = knownFields(context, entity, names, false);
  if (!known.ok) return known;
  const mayLeave = ({ path }: KnownField): boolean => pathFields(entity, path).every(([owner, field]) => context.access.canField('export', owner, field));
  const fields = known.value.filter(({ path }) => !isSubform(path.field));
  const refused = names === undefined ? [] : fields.filter((field) => !mayLeave(field));
  if (refused.length > 0) return fail(refused.map(({ name }) => fieldNotExportable(names?.indexOf(name) ?? 0, name)));
  return ok(fields.filter(mayLeave));
}

function exportedValue(read: ReadStatement, row: SecuredRelation, hops: ResolvedPath['hops'], field: FieldModel): string {
  const [hop, ...rest] = hops;
  const through = (relation: string, value: (target: SecuredRelation) => string): string => throughLink(read, row.exported, relation, value, { exporting: true });
  if (hop !== undefined) return through(hop.field, (target) => exportedValue(read, target, rest, field));
  if (field.lookup) return through(field.key, (target) => exportedValue(read, target, [], fieldOf(target.entity, field.lookup?.field ?? '')));
  if (isRelation(field)) return through(field.key, (target) => exportedLabelText(read, target));
  if (isLinks(field)) return linkLabels(read, row, field);
  const value = row.exported.column(field.key);
  if (isMember(field)) return memberName(read, value);
  if (isMembers(field)) return memberNames(read, value);
  if (isDepartment(field)) return departmentName(read, value);
  return wireColumn(kindOf(field), value);
}

/** Labels of the records linked to that may be exported, in their order; NULL for none. */
function linkLabels(read: ReadStatement, row: SecuredRelation, field: FieldModel): string {
  let labels = '';
  const ends = { id: () => row.exported.column('id'), link: row.exported.link, hangs: row.exported.column };
  const set = relatedSet(read, { entity: row.entity, ends }, { kind: 'links', entity: field.target ?? '', field: field.key }, (entity, options) => {
    const target = securedRelation(read, entity, { ...options, exporting: true });
    labels = exportedLabelText(read, target);
    return sourceOf(read, target);
  });
  return `(${selectRelated(set, `array_agg(${labels} ORDER BY ${set.order})`)})`;
}

const fieldNotExportable = (index: number, name: string): FieldProblemInput => ({
  path: `fields.${index}`,
  code: 'FIELD_NOT_EXPORTABLE',
  params: { field: name },
  message: { en: `Your roles do not allow exporting "${name}".`, 'zh-CN': `您的角色不允许导出“${name}”。` },
});
