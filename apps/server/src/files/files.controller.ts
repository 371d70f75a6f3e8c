import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Answer, Endpoint, FileAnswer, type Call, type EndpointResult } from '../http/endpoint.ts';
import { FilesService } from './files.service.ts';
import { shownIn } from './shown-in.ts';

@Controller()
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Endpoint(routes.uploadFile)
  upload({ actor, query, body }: Call<typeof routes.uploadFile>): Promise<EndpointResult<typeof routes.uploadFile>> {
    return this.files.upload(actor, query, body);
  }

  @Endpoint(routes.readFile)
  async read({ actor, params, query }: Call<typeof routes.readFile>): Promise<EndpointResult<typeof routes.readFile>> {
    const { file, bytes } = await this.files.open(actor, params);
    const { inline, policy } = shownIn(file.type, query.inline === true);
    return new Answer(new FileAnswer(bytes, file.type, file.name, { inline }), {
      headers: { 'content-length': String(file.size), 'content-security-policy': policy },
    });
  }
}
