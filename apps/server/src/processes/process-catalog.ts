/**
 * Processes as designers see them: drafts, and versions that never change once they are published. What cannot be
 * executed is refused at publishing, element by element; a running instance stays on the version it started with.
 */

import { Injectable } from '@nestjs/common';
import type { LocalizedText, Locale, ProcessDesign, ProcessProblemView, ProcessSummary } from '@tessera/contract';
import { ADMIN_ROLE, textIn } from '@tessera/contract';
import type { FormulaType } from '@tessera/formula';
import { compileProcess, emptyProcessXml, ProcessInvalid, toFieldProblems, type CompileEnv, type ProcessGraph, type RunAs } from '@tessera/process';
import { rolesNow } from '../accounts/effective-roles.ts';
import { DocumentVersionConflict } from '../design/design-errors.ts';
import { DesignStore, type Designer } from '../design/design-store.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../platform/sqlstate.ts';
import { EntityNotFound } from '../records/record-errors.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { ProcessKeyTaken, ProcessNotFound, ProcessRunsAsSystem } from './process-host-errors.ts';
import { ProcessRow, ProcessVersionRow } from './process.row.ts';

interface Draft {
  readonly draftVersion: number;
  readonly xml: string;
}

export interface NewProcess {
  readonly key: string;
  readonly label: LocalizedText;
  readonly entity: string;
}

@Injectable()
export class ProcessCatalog {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor): Promise<ProcessSummary[]> {
    return this.database.transaction(actor.workspace.schema, (db) =>
      db.query<ProcessSummary>(
        `SELECT p.key, p.label, p.entity, p.version, v.xml IS DISTINCT FROM p.draft_xml AS changed,
           (SELECT count(*)::int FROM _instance i WHERE i.process = p.key AND i.status IN ('running', 'incident')) AS running
         FROM _process p LEFT JOIN _process_version v ON v.process = p.key AND v.version = p.version ORDER BY p.key`,
      ),
    );
  }

  read(actor: Actor, key: string): Promise<ProcessDesign> {
    return this.database.transaction(actor.workspace.schema, (db) => designOf(db, key));
  }

  async readVersion(actor: Actor, key: string, version: number): Promise<{ version: number; xml: string; publishedAt: string }> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const row = await db.manager.findOneBy(ProcessVersionRow, { process: key, version });
      if (!row) throw ProcessNotFound({});
      return { version, xml: row.xml, publishedAt: row.publishedAt.toISOString() };
    });
  }

  async create(actor: Actor, process: NewProcess): Promise<ProcessDesign> {
    if (!actor.design.entities.has(process.entity)) throw EntityNotFound({});
    const xml = emptyProcessXml({ id: process.key, name: textIn(process.label, 'zh-CN'), nameEn: process.label.en, entity: process.entity });
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await this.insert(db, this.designer(actor), process, xml);
      return designOf(db, process.key);
    });
  }

  async validate(actor: Actor, key: string, xml: string): Promise<ProcessProblemView[]> {
    const process = await this.database.transaction(actor.workspace.schema, (db) => find(db, key));
    const { problems } = await compile(actor.model, process.entity, xml);
    return problems.map(({ element, name, code, severity, message }) => ({ element, name, code, severity, message: message[actor.locale satisfies Locale] }));
  }

  /** Any text is a draft: what is wrong with it is said by `validate`, and refused by `publish`. */
  async saveDraft(actor: Actor, key: string, draft: Draft): Promise<ProcessDesign> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await this.keepDraft(db, this.designer(actor), await lock(db, key, draft.draftVersion), draft.xml);
      return designOf(db, key);
    });
  }

  async publish(actor: Actor, key: string, draft: Draft): Promise<ProcessDesign> {
    const designer = this.designer(actor);
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const model = await this.store.lock(db, designer);
      const process = await lock(db, key, draft.draftVersion);
      await this.keepDraft(db, designer, process, draft.xml);
      await this.publishVersion(db, designer, model, process, draft.xml);
      failpoint('process.publish.before-commit');
      return designOf(db, key);
    });
  }

  /** A process with its first version, inside a transaction that holds the design's lock: for templates. */
  async install(db: Db, designer: Designer, model: WorkspaceModel, process: NewProcess, xml: string): Promise<void> {
    await this.insert(db, designer, process, xml);
    await this.publishVersion(db, designer, model, { ...process, version: 0 }, xml);
  }

  private async insert(db: Db, designer: Designer, { key, label, entity }: NewProcess, xml: string): Promise<void> {
    try {
      await db.manager.insert(ProcessRow, { key, label: label as never, entity, draftXml: xml, draftVersion: 1, version: 0, updatedAt: designer.at, updatedBy: designer.member });
    } catch (error) {
      throw sqlStateOf(error) === UNIQUE_VIOLATION ? ProcessKeyTaken({ key }) : error;
    }
    await audit(db, { at: designer.at, actor: designer.member, action: 'process.created', target: key });
  }

  private async keepDraft(db: Db, designer: Designer, process: ProcessRow, xml: string): Promise<void> {
    await db.manager.update(ProcessRow, { key: process.key }, { draftXml: xml, draftVersion: process.draftVersion + 1, updatedAt: designer.at, updatedBy: designer.member });
  }

  private async publishVersion(db: Db, designer: Designer, model: WorkspaceModel, process: { key: string; entity: string; version: number }, xml: string): Promise<void> {
    const { graph, problems } = await compile(model, process.entity, xml);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (!graph) throw ProcessInvalid({ count: errors.length }, { fields: toFieldProblems(errors) });
    // As the transaction sees it: whoever publishes may have been an administrator a moment ago.
    if (graph.runAs === 'system' && !(await rolesNow(db, designer.member)).includes(ADMIN_ROLE)) throw ProcessRunsAsSystem({ key: process.key });
    const version = process.version + 1;
    await db.manager.insert(ProcessVersionRow, { process: process.key, version, xml, graph: graph as never, publishedAt: designer.at, publishedBy: designer.member });
    await db.manager.update(ProcessRow, { key: process.key }, { version });
    await audit(db, { at: designer.at, actor: designer.member, action: 'process.published', target: process.key, detail: { version, runAs: graph.runAs ?? 'system' } });
    await this.changes.announce(db, { kind: 'design', workspace: designer.workspace.id });
  }

  private designer = (actor: Actor): Designer => ({ workspace: actor.workspace, member: actor.member.id, at: this.clock.now() });
}

