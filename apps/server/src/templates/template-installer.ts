/**
 * Installs a template: everything of it in one transaction, through the same services as a person's
 * clicks. Refused as a whole when anything of it is in the workspace already.
 */

import { Injectable } from '@nestjs/common';
import type { AnswerOf, FieldProblemInput, routes } from '@tessera/contract';
import { civilInZone, dateText } from '@tessera/model';
import { TemplateInvalid, type SampleTable, type TemplatePackage } from '@tessera/templates';
import { DesignStore, type Designer } from '../design/design-store.ts';
import { DDL, EntitiesService } from '../design/entities.service.ts';
import { LayoutsService } from '../design/layouts.service.ts';
import { RolesService } from '../design/roles.service.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { ProcessCatalog } from '../processes/process-catalog.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { systemWriter, type Writer } from '../records/write-door/writer.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { KEY_IN_USE, SAMPLE_ROW_UNKNOWN, TemplateConflict, TemplateInstalled, TemplateVersionGone } from './installer-errors.ts';
import { sampleRecords, type SampleLink, type SampleRecord } from './sample-rows.ts';
import { TemplatePackages } from './template-packages.ts';
import { TemplateRow } from './template.row.ts';

type InstallReport = AnswerOf<typeof routes.installTemplate>;

@Injectable()
export class TemplateInstaller {
  constructor(
    private readonly database: Database,
    private readonly packages: TemplatePackages,
    private readonly store: DesignStore,
    private readonly models: WorkspaceModels,
    private readonly entities: EntitiesService,
    private readonly layouts: LayoutsService,
    private readonly roles: RolesService,
    private readonly records: RecordWriter,
    private readonly processes: ProcessCatalog,
    private readonly clock: Clock,
  ) {}

  async install(actor: Actor, key: string, options: { sampleData: boolean; version?: string }): Promise<InstallReport> {
    const template = await this.packages.get(key);
    const { manifest } = template;
    if (options.version !== undefined && options.version !== manifest.version) throw TemplateVersionGone({ version: manifest.version });
    const samples = options.sampleData ? samplesFor(template, actor) : [];
    const designer = this.entities.designer(actor);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const before = await this.store.lock(db, designer);
        await this.assertFree(db, before, template);
        const model = await this.installDesign(db, designer, before, template);
        for (const { xml, ...process } of template.processes) await this.processes.install(db, designer, model, process, xml);
        const records = await this.writeSamples(db, actor, model, template, samples);
        await db.manager.insert(TemplateRow, { key, version: manifest.version, installedAt: designer.at, installedBy: designer.member });
        await audit(db, { at: designer.at, actor: designer.member, action: 'template.installed', target: key, detail: { version: manifest.version, records } });
        failpoint('template.install.before-commit');
        const { entities, forms, views, roles, processes } = manifest;
        return { entities: entities.length, forms: forms.length, views: views.length, roles: roles.length, processes: processes.length, records };
      },
      DDL,
    );
  }

  private async installDesign(db: Db, designer: Designer, before: WorkspaceModel, template: TemplatePackage): Promise<WorkspaceModel> {
    await this.entities.apply(db, designer, before, template.entities);
    const model = await this.models.loadIn(db);
    for (const form of template.forms) await this.layouts.applyForm(db, designer, model, form);
    for (const view of template.views) await this.layouts.applyView(db, designer, model, view);
    for (const role of template.roles) await this.roles.apply(db, designer, model, role);
    return this.models.loadIn(db);
  }

  private async assertFree(db: Db, { documents }: WorkspaceModel, { manifest }: TemplatePackage): Promise<void> {
    const installed = await db.manager.findOneBy(TemplateRow, { key: manifest.key });
    if (installed) throw TemplateInstalled({ version: installed.version });
    const processes = await db.query<{ key: string }>('SELECT key FROM _process WHERE key = ANY ($1)', [manifest.processes.map(({ key }) => key)]);
    const taken = [
      ...manifest.entities.filter((key) => documents.entity.has(key)).map((key) => `entities.${key}`),
      ...manifest.forms.filter((key) => documents.form.has(key)).map((key) => `forms.${key}`),
      ...manifest.views.filter((key) => documents.view.has(key)).map((key) => `views.${key}`),
      ...manifest.roles.filter((key) => documents.role.has(key)).map((key) => `roles.${key}`),
      ...processes.map(({ key }) => `processes.${key}`),
    ];
    if (taken.length > 0) throw TemplateConflict({}, { fields: taken.map((path) => ({ path, ...KEY_IN_USE })) });
  }

  /** Through the write door, like any other record. How many rows were written, subform rows included. */
  private async writeSamples(db: Db, actor: Actor, { design }: WorkspaceModel, { manifest }: TemplatePackage, tables: readonly SampleTable[]): Promise<number> {
    const { timeZone } = actor.workspace;
    const today = dateText(civilInZone(this.clock.now().getTime(), timeZone));
    const samples = sampleRecords(design, tables, { locale: actor.locale, timeZone, today });
    if (!samples.ok) throw TemplateInvalid({}, { fields: samples.problem });
    const writer: Writer = systemWriter({ design, workspace: actor.workspace, member: actor.member.id }, { kind: 'template', ref: manifest.key });
    const ids = new Map<string, string>();
    let written = 0;
    for (const sample of samples.value) {
      const { id } = await this.records.create(db, writer, sample.entity, valuesOf(sample, ids)).catch((error: unknown) => {
        throw placed(error, sample.place);
      });
      if (sample.key !== null) ids.set(`${sample.entity} ${sample.key}`, id);
      written += 1 + [...sample.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
    }
    return written;
  }
}

/** Samples in the language of whoever installs, or in the one there is. */
function samplesFor({ samples }: TemplatePackage, { locale }: Actor): readonly SampleTable[] {
  return samples[locale].length > 0 ? samples[locale] : samples[locale === 'en' ? 'zh-CN' : 'en'];
}

function valuesOf(sample: SampleRecord, ids: ReadonlyMap<string, string>): Record<string, unknown> {
  const linkOf = ({ field, entity, key }: SampleLink): [string, string] => {
    const id = ids.get(`${entity} ${key}`);
    if (id === undefined) throw TemplateInvalid({}, { fields: [{ path: `${sample.place}.${field}`, ...SAMPLE_ROW_UNKNOWN, params: { key } }] });
    return [field, id];
  };
  const rows = [...sample.rows].filter(([, children]) => children.length > 0).map(([field, children]) => [field, children.map((child) => valuesOf(child, ids))] as const);
  return { ...sample.values, ...Object.fromEntries(sample.links.map(linkOf)), ...Object.fromEntries(rows) };
}

/** What the write door refused, at its place in the package. */
function placed(error: unknown, place: string): unknown {
  const { fields } = error as { fields?: readonly FieldProblemInput[] };
  if (fields === undefined || fields.length === 0) return error;
  return TemplateInvalid({}, { fields: fields.map((problem) => ({ ...problem, path: `${place}.${problem.path.replace(/^values\./, '')}` })) });
}
