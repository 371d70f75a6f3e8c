/**
 * What keeps a design fast beyond the indexes its documents bring: for what saved views sort and filter by, and for the
 * search box. Pure; the server builds the aids in the background and drops those no longer wanted. A design is right
 * without any of them.
 */

import type { DuplicateRule, FieldCondition, Filter, SortKey, ViewDocument } from '@tessera/contract';
import { columnType, duplicateColumn, fieldType, type EntityModel, type FieldModel } from '@tessera/model';
import { quoteIdent, tableName } from '../../quoting.ts';
import { kindOf } from '../../storage.ts';
import { entityOf } from '../../value-expression.ts';
import { ALIVE, fieldIndexes, isIndexable, tableIndexes, type TableIndex } from '../indexes.ts';
import { keptColumn, objectName } from '../names.ts';
import { keptColumnOf, type KeptColumn, type KeptEnv } from './kept-columns.ts';

export interface Aid {
  readonly entity: string;
  /** Unique among those of the entity: the name of the index or column. */
  readonly key: string;
  readonly kind: 'sort' | 'search' | 'computed';
  readonly fields: readonly string[];
  /** Another text means that it has to be built anew. */
  readonly definition: string;
  readonly index: TableIndex | null;
  readonly column: KeptColumn | null;
  /** What records have in common by this rule is to be worked out for those that were there before the rule. */
  readonly rule: DuplicateRule | null;
  /** `entity.key` of the aids that must be ready before it is built. */
  readonly requires: readonly string[];
  /** The documents bring it with their tables; it is only built here where a table with rows was to be spared the wait. */
  readonly isBase: boolean;
}

export interface AidEnv extends KeptEnv {
  /** The index of the search box of an entity; null when nothing of it is searched. */
  searchIndex?(schema: string, entity: EntityModel): { readonly name: string; readonly sql: string } | null;
}

/** Every index costs each write; a design with more than this many views to serve keeps the first. */
const MAX_VIEW_INDEXES = 10;

/** In the order in which they can be built. */
export function wantedAids(env: AidEnv, views: readonly ViewDocument[]): readonly Aid[] {
  const computed = new Map<string, Aid>();
  const indexes = new Map<string, Aid>();
  for (const { key } of env.design.entities.values()) baseIndexes(env, key).forEach((aid) => indexes.set(aid.key, aid));
  for (const view of views) {
    const entity = env.design.entities.get(view.entity);
    if (!entity) continue;
    const [sort, conditions] = [view.sort ?? [], view.filter === undefined ? [] : conditionsOf(view.filter)];
    for (const key of [...sort, ...conditions].map(({ field }) => field)) keep(env, computed, entity.key, key);
    const served = [...indexes.values()].filter((aid) => aid.entity === entity.key && !aid.isBase).length;
    const more = [sortIndex(env, computed, entity, sort), ...conditions.map((condition) => filterIndex(env, computed, entity, condition))].filter((aid) => aid !== null);
    more.filter(({ key }) => !indexes.has(key)).slice(0, Math.max(0, MAX_VIEW_INDEXES - served)).forEach((aid) => indexes.set(aid.key, aid));
  }
  return [...computed.values(), ...indexes.values(), ...searchIndexes(env), ...[...env.design.entities.values()].flatMap(duplicateAids)];
}

/** The fields that have a kept column, by entity, of these aids. */
export function keptFieldsOf(aids: readonly Pick<Aid, 'entity' | 'column'>[], entity: string): readonly string[] {
  return aids.flatMap(({ entity: own, column }) => (own === entity && column !== null ? [column.field] : []));
}

function keep(env: AidEnv, computed: Map<string, Aid>, entity: string, field: string): void {
  const id = `${entity}.${keptColumn(field)}`;
  if (computed.has(id)) return;
  const column = keptColumnOf(env, entity, field);
  if (column === null) return;
  for (const required of column.requires) keep(env, computed, ...(required.split('.') as [string, string]));
  const requires = column.requires.map((required) => required.replace('.', '._m_'));
  computed.set(id, { entity, key: column.name, kind: 'computed', fields: [field], definition: column.definition, index: null, column, rule: null, requires, isBase: false });
}

function baseIndexes(env: AidEnv, key: string): readonly Aid[] {
  const { document } = entityOf(env.design, key);
  const own = tableIndexes(env.schema, document).map((index) => indexAid(key, index, [], true));
  return [...own, ...document.fields.flatMap((field) => fieldIndexes(env.schema, env.design, document, field).filter(({ unique }) => !unique).map((index) => indexAid(key, index, [field.key], true)))];
}

