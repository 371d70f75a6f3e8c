/**
 * How a controller method becomes a route of the contract:
 *
 *     @Endpoint(routes.readRecord)
 *     async read({ params, actor }: Call<typeof routes.readRecord>) { ... }
 *
 * The method gets everything already checked (permission, then params, query and body against the
 * route's schemas) and gives back the answer's value. Mounting is the business of api.ts.
 */

import 'reflect-metadata';
import type { Readable } from 'node:stream';
import type { AnswerOf, BodyOf, Locale, ParamsOf, QueryOf, Route } from '@tessera/contract';
import type { Actor } from './actor.ts';

export interface Call<R extends Route = Route> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  /** For `bodyKind: 'file'` the bytes of the file; for `'stream'` the same as they arrive, failing with a declared error when they are too many or break off. */
  readonly body: R extends { readonly bodyKind: 'file' } ? Buffer : R extends { readonly bodyKind: 'stream' } ? Readable : BodyOf<R>;
  /** On public routes and those of links whoever is signed in, or nobody. */
  readonly actor: R extends { readonly permission: 'public' | 'setup' | 'share' } ? Actor | null : Actor;
  readonly locale: Locale;
  readonly requestId: string;
  readonly client: Client;
  /** As they came, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Client {
  readonly ip: string;
  /** Whether the browser reached us over TLS. */
  readonly secure: boolean;
  /** What the browser says it is. */
  readonly userAgent: string | null;
}

/** An answer that is JSON already, in UTF-8: sent as it is. */
export class RawJson {
  readonly bytes: Buffer;
  constructor(json: Buffer) {
    this.bytes = json;
  }
}

/** An answer that is a file; the stream is destroyed when the reader goes away. */
export class FileAnswer {
  readonly stream: Readable | Buffer;
  readonly mediaType: string;
  readonly fileName: string;
  /** Shown by the browser instead of saved; only for what cannot run. */
  readonly inline: boolean;
  constructor(stream: Readable | Buffer, mediaType: string, fileName: string, { inline = false }: { inline?: boolean } = {}) {
    this.stream = stream;
    this.mediaType = mediaType;
    this.fileName = fileName;
    this.inline = inline;
  }
}

/** An answer with a status or headers of its own. */
export class Answer<Value> {
  readonly value: Value;
  readonly extra: { readonly status?: number; readonly headers?: Readonly<Record<string, string | string[]>> };
  constructor(value: Value, extra: { status?: number; headers?: Record<string, string | string[]> }) {
    this.value = value;
    this.extra = extra;
  }
}

type Value<R extends Route> = R extends { readonly answer: unknown } ? AnswerOf<R> | RawJson : R extends { readonly produces: string } ? FileAnswer : void;
export type EndpointResult<R extends Route> = Value<R> | Answer<Value<R>>;

interface MountedEndpoint {
  readonly route: Route;
  readonly method: string;
}
const ENDPOINTS = Symbol('endpoints');

export const Endpoint =
  <R extends Route>(route: R) =>
  <M extends (call: Call<R>) => EndpointResult<R> | Promise<EndpointResult<R>>>(target: object, method: string, _descriptor: TypedPropertyDescriptor<M>): void => {
    const earlier: readonly MountedEndpoint[] = Reflect.getMetadata(ENDPOINTS, target.constructor) ?? [];
    Reflect.defineMetadata(ENDPOINTS, [...earlier, { route, method }], target.constructor);
  };

export function endpointsOf(controller: object): readonly MountedEndpoint[] {
  return Reflect.getMetadata(ENDPOINTS, controller) ?? [];
}
