/** The contract's routes as an OpenAPI 3.1 document; JSON Schemas go in as they are. */

import { routes, type Route } from '@tessera/contract';

type Json = Record<string, unknown>;

let written: RawDocument | undefined;
type RawDocument = Readonly<Json>;

export function openApiDocument(): RawDocument {
  written ??= buildDocument(Object.entries(routes));
  return written;
}

export function buildDocument(inventory: readonly (readonly [string, Route])[]): RawDocument {
  const paths: Record<string, Json> = {};
  for (const [name, route] of inventory) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tessera', version: '0.1.0', description: 'Decimals are strings; instants are ISO 8601 in UTC. Requests that are not GET carry the header X-CSRF-Token of the session.' },
    tags: [...new Set(inventory.map(([, route]) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'tessera_session' } },
      schemas: { Error: ERROR_SCHEMA },
      responses: { Error: { description: 'What went wrong, in the language of the reader', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } } },
    },
  };
}

function operationOf(name: string, route: Route): Json {
  const open = route.permission === 'public' || route.permission === 'setup';
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    'x-permission': route.permission,
    security: open ? [] : [{ session: [] }],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...bodyOf(route),
    responses: { ...answerOf(route), default: { $ref: '#/components/responses/Error' } },
  };
}

function parametersOf(schema: unknown, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({ name, in: place, required: required.includes(name), schema: one }));
}

function bodyOf(route: Route): Json {
  if (route.bodyKind === 'file' || route.bodyKind === 'stream') return { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } };
  return route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {};
}

function answerOf(route: Route): Json {
  if (route.answer) return { 200: { description: 'Done', content: { 'application/json': { schema: route.answer } } } };
  if (route.produces) return { 200: { description: 'A file', content: { [route.produces]: { schema: { type: 'string' } } } } };
  return { 204: { description: 'Done' } };
}

const ERROR_SCHEMA = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: {
    code: { type: 'string', description: 'See docs/error-codes.md' },
    message: { type: 'string' },
    hint: { type: 'string' },
    details: {},
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' }, params: { type: 'object' } },
      },
    },
    requestId: { type: 'string' },
  },
} as const;
