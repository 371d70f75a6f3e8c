import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { GroupsService } from './groups.service.ts';

@Controller()
export class GroupsController {
  constructor(private readonly all: GroupsService) {}

  @Endpoint(routes.groups)
  async groups({ actor }: Call<typeof routes.groups>): Promise<EndpointResult<typeof routes.groups>> {
    return { items: await this.all.list(actor) };
  }

  @Endpoint(routes.createGroup)
  create({ actor, body }: Call<typeof routes.createGroup>): Promise<EndpointResult<typeof routes.createGroup>> {
    return this.all.create(actor, body);
  }

  @Endpoint(routes.saveGroup)
  save({ actor, params, body }: Call<typeof routes.saveGroup>): Promise<EndpointResult<typeof routes.saveGroup>> {
    return this.all.save(actor, params.id, body);
  }

  @Endpoint(routes.deleteGroup)
  delete({ actor, params }: Call<typeof routes.deleteGroup>): Promise<EndpointResult<typeof routes.deleteGroup>> {
    return this.all.delete(actor, params.id);
  }
}
