import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { viewOf } from './sessions.ts';
import { ViewAsService } from './view-as.service.ts';

@Controller()
export class ViewAsController {
  constructor(private readonly views: ViewAsService) {}

  @Endpoint(routes.startViewAs)
  async start({ actor, body }: Call<typeof routes.startViewAs>): Promise<EndpointResult<typeof routes.startViewAs>> {
    return viewOf(await this.views.start(actor, body.member));
  }

  @Endpoint(routes.endViewAs)
  async end({ actor }: Call<typeof routes.endViewAs>): Promise<EndpointResult<typeof routes.endViewAs>> {
    return viewOf(await this.views.end(actor));
  }
}
