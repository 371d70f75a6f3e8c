/**
 * What a person gets when something fails: the declared error in their language, with the id of the
 * request. What nobody declared is logged in full and answered INTERNAL_ERROR.
 */

import { Injectable } from '@nestjs/common';
import { AppError, InternalError, parseLocale, RequestInvalid, RequestTooLarge, RouteNotFound, type Locale, type Route } from '@tessera/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../platform/log.ts';
import { toAppError } from '../platform/sqlstate.ts';
import { readableBytes } from './limited-body.ts';
import { MediaTypeUnsupported } from './request-errors.ts';

@Injectable()
export class ErrorAnswers {
  constructor(private readonly log: Log) {}

  localeOf(request: FastifyRequest): Locale {
    return request.actor?.locale ?? parseLocale(request.headers['accept-language']);
  }

  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const shown = this.shownFor(error, request);
    if (shown.status >= 500) this.log.error('request failed', error, { requestId: request.id, method: request.method, route: request.routeOptions?.url });
    if (shown.code === 'REQUEST_THROTTLED') reply.header('retry-after', String(shown.params['seconds']));
    void reply
      .code(shown.status)
      .headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff', 'x-request-id': request.id })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(shown.toBody(this.localeOf(request), request.id)));
  }

  notFound(request: FastifyRequest, reply: FastifyReply): void {
    this.send(RouteNotFound({}), request, reply);
  }

  private shownFor(error: unknown, request: FastifyRequest): AppError {
    if (error instanceof AppError) return error;
    const { code, statusCode } = error as Partial<FastifyError>;
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return RequestTooLarge({ limit: readableBytes(limitOf(request)) });
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return MediaTypeUnsupported({ wanted: isFileRoute(request) ? 'application/octet-stream' : 'application/json' });
    if (typeof code === 'string' && code.startsWith('FST_') && statusCode !== undefined && statusCode < 500) return statusCode === 404 ? RouteNotFound({}) : RequestInvalid({});
    return error instanceof Error ? toAppError(error) : InternalError({});
  }
}

const routeOf = (request: FastifyRequest): Route | undefined => (request.routeOptions?.config as { route?: Route } | undefined)?.route;
const isFileRoute = (request: FastifyRequest): boolean => ['file', 'stream'].includes(routeOf(request)?.bodyKind ?? '');
const limitOf = (request: FastifyRequest): number => request.routeOptions?.bodyLimit ?? 0;
