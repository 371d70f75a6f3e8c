import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Answer, Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { Database } from '../platform/database.ts';
import { isMigrated } from '../platform/migrations.ts';
import { openApiDocument } from './openapi.ts';

@Controller()
export class OperationsController {
  constructor(private readonly database: Database) {}

  @Endpoint(routes.health)
  health(_call: Call<typeof routes.health>): EndpointResult<typeof routes.health> {
    return { status: 'alive' };
  }

  @Endpoint(routes.ready)
  async ready(_call: Call<typeof routes.ready>): Promise<EndpointResult<typeof routes.ready>> {
    const ready = await isMigrated(this.database).catch(() => false);
    return ready ? { status: 'ready' } : new Answer({ status: 'starting' as const }, { status: 503 });
  }

  @Endpoint(routes.openapi)
  openapi(_call: Call<typeof routes.openapi>): EndpointResult<typeof routes.openapi> {
    return openApiDocument();
  }
}
