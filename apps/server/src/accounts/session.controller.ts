import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { LanguageService } from './language.service.ts';
import { viewOf, Sessions } from './sessions.ts';
import { SetupService } from './setup.service.ts';
import { SignInService } from './sign-in.service.ts';

@Controller()
export class SessionController {
  constructor(
    private readonly setups: SetupService,
    private readonly signIns: SignInService,
    private readonly sessions: Sessions,
    private readonly languages: LanguageService,
  ) {}

  @Endpoint(routes.setupState)
  async setupState(_call: Call<typeof routes.setupState>): Promise<EndpointResult<typeof routes.setupState>> {
    return { open: await this.setups.isOpen() };
  }

  @Endpoint(routes.setup)
  setup({ body, client }: Call<typeof routes.setup>): Promise<EndpointResult<typeof routes.setup>> {
    return this.setups.run(body, client);
  }

  @Endpoint(routes.signIn)
  signIn({ body, client, actor }: Call<typeof routes.signIn>): Promise<EndpointResult<typeof routes.signIn>> {
    return this.signIns.run(body, client, actor);
  }

  @Endpoint(routes.session)
  session({ actor }: Call<typeof routes.session>): EndpointResult<typeof routes.session> {
    return viewOf(actor);
  }

  @Endpoint(routes.updateSession)
  async updateSession({ actor, body }: Call<typeof routes.updateSession>): Promise<EndpointResult<typeof routes.updateSession>> {
    return viewOf(await this.languages.change(actor, body.locale));
  }

  @Endpoint(routes.signOut)
  signOut({ actor, client }: Call<typeof routes.signOut>): Promise<EndpointResult<typeof routes.signOut>> {
    return this.sessions.end(actor, client);
  }
}
