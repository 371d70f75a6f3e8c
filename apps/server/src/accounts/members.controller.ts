import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersService } from './members.service.ts';

@Controller()
export class MembersController {
  constructor(
    private readonly people: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Endpoint(routes.members)
  async members({ actor }: Call<typeof routes.members>): Promise<EndpointResult<typeof routes.members>> {
    return { items: await this.people.list(actor) };
  }

  @Endpoint(routes.memberOptions)
  async options({ actor, query }: Call<typeof routes.memberOptions>): Promise<EndpointResult<typeof routes.memberOptions>> {
    return { items: await this.people.options(actor, query.search) };
  }

  @Endpoint(routes.updateMember)
  update({ actor, params, body }: Call<typeof routes.updateMember>): Promise<EndpointResult<typeof routes.updateMember>> {
    return this.people.update(actor, params.id, body);
  }

  @Endpoint(routes.invite)
  invite({ actor, body }: Call<typeof routes.invite>): Promise<EndpointResult<typeof routes.invite>> {
    return this.invitations.invite(actor, body);
  }

  @Endpoint(routes.invitation)
  invitation({ params }: Call<typeof routes.invitation>): Promise<EndpointResult<typeof routes.invitation>> {
    return this.invitations.read(params.token);
  }

  @Endpoint(routes.acceptInvitation)
  accept({ params, body, client }: Call<typeof routes.acceptInvitation>): Promise<EndpointResult<typeof routes.acceptInvitation>> {
    return this.invitations.accept(params.token, body, client);
  }
}
