/**
 * The browser app: files whose names carry a hash are kept for a year, everything else is asked for
 * again, and any address that is neither a file nor below /api is the app's own and gets index.html.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config.ts';
import { ErrorAnswers } from './error-answers.ts';

const YEAR = 'public, max-age=31536000, immutable';

export async function mountBuilder(fastify: FastifyInstance, config: Config, errors: ErrorAnswers): Promise<void> {
  const { builderDir } = config;
  const page = builderDir === undefined ? undefined : await readFile(join(builderDir, 'index.html'));
  await fastify.register(async (files) => {
    await files.register(helmet, pageHeaders(config));
    await files.register(compress, { encodings: ['br', 'gzip'], brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } });
    if (builderDir !== undefined) {
      await files.register(fastifyStatic, {
        root: builderDir,
        wildcard: false,
        index: false,
        cacheControl: false,
        setHeaders: (reply, path) => void reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? YEAR : 'no-cache'),
      });
    }
    const sendPage = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    files.setNotFoundHandler((request, reply) => {
      const isOfPage = !/^\/(api|assets)(\/|$|\?)/.test(request.url);
      const wantsPage = page !== undefined && isOfPage && (request.method === 'GET' || request.method === 'HEAD');
      if (wantsPage) sendPage(request, reply);
      else errors.notFound(request, reply);
    });
  });
}

/**
 * Styles are inline in antd and in bpmn-js; scripts never are. Ajv compiles the schemas of forms in the browser, which
 * takes 'unsafe-eval'; texts of people never become code (docs/decisions/0008).
 */
function pageHeaders(config: Config): Parameters<typeof helmet>[1] {
  const tls = config.publicUrl?.protocol === 'https:';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  };
}
