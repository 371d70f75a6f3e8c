/**
 * Where a field or an entity is used. Nobody keeps a list: the design is compiled without it, and whatever is not right
 * any more uses it.
 */

import { checkRole } from '@tessera/access';
import type { DesignUse, EntityDocument, FieldProblemInput, LocalizedText } from '@tessera/contract';
import { checkForm, checkView, compileDesign, type Design } from '@tessera/model';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { documentsOf } from './entity-change.ts';
import type { ProcessUses } from './process-uses.ts';

/** `field` absent: the whole entity, with its child entities, and the forms and views that are its own. */
export interface Removed {
  readonly entity: string;
  readonly field?: string | undefined;
}

export async function usesOf(db: Db, model: WorkspaceModel, processes: ProcessUses, removed: Removed): Promise<DesignUse[]> {
  const gone = removed.field === undefined ? new Set(withChildren(model, removed.entity).map(({ key }) => key)) : new Set<string>();
  const left = without(documentsOf(model), removed, gone);
  const compiled = compileDesign(left);
  const inDocuments = compiled.ok ? [] : compiled.problem.map((problem) => useInDocuments(model, problem));
  const cut = compileDesign(left, { cut: true });
  if (!cut.ok) return distinct(inDocuments);
  const processUses = (await processes.brokenBy(db, model, cut.value)).map((problem) => useOfProcess(problem));
  return distinct([...inDocuments, ...layoutUses(model, cut.value, gone), ...processUses]);
}

/** The entity and those whose rows its subforms show, the owner first. */
export function withChildren(model: WorkspaceModel, key: string): EntityDocument[] {
  const document = model.documents.entity.get(key)?.document;
  if (!document) return [];
  const children = [...model.documents.entity.values()].filter((one) => one.document.parent === key);
  return [document, ...children.flatMap((child) => withChildren(model, child.document.key))];
}

function without(documents: Map<string, EntityDocument>, { entity, field }: Removed, gone: ReadonlySet<string>): EntityDocument[] {
  return [...documents.values()].flatMap((document) => {
    if (gone.has(document.key)) return [];
    return document.key === entity && field !== undefined ? [{ ...document, fields: document.fields.filter(({ key }) => key !== field) }] : [document];
  });
}

/** Paths of the compiler begin `<entity>.fields.<key>` or `<entity>.<setting>`. */
function useInDocuments(model: WorkspaceModel, { path }: FieldProblemInput): DesignUse {
  const [entity = '', part, key = ''] = path.split('.');
  const document = model.documents.entity.get(entity)?.document;
  const field = part === 'fields' ? document?.fields.find((one) => one.key === key) : undefined;
  if (field) return { kind: 'field', key: `${entity}.${field.key}`, label: field.label, place: path };
  return { kind: 'entity', key: entity, label: document?.label ?? named(entity), place: path };
}

function layoutUses({ documents, design }: WorkspaceModel, after: Design, gone: ReadonlySet<string>): DesignUse[] {
  const uses = <Document extends { key: string; label: LocalizedText }>(
    kind: DesignUse['kind'],
    all: ReadonlyMap<string, { readonly document: Document }>,
    check: (design: Design, document: Document) => FieldProblemInput[],
  ): DesignUse[] =>
    [...all.values()].flatMap(({ document }) => {
      if ('entity' in document && gone.has(String(document.entity))) return [];
      const now = check(after, document);
      return now.length === 0 || check(design, document).length > 0 ? [] : now.map(({ path }) => ({ kind, key: document.key, label: document.label, place: path }));
    });
  return [...uses('form', documents.form, checkForm), ...uses('view', documents.view, checkView), ...uses('role', documents.role, checkRole)];
}

function useOfProcess({ path }: FieldProblemInput): DesignUse {
  const [, process = '', element = ''] = path.split('.');
  return { kind: 'process', key: process, label: named(process), place: element };
}

const named = (key: string): LocalizedText => ({ en: key, 'zh-CN': key });

function distinct(uses: readonly DesignUse[]): DesignUse[] {
  const seen = new Set<string>();
  return uses.filter(({ kind, key, place }) => {
    const id = `${kind} ${key} ${place}`;
    return seen.has(id) ? false : seen.add(id);
  });
}
