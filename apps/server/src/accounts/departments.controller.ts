import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { DepartmentsService } from './departments.service.ts';

@Controller()
export class DepartmentsController {
  constructor(private readonly tree: DepartmentsService) {}

  @Endpoint(routes.departments)
  async departments({ actor }: Call<typeof routes.departments>): Promise<EndpointResult<typeof routes.departments>> {
    return { items: await this.tree.list(actor) };
  }

  @Endpoint(routes.createDepartment)
  create({ actor, body }: Call<typeof routes.createDepartment>): Promise<EndpointResult<typeof routes.createDepartment>> {
    return this.tree.create(actor, body);
  }

  @Endpoint(routes.saveDepartment)
  save({ actor, params, body }: Call<typeof routes.saveDepartment>): Promise<EndpointResult<typeof routes.saveDepartment>> {
    return this.tree.save(actor, params.id, body);
  }

  @Endpoint(routes.deleteDepartment)
  delete({ actor, params }: Call<typeof routes.deleteDepartment>): Promise<EndpointResult<typeof routes.deleteDepartment>> {
    return this.tree.delete(actor, params.id);
  }
}
