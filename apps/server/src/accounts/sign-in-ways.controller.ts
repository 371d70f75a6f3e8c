import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { Config } from '../platform/config.ts';
import { OidcService } from './oidc.service.ts';
import { PasswordResetService } from './password-reset.service.ts';

@Controller()
export class SignInWaysController {
  constructor(
    private readonly resets: PasswordResetService,
    private readonly oidc: OidcService,
    private readonly config: Config,
  ) {}

  @Endpoint(routes.signInOptions)
  signInOptions(_call: Call<typeof routes.signInOptions>): EndpointResult<typeof routes.signInOptions> {
    const { oidc } = this.config;
    return { passwordReset: this.resets.isOn, oidc: oidc ? { label: oidc.label } : null };
  }

  @Endpoint(routes.requestPasswordReset)
  requestPasswordReset({ body, client }: Call<typeof routes.requestPasswordReset>): Promise<EndpointResult<typeof routes.requestPasswordReset>> {
    return this.resets.request(body.email, client);
  }

  @Endpoint(routes.resetPassword)
  resetPassword({ params, body, client }: Call<typeof routes.resetPassword>): Promise<EndpointResult<typeof routes.resetPassword>> {
    return this.resets.reset(params.token, body.password, client);
  }

  @Endpoint(routes.startOidc)
  startOidc({ query, actor, client, headers }: Call<typeof routes.startOidc>): Promise<EndpointResult<typeof routes.startOidc>> {
    return this.oidc.start(query.to, actor, client, headers);
  }

  @Endpoint(routes.finishOidc)
  finishOidc({ query, actor, client, headers }: Call<typeof routes.finishOidc>): Promise<EndpointResult<typeof routes.finishOidc>> {
    return this.oidc.finish(query, actor, client, headers);
  }

  @Endpoint(routes.confirmOidc)
  confirmOidc({ body, actor, client, headers }: Call<typeof routes.confirmOidc>): Promise<EndpointResult<typeof routes.confirmOidc>> {
    return this.oidc.confirm(body.code, actor, client, headers);
  }
}
