/**
 * The one pipeline of every route of the contract: who asks, may they, is what they sent well formed,
 * run the endpoint, answer. The first two happen before the body is read. Fastify gets exactly the
 * routes that controllers declare with @Endpoint; a test holds them against the contract.
 */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ADMIN_ROLE, ActionForbidden, CsrfTokenInvalid, RequestInvalid, SignInRequired, routes, type Capability, type Locale, type Route } from '@tessera/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionGate } from '../accounts/session-gate.ts';
import { AccountIncomplete } from '../accounts/sign-in-errors.ts';
import { Refusals } from '../audit/refusals.ts';
import { Config } from '../platform/config.ts';
import { Answer, endpointsOf, FileAnswer, RawJson, type Call } from './endpoint.ts';
import { ErrorAnswers } from './error-answers.ts';
import { isForeign, isSecure } from './origin.ts';
import { KeyOutOfPlace, MediaTypeUnsupported, OriginRefused, ViewingOnly } from './request-errors.ts';
import { parseJsonBody } from './json-body.ts';
import { limitedBody } from './limited-body.ts';
import { compileRoute, type RouteSchemas } from './route-schemas.ts';
import type { Actor } from './actor.ts';
import { withinRequest } from './current-request.ts';

const DEFAULT_BODY_LIMIT = 1024 * 1024;
/** Of a link the service checks the secret. */
const OPEN_TO_ALL = new Set<Route['permission']>(['public', 'setup', 'share']);
/** What whoever looks through another's eyes may do besides asking. */
const ENDS_VIEWING = new Set<Route>([routes.endViewAs, routes.signOut]);
/** What an account may do that lacks what its workspace asks of it. */
const MAKES_COMPLETE = new Set<Route>([
  routes.session, routes.updateSession, routes.signOut, routes.account, routes.changePassword, routes.startTotp, routes.confirmTotp,
  routes.accountSessions, routes.endAccountSession, routes.endOtherSessions,
]);
const API_HEADERS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

type Handler = (call: Call) => unknown;

const takesBytes = ({ bodyKind }: Route): boolean => bodyKind === 'file' || bodyKind === 'stream';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever is signed in; set before the body is read. */
    actor: Actor | null;
  }
}

@Injectable()
export class Api {
  /** Method and path of everything Fastify answers, files of the browser app included. */
  readonly mounted: string[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly gate: SessionGate,
    private readonly errors: ErrorAnswers,
    private readonly refusals: Refusals,
    private readonly config: Config,
  ) {}