/** One index for the whole order of a view, the id last. */
function sortIndex(env: AidEnv, computed: ReadonlyMap<string, Aid>, entity: EntityModel, sort: readonly SortKey[]): Aid | null {
  const keys = sort.map(({ field, desc = false }) => ({ field: entity.fields.get(field), desc }));
  const columns = keys.map(({ field }) => (field ? sortColumn(env, computed, entity, field) : null));
  const end = columns.indexOf(null);
  const usable = end < 0 ? columns.length : end;
  if (usable === 0) return null;
  const used = keys.slice(0, usable);
  const direction = used.every(({ desc }) => desc) ? false : used.some(({ desc }) => desc);
  const parts = used.map(({ desc }, at) => `${columns[at]}${direction && desc ? ' DESC' : ''}`);
  const idDesc = direction && used.at(-1)?.desc === true;
  const name = objectName(entity.key, used.map(({ field, desc }) => `${field?.key}${direction && desc ? '-' : ''}`).join('+'), 'sort');
  const fields = used.map(({ field }) => field?.key ?? '');
  return indexAid(entity.key, plainIndex(env, entity, name, [...parts, `"id"${idDesc ? ' DESC' : ''}`]), fields, false, requiredColumns(computed, entity.key, fields));
}

/** Whether many values are told apart by it decides if an index helps: choices and yes/no are followed by the newest first. */
function filterIndex(env: AidEnv, computed: ReadonlyMap<string, Aid>, entity: EntityModel, { field: key, op }: FieldCondition): Aid | null {
  const field = entity.fields.get(key);
  if (!field || NEGATIVE.has(op)) return null;
  if (!field.system && ['text[]', 'uuid[]'].includes(columnType(field.document) ?? '')) {
    const name = objectName(entity.key, key, 'list');
    const sql = `CREATE INDEX ${quoteIdent(name)} ON ${tableName(env.schema, entity.key)} USING gin (${quoteIdent(key)})`;
    return indexAid(entity.key, { name, unique: false, sql }, [key], false);
  }
  const column = sortColumn(env, computed, entity, field);
  if (column === null) return null;
  const required = requiredColumns(computed, entity.key, [key]);
  if (EQUAL.has(op) && entity.parent === null) return indexAid(entity.key, plainIndex(env, entity, objectName(entity.key, `${key}=`, 'list'), [column, '"created_at"', '"id"']), [key], false, required);
  return indexAid(entity.key, plainIndex(env, entity, objectName(entity.key, key, 'sort'), [column, '"id"']), [key], false, required);
}

const NEGATIVE = new Set(['ne', 'notIn', 'notContains', 'notWithin', 'contains', 'endsWith', 'isEmpty', 'isNotEmpty']);
const EQUAL = new Set(['eq', 'in']);

/** SQL of the column that an index can hold for the field; null where none can. Kept texts have no length one could know. */
function sortColumn(env: AidEnv, computed: ReadonlyMap<string, Aid>, entity: EntityModel, field: FieldModel): string | null {
  if (field.computed) return computed.has(`${entity.key}.${keptColumn(field.key)}`) && kindOf(field) !== 'text' ? quoteIdent(keptColumn(field.key)) : null;
  if (!field.system && !isIndexable(env.design, field.document)) return null;
  if (field.system) return ['updated_at', 'created_at'].includes(field.key) ? quoteIdent(field.key) : null;
  // Links and members are sorted by what people call them, which lies elsewhere; their own lists have an index already.
  if (fieldType(field.document.type).pointsTo !== null || kindOf(field) === 'boolean') return null;
  return quoteIdent(field.key);
}

const requiredColumns = (computed: ReadonlyMap<string, Aid>, entity: string, fields: readonly string[]): readonly string[] =>
  fields.map((field) => `${entity}.${keptColumn(field)}`).filter((id) => computed.has(id));

function plainIndex(env: AidEnv, entity: EntityModel, name: string, parts: readonly string[]): TableIndex {
  return { name, unique: false, sql: `CREATE INDEX ${quoteIdent(name)} ON ${tableName(env.schema, entity.key)} (${parts.join(', ')}) ${ALIVE}` };
}

function indexAid(entity: string, index: TableIndex, fields: readonly string[], isBase: boolean, requires: readonly string[] = []): Aid {
  return { entity, key: index.name, kind: 'sort', fields, definition: index.sql, index, column: null, rule: null, requires, isBase };
}

function searchIndexes(env: AidEnv): readonly Aid[] {
  const { searchIndex } = env;
  if (searchIndex === undefined) return [];
  return [...env.design.entities.values()].flatMap((entity) => {
    const found = searchIndex(env.schema, entity);
    return found === null ? [] : [{ ...indexAid(entity.key, { ...found, unique: false }, [], false), kind: 'search' as const }];
  });
}

function duplicateAids({ key: entity, document }: EntityModel): readonly Aid[] {
  return (document.duplicateRules ?? []).map((rule) => ({
    entity, key: duplicateColumn(rule.key), kind: 'search', fields: rule.fields.map(({ field }) => field), definition: rule.fields.map(({ field, as }) => `${field} ${as}`).join(), index: null, column: null, rule, requires: [], isBase: false,
  }));
}

/** Every condition of the tree that stands on a field of the record itself. */
function conditionsOf(filter: Filter): readonly FieldCondition[] {
  if ('and' in filter) return filter.and.flatMap(conditionsOf);
  if ('or' in filter) return filter.or.flatMap(conditionsOf);
  if ('not' in filter || 'related' in filter || 'formula' in filter) return [];
  return filter.field.includes('.') ? [] : [filter];
}
