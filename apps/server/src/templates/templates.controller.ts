import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { Database } from '../platform/database.ts';
import { countSampleRows } from './sample-rows.ts';
import { TemplateInstaller } from './template-installer.ts';
import { TemplatePackages } from './template-packages.ts';
import { TemplateRow } from './template.row.ts';

@Controller()
export class TemplatesController {
  constructor(
    private readonly database: Database,
    private readonly packages: TemplatePackages,
    private readonly installer: TemplateInstaller,
  ) {}

  @Endpoint(routes.templates)
  async list({ actor, locale }: Call<typeof routes.templates>): Promise<EndpointResult<typeof routes.templates>> {
    const packages = await this.packages.list();
    const installed = await this.database.transaction(actor.workspace.schema, (db) => db.manager.find(TemplateRow));
    return {
      items: packages.map(({ manifest, samples }) => ({
        manifest,
        installed: installed.find(({ key }) => key === manifest.key)?.version ?? null,
        sampleRows: countSampleRows(samples[locale]),
      })),
    };
  }

  @Endpoint(routes.installTemplate)
  install({ actor, params, body }: Call<typeof routes.installTemplate>): Promise<EndpointResult<typeof routes.installTemplate>> {
    return this.installer.install(actor, params.key, body);
  }
}
