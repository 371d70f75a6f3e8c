import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { ApiKeysService } from './api-keys.service.ts';

@Controller()
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Endpoint(routes.apiKeys)
  async apiKeys({ actor }: Call<typeof routes.apiKeys>): Promise<EndpointResult<typeof routes.apiKeys>> {
    return { items: await this.keys.list(actor) };
  }

  @Endpoint(routes.createApiKey)
  create({ actor, body }: Call<typeof routes.createApiKey>): Promise<EndpointResult<typeof routes.createApiKey>> {
    return this.keys.create(actor, body);
  }

  @Endpoint(routes.revokeApiKey)
  revoke({ actor, params }: Call<typeof routes.revokeApiKey>): Promise<EndpointResult<typeof routes.revokeApiKey>> {
    return this.keys.revoke(actor, params.id);
  }
}
