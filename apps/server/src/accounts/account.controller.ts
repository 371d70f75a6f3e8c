import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { AccountService } from './account.service.ts';
import { SecuritySettingsService } from './security-settings.ts';
import { Sessions } from './sessions.ts';
import { TotpService } from './totp.service.ts';

@Controller()
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly sessions: Sessions,
    private readonly totp: TotpService,
    private readonly security: SecuritySettingsService,
  ) {}

  @Endpoint(routes.account)
  account({ actor }: Call<typeof routes.account>): Promise<EndpointResult<typeof routes.account>> {
    return this.accounts.read(actor);
  }

  @Endpoint(routes.changePassword)
  changePassword({ actor, body, client }: Call<typeof routes.changePassword>): Promise<EndpointResult<typeof routes.changePassword>> {
    return this.accounts.changePassword(actor, body, client);
  }

  @Endpoint(routes.accountSessions)
  async accountSessions({ actor }: Call<typeof routes.accountSessions>): Promise<EndpointResult<typeof routes.accountSessions>> {
    return { items: await this.sessions.list(actor) };
  }

  @Endpoint(routes.endAccountSession)
  endAccountSession({ actor, params, client }: Call<typeof routes.endAccountSession>): Promise<EndpointResult<typeof routes.endAccountSession>> {
    return this.sessions.endOne(actor, params.id, client);
  }

  @Endpoint(routes.endOtherSessions)
  endOtherSessions({ actor }: Call<typeof routes.endOtherSessions>): Promise<EndpointResult<typeof routes.endOtherSessions>> {
    return this.sessions.endOthers(actor);
  }

  @Endpoint(routes.startTotp)
  startTotp({ actor, body }: Call<typeof routes.startTotp>): Promise<EndpointResult<typeof routes.startTotp>> {
    return this.totp.start(actor, body.password);
  }

  @Endpoint(routes.confirmTotp)
  confirmTotp({ actor, body, client }: Call<typeof routes.confirmTotp>): Promise<EndpointResult<typeof routes.confirmTotp>> {
    return this.totp.confirm(actor, body.code, client);
  }

  @Endpoint(routes.removeTotp)
  removeTotp({ actor, body }: Call<typeof routes.removeTotp>): Promise<EndpointResult<typeof routes.removeTotp>> {
    return this.totp.remove(actor, body);
  }

  @Endpoint(routes.resetMemberTotp)
  resetMemberTotp({ actor, params }: Call<typeof routes.resetMemberTotp>): Promise<EndpointResult<typeof routes.resetMemberTotp>> {
    return this.totp.reset(actor, params.id);
  }

  @Endpoint(routes.endMemberSessions)
  endMemberSessions({ actor, params }: Call<typeof routes.endMemberSessions>): Promise<EndpointResult<typeof routes.endMemberSessions>> {
    return this.sessions.endMember(actor, params.id);
  }

  @Endpoint(routes.securitySettings)
  securitySettings({ actor }: Call<typeof routes.securitySettings>): Promise<EndpointResult<typeof routes.securitySettings>> {
    return this.security.of(actor.workspace.id);
  }

  @Endpoint(routes.saveSecuritySettings)
  saveSecuritySettings({ actor, body }: Call<typeof routes.saveSecuritySettings>): Promise<EndpointResult<typeof routes.saveSecuritySettings>> {
    return this.security.save(actor, body);
  }
}
