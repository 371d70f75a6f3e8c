/**
 * Changes of a design as DDL: what would run, which lock it takes and whether values would be lost, so that a
 * person can see it first. Applying it, in the transaction of the metadata, is the server's business.
 *
 * Order: what stands in the way is dropped, then columns and tables change, then foreign keys and indexes are made,
 * so that entities of one plan may refer to one another in any order. A removed field keeps its values in a column
 * that is renamed aside.
 */

import { assertNever, type EntityDocument, type FieldDocument } from '@tessera/contract';
import { fieldType, type Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { TEXT_COLLATION } from '../storage.ts';
import { entityOf } from '../value-expression.ts';
import type { SchemaChange } from './diff-entities.ts';
import { fieldIndexes, fieldIndexNames, tableIndexes, type TableIndex } from './indexes.ts';
import { objectName, trashColumn } from './names.ts';
import { checkChanges, columnScale } from './type-change.ts';

/** What others must wait for on the table: `SHARE` lets them read, `ACCESS EXCLUSIVE` does not. */
export type LockLevel = 'NONE' | 'SHARE' | 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE';

export interface PlannedStatement {
  readonly sql: string;
  readonly lock: LockLevel;
  /** Values that exist today would be gone or rounded. */
  readonly losesData: boolean;
  /** The change it belongs to. */
  readonly change: SchemaChange;
}

/**
 * `design` is the one after the changes. `revision` is any number that is new for the entity, such as the version of
 * the document being saved; it names the columns of removed fields. Throws for changes `checkChanges` refuses.
 */
export function planDdl(schema: string, design: Design, changes: readonly SchemaChange[], revision: number): readonly PlannedStatement[] {
  const [refusal] = checkChanges(changes);
  if (refusal) throw new Error(`a change that is refused was planned: ${refusal.path} ${refusal.code}`);
  const planned = changes.flatMap((change) => stepsOf({ schema, design, revision }, change).map((step) => ({ ...step, change })));
  return PHASES.flatMap((phase) => planned.filter((step) => step.phase === phase).map(({ phase: _phase, ...statement }) => statement));
}

const PHASES = ['drop', 'alter', 'link', 'index'] as const;

interface Step {
  readonly phase: (typeof PHASES)[number];
  readonly sql: string;
  readonly lock: LockLevel;
  readonly losesData: boolean;
}

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
    case 'changeEntity':
      return changeTitle(plan, change.before, change.after);
    default:
      return assertNever(change);
  }
}

const SYSTEM_COLUMNS = [
  '"id" uuid PRIMARY KEY',
  '"version" int NOT NULL',
  '"created_at" timestamptz NOT NULL',
  '"created_by" uuid',
  '"updated_at" timestamptz NOT NULL',
  '"updated_by" uuid',
  '"owner" uuid',
  '"deleted_at" timestamptz',
];

function createTable(plan: Plan, document: EntityDocument): readonly Step[] {
  const { key, parent, fields } = document;
  const own = fields.flatMap((field) => columnDefinition(field) ?? []);
  const columns = [...SYSTEM_COLUMNS, ...(parent === undefined ? [] : ['"parent" uuid NOT NULL', '"position" int NOT NULL']), ...own];
  return [
    step('alter', `CREATE TABLE ${tableName(plan.schema, key)} (${columns.join(', ')})`, 'NONE'),
    ...(parent === undefined ? [] : [foreignKey(plan, key, 'parent', parent, ' ON DELETE CASCADE')]),
    ...fields.flatMap((field) => relationKey(plan, key, field)),
    ...tableIndexes(plan.schema, document).map(createIndex),
    ...fields.flatMap((field) => fieldIndexes(plan.schema, plan.design, document, field).map(createIndex)),
  ];
}

