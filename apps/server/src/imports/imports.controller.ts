import { Controller } from '@nestjs/common';
import { RequestInvalid, routes } from '@tessera/contract';
import { Endpoint, FileAnswer, type Call, type EndpointResult } from '../http/endpoint.ts';
import { targetMissing } from './import-rights.ts';
import { ImportsService } from './imports.service.ts';
import { RefusedFile } from './refused-file.ts';

@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly refusedFile: RefusedFile,
  ) {}

  @Endpoint(routes.uploadImport)
  upload({ actor, query, body }: Call<typeof routes.uploadImport>): Promise<EndpointResult<typeof routes.uploadImport>> {
    const { entity, members, fileName, sheet } = query;
    const isOpen = entity === undefined && members !== true;
    if ((isOpen && !actor.capabilities.has('design')) || (entity !== undefined && members === true)) throw RequestInvalid({}, { fields: [targetMissing('query.entity')] });
    return this.imports.upload(actor, isOpen ? { kind: 'none' } : entity === undefined ? { kind: 'members' } : { kind: 'entity', entity }, fileName, sheet ?? null, body);
  }

  @Endpoint(routes.imports)
  async list({ actor }: Call<typeof routes.imports>): Promise<EndpointResult<typeof routes.imports>> {
    return { items: await this.imports.list(actor) };
  }

  @Endpoint(routes.readImport)
  read({ actor, params }: Call<typeof routes.readImport>): Promise<EndpointResult<typeof routes.readImport>> {
    return this.imports.read(actor, params.id);
  }

  @Endpoint(routes.previewImport)
  preview({ actor, params, body }: Call<typeof routes.previewImport>): Promise<EndpointResult<typeof routes.previewImport>> {
    return this.imports.preview(actor, params.id, body);
  }

  @Endpoint(routes.runImport)
  run({ actor, params, body }: Call<typeof routes.runImport>): Promise<EndpointResult<typeof routes.runImport>> {
    return this.imports.run(actor, params.id, body);
  }

  @Endpoint(routes.importProblems)
  async problems({ actor, params }: Call<typeof routes.importProblems>): Promise<EndpointResult<typeof routes.importProblems>> {
    return { items: await this.imports.problems(actor, params.id) };
  }

  @Endpoint(routes.cancelImport)
  cancel({ actor, params }: Call<typeof routes.cancelImport>): Promise<EndpointResult<typeof routes.cancelImport>> {
    return this.imports.cancel(actor, params.id);
  }

  @Endpoint(routes.undoImport)
  undo({ actor, params }: Call<typeof routes.undoImport>): Promise<EndpointResult<typeof routes.undoImport>> {
    return this.imports.undo(actor, params.id);
  }

  @Endpoint(routes.proposeEntity)
  propose({ actor, params }: Call<typeof routes.proposeEntity>): Promise<EndpointResult<typeof routes.proposeEntity>> {
    return this.imports.proposeEntity(actor, params.id);
  }

  @Endpoint(routes.retargetImport)
  retarget({ actor, params, body }: Call<typeof routes.retargetImport>): Promise<EndpointResult<typeof routes.retargetImport>> {
    return this.imports.retarget(actor, params.id, body);
  }

  @Endpoint(routes.readSheet)
  sheet({ actor, params, body }: Call<typeof routes.readSheet>): Promise<EndpointResult<typeof routes.readSheet>> {
    return this.imports.readSheet(actor, params.id, body.sheet);
  }

  @Endpoint(routes.importRefused)
  async refused({ actor, params }: Call<typeof routes.importRefused>): Promise<EndpointResult<typeof routes.importRefused>> {
    const { stream, fileName } = await this.refusedFile.of(actor, params.id);
    return new FileAnswer(stream, 'text/csv; charset=utf-8', fileName);
  }

  @Endpoint(routes.importRecords)
  records({ actor, params }: Call<typeof routes.importRecords>): Promise<EndpointResult<typeof routes.importRecords>> {
    return this.imports.records(actor, params.id);
  }
}
