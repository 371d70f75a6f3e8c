/**
 * Requests for every route of the contract, made from its schemas: plausible ones, and ones that are wrong in one of many
 * ways. Whoever answers them must do so with a refusal or a result, and a refusal must leave no trace.
 */

import type { Route, RouteName } from '@tessera/contract';
import type { Chance } from './chance.ts';
import { FIELDS } from './questions.ts';

export interface MadeRequest {
  readonly path: string;
  readonly body?: unknown;
}

export interface Making {
  readonly chance: Chance;
  /** What an id in the path or body may be. */
  readonly ids: readonly string[];
  /** False: wrong in one way or another, sometimes. */
  readonly valid?: boolean;
}

interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
}

const ENTITIES = ['customer', 'customer', 'customer', 'contact', 'opportunity', 'order', 'order_line', 'vault', 'no_such'];
const TEXTS = ['x', '李', '', '0', '-1', '1e400', "'; DROP TABLE x; --", '%_\\', '<b>x</b>', '${1}', '2024-02-30', 'a'.repeat(300), 'true'];
const STRANGE: readonly unknown[] = [null, true, -1, 1e308, 'x', [], {}, [[]], { a: { b: {} } }, '__proto__', 'x'.repeat(5000)];

export function makeRequest(name: RouteName, route: Route, making: Making): MadeRequest {
  const { chance, valid = false } = making;
  const path = route.path.replaceAll(/:(\w+)/g, (_all, parameter: string) => encodeURIComponent(parameterOf(parameter, name, making)));
  const query = route.query ? queryOf(route.query as Schema, making) : '';
  const takesBytes = route.bodyKind === 'file' || route.bodyKind === 'stream';
  if (takesBytes) return { path: path + query, body: Buffer.from('name,region\nx,North\n') };
  if (!route.body) return { path: path + query, ...(route.method === 'GET' ? {} : { body: {} }) };
  const body = valueOf(route.body as Schema, making, 0);
  return { path: path + query, body: valid || chance.often(0.5) ? body : broken(body, chance) };
}

function parameterOf(parameter: string, name: RouteName, { chance, ids, valid }: Making): string {
  if (parameter === 'entity') return valid ? 'customer' : chance.pick(ENTITIES);
  if (parameter === 'field') return chance.pick(FIELDS['customer'] ?? []).split('.')[0] ?? '';
  if (parameter === 'version') return '1';
  if (parameter === 'token') return 'not-a-token-not-a-token';
  if (parameter !== 'key') return chance.pick(ids);
  return /process/i.test(name) ? 'check' : /role/i.test(name) ? 'rep' : /template/i.test(name) ? 'customer_management' : valid ? 'customer' : chance.pick([...ENTITIES, 'board', 'wish']);
}

function queryOf({ properties = {}, required = [] }: Schema, making: Making): string {
  const given = Object.keys(properties).filter((key) => required.includes(key) || (!making.valid && making.chance.often(0.3)));
  const pairs = given.map((key): [string, string] => [key, key === 'entity' ? 'customer' : key === 'field' ? 'paper' : key === 'fileName' ? 'x.csv' : String(valueOf(properties[key] as Schema, making, 1))]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

function valueOf(schema: Schema, making: Making, depth: number): unknown {
  const { chance, ids, valid } = making;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return chance.pick(schema.enum);
  if (schema.anyOf) return valueOf(chance.pick(schema.anyOf), making, depth);
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return chance.often(0.5);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, chance.pick([0, 1, 1, 2, 3, 30]));
    case 'array': {
      const least = schema.minItems ?? 0;
      return Array.from({ length: least + (depth > 3 ? 0 : chance.below(3)) }, () => valueOf(schema.items ?? {}, making, depth + 1));
    }
    case 'object':
      return objectOf(schema, making, depth);
    case 'string':
      break;
    default:
      return valid ? 'x' : chance.pick(STRANGE);
  }
  if (schema.format === 'uuid') return chance.pick(ids);
  if (schema.format === 'email') return `p${chance.below(1000)}@example.com`;
  if (schema.format === 'date-time') return '2030-01-01T00:00:00Z';
  if (schema.pattern?.startsWith('^[a-z]') || schema.pattern?.startsWith('^(\\*')) return chance.pick(['customer', 'contact', 'rep', 'board', 'wish', 'name', 'region', 'id_card', 'no_such']);
  const text = valid ? 'x' : chance.pick(TEXTS);
  return text.padEnd(schema.minLength ?? 0, 'x');
}

function objectOf(schema: Schema, making: Making, depth: number): Record<string, unknown> {
  const { chance } = making;
  if (schema.properties) {
    const { properties, required = [] } = schema;
    const keys = Object.keys(properties).filter((key) => required.includes(key) || chance.often(depth > 3 ? 0.1 : 0.5));
    return Object.fromEntries(keys.map((key) => [key, valueOf(properties[key] as Schema, making, depth + 1)]));
  }
  if (schema.description?.startsWith('A filter tree')) return { field: chance.pick(FIELDS['customer'] ?? []), op: chance.pick(['eq', 'isEmpty', 'contains']), value: chance.pick(TEXTS) };
  // Values of a record.
  return Object.fromEntries(chance.some(FIELDS['customer'] ?? [], 4).map((key) => [key, chance.often(0.2) ? chance.pick(STRANGE) : chance.often(0.3) ? chance.pick(making.ids) : chance.pick(TEXTS)]));
}

/** The same with one thing wrong. */
function broken(body: unknown, chance: Chance): unknown {
  if (typeof body !== 'object' || body === null || chance.often(0.05)) return chance.pick(STRANGE);
  const keys = Object.keys(body);
  const key = keys.length === 0 ? 'x' : chance.pick(keys);
  const others = Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
  if (chance.often(0.2)) return others;
  if (chance.often(0.2)) return { ...body, [chance.pick(['id', 'owner', 'version', 'created_by', 'tenant_id', 'no_such'])]: chance.pick(STRANGE) };
  const value = (body as Record<string, unknown>)[key];
  return { ...others, [key]: typeof value === 'object' && value !== null && !Array.isArray(value) && chance.often(0.7) ? broken(value, chance) : chance.pick(STRANGE) };
}
