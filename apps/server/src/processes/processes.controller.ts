import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { InstanceViews } from './instance-views.ts';
import { ProcessCatalog } from './process-catalog.ts';
import { TasksService } from './tasks.service.ts';

@Controller()
export class ProcessesController {
  constructor(
    private readonly catalog: ProcessCatalog,
    private readonly work: TasksService,
    private readonly views: InstanceViews,
  ) {}

  @Endpoint(routes.processes)
  async processes({ actor }: Call<typeof routes.processes>): Promise<EndpointResult<typeof routes.processes>> {
    return { items: await this.catalog.list(actor) };
  }

  @Endpoint(routes.createProcess)
  create({ actor, body }: Call<typeof routes.createProcess>): Promise<EndpointResult<typeof routes.createProcess>> {
    return this.catalog.create(actor, body);
  }

  @Endpoint(routes.readProcess)
  read({ actor, params }: Call<typeof routes.readProcess>): Promise<EndpointResult<typeof routes.readProcess>> {
    return this.catalog.read(actor, params.key);
  }

  @Endpoint(routes.readProcessVersion)
  version({ actor, params }: Call<typeof routes.readProcessVersion>): Promise<EndpointResult<typeof routes.readProcessVersion>> {
    return this.catalog.readVersion(actor, params.key, params.version);
  }

  @Endpoint(routes.validateProcess)
  async validate({ actor, params, body }: Call<typeof routes.validateProcess>): Promise<EndpointResult<typeof routes.validateProcess>> {
    return { problems: await this.catalog.validate(actor, params.key, body.xml) };
  }

  @Endpoint(routes.saveProcessDraft)
  saveDraft({ actor, params, body }: Call<typeof routes.saveProcessDraft>): Promise<EndpointResult<typeof routes.saveProcessDraft>> {
    return this.catalog.saveDraft(actor, params.key, body);
  }

  @Endpoint(routes.publishProcess)
  publish({ actor, params, body }: Call<typeof routes.publishProcess>): Promise<EndpointResult<typeof routes.publishProcess>> {
    return this.catalog.publish(actor, params.key, body);
  }

  @Endpoint(routes.tasks)
  async tasks({ actor, query }: Call<typeof routes.tasks>): Promise<EndpointResult<typeof routes.tasks>> {
    return { items: await this.work.list(actor, query.status ?? 'open') };
  }

  @Endpoint(routes.taskCount)
  async taskCount({ actor }: Call<typeof routes.taskCount>): Promise<EndpointResult<typeof routes.taskCount>> {
    return { open: await this.work.count(actor) };
  }

  @Endpoint(routes.readTask)
  readTask({ actor, params }: Call<typeof routes.readTask>): Promise<EndpointResult<typeof routes.readTask>> {
    return this.work.read(actor, params.id);
  }

  @Endpoint(routes.completeTask)
  completeTask({ actor, params, body }: Call<typeof routes.completeTask>): Promise<EndpointResult<typeof routes.completeTask>> {
    return this.work.complete(actor, params.id, body);
  }

  @Endpoint(routes.retryInstance)
  retryInstance({ actor, params }: Call<typeof routes.retryInstance>): Promise<EndpointResult<typeof routes.retryInstance>> {
    return this.views.retry(actor, params.id);
  }

  @Endpoint(routes.readInstance)
  readInstance({ actor, params }: Call<typeof routes.readInstance>): Promise<EndpointResult<typeof routes.readInstance>> {
    return this.views.read(actor, params.id);
  }

  @Endpoint(routes.recordInstances)
  recordInstances({ actor, params }: Call<typeof routes.recordInstances>): Promise<EndpointResult<typeof routes.recordInstances>> {
    return this.views.ofRecord(actor, params.entity, params.id);
  }
}
