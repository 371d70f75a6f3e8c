import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { ExplainService } from './explain.service.ts';
import { MemberRightsService } from './member-rights.service.ts';
import { RolePreviewService } from './role-preview.service.ts';

@Controller()
export class AccessController {
  constructor(
    private readonly rights: MemberRightsService,
    private readonly explanations: ExplainService,
    private readonly previews: RolePreviewService,
  ) {}

  @Endpoint(routes.memberRights)
  memberRights({ actor, params, locale }: Call<typeof routes.memberRights>): Promise<EndpointResult<typeof routes.memberRights>> {
    return this.rights.of(actor, params.id, locale);
  }

  @Endpoint(routes.explainAccess)
  explainAccess({ actor, body, locale }: Call<typeof routes.explainAccess>): Promise<EndpointResult<typeof routes.explainAccess>> {
    return this.explanations.explain(actor, body, locale);
  }

  @Endpoint(routes.previewRole)
  previewRole({ actor, params, body, locale }: Call<typeof routes.previewRole>): Promise<EndpointResult<typeof routes.previewRole>> {
    return this.previews.preview(actor, params.key, body.document, locale);
  }
}
