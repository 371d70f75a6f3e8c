/**
 * All matching records as plain columns, for a cursor that streams them into a file. Rows and fields must be in
 * the scope of `export` (or `print`) as well as of `read`; filters, sorts and search may use whatever is readable.
 */

import { fail, ok, type FieldProblemInput, type Mask, type Result, type SortKey } from '@tessera/contract';
import { pathFields, type FieldModel, type ResolvedPath } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { relatedSet, selectRelated } from '../related-rows.ts';
import { isDepartment, isLinks, isLookedUp, isMember, isMembers, isRelation, isSubform, kindOf } from '../storage.ts';
import { fieldOf } from '../value-expression.ts';
import { wireColumn } from '../wire.ts';
import { orderBy } from './keyset.ts';
import { checkEntity, knownFields, knownFilter, knownSort, type KnownField, type Problems } from './known-fields.ts';
import { openedMask } from './page-cells.ts';
import { readStatement, type ReadContext, type ReadStatement } from './read-context.ts';
import { departmentName, labelText, memberName, memberNames, throughLink } from './references.ts';
import { matchConditions } from './match-conditions.ts';
import { securedRelation, sourceOf, type Leaving, type SecuredColumns, type SecuredRelation } from './secured-relation.ts';
import { sortColumns } from './sort.ts';

export interface ExportRequest {
  readonly entity: string;
  /** How they leave: `export` without it. */
  readonly leaving?: Leaving | undefined;
  /** Fields or paths; without it every field of the record that may be exported. Subforms are left out. */
  readonly fields?: readonly string[] | undefined;
  readonly filter?: unknown;
  readonly sort?: readonly SortKey[] | undefined;
  readonly search?: string | undefined;
}

export interface ExportStatement extends SqlText {
  /** What the columns `c0`, `c1`, … hold. */
  readonly columns: readonly ExportedColumn[];
}

export interface ExportedColumn {
  readonly name: string;
  readonly field: FieldModel;
  /** Of an encrypted field: what opens its envelopes. */
  readonly open: ((envelope: string) => string) | null;
  /** Of a field that may be masked: what makes the text to be shown of column `m0`, `m1`, …, which is NULL where the value is clear or empty. */
  readonly mask: ((text: string) => string) | null;
}

/**
 * Columns in wire form: decimals, dates and instants as text, `boolean`, `int`, `jsonb` and lists as they are, whatever
 * refers to records, members or departments as the label people know (lists of them as `text[]`), encrypted values as
 * their envelope.
 */