/** Compiled against the design as it is; a model for records of another entity is refused. */
async function compile(model: WorkspaceModel, entity: string, xml: string) {
  const result = await compileProcess(xml, compileEnv(model));
  if (result.graph === null || result.graph.entity === entity) return result;
  const label = textsOf(model.documents.entity.get(entity)?.document.label, entity);
  return {
    graph: null as ProcessGraph | null,
    problems: [
      ...result.problems,
      {
        element: result.graph.id,
        name: null,
        code: 'PROCESS_ENTITY_FIXED',
        severity: 'error' as const,
        message: { en: `This process runs on "${label.en}" (tessera:entity="${entity}"); that never changes.`, 'zh-CN': `该流程针对“${label['zh-CN']}”（tessera:entity="${entity}"），不可更改。` },
      },
    ],
  };
}

const textsOf = (text: LocalizedText | undefined, otherwise: string): Record<Locale, string> => ({
  en: textIn(text, 'en') || otherwise,
  'zh-CN': textIn(text, 'zh-CN') || otherwise,
});

export function compileEnv(model: Pick<WorkspaceModel, 'design' | 'documents'>): CompileEnv {
  return {
    fields: (key) => {
      const entity = model.design.entities.get(key);
      if (!entity) return null;
      const names = [...entity.fields.values()].flatMap((field): [string, FormulaType][] => (field.valueType.formulaType === null ? [] : [[field.key, field.valueType.formulaType]]));
      return { names: Object.fromEntries(names) };
    },
    roles: new Set([ADMIN_ROLE, ...model.documents.role.keys()]),
    forms: new Set(model.documents.form.keys()),
    writableFields: (key) => new Set([...(model.design.entities.get(key)?.fields.values() ?? [])].filter(({ readOnly }) => !readOnly).map((field) => field.key)),
  };
}

async function find(db: Db, key: string): Promise<ProcessRow> {
  const process = await db.manager.findOneBy(ProcessRow, { key });
  if (!process) throw ProcessNotFound({});
  return process;
}

async function lock(db: Db, key: string, draftVersion: number): Promise<ProcessRow> {
  const process = await db.manager.findOne(ProcessRow, { where: { key }, lock: { mode: 'pessimistic_write' } });
  if (!process) throw ProcessNotFound({});
  if (process.draftVersion !== draftVersion) throw DocumentVersionConflict({ version: process.draftVersion }, { details: { version: process.draftVersion, changedAt: process.updatedAt.toISOString() } });
  return process;
}

async function designOf(db: Db, key: string): Promise<ProcessDesign> {
  const { label, entity, version, draftVersion, draftXml } = await find(db, key);
  const versions = await db.query<{ version: number; at: Date; by: string | null; name: string | null; runAs: RunAs }>(
    `SELECT v.version, v.published_at AS at, v.published_by AS by, m.name, coalesce(v.graph ->> 'runAs', 'system') AS "runAs" FROM _process_version v LEFT JOIN _member m ON m.id = v.published_by
     WHERE v.process = $1 ORDER BY v.version DESC`,
    [key],
  );
  return {
    key, label, entity, version, draftVersion, draftXml,
    versions: versions.map((one) => ({ version: one.version, publishedAt: one.at.toISOString(), publishedBy: one.by === null ? null : { id: one.by, label: one.name ?? '' }, runAs: one.runAs })),
  };
}