  /** Mounts every route that controllers declare. */
  mount(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => void this.mounted.push(...[method].flat().map((one) => `${one} ${url}`)));
    fastify.decorateRequest('actor', null);
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
      const body = parseJsonBody(bytes as Buffer);
      if (body.ok) done(null, body.value);
      else done(RequestInvalid({}, { fields: body.problem }));
    });
    fastify.addContentTypeParser(['application/octet-stream', 'text/csv'], (request, sent, done) => {
      const { route } = request.routeOptions.config as unknown as { route: Route };
      if (!takesBytes(route)) return done(MediaTypeUnsupported({ wanted: 'application/json' }));
      const bytes = limitedBody(sent, { limit: route.bodyLimit ?? DEFAULT_BODY_LIMIT, announced: request.headers['content-length'] });
      if (route.bodyKind === 'stream') return done(null, bytes);
      buffer(bytes).then((whole) => done(null, whole), done);
    });
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!metatype) continue;
      for (const { route, method } of endpointsOf(metatype)) {
        const handler = (instance as Record<string, Handler>)[method] as Handler;
        this.mountRoute(fastify, route, handler.bind(instance));
      }
    }
  }

  private mountRoute(fastify: FastifyInstance, route: Route, handler: Handler): void {
    const schemas = compileRoute(route);
    fastify.route({
      method: route.method,
      url: route.path,
      // What is no file is held in memory: a large limit is for files only (limited-body.ts).
      bodyLimit: takesBytes(route) ? DEFAULT_BODY_LIMIT : (route.bodyLimit ?? DEFAULT_BODY_LIMIT),
      config: { route },
      onRequest: (request, reply, done) => {
        reply.headers(API_HEADERS).header('x-request-id', request.id);
        const admit = (actor: Actor | null): void => {
          request.actor = actor;
          this.permit(route, request);
          done();
        };
        try {
          const actor = this.gate.identify(request);
          if (actor instanceof Promise) actor.then(admit).catch(done);
          else admit(actor);
        } catch (error) {
          done(error as Error);
        }
      },
      handler: (request, reply) =>
        withinRequest({ id: request.id, ip: request.ip, actor: request.actor }, async () => {
          const call = this.parse(route, schemas, request);
          const result = await handler(call);
          return this.answer(route, schemas, reply, result);
        }),
      errorHandler: (error, request, reply) => {
        this.refusals.heard(route, request, error);
        this.errors.send(error, request, reply);
      },
    });
  }

  private permit(route: Route, request: FastifyRequest): void {
    const changes = route.method !== 'GET';
    if (changes && isForeign(request, this.config)) throw OriginRefused({});
    const { actor } = request;
    if (OPEN_TO_ALL.has(route.permission)) {
      // There it would pass for somebody who is signed in.
      if (actor?.kind === 'apiKey') request.actor = null;
      return;
    }
    if (!actor) throw SignInRequired({});
    if (actor.kind === 'apiKey') {
      if (route.permission !== 'record') throw KeyOutOfPlace({});
      return;
    }
    if (changes && !this.gate.holdsCsrfToken(actor, request)) throw CsrfTokenInvalid({});
    if (actor.viewedBy && changes && !route.asks && !ENDS_VIEWING.has(route)) throw ViewingOnly({ name: actor.member.name });
    if (actor.mustDo.length > 0 && !MAKES_COMPLETE.has(route)) throw AccountIncomplete({});
    if (!isAllowed(actor, route.permission)) throw ActionForbidden({ action: route.permission });
  }

  private parse(route: Route, schemas: RouteSchemas, request: FastifyRequest): Call {
    const isBytes = Buffer.isBuffer(request.body) || request.body instanceof Readable;
    if (takesBytes(route) && !isBytes) throw MediaTypeUnsupported({ wanted: 'application/octet-stream' });
    const { params, query, body } = request;
    const problems = schemas.check({ params, query, body });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    return {
      params: params as never,
      query: (route.query ? query : undefined) as never,
      body: (takesBytes(route) || route.body ? (body ?? {}) : undefined) as never,
      actor: request.actor as never,
      locale: this.localeOf(request),
      requestId: request.id,
      client: { ip: request.ip, secure: isSecure(request, this.config), userAgent: request.headers['user-agent']?.slice(0, 400) ?? null },
      headers: request.headers,
    };
  }

  private answer(route: Route, schemas: RouteSchemas, reply: FastifyReply, result: unknown): FastifyReply {
    if (result instanceof Answer) {
      if (result.extra.status !== undefined) reply.code(result.extra.status);
      reply.headers(result.extra.headers ?? {});
      return this.answer(route, schemas, reply, result.value);
    }
    if (result instanceof FileAnswer) {
      reply.header('content-type', result.mediaType);
      reply.header('content-disposition', `${result.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeRfc5987(result.fileName)}`);
      return reply.send(result.stream);
    }
    if (this.config.checkAnswers) this.holdToContract(route, schemas, result);
    if (result === undefined) return (reply.statusCode === 200 ? reply.code(204) : reply).send();
    reply.header('content-type', 'application/json; charset=utf-8');
    return reply.send(result instanceof RawJson ? result.bytes : JSON.stringify(result));
  }

  private holdToContract(route: Route, schemas: RouteSchemas, result: unknown): void {
    const json = result instanceof RawJson ? result.bytes.toString('utf8') : JSON.stringify(result);
    const problems = json === undefined ? (route.answer ? [{ path: '', code: 'NO_ANSWER' }] : []) : schemas.checkAnswer(JSON.parse(json));
    if (problems.length > 0) throw new Error(`${route.method} ${route.path} breaks its contract: ${JSON.stringify(problems)}`);
  }

  private localeOf(request: FastifyRequest): Locale {
    return this.errors.localeOf(request);
  }
}

/** What a route asks of a member before it is looked at what it is called with. */
function isAllowed({ access, capabilities, design, member }: Actor, permission: Route['permission']): boolean {
  switch (permission) {
    case 'public':
    case 'setup':
    case 'share':
    case 'member':
    case 'record':
      return true;
    case 'admin':
      return member.roles.includes(ADMIN_ROLE);
    case 'designEntity':
      return capabilities.has('design') || [...design.entities.keys()].some((entity) => access.can('design', entity));
    default:
      return capabilities.has(permission satisfies Capability);
  }
}

/** RFC 5987 takes less than a URL does. */
const encodeRfc5987 = (text: string): string => encodeURIComponent(text).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
