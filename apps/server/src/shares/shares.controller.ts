import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { SharesService } from './shares.service.ts';
import { VisitorsService } from './visitors.service.ts';

@Controller()
export class SharesController {
  constructor(
    private readonly shares: SharesService,
    private readonly visitors: VisitorsService,
  ) {}

  @Endpoint(routes.shares)
  async list({ actor, query }: Call<typeof routes.shares>): Promise<EndpointResult<typeof routes.shares>> {
    return { items: await this.shares.list(actor, query) };
  }

  @Endpoint(routes.createShare)
  create({ actor, body }: Call<typeof routes.createShare>): Promise<EndpointResult<typeof routes.createShare>> {
    return this.shares.create(actor, body);
  }

  @Endpoint(routes.revokeShare)
  revoke({ actor, params }: Call<typeof routes.revokeShare>): Promise<EndpointResult<typeof routes.revokeShare>> {
    return this.shares.revoke(actor, params.id);
  }

  @Endpoint(routes.openShare)
  open({ params, body, client, locale }: Call<typeof routes.openShare>): Promise<EndpointResult<typeof routes.openShare>> {
    return this.visitors.open(params.token, body.password, { ip: client.ip, locale });
  }

  @Endpoint(routes.querySharedView)
  query({ params, body, client }: Call<typeof routes.querySharedView>): Promise<EndpointResult<typeof routes.querySharedView>> {
    return this.visitors.query(params.token, body.pass, body.query, client.ip);
  }

  @Endpoint(routes.submitSharedForm)
  async submit({ params, body, client }: Call<typeof routes.submitSharedForm>): Promise<EndpointResult<typeof routes.submitSharedForm>> {
    await this.visitors.submit(params.token, body.pass, body.values, client.ip);
    return { received: true };
  }
}
