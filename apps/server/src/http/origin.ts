/** Where a request comes from, as far as a browser tells: the second line of defence behind the CSRF token. */

import type { FastifyRequest } from 'fastify';
import { Config } from '../platform/config.ts';

/** Whether a browser says that another site sent this. Programs that say nothing pass; they have no cookies to abuse. */
export function isForeign(request: FastifyRequest, config: Config): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return request.headers['sec-fetch-site'] === 'cross-site';
  if (!URL.canParse(origin)) return true;
  const { host, protocol } = new URL(origin);
  const asked = `${protocol}//${request.host}`; // read as a URL, so that a default port is none
  return host !== config.publicUrl?.host && !(URL.canParse(asked) && new URL(asked).host === host);
}

/** Whether the browser speaks TLS to us or to the proxy before us. */
export function isSecure(request: FastifyRequest, config: Config): boolean {
  return config.publicUrl?.protocol === 'https:' || request.protocol === 'https';
}