export function exportQuery(context: ReadContext, request: ExportRequest): Result<ExportStatement, Problems> {
  const entity = checkEntity(context, request.entity);
  if (!entity.ok) return entity;
  const fields = exportableFields(context, request);
  const filter = knownFilter(context, request.entity, request.filter);
  const sort = knownSort(context, request.entity, request.sort ?? []);
  if (!fields.ok || !filter.ok || !sort.ok) return fail([fields, filter, sort].flatMap((part) => (part.ok ? [] : part.problem)));

  const { leaving = 'export' } = request;
  const read = readStatement(context);
  const relation = securedRelation(read, request.entity, { leaving });
  const order = sortColumns(read, relation, sort.value);
  const conditions = matchConditions(read, relation, filter.value, request.search);
  const masked = fields.value.map(({ path }) => context.access.masks(leaving, path.entity, path.field.key).map(({ mask }) => mask));
  const columns = fields.value.flatMap(({ path }, index) => [
    `${exportedValue(read, leaving, relation, path.hops, path.field)} AS ${quoteIdent(`c${index}`)}`,
    ...(masked[index]?.length ? [`${maskAt(read, leaving, relation, path.hops, path.field)} AS ${quoteIdent(`m${index}`)}`] : []),
  ]);
  const lines = [
    `SELECT ${columns.join(', ')}`,
    `FROM ${[relation.from(), ...order.joins()].join('\n  ')}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    `ORDER BY ${orderBy(order.columns)}`,
  ];
  return ok({
    ...read.statement.finish(lines.join('\n')),
    columns: fields.value.map(({ name, path }, index) => ({ name, field: path.field, open: opener(context, path), mask: masked[index]?.length ? masker(context, path, masked[index]) : null })),
  });
}

/** Of an encrypted value the text is made when it was opened. */
const masker = ({ cipher }: ReadContext, { entity, field }: ResolvedPath, masks: readonly Mask[]) => (text: string): string =>
  field.encrypted ? openedMask(cipher, { entity, field: field.key, masks }, text) : text;

function opener({ cipher }: ReadContext, { entity, field }: ResolvedPath): ((envelope: string) => string) | null {
  if (!field.encrypted) return null;
  if (!cipher) throw new Error(`${entity}.${field.key} is encrypted and nobody can open it`);
  return (envelope) => cipher.open(entity, field.key, envelope);
}

function exportableFields(context: ReadContext, { entity, fields: names, leaving = 'export' }: ExportRequest): Result<readonly KnownField[], Problems> {
  const known = knownFields(context, entity, names, false);
  if (!known.ok) return known;
  const { access } = context;
  const isClear = ([owner, field]: readonly [string, string]): boolean => access.canField(leaving, owner, field);
  const mayLeave = ({ path }: KnownField): boolean => {
    const way = pathFields(entity, path);
    return way.slice(0, -1).every(isClear) && way.slice(-1).every((last) => isClear(last) || access.masks(leaving, ...last).length > 0);
  };
  const fields = known.value.filter(({ path }) => !isSubform(path.field));
  const refused = names === undefined ? [] : fields.filter((field) => !mayLeave(field));
  if (refused.length > 0) return fail(refused.map(({ name }) => fieldNotExportable(names?.indexOf(name) ?? 0, name)));
  return ok(fields.filter(mayLeave));
}

function exportedValue(read: ReadStatement, leaving: Leaving, row: SecuredRelation, hops: ResolvedPath['hops'], field: FieldModel): string {
  const [hop, ...rest] = hops;
  const { outgoing } = row;
  const through = (relation: string, value: (target: SecuredRelation) => string): string => throughLink(read, outgoing, relation, value, { leaving });
  if (hop !== undefined) return through(hop.field, (target) => exportedValue(read, leaving, target, rest, field));
  if (!outgoing.hasClear(field.key)) return 'NULL::text';
  if (isLookedUp(field)) return through(field.key, (target) => exportedValue(read, leaving, target, [], fieldOf(target.entity, field.lookup.field)));
  if (isRelation(field)) return through(field.key, (target) => labelText(target.outgoing));
  if (isLinks(field)) return linkLabels(read, leaving, outgoing, field);
  const value = outgoing.column(field.key);
  if (isMember(field)) return memberName(read, value);
  if (isMembers(field)) return memberNames(read, value);
  if (isDepartment(field)) return departmentName(read, value);
  return wireColumn(kindOf(field), value);
}

function maskAt(read: ReadStatement, leaving: Leaving, row: SecuredRelation, hops: ResolvedPath['hops'], field: FieldModel): string {
  const [hop, ...rest] = hops;
  if (hop !== undefined) return throughLink(read, row.outgoing, hop.field, (target) => maskAt(read, leaving, target, rest, field), { leaving });
  return row.outgoing.masked(field.key)?.sql ?? 'NULL::text';
}

/** Labels of the records linked to that may leave, in their order; NULL for none. */
function linkLabels(read: ReadStatement, leaving: Leaving, columns: SecuredColumns, field: FieldModel): string {
  let labels = '';
  const ends = { id: () => columns.column('id'), link: columns.link, hangs: columns.column };
  const set = relatedSet(read, { entity: columns.entity, ends }, { kind: 'links', entity: field.target ?? '', field: field.key }, (entity, options) => {
    const target = securedRelation(read, entity, { ...options, leaving });
    labels = labelText(target.outgoing);
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
