/**
 * A small world for specs: a design with every kind of field, rows made by chance from a seed, and the statements
 * that put them into a schema. Worlds are plain values, so a spec can change one and compare.
 */

import type { ActorList, FieldDocument, RoleDocument } from '@tessera/contract';
import type { Design, EntityModel } from '@tessera/model';
import { crmDesign, crmDocuments, entity, field } from '@tessera/model/testing';
import { quoteIdent, tableName } from '../quoting.ts';
import { diffEntities, planDdl } from '../schema/index.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { linkTable } from '../schema/names.ts';
import { isLinks, kindOf, type StorageKind } from '../storage.ts';

export const ME = '00000000-0000-7000-8000-00000000000a';
export const MEMBERS = [ME, '00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-00000000000c'] as const;

/** A tree of departments: 1 below 0, 2 below 1, 3 below 2, and 4 apart. */
export const DEPARTMENTS = [0, 1, 2, 3, 4].map((n) => `00000000-0000-7000-8000-0000000000d${n}`);
const [ROOT, MIDDLE, LOW, LOWEST, APART] = DEPARTMENTS as [string, string, string, string, string];
const PARENTS: Readonly<Record<string, string>> = { [MIDDLE]: ROOT, [LOW]: MIDDLE, [LOWEST]: LOW };
const STAFF = [[MIDDLE, MEMBERS[0]], [LOWEST, MEMBERS[1]], [ROOT, MEMBERS[2]], [APART, MEMBERS[2]]] as const;
const SUPERVISORS: Readonly<Record<string, string>> = { [ROOT]: MEMBERS[2], [LOW]: ME };
const GROUPS = [['00000000-0000-7000-8000-0000000000e0', [ME, MEMBERS[2]]], ['00000000-0000-7000-8000-0000000000e1', [MEMBERS[1]]]] as const;

/** What the lists of ME hold in it. */
export const MY_LISTS: Readonly<Record<ActorList, readonly string[]>> = {
  myDepartments: [MIDDLE],
  myDepartmentsBelow: [MIDDLE, LOW, LOWEST],
  myColleagues: [ME],
  myTeam: [ME, MEMBERS[1]],
  myReports: [MEMBERS[1]],
  myGroupMembers: [ME, MEMBERS[2]],
};

/** The CRM of @tessera/model with contacts, and computed fields that use every source there is: stored, linked, related, summed up, the actor. */
export function specDesign(): Design {
  const more: Readonly<Record<string, readonly FieldDocument[]>> = {
    account: [
      field('room', 'formula', { options: { expression: 'credit_limit * (1 - discount)', scale: 2, currency: 'CNY' } }),
      field('greeting', 'formula', { options: { expression: 'name & " / " & level' } }),
      field('orders_paid', 'rollup', { options: { subform: 'order:account', aggregate: 'sum', field: 'paid', where: { field: 'status', op: 'ne', value: 'done' } } }),
      field('contact_names', 'rollup', { options: { subform: 'contact:account', aggregate: 'concat', field: 'name' } }),
      field('contact_count', 'rollup', { options: { subform: 'contact:account', aggregate: 'count' } }),
      field('paid_twice', 'formula', { options: { expression: 'SUM([order:account].paid) * 2' } }),
    ],
    product: [field('wanted_by', 'rollup', { options: { subform: 'contact:interests', aggregate: 'unique', field: 'name' } })],
  };
  const documents = crmDocuments().map((document) => ({ ...document, fields: [...document.fields, ...(more[document.key] ?? [])] }));
  const contact = entity('contact', [
    field('name', 'text'),
    field('account', 'relation', { options: { entity: 'account' } }),
    field('phone', 'phone'),
    field('birthday', 'date'),
    field('linked', 'formula', { options: { expression: 'IF(ISBLANK(account), "no", "to " & account)' } }),
    field('is_mine', 'formula', { options: { expression: 'owner = ME()' } }),
    field('watchers', 'members'),
    field('team', 'department'),
    field('interests', 'relation', { options: { entity: 'product', cardinality: 'manyToMany' } }),
    field('account_level', 'lookup', { options: { relation: 'account', field: 'level' } }),
    field('account_manager', 'lookup', { options: { relation: 'account', field: 'manager' } }),
    field('double_limit', 'formula', { options: { expression: 'account.credit_limit * 2' } }),
    field('dearest', 'rollup', { options: { subform: 'interests', aggregate: 'max', field: 'price' } }),
  ]);
  return crmDesign([...documents, contact]);
}

export const allow = (entityKey: string, more: Partial<RoleDocument['rules'][number]> = {}): RoleDocument['rules'][number] => ({ effect: 'allow', actions: ['read'], entity: entityKey, ...more });
export const deny = (entityKey: string, fields: string[], more: Partial<RoleDocument['rules'][number]> = {}): RoleDocument['rules'][number] => ({ effect: 'deny', actions: ['read'], entity: entityKey, fields, ...more });
export const role = (...rules: RoleDocument['rules'][number][]): RoleDocument => ({ key: 'spec', label: { en: 'Spec' }, rules });