function addField(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  const definition = columnDefinition(field);
  if (definition === null) return [];
  return [
    step('alter', `ALTER TABLE ${tableName(plan.schema, entity)} ADD COLUMN ${definition}`, 'ACCESS EXCLUSIVE'),
    ...relationKey(plan, entity, field),
    ...fieldIndexes(plan.schema, plan.design, documentOf(plan, entity), field).map(createIndex),
  ];
}

function removeField(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  if (columnDefinition(field) === null) return [];
  const table = tableName(plan.schema, entity);
  return [
    ...(fieldType(field.type).refersTo === 'record' ? [step('drop', `ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdent(objectName(entity, field.key, 'fk'))}`, 'ACCESS EXCLUSIVE')] : []),
    ...fieldIndexNames(entity, field.key).map((name) => dropIndex(plan, name)),
    step('drop', `ALTER TABLE ${table} RENAME COLUMN ${quoteIdent(field.key)} TO ${quoteIdent(trashColumn(field.key, plan.revision))}`, 'ACCESS EXCLUSIVE'),
  ];
}

function changeField(plan: Plan, entity: string, before: FieldDocument, after: FieldDocument): readonly Step[] {
  const document = documentOf(plan, entity);
  const [old, wanted] = [before, after].map((field) => fieldIndexes(plan.schema, plan.design, document, field)) as [readonly TableIndex[], readonly TableIndex[]];
  const missingFrom = (others: readonly TableIndex[]) => (one: TableIndex): boolean => !others.some(({ name, sql }) => name === one.name && sql === one.sql);
  return [
    ...old.filter(missingFrom(wanted)).map(({ name }) => dropIndex(plan, name)),
    ...changeColumn(plan, entity, before, after),
    ...wanted.filter(missingFrom(old)).map(createIndex),
  ];
}

function changeColumn(plan: Plan, entity: string, before: FieldDocument, after: FieldDocument): readonly Step[] {
  const [from, to] = [fieldType(before.type).column(before), fieldType(after.type).column(after)];
  if (from === null || to === null || from === to) return [];
  const [kept, room] = [columnScale(from), columnScale(to)];
  const rounds = room !== undefined && (kept === undefined || room < kept);
  const column = quoteIdent(after.key);
  return [step('alter', `ALTER TABLE ${tableName(plan.schema, entity)} ALTER COLUMN ${column} TYPE ${to} USING ${column}::${to}`, 'ACCESS EXCLUSIVE', rounds)];
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

/** `"name" text COLLATE …`; null for a field without a column. Nothing is NOT NULL: what is required may change. */
function columnDefinition(field: FieldDocument): string | null {
  const type = fieldType(field.type).column(field);
  return type === null ? null : `${quoteIdent(field.key)} ${type}${type === 'text' ? ` ${TEXT_COLLATION}` : ''}`;
}

function relationKey(plan: Plan, entity: string, field: FieldDocument): readonly Step[] {
  const target = field.options?.['entity'];
  return fieldType(field.type).refersTo === 'record' && typeof target === 'string' ? [foreignKey(plan, entity, field.key, target)] : [];
}

function foreignKey(plan: Plan, entity: string, column: string, target: string, onDelete = ''): Step {
  const constraint = quoteIdent(objectName(entity, column, 'fk'));
  const sql = `ALTER TABLE ${tableName(plan.schema, entity)} ADD CONSTRAINT ${constraint} FOREIGN KEY (${quoteIdent(column)}) REFERENCES ${tableName(plan.schema, target)} ("id")${onDelete}`;
  return step('link', sql, 'SHARE ROW EXCLUSIVE');
}

const step = (phase: Step['phase'], sql: string, lock: LockLevel, losesData = false): Step => ({ phase, sql, lock, losesData });
const createIndex = ({ sql }: TableIndex): Step => step('index', sql, 'SHARE');
const dropIndex = (plan: Plan, name: string): Step => step('drop', `DROP INDEX IF EXISTS ${tableName(plan.schema, name)}`, 'ACCESS EXCLUSIVE');
const documentOf = (plan: Plan, entity: string): EntityDocument => entityOf(plan.design, entity).document;
