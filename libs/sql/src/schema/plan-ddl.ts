/**
 * Changes of a design as DDL: what would run, which lock it takes and whether values would be lost, so that a
 * person can see it first. Applying it, in the transaction of the metadata, is the server's business.
 *
 * Order: what stands in the way is dropped, then columns and tables change, then values are converted, then what is
 * new takes its place, then foreign keys and indexes are made, so that entities of one plan may refer to one another
 * in any order. A removed field keeps its values in a column that is renamed aside, a removed entity its table, a
 * converted field its old values.
 */

import { assertNever, type EntityDocument, type FieldDocument } from '@tessera/contract';
import { columnType, hashColumn, type Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { entityOf } from '../value-expression.ts';
import { conversionStatement, type FieldConversion } from './conversion-sql.ts';
import type { SchemaChange } from './diff-entities.ts';
import { duplicateIndex, fieldIndexes, fieldIndexNames, tableIndexes, type TableIndex } from './indexes.ts';
import { createLinkTable, dropLinkConstraints, linkConstraints } from './link-table.ts';
import { nextColumn, objectName, trashColumn, trashTable } from './names.ts';
import { CHILD_COLUMNS, columnsOfField, columnSql, duplicateColumns, foreignKeyOf, linksOf, SYSTEM_COLUMNS, type ForeignKey } from './physical-field.ts';
import { checkChanges, isSealing, typeChangeOf } from './type-change.ts';

/** What others must wait for on the table: `SHARE` lets them read, `ROW EXCLUSIVE` only holds the rows it changes, `ACCESS EXCLUSIVE` holds everything. */
export type LockLevel = 'NONE' | 'ROW EXCLUSIVE' | 'SHARE' | 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE';

export interface PlannedStatement {
  readonly sql: string;
  readonly lock: LockLevel;
  /** Values that exist today could be gone or rounded; the old ones are kept aside. */
  readonly losesData: boolean;
  /** The change it belongs to. */
  readonly change: SchemaChange;
  /** Values the statement needs worked out first, into the table it names. */
  readonly conversion?: FieldConversion;
  /** An index that only makes reading faster, on a table with rows: it may be built later, without holding up writers. */
  readonly index?: TableIndex;
}

/**
 * `design` is the one after the changes. `revision` is any number that is new for the entity, such as the version of
 * the document being saved; it names what is put aside. Throws for changes `checkChanges` refuses.
 */
export function planDdl(schema: string, design: Design, changes: readonly SchemaChange[], revision: number): readonly PlannedStatement[] {
  const [refusal] = checkChanges(changes);
  if (refusal) throw new Error(`a change that is refused was planned: ${refusal.path} ${refusal.code}`);
  const planned = changes.flatMap((change) => stepsOf({ schema, design, revision }, change).map((step) => ({ ...step, change })));
  return PHASES.flatMap((phase) => planned.filter((step) => step.phase === phase).map(({ phase: _phase, ...statement }) => statement));
}

const PHASES = ['drop', 'alter', 'convert', 'swap', 'link', 'index'] as const;

type Step = Omit<PlannedStatement, 'change'> & { readonly phase: (typeof PHASES)[number] };

interface Plan {
  readonly schema: string;
  readonly design: Design;
  readonly revision: number;
}

function stepsOf(plan: Plan, change: SchemaChange): readonly Step[] {
  switch (change.kind) {
    case 'createEntity':
      return createTable(plan, change.document);
    case 'addField':
      return addField(plan, change.entity, change.field);
    case 'changeField':
      return changeField(plan, change.entity, change.before, change.after);
    case 'removeField':
      return removeField(plan, change.entity, change.field);
    case 'restoreField':
      return restoreField(plan, change.entity, change.field, change.revision);
    case 'changeEntity':
      return [...changeTitle(plan, change.before, change.after), ...changeRules(plan, change.before, change.after)];
    case 'removeEntity':
      return removeTable(plan, change.document);
    case 'restoreEntity':
      return restoreTable(plan, change.document, change.revision);
    default:
      return assertNever(change);
  }
}

function createTable(plan: Plan, document: EntityDocument): readonly Step[] {
  const { key, parent, fields, duplicateRules } = document;
  const system = [...SYSTEM_COLUMNS, ...(parent === undefined ? [] : CHILD_COLUMNS)].map((column) => `${columnSql(column)}${column.rest}`);
  const own = [...fields.flatMap(columnsOfField), ...duplicateColumns(duplicateRules)].map(columnSql);
  const indexes = [...tableIndexes(plan.schema, document), ...fields.flatMap((field) => fieldIndexes(plan.schema, plan.design, document, field))];
  return [
    step('alter', `CREATE TABLE ${tableName(plan.schema, key)} (${[...system, ...own].join(', ')})`, 'NONE'),
    ...outwardKeys(document).map((reference) => foreignKey(plan, key, reference)),
    ...fields.flatMap((field) => createLinks(plan, key, field)),
    ...indexes.map(({ sql }) => step('index', sql, 'SHARE')),
  ];
}

/** The foreign key of a new, empty column needs no look at the rows when it comes with the column. */
function addField(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  const columns = columnsOfField(field);
  if (columns.length === 0) return createLinks(plan, entity, field);
  const reference = foreignKeyOf(entity, field);
  const added = columns.map((column) => `ADD COLUMN ${columnSql(column)}${reference === null ? '' : ` CONSTRAINT ${quoteIdent(reference.constraint)} REFERENCES ${tableName(plan.schema, reference.target)} ("id")`}`);
  return [
    step(reference === null ? 'alter' : 'link', `ALTER TABLE ${tableName(plan.schema, entity)} ${added.join(', ')}`, 'ACCESS EXCLUSIVE'),
    ...fieldIndexes(plan.schema, plan.design, documentOf(plan, entity), field).map(createIndex),
  ];
}

function removeField(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  const table = tableName(plan.schema, entity);
  const links = linksOf(entity, field);
  if (links !== null) return [...dropLinkConstraints(plan.schema, entity, field.key).map((sql) => drop(sql)), drop(renameTable(plan.schema, links.table, trashTable(links.table, plan.revision)))];
  const columns = columnsOfField(field);
  if (columns.length === 0) return [];
  const reference = foreignKeyOf(entity, field);
  return [
    ...(reference === null ? [] : [drop(`ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdent(reference.constraint)}`)]),
    ...fieldIndexNames(entity, field.key).map((name) => dropIndex(plan, name)),
    ...columns.map(({ name }, index) => drop(`ALTER TABLE ${table} RENAME COLUMN ${quoteIdent(name)} TO ${quoteIdent(trashColumn(field.key, plan.revision, partOf(index)))}`)),
  ];
}

function restoreField(plan: Plan, entity: string, field: FieldDocument, revision: number): readonly Step[] {
  const table = tableName(plan.schema, entity);
  const links = linksOf(entity, field);
  if (links !== null) {
    return [
      step('alter', renameTable(plan.schema, trashTable(links.table, revision), links.table), 'ACCESS EXCLUSIVE'),
      ...linkConstraints(plan.schema, entity, field.key, links.target).map((sql) => step('link', sql, 'SHARE ROW EXCLUSIVE')),
    ];
  }
  const reference = foreignKeyOf(entity, field);
  return [
    ...columnsOfField(field).map(({ name }, index) => step('alter', `ALTER TABLE ${table} RENAME COLUMN ${quoteIdent(trashColumn(field.key, revision, partOf(index)))} TO ${quoteIdent(name)}`, 'ACCESS EXCLUSIVE')),
    ...(reference === null ? [] : [foreignKey(plan, entity, reference)]),
    ...fieldIndexes(plan.schema, plan.design, documentOf(plan, entity), field).map(createIndex),
  ];
}

function changeField(plan: Plan, entity: string, before: FieldDocument, after: FieldDocument): readonly Step[] {
  const document = documentOf(plan, entity);
  const [old, wanted] = [before, after].map((field) => fieldIndexes(plan.schema, plan.design, document, field)) as [readonly TableIndex[], readonly TableIndex[]];
  const change = typeChangeOf(before, after);
  if (change === 'convert') return [...old.map(({ name }) => dropIndex(plan, name)), ...convertColumn(plan, entity, before, after), ...wanted.map(createIndex)];
  const missingFrom = (others: readonly TableIndex[]) => (one: TableIndex): boolean => !others.some(({ name, sql }) => name === one.name && sql === one.sql);
  const [table, column, type] = [tableName(plan.schema, entity), quoteIdent(after.key), columnType(after)];
  return [
    ...old.filter(missingFrom(wanted)).map(({ name }) => dropIndex(plan, name)),
    ...(change === 'widen' ? [step('alter', `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`, 'ACCESS EXCLUSIVE')] : []),
    ...wanted.filter(missingFrom(old)).map(createIndex),
  ];
}

/** A column beside the old one is filled and takes its place; the old one stays aside, unless its values must not be read any more. */
function convertColumn(plan: Plan, entity: string, before: FieldDocument, after: FieldDocument): readonly Step[] {
  const table = tableName(plan.schema, entity);
  const [own, hash] = columnsOfField(after);
  if (own === undefined) return [];
  const conversion: FieldConversion = { entity, before, after };
  const rename = (from: string, to: string): Step => step('swap', `ALTER TABLE ${table} RENAME COLUMN ${quoteIdent(from)} TO ${quoteIdent(to)}`, 'ACCESS EXCLUSIVE');
  const added = [{ ...own, name: nextColumn(own.name) }, ...(hash === undefined ? [] : [hash])].map((column) => `ADD COLUMN ${columnSql(column)}`);
  return [
    ...(before.encrypted ? [drop(`ALTER TABLE ${table} DROP COLUMN ${quoteIdent(hashColumn(before.key))}`)] : []),
    step('alter', `ALTER TABLE ${table} ${added.join(', ')}`, 'ACCESS EXCLUSIVE'),
    { ...step('convert', conversionStatement(plan.schema, conversion), 'ROW EXCLUSIVE', true), conversion },
    isSealing(before, after) ? step('swap', `ALTER TABLE ${table} DROP COLUMN ${quoteIdent(own.name)}`, 'ACCESS EXCLUSIVE') : rename(own.name, trashColumn(own.name, plan.revision)),
    rename(nextColumn(own.name), own.name),
  ];
}

/** Another title field: its index comes, the old one's goes. A field of this plan has brought its own. */
function changeTitle(plan: Plan, before: EntityDocument, after: EntityDocument): readonly Step[] {
  if (before.titleField === after.titleField) return [];
  const field = after.fields.find(({ key }) => key === after.titleField);
  const isNew = !before.fields.some(({ key }) => key === after.titleField);
  const indexes = field === undefined || isNew ? [] : fieldIndexes(plan.schema, plan.design, after, field);
  const name = objectName(after.key, after.titleField, 'sort');
  return [dropIndex(plan, objectName(after.key, before.titleField, 'sort')), ...indexes.filter((index) => index.name === name).map(createIndex)];
}

/** What records have in common by a rule is worked out from their values, so a rule that changed begins anew. */
function changeRules(plan: Plan, before: EntityDocument, after: EntityDocument): readonly Step[] {
  const table = tableName(plan.schema, after.key);
  const [old, wanted] = [before.duplicateRules ?? [], after.duplicateRules ?? []];
  const compared = ({ key, fields }: (typeof old)[number]): string => JSON.stringify([key, fields]);
  const gone = old.filter((rule) => !wanted.some((other) => compared(other) === compared(rule)));
  const made = wanted.filter((rule) => !old.some((other) => compared(other) === compared(rule)));
  return [
    ...duplicateColumns(gone).map(({ name }) => drop(`ALTER TABLE ${table} DROP COLUMN ${quoteIdent(name)}`)),
    ...duplicateColumns(made).map((column) => step('alter', `ALTER TABLE ${table} ADD COLUMN ${columnSql(column)}`, 'ACCESS EXCLUSIVE')),
    ...made.map((rule) => createIndex(duplicateIndex(plan.schema, after.key, rule))),
  ];
}

/** The table stays, under another name and without holding what it points to. */
function removeTable(plan: Plan, document: EntityDocument): readonly Step[] {
  const { key, fields } = document;
  const links = fields.flatMap((field) => linksOf(key, field)?.table ?? []);
  return [
    ...relationKeys(document).map(({ constraint }) => drop(`ALTER TABLE ${tableName(plan.schema, key)} DROP CONSTRAINT ${quoteIdent(constraint)}`)),
    ...fields.flatMap((field) => (linksOf(key, field) === null ? [] : dropLinkConstraints(plan.schema, key, field.key).map(drop))),
    ...[key, ...links].map((table) => step('swap', renameTable(plan.schema, table, trashTable(table, plan.revision)), 'ACCESS EXCLUSIVE')),
  ];
}

function restoreTable(plan: Plan, document: EntityDocument, revision: number): readonly Step[] {
  const { key, fields } = document;
  const links = fields.flatMap((field) => linksOf(key, field)?.table ?? []);
  return [
    ...[key, ...links].map((table) => step('alter', renameTable(plan.schema, trashTable(table, revision), table), 'ACCESS EXCLUSIVE')),
    ...relationKeys(document).map((reference) => foreignKey(plan, key, reference)),
    ...fields.flatMap((field) => {
      const to = linksOf(key, field);
      return to === null ? [] : linkConstraints(plan.schema, key, field.key, to.target).map((sql) => step('link', sql, 'SHARE ROW EXCLUSIVE'));
    }),
  ];
}

/** Statements that delete for ever what a removal has put aside. */
export function purgeField(schema: string, entity: string, field: FieldDocument, revision: number): readonly string[] {
  const links = linksOf(entity, field);
  if (links !== null) return [`DROP TABLE ${tableName(schema, trashTable(links.table, revision))}`];
  return columnsOfField(field).map((_, index) => `ALTER TABLE ${tableName(schema, entity)} DROP COLUMN IF EXISTS ${quoteIdent(trashColumn(field.key, revision, partOf(index)))}`);
}

export function purgeTable(schema: string, { key, fields }: EntityDocument, revision: number): readonly string[] {
  return [...fields.flatMap((field) => linksOf(key, field)?.table ?? []), key].map((table) => `DROP TABLE ${tableName(schema, trashTable(table, revision))}`);
}

const partOf = (index: number): string => (index === 0 ? '' : '_hash');

const relationKeys = ({ key, fields }: EntityDocument): readonly ForeignKey[] => fields.flatMap((field) => foreignKeyOf(key, field) ?? []);

/** A child table is bound to its parent as well; that bond stays when both are put aside together. */
const outwardKeys = (document: EntityDocument): readonly ForeignKey[] => [
  ...(document.parent === undefined ? [] : [{ constraint: objectName(document.key, 'parent', 'fk'), column: 'parent', target: document.parent }]),
  ...relationKeys(document),
];

function createLinks(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  const links = linksOf(entity, field);
  return links === null ? [] : createLinkTable(plan.schema, entity, field.key, links.target).map((sql) => step('link', sql, 'SHARE ROW EXCLUSIVE'));
}

function foreignKey(plan: Plan, entity: string, { constraint, column, target }: ForeignKey): Step {
  const cascade = column === 'parent' ? ' ON DELETE CASCADE' : '';
  const sql = `ALTER TABLE ${tableName(plan.schema, entity)} ADD CONSTRAINT ${quoteIdent(constraint)} FOREIGN KEY (${quoteIdent(column)}) REFERENCES ${tableName(plan.schema, target)} ("id")${cascade}`;
  return step('link', sql, 'SHARE ROW EXCLUSIVE');
}

const renameTable = (schema: string, from: string, to: string): string => `ALTER TABLE ${tableName(schema, from)} RENAME TO ${quoteIdent(to)}`;
const step = (phase: Step['phase'], sql: string, lock: LockLevel, losesData = false): Step => ({ phase, sql, lock, losesData });
const drop = (sql: string): Step => step('drop', sql, 'ACCESS EXCLUSIVE');
const createIndex = (index: TableIndex): Step => ({ ...step('index', index.sql, 'SHARE'), index });
const dropIndex = (plan: Plan, name: string): Step => step('drop', `DROP INDEX IF EXISTS ${tableName(plan.schema, name)}`, 'ACCESS EXCLUSIVE');
const documentOf = (plan: Plan, entity: string): EntityDocument => entityOf(plan.design, entity).document;