export type Value = string | boolean | readonly string[] | null;

export interface SpecRow {
  readonly id: string;
  readonly version: number;
  readonly created_at: string;
  readonly created_by: string | null;
  readonly updated_at: string;
  readonly updated_by: string | null;
  readonly deleted_at: string | null;
  readonly parent?: string;
  readonly position?: number;
  /** What people fill in, `owner` among it; links as a list of ids. */
  readonly values: Readonly<Record<string, Value>>;
}

/** Rows by entity. */
export type World = Readonly<Record<string, readonly SpecRow[]>>;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export type Chance = () => number;

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <Item>(random: Chance, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
export const below = (random: Chance, limit: number): number => Math.floor(random() * limit);

export const newId = (random: Chance): string =>
  `00000000-0000-7000-8000-${Array.from({ length: 12 }, () => below(random, 16).toString(16)).join('')}`;

const WORDS = ['北京华信', '上海', '安迪', 'Alpha', 'beta', 'Übung', 'a_b', '100%', 'c\\d', "O'Neil", '"q"', '', '中 文'];

const someText = (random: Chance): string => `${pick(random, WORDS)}${pick(random, WORDS)} ${below(random, 4)}`.trim() || 'x';
const someDay = (random: Chance): string => `2024-0${1 + below(random, 3)}-1${below(random, 10)}`;
const someInstant = (random: Chance): string => `${someDay(random)}T0${below(random, 10)}:00:00.${below(random, 3)}00Z`;

/** A value the field may hold; one in five is empty. `texts` makes the texts. */
export function someValue(random: Chance, model: EntityModel, key: string, world: World, texts: Chance | (() => string) = () => someText(random)): Value {
  const found = model.fields.get(key);
  if (found === undefined || random() < 0.2) return null;
  const choices = (found.document.options?.['choices'] ?? []) as readonly { readonly value: string }[];
  switch (kindOf(found)) {
    case 'text':
      return choices.length > 0 ? pick(random, choices).value : String(texts());
    case 'numeric':
      return found.type.key === 'number' ? String(below(random, 30)) : `${below(random, 9)}.${below(random, 10)}0`;
    case 'boolean':
      return random() < 0.5;
    case 'date':
      return someDay(random);
    case 'timestamptz':
      return someInstant(random);
    case 'text[]': {
      const some = choices.map(({ value }) => value).filter(() => random() < 0.5);
      return some.length === 0 ? null : some;
    }
    case 'uuid':
      if (found.type.pointsTo === 'department') return pick(random, DEPARTMENTS);
      return found.target === null ? pick(random, MEMBERS) : (pick(random, [...(world[found.target] ?? [])])?.id ?? null);
    case 'uuid[]': {
      const some = (found.target === null ? MEMBERS : (world[found.target] ?? []).map(({ id }) => id)).filter(() => random() < 0.2);
      return some.length === 0 ? null : some;
    }
    case 'int':
    case 'jsonb':
      return null;
  }
}

/** Fields people fill in: those with a column, and links. */
export const filledKeys = (model: EntityModel): readonly string[] => [...storedKeys(model), ...[...model.fields.values()].filter(isLinks).map(({ key }) => key)];

export const storedKeys = (model: EntityModel): readonly string[] =>
  [...model.fields.values()].filter((known) => known.type.column(known.document) !== null && (!known.system || known.key === 'owner')).map(({ key }) => key);

/** Tables in an order in which every row can point to rows that are there already. */
export function makeWorld(design: Design, random: Chance, size: number): World {
  const world: Record<string, SpecRow[]> = {};
  for (const key of ['account', 'product', 'contact', 'order', 'order_line']) {
    const model = design.entities.get(key);
    if (model) world[key] = Array.from({ length: key === 'order_line' ? size * 2 : size }, () => someRow(random, model, world));
  }
  return world;
}

export function someRow(random: Chance, model: EntityModel, world: World): SpecRow {
  const place = model.parent === null ? {} : { parent: pick(random, world[model.parent] ?? []).id, position: below(random, 5) };
  return {
    id: newId(random),
    version: 1 + below(random, 5),
    created_at: someInstant(random),
    created_by: pick(random, [...MEMBERS, null]),
    updated_at: someInstant(random),
    updated_by: null,
    deleted_at: random() < 0.1 ? someInstant(random) : null,
    ...place,
    values: Object.fromEntries(filledKeys(model).map((key) => [key, someValue(random, model, key, world)])),
  };
}

const aboveOf = (id: string): readonly string[] => [id, ...(PARENTS[id] === undefined ? [] : aboveOf(PARENTS[id]))];

/** A fresh schema with `_member`, `_counter` and the tables of the design. */
export function schemaStatements(schema: string, design: Design): readonly string[] {
  const changes = [...design.entities.values()].flatMap(({ document }) => diffEntities(null, document));
  return [
    `DROP SCHEMA IF EXISTS ${quoteIdent(schema)} CASCADE`,
    `CREATE SCHEMA ${quoteIdent(schema)}`,
    `CREATE TABLE ${tableName(schema, '_member')} (id uuid PRIMARY KEY, name text NOT NULL, status text NOT NULL DEFAULT 'active')`,
    `INSERT INTO ${tableName(schema, '_member')} VALUES ${MEMBERS.map((id, index) => `('${id}', '成员 ${index}')`).join(', ')}`,
    `CREATE TABLE ${tableName(schema, '_counter')} (key text, period text, value bigint NOT NULL, PRIMARY KEY (key, period))`,
    `CREATE TABLE ${tableName(schema, '_department')} (id uuid PRIMARY KEY, name text NOT NULL, supervisor uuid, deleted_at timestamptz)`,
    `INSERT INTO ${tableName(schema, '_department')} VALUES ${DEPARTMENTS.map((id, index) => `('${id}', '部门 ${index}', ${SUPERVISORS[id] ? `'${SUPERVISORS[id]}'` : 'NULL'}, NULL)`).join(', ')}`,
    `CREATE TABLE ${tableName(schema, '_department_member')} (department uuid, member uuid, PRIMARY KEY (department, member))`,
    `INSERT INTO ${tableName(schema, '_department_member')} VALUES ${STAFF.map(([department, member]) => `('${department}', '${member}')`).join(', ')}`,
    `CREATE TABLE ${tableName(schema, '_department_below')} (department uuid, below uuid, PRIMARY KEY (department, below))`,
    `INSERT INTO ${tableName(schema, '_department_below')} VALUES ${DEPARTMENTS.flatMap((id) => aboveOf(id).map((above) => `('${above}', '${id}')`)).join(', ')}`,
    `CREATE TABLE ${tableName(schema, '_group_member')} ("group" uuid, member uuid, PRIMARY KEY ("group", member))`,
    `INSERT INTO ${tableName(schema, '_group_member')} VALUES ${GROUPS.flatMap(([group, members]) => members.map((member) => `('${group}', '${member}')`)).join(', ')}`,
    ...planDdl(schema, design, changes, 1).map(({ sql }) => sql),
  ];
}

/** Replaces all rows of the schema's tables. */
export function loadStatements(schema: string, design: Design, world: World): readonly SqlText[] {
  const rowsGo = Object.keys(world).reverse().map((key) => ({ text: `DELETE FROM ${tableName(schema, key)}`, values: [] }));
  const tables = Object.entries(world).map(([key, rows]) => loadTable(schema, design, key, rows));
  return [...rowsGo, ...tables, ...Object.entries(world).flatMap(([key, rows]) => loadLinks(schema, design, key, rows))];
}

function loadLinks(schema: string, design: Design, key: string, rows: readonly SpecRow[]): readonly SqlText[] {
  return [...(design.entities.get(key)?.fields.values() ?? [])].filter(isLinks).map((field) => {
    const links = rows.flatMap(({ id, values }) => ((values[field.key] ?? []) as readonly string[]).map((to, position) => ({ from: id, to, position })));
    const statement = createStatement();
    const json = statement.bind(JSON.stringify(links), 'jsonb');
    return statement.finish(`INSERT INTO ${tableName(schema, linkTable(key, field.key))} SELECT * FROM jsonb_to_recordset(${json}) AS r("from" uuid, "to" uuid, "position" int)`);
  });
}

function loadTable(schema: string, design: Design, key: string, rows: readonly SpecRow[]): SqlText {
  const model = design.entities.get(key) as EntityModel;
  const system: [string, StorageKind][] = [['id', 'uuid'], ['version', 'int'], ['created_at', 'timestamptz'], ['created_by', 'uuid'], ['updated_at', 'timestamptz'], ['updated_by', 'uuid'], ['deleted_at', 'timestamptz']];
  const place: [string, StorageKind][] = model.parent === null ? [] : [['parent', 'uuid'], ['position', 'int']];
  const own = storedKeys(model).map((name): [string, StorageKind] => [name, kindOf(model.fields.get(name)!)]);
  const columns = [...system, ...place, ...own];
  const names = columns.map(([name]) => quoteIdent(name)).join(', ');
  const shape = columns.map(([name, kind]) => `${quoteIdent(name)} ${kind}`).join(', ');
  const statement = createStatement();
  const json = statement.bind(JSON.stringify(rows.map(({ values, ...rest }) => ({ ...rest, ...values }))), 'jsonb');
  return statement.finish(`INSERT INTO ${tableName(schema, key)} (${names}) SELECT ${names} FROM jsonb_to_recordset(${json}) AS r(${shape})`);
}
