/** Decides what a change of entity documents means for the design and its tables. Pure. */

import { checkRole } from '@tessera/access';
import type { EntityDocument, FieldProblemInput, PlannedChange } from '@tessera/contract';
import { checkForm, checkView, compileDesign, type Design } from '@tessera/model';
import { checkChanges, diffEntities, planDdl, typeChangeOf, type PlannedStatement, type SchemaChange } from '@tessera/sql/schema';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { EntityFieldInUse, EntityInvalid } from './design-errors.ts';

export interface EntityChange {
  /** As it will be. */
  readonly design: Design;
  readonly changes: readonly SchemaChange[];
  readonly statements: readonly PlannedStatement[];
  /** Names what is put aside; new for every entity concerned. */
  readonly revision: number;
}

/** What comes back with a document, instead of being made anew. */
export interface Restored {
  readonly revision: number;
  /** Key of the one field; the whole entity without it. */
  readonly field?: string;
}

/** Throws EntityInvalid or EntityFieldInUse with every problem. `documents` replace those of their keys or are new. */
export function decideEntityChange(schema: string, model: WorkspaceModel, documents: readonly EntityDocument[], restored?: Restored): EntityChange {
  const after = documentsOf(model);
  for (const document of documents) after.set(document.key, document);
  const compiled = compileDesign([...after.values()]);
  if (!compiled.ok) throw EntityInvalid({}, { fields: compiled.problem.map((problem) => atPlace(documents, problem)) });
  const broken = brokenBy(model, compiled.value);
  if (broken.length > 0) throw EntityFieldInUse({}, { fields: broken });
  const changes = documents.flatMap((document) => [...diffEntities(model.documents.entity.get(document.key)?.document ?? null, document)]).map((change) => asRestored(change, restored));
  const refused = checkChanges(changes);
  if (refused.length > 0) throw EntityInvalid({}, { fields: refused.map((problem) => atPlace(documents, problem)) });
  const revision = revisionAfter(model, documents);
  return { design: compiled.value, changes, statements: planDdl(schema, compiled.value, changes, revision), revision };
}

/** Entities that go to the trash together; whoever calls has looked that nothing uses them. */
export function decideRemoval(schema: string, model: WorkspaceModel, documents: readonly EntityDocument[]): EntityChange {
  const after = documentsOf(model);
  for (const { key } of documents) after.delete(key);
  const compiled = compileDesign([...after.values()]);
  if (!compiled.ok) throw EntityInvalid({}, { fields: compiled.problem });
  const changes = documents.map((document): SchemaChange => ({ kind: 'removeEntity', entity: document.key, document }));
  const revision = revisionAfter(model, documents);
  return { design: compiled.value, changes, statements: planDdl(schema, compiled.value, changes, revision), revision };
}

/** `entity.field` of the stored fields whose values are written anew. */
export const rewrittenBy = ({ changes }: EntityChange): ReadonlySet<string> =>
  new Set(changes.flatMap((change) => (change.kind === 'changeField' && typeChangeOf(change.before, change.after) === 'convert' ? [`${change.entity}.${change.after.key}`] : [])));

export function plannedChanges({ changes, statements }: EntityChange): PlannedChange[] {
  return changes.map((change) => {
    const own = statements.filter((statement) => statement.change === change);
    const field = change.kind === 'changeField' ? change.after.key : 'field' in change ? change.field.key : undefined;
    const lock = LOCKS.find((level) => own.some((statement) => statement.lock === level));
    return {
      kind: change.kind,
      entity: change.entity,
      ...(field === undefined ? {} : { field }),
      losesData: own.some(({ losesData }) => losesData),
      sql: own.map(({ sql }) => sql),
      lock: change.kind === 'createEntity' || lock === undefined ? 'none' : lock,
    };
  });
}

/** The strongest first. */
const LOCKS: readonly PlannedStatement['lock'][] = ['ACCESS EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'SHARE', 'ROW EXCLUSIVE'];

export const documentsOf = (model: WorkspaceModel): Map<string, EntityDocument> => new Map([...model.documents.entity].map(([key, { document }]) => [key, document]));

function asRestored(change: SchemaChange, restored: Restored | undefined): SchemaChange {
  if (restored === undefined) return change;
  const { revision } = restored;
  if (change.kind === 'addField' && change.field.key === restored.field) return { ...change, kind: 'restoreField', revision };
  return change.kind === 'createEntity' && restored.field === undefined ? { ...change, kind: 'restoreEntity', revision } : change;
}

const revisionAfter = (model: WorkspaceModel, documents: readonly EntityDocument[]): number => 1 + Math.max(0, ...documents.map(({ key }) => model.documents.entity.get(key)?.version ?? 0));

/** Problems of the one document that was sent are places in it; others name their entity. */
function atPlace(documents: readonly EntityDocument[], problem: FieldProblemInput): FieldProblemInput {
  const own = documents.length === 1 ? `${documents[0]?.key}.` : undefined;
  return own !== undefined && problem.path.startsWith(own) ? { ...problem, path: `document.${problem.path.slice(own.length)}` } : problem;
}

/** Forms, views and roles that were right before and would not be any more. */
export function brokenBy(model: WorkspaceModel, design: Design): FieldProblemInput[] {
  const { form, view, role } = model.documents;
  const broken = <Document extends { key: string }>(folder: string, document: Document, check: (design: Design, document: Document) => FieldProblemInput[]): FieldProblemInput[] => {
    const now = check(design, document);
    if (now.length === 0 || check(model.design, document).length > 0) return [];
    return now.map((problem) => ({ ...problem, path: `${folder}.${document.key}.${problem.path}` }));
  };
  return [
    ...[...form.values()].flatMap(({ document }) => broken('forms', document, checkForm)),
    ...[...view.values()].flatMap(({ document }) => broken('views', document, checkView)),
    ...[...role.values()].flatMap(({ document }) => broken('roles', document, checkRole)),
  ];
}
