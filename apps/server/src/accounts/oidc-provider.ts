/** The OpenID provider of the settings: code flow with PKCE, state and nonce. Who it says somebody is; nothing about accounts. */

import { Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { Config, type OidcConfig } from '../platform/config.ts';
import { OidcOff } from './oidc-errors.ts';

/** Kept by the browser, sealed, until it comes back. */
export interface OidcAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Only an address the provider says it has verified. */
  readonly verifiedEmail: string | undefined;
}

const SECONDS = 10;

@Injectable()
export class OidcProvider {
  private discovered: Promise<client.Configuration> | undefined;

  constructor(private readonly config: Config) {}

  async begin(): Promise<{ location: string; attempt: OidcAttempt }> {
    const provider = await this.provider();
    const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
    const location = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.callback().href,
      scope: 'openid email profile',
      response_type: 'code',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { location: location.href, attempt };
  }

  /** Throws for anything that is not the right answer to `attempt`. */
  async finish(query: Readonly<Record<string, string>>, { state, nonce, verifier }: OidcAttempt): Promise<OidcIdentity> {
    const provider = await this.provider();
    const url = this.callback();
    url.search = new URLSearchParams(query).toString();
    const tokens = await client.authorizationCodeGrant(provider, url, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
    const claims = tokens.claims();
    if (!claims) throw new Error('the provider sent no ID token');
    const person = claims['email'] === undefined && provider.serverMetadata().userinfo_endpoint !== undefined ? await client.fetchUserInfo(provider, tokens.access_token, claims.sub) : claims;
    const { email, email_verified: verified } = person as { email?: unknown; email_verified?: unknown };
    return { issuer: claims.iss, subject: claims.sub, verifiedEmail: typeof email === 'string' && verified === true ? email.trim().toLowerCase() : undefined };
  }

  private callback(): URL {
    if (!this.config.publicUrl) throw new Error('a provider needs PUBLIC_URL');
    return new URL('/api/oidc/callback', this.config.publicUrl);
  }

  /** Asked for once; again after a failure. */
  private provider(): Promise<client.Configuration> {
    const { oidc } = this.config;
    if (!oidc) throw OidcOff({});
    this.discovered ??= discover(oidc).catch((error: unknown) => {
      this.discovered = undefined;
      throw error;
    });
    return this.discovered;
  }
}

const discover = ({ issuer, clientId, clientSecret, allowHttp }: OidcConfig): Promise<client.Configuration> =>
  client.discovery(issuer, clientId, clientSecret, undefined, { timeout: SECONDS, execute: allowHttp ? [client.allowInsecureRequests] : [] });
