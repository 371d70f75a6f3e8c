import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Endpoint, type Call, type EndpointResult } from '../http/endpoint.ts';
import { Database } from '../platform/database.ts';
import { ADMIN } from '../workspaces/workspace-model.ts';
import { aidViews, loadAids } from './aid-plan.ts';
import { visibleTo } from './app-model.ts';
import { ChoicesService } from './choices.service.ts';
import { mayDesign } from './design-rights.ts';
import { DesignTrashService } from './design-trash.service.ts';
import type { DocumentBodies, DocumentKind } from './document.row.ts';
import { EntitiesService } from './entities.service.ts';
import { FormulaPreview } from './formula-preview.ts';
import { LayoutsService } from './layouts.service.ts';
import { RolesService } from './roles.service.ts';
import { SubmittableProcesses } from './submittable-processes.ts';

@Controller()
export class DesignController {
  constructor(
    private readonly entityService: EntitiesService,
    private readonly layouts: LayoutsService,
    private readonly roleService: RolesService,
    private readonly submittable: SubmittableProcesses,
    private readonly trash: DesignTrashService,
    private readonly choices: ChoicesService,
    private readonly formulaPreview: FormulaPreview,
    private readonly database: Database,
  ) {}

  @Endpoint(routes.appModel)
  async appModel({ actor }: Call<typeof routes.appModel>): Promise<EndpointResult<typeof routes.appModel>> {
    return { ...visibleTo(actor), submittable: await this.submittable.list(actor) };
  }

  @Endpoint(routes.entities)
  entities({ actor }: Call<typeof routes.entities>): EndpointResult<typeof routes.entities> {
    return { items: all(actor, 'entity').filter(({ document }) => mayDesign(actor, document.key)) };
  }

  @Endpoint(routes.accessEntities)
  accessEntities({ actor }: Call<typeof routes.accessEntities>): EndpointResult<typeof routes.accessEntities> {
    return { items: all(actor, 'entity') };
  }

  @Endpoint(routes.planEntity)
  planEntity({ actor, params, body }: Call<typeof routes.planEntity>): Promise<EndpointResult<typeof routes.planEntity>> {
    return this.entityService.plan(actor, params.key, body);
  }

  @Endpoint(routes.saveEntity)
  saveEntity({ actor, params, body }: Call<typeof routes.saveEntity>): Promise<EndpointResult<typeof routes.saveEntity>> {
    return this.entityService.save(actor, params.key, body);
  }

  @Endpoint(routes.deleteEntity)
  async deleteEntity({ actor, params, query }: Call<typeof routes.deleteEntity>): Promise<EndpointResult<typeof routes.deleteEntity>> {
    await this.trash.deleteEntity(actor, params.key, query.version);
  }

  @Endpoint(routes.designUses)
  async designUses({ actor, params, query }: Call<typeof routes.designUses>): Promise<EndpointResult<typeof routes.designUses>> {
    return { items: await this.trash.uses(actor, params.key, query.field) };
  }

  @Endpoint(routes.mergeChoices)
  mergeChoices({ actor, params, body }: Call<typeof routes.mergeChoices>): Promise<EndpointResult<typeof routes.mergeChoices>> {
    return this.choices.merge(actor, params.key, body);
  }

  @Endpoint(routes.designTrash)
  async designTrash({ actor }: Call<typeof routes.designTrash>): Promise<EndpointResult<typeof routes.designTrash>> {
    return { items: await this.trash.list(actor) };
  }

  @Endpoint(routes.restoreDesign)
  restoreDesign({ actor, params }: Call<typeof routes.restoreDesign>): Promise<EndpointResult<typeof routes.restoreDesign>> {
    return this.trash.restore(actor, params.id);
  }

  @Endpoint(routes.purgeDesign)
  async purgeDesign({ actor, params }: Call<typeof routes.purgeDesign>): Promise<EndpointResult<typeof routes.purgeDesign>> {
    await this.trash.purge(actor, params.id);
  }

  @Endpoint(routes.previewFormula)
  previewFormula({ actor, params, body }: Call<typeof routes.previewFormula>): Promise<EndpointResult<typeof routes.previewFormula>> {
    return this.formulaPreview.of(actor, params.key, body);
  }

  @Endpoint(routes.physicalAids)
  async physicalAids({ actor }: Call<typeof routes.physicalAids>): Promise<EndpointResult<typeof routes.physicalAids>> {
    return { items: aidViews(await this.database.transaction(actor.workspace.schema, loadAids)) };
  }

  @Endpoint(routes.forms)
  forms({ actor }: Call<typeof routes.forms>): EndpointResult<typeof routes.forms> {
    return { items: all(actor, 'form').filter(({ document }) => mayDesign(actor, document.entity)) };
  }

  @Endpoint(routes.saveForm)
  saveForm({ actor, params, body }: Call<typeof routes.saveForm>): Promise<EndpointResult<typeof routes.saveForm>> {
    return this.layouts.saveForm(actor, params.key, body);
  }

  @Endpoint(routes.views)
  views({ actor }: Call<typeof routes.views>): EndpointResult<typeof routes.views> {
    return { items: all(actor, 'view').filter(({ document }) => mayDesign(actor, document.entity)) };
  }

  @Endpoint(routes.saveView)
  saveView({ actor, params, body }: Call<typeof routes.saveView>): Promise<EndpointResult<typeof routes.saveView>> {
    return this.layouts.saveView(actor, params.key, body);
  }

  /** The built-in role first: it is held by people like any other. */
  @Endpoint(routes.roles)
  roles({ actor }: Call<typeof routes.roles>): EndpointResult<typeof routes.roles> {
    return { items: [{ version: 0, document: ADMIN }, ...all(actor, 'role')] };
  }

  @Endpoint(routes.saveRole)
  saveRole({ actor, params, body }: Call<typeof routes.saveRole>): Promise<EndpointResult<typeof routes.saveRole>> {
    return this.roleService.save(actor, params.key, body);
  }

  @Endpoint(routes.deleteRole)
  async deleteRole({ actor, params }: Call<typeof routes.deleteRole>): Promise<EndpointResult<typeof routes.deleteRole>> {
    await this.roleService.remove(actor, params.key);
  }
}

function all<Kind extends DocumentKind>({ model }: Actor, kind: Kind): { version: number; document: DocumentBodies[Kind] }[] {
  return [...model.documents[kind].values()].map(({ version, document }) => ({ version, document }));
}
