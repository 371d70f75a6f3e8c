/**
 * Fastify under Nest, without the parts of Nest's adapter that we do ourselves: body parsers, the
 * error answer and the answer for unknown addresses.
 */

import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Config } from '../platform/config.ts';

export class FastifyHost extends FastifyAdapter {
  constructor(config: Config) {
    super({
      logger: false,
      genReqId: () => randomUUID(),
      trustProxy: (_address: string, hop: number) => hop < config.trustProxy,
      exposeHeadRoutes: false,
      onProtoPoisoning: 'error',
      // Long enough for a cursor or an invitation in a path, short enough to be no burden.
      routerOptions: { maxParamLength: 500 },
      forceCloseConnections: 'idle',
      skipMiddie: true,
    });
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return undefined as never;
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return undefined as never;
  }

  override registerParserMiddleware(): void {}
}
