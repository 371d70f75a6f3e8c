import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { HandOverService } from './hand-over.service.ts';

@Controller()
export class HandOverController {
  constructor(private readonly handOvers: HandOverService) {}

  @Endpoint(routes.startHandOver)
  start({ actor, params, body }: Call<typeof routes.startHandOver>): Promise<EndpointResult<typeof routes.startHandOver>> {
    return this.handOvers.start(actor, params.id, body);
  }

  @Endpoint(routes.handOver)
  read({ actor, params }: Call<typeof routes.handOver>): Promise<EndpointResult<typeof routes.handOver>> {
    return this.handOvers.read(actor, params.id);
  }
}
