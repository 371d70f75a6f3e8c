/**
 * From entity documents to a Design, or every problem they have. The one place where a design is accepted:
 * what it returns, the layers above trust without looking again.
 */

import { fail, ok, type EntityDocument, type FieldProblemInput, type Result } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '../design.ts';
import { fieldType, isFieldType } from '../field-types/registry.ts';
import { buildFields, type BuiltFields } from './build-fields.ts';
import { checkDocument, readableDocument } from './check-document.ts';
import { checkDuplicateRules } from './check-duplicate-rules.ts';
import { checkReferences, targetOf } from './check-references.ts';
import { sizeProblems } from './computed-size.ts';
import { defaultOrder } from './default-order.ts';
import { designProblem } from './design-problem.ts';
import { readSettings } from './read-settings.ts';
import { SYSTEM_FIELD_MODELS } from './system-fields.ts';

export interface CompileOptions {
  /**
   * For documents cut to what an actor may know (GET /api/app): what points to something that is not there
   * any more is left as it is instead of refused, and so are settings that are missing; fields that cannot be read are
   * left out. Never for documents that are to be saved.
   */
  readonly cut?: boolean;
}

export function compileDesign(given: readonly EntityDocument[], { cut = false }: CompileOptions = {}): Result<Design, FieldProblemInput[]> {
  const documents = cut ? given.map(readableDocument) : given;
  const byKey = new Map(documents.map((document) => [document.key, document]));
  const problems = documents.flatMap((document, index) => [
    ...(documents.findIndex(({ key }) => key === document.key) < index ? [designProblem(`${document.key}.key`, 'ENTITY_KEY_TAKEN', { key: document.key })] : []),
    ...(cut ? [] : checkDocument(document)),
  ]);
  if (problems.length > 0) return fail(problems);

  const referenceProblems = cut ? [] : documents.flatMap((document) => checkReferences(document, byKey));
  const built = buildFields(byKey);
  const settingProblems: FieldProblemInput[] = [];
  const entities = new Map(documents.map((document) => [document.key, entityModel(document, built, settingProblems)]));
  if (cut) return ok({ entities });
  const all = [...referenceProblems, ...built.problems, ...settingProblems, ...titleProblems(entities)];
  if (all.length > 0) return fail(withoutEchoes(all));
  const tooLarge = sizeProblems({ entities });
  return tooLarge.length === 0 ? ok({ entities }) : fail(tooLarge);
}

function entityModel(document: EntityDocument, { models: built, directory }: BuiltFields, problems: FieldProblemInput[]): EntityModel {
  const models = built.get(document.key) ?? new Map<string, FieldModel>();
  const own = readSettings(directory, document, models, problems);
  const fields = new Map([...own, ...SYSTEM_FIELD_MODELS].map((model) => [model.key, model]));
  const refersTo = document.fields.filter(({ type }) => isFieldType(type) && fieldType(type).refersTo === 'record').map((field) => targetOf(field));
  const dependsOn = [document.parent, ...refersTo].filter((key) => key !== undefined && key !== null && key !== document.key) as string[];
  problems.push(...checkDuplicateRules(document, fields));
  return {
    key: document.key,
    document,
    fields,
    title: fields.get(document.titleField) ?? (fields.get('id') as FieldModel),
    parent: document.parent ?? null,
    children: own.flatMap(({ key, type, target }) => (type.refersTo === 'rows' && target !== null ? [{ field: key, entity: target }] : [])),
    dependsOn: [...new Set(dependsOn)],
    computedOrder: [...models.values()].filter(({ computed }) => computed).map(({ key }) => key),
    defaultOrder: defaultOrder(document, fields, problems),
  };
}

/** Rows of a subform are never named on their own, so any field may stand first there. */
function titleProblems(entities: ReadonlyMap<string, EntityModel>): FieldProblemInput[] {
  return [...entities.values()]
    .filter(({ parent, title }) => parent === null && title.key !== 'id' && (title.valueType.valueKind !== 'text' || title.valueType.html))
    .map(({ key, document }) => designProblem(`${key}.titleField`, 'ENTITY_TITLE_NOT_TEXT', { label: document.label }));
}

/** One problem per place and code. */
function withoutEchoes(problems: readonly FieldProblemInput[]): FieldProblemInput[] {
  const seen = new Set<string>();
  return problems.filter(({ path, code, params }) => {
    const id = JSON.stringify([path, code, params]);
    return seen.has(id) ? false : seen.add(id);
  });
}
