import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, FileAnswer, type Call, type EndpointResult } from '../http/endpoint.ts';
import { ExportsService } from './exports.service.ts';

@Controller()
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Endpoint(routes.startExport)
  start({ actor, body }: Call<typeof routes.startExport>): Promise<EndpointResult<typeof routes.startExport>> {
    return this.exports.start(actor, body);
  }

  @Endpoint(routes.exports)
  async list({ actor }: Call<typeof routes.exports>): Promise<EndpointResult<typeof routes.exports>> {
    return { items: await this.exports.list(actor) };
  }

  @Endpoint(routes.readExport)
  read({ actor, params }: Call<typeof routes.readExport>): Promise<EndpointResult<typeof routes.readExport>> {
    return this.exports.read(actor, params.id);
  }

  @Endpoint(routes.cancelExport)
  cancel({ actor, params }: Call<typeof routes.cancelExport>): Promise<EndpointResult<typeof routes.cancelExport>> {
    return this.exports.cancel(actor, params.id);
  }

  @Endpoint(routes.exportFile)
  async file({ actor, params }: Call<typeof routes.exportFile>): Promise<EndpointResult<typeof routes.exportFile>> {
    const { stream, mediaType, fileName } = await this.exports.file(actor, params.id);
    return new FileAnswer(stream, mediaType, fileName);
  }
}
