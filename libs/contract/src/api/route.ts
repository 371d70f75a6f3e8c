/**
 * A route as data: method, path, who may call it, and the JSON Schemas of what goes in and out. The
 * server mounts, validates and documents from it (OpenAPI 3.1), the builder calls by it, and a test holds
 * the mounted routes against this inventory.
 */

import type { Static, TSchema } from 'typebox';
import type { Capability } from '../documents/role.ts';

/**
 * `public`: anyone. `setup`: anyone, only until the first administrator exists. `member`: a signed-in
 * member. `design`, `members`, `audit`, `keys`: a member with that capability. `designEntity`: a member who may design at
 * least one entity; the service asks for which. `admin`: a member with the built-in role. `record`: a member or an API key;
 * the ability decides per entity, row and field inside. `share`: whoever holds the secret of a link that is in the path.
 */
export type RoutePermission = 'public' | 'setup' | 'member' | 'record' | 'designEntity' | 'admin' | 'share' | Capability;

export type RouteBodyKind = 'json' | 'file' | 'stream' | 'none';

export interface Route<
  Params extends TSchema | undefined = TSchema | undefined,
  Query extends TSchema | undefined = TSchema | undefined,
  Body extends TSchema | undefined = TSchema | undefined,
  Answer extends TSchema | undefined = TSchema | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Starts with /api; parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly permission: RoutePermission;
  /** A POST that only asks: may be called by whoever only looks (viewing as another member, API keys that read). */
  readonly asks?: true;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** `file`: the raw bytes of one file (`application/octet-stream`), its name in the query; `stream`: the same, not held in memory. */
  readonly bodyKind?: RouteBodyKind;
  /** Absent: no content (204), or a file when `produces` says its media type. */
  readonly answer?: Answer;
  readonly produces?: string;
  /** Bytes; the default is 1 MiB. */
  readonly bodyLimit?: number;
}

export type ParamsOf<R> = R extends { readonly params: infer S extends TSchema } ? Static<S> : undefined;
export type QueryOf<R> = R extends { readonly query: infer S extends TSchema } ? Static<S> : undefined;
export type BodyOf<R> = R extends { readonly body: infer S extends TSchema } ? Static<S> : undefined;
export type AnswerOf<R> = R extends { readonly answer: infer S extends TSchema } ? Static<S> : undefined;

/** Keeps the exact schema types of a route literal. */
export const route = <const R extends Route>(definition: R): R => definition;
