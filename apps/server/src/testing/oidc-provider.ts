/** An OpenID provider of this process, `oidc-provider`, that lets in whoever the test says and asks for nothing. */

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type AdapterConstructor, type JWK } from 'oidc-provider';
// @ts-expect-error its files have no types
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';

export interface ProviderPerson {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: unknown;
}

export interface TestProvider {
  readonly issuer: URL;
  /** Whoever signs in at the provider next. */
  person: ProviderPerson;
  /** Follows a browser from our redirect to the one that leads back; gives that address. `change` tampers with the request. */
  visit(location: string, change?: (request: URL) => void): Promise<URL>;
  stop(): Promise<void>;
}

export const CLIENT = { clientId: 'tessera', clientSecret: 'a secret of the provider and us' };

export async function startTestProvider(publicUrl: string): Promise<TestProvider> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', () => resolve()));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [`${publicUrl}/api/oidc/callback`], response_types: ['code'], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    // What it would warn of otherwise.
    adapter: MemoryAdapter as unknown as AdapterConstructor,
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' } as JWK] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ ...test.person, sub: id }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({ clientId: CLIENT.clientId, accountId: context.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  http.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    void provider.interactionFinished(request, response, { login: { accountId: test.person.sub } });
  });

  const test: TestProvider = {
    issuer: new URL(issuer),
    person: { sub: 'nobody' },
    visit: async (location, change) => {
      const cookies = new Map<string, string>();
      let next = new URL(location);
      change?.(next);
      for (let hop = 0; hop < 10 && next.origin === issuer; hop += 1) {
        const response = await fetch(next, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const to = response.headers.get('location');
        if (to === null) throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`);
        next = new URL(to, next);
      }
      return next;
    },
    stop: async () => {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
  return test;
}
