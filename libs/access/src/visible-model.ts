/**
 * Documents cut to what an actor may know: of a hidden field nothing is left, not its label, not its place on
 * a form, not its column in a view. `compileDesign(…, { cut: true })` reads what comes out.
 */

import { SYSTEM_FIELDS, type EntityDocument, type FieldDocument, type Filter, type FormDocument, type ViewDocument } from '@tessera/contract';
import { compileDesign, fieldType, isFieldType, relatedFilter, withoutHiddenSettings, type Design } from '@tessera/model';
import type { Access } from './access.ts';

export interface Documents {
  readonly entities: readonly EntityDocument[];
  readonly forms: readonly FormDocument[];
  readonly views: readonly ViewDocument[];
}

export function visibleModel(access: Access, { entities, forms, views }: Documents): { entities: EntityDocument[]; forms: FormDocument[]; views: ViewDocument[] } {
  const byKey = new Map(entities.map((entity) => [entity.key, entity]));
  const mayHandle = (entity: string, field: string): boolean => KNOWING.some((action) => access.canField(action, entity, field));
  const mayKnow = (entity: string, field: string): boolean => mayHandle(entity, field) || access.knows(entity, field);
  const mayKnowEntity = (entity: string): boolean => KNOWING.some((action) => access.can(action, entity));
  const canRead: CanRead = (entity, field) => access.canField('read', entity, field);
  const paths: PathTests = {
    isShown: (entity, path) => isPathKnown(byKey, entity, path, (at, field) => access.knows(at, field)),
    isClear: (entity, path) => isPathKnown(byKey, entity, path, canRead),
  };
  return {
    entities: settled(entities, mayHandle).filter(({ key }) => mayKnowEntity(key)).map((entity) => cutEntity(entity, (field) => mayKnow(entity.key, field))),
    forms: forms.filter(({ entity }) => mayKnowEntity(entity)).flatMap((form) => cutForm(form, (field) => mayKnow(form.entity, field))),
    views: views.filter(({ entity }) => access.can('read', entity)).flatMap((view) => cutView(view, paths, (filter) => isFilterKnown(byKey, view.entity, filter, canRead))),
  };
}

/** A field that can be written must be known even by whoever cannot read it afterwards. */
const KNOWING = ['read', 'create', 'update'] as const;

/** Without the rules, filters and formulas of fields that name one that is hidden, or masked everywhere. */
function settled(entities: readonly EntityDocument[], mayHandle: CanRead): readonly EntityDocument[] {
  const design = compileDesign(entities, { cut: true });
  if (!design.ok) return [];
  const isKnown: CanRead = (at, field) => SYSTEM_FIELDS.some((known) => known === field) || mayHandle(at, field);
  return entities.map(({ key }) => withPublishedAsPlain(design.value, withoutHiddenSettings(design.value, key, isKnown), isKnown));
}

const WAYS_OF_COMPUTING: readonly string[] = ['expression', 'relation', 'field', 'subform', 'aggregate', 'where'];

/** A published field says nothing of what it is computed from, where that is hidden: it is shown as a field of its result. */
function withPublishedAsPlain(design: Design, entity: EntityDocument, isKnown: CanRead): EntityDocument {
  const fields = entity.fields.map((document): FieldDocument => {
    const field = design.entities.get(entity.key)?.fields.get(document.key);
    const isWhole = (field?.sources ?? []).every((source) => isKnown(...(source.split('.') as [string, string])));
    if (!field || document.published !== true || isWhole) return document;
    const { key, label, help } = document;
    const options = Object.entries(field.valueDocument.options ?? {}).filter(([name]) => !WAYS_OF_COMPUTING.includes(name));
    const type = isFieldType(field.valueType.key) ? field.valueType.key : 'text';
    return { key, type, label, ...(help ? { help } : {}), ...(options.length > 0 ? { options: Object.fromEntries(options) } : {}) };
  });
  return fields.every((field, index) => field === entity.fields[index]) ? entity : { ...entity, fields };
}

function cutEntity(entity: EntityDocument, mayKnow: (field: string) => boolean): EntityDocument {
  const fields = entity.fields.filter(({ key }) => mayKnow(key));
  if (fields.some(({ key }) => key === entity.titleField)) return { ...entity, fields };
  const title = fields.find(({ type }) => fieldType(type).valueKind === 'text');
  return { ...entity, fields, titleField: title?.key ?? 'id' };
}

function cutForm(form: FormDocument, mayKnow: (field: string) => boolean): FormDocument[] {
  const sections = form.sections.map((section) => ({ ...section, items: section.items.filter(({ field }) => mayKnow(field)) })).filter(({ items }) => items.length > 0);
  return sections.length === 0 ? [] : [{ ...form, sections }];
}

interface PathTests {
  /** Clear or masked. */
  isShown(entity: string, path: string): boolean;
  isClear(entity: string, path: string): boolean;
}

/** A filter that mentions a hidden field goes as a whole: half of it would mean something else. */
function cutView(view: ViewDocument, paths: PathTests, isAskable: (filter: Filter) => boolean): ViewDocument[] {
  const { filter, sort, groups, totals, ...rest } = view;
  const isKnown = (path: string): boolean => paths.isClear(view.entity, path);
  const columns = view.columns.filter(({ field }) => paths.isShown(view.entity, field));
  if (columns.length === 0) return [];
  const cut: ViewDocument = { ...rest, columns };
  if (filter !== undefined && isAskable(filter)) cut.filter = filter;
  const keptSort = sort?.filter(({ field }) => isKnown(field));
  if (keptSort !== undefined && keptSort.length > 0) cut.sort = keptSort;
  const keptGroups = groups?.filter(({ field }) => isKnown(field));
  if (keptGroups !== undefined && keptGroups.length > 0) cut.groups = keptGroups;
  const keptTotals = totals?.filter(({ field }) => isKnown(field));
  if (keptTotals !== undefined && keptTotals.length > 0) cut.totals = keptTotals;
  return [cut];
}

type CanRead = (entity: string, field: string) => boolean;

function isFilterKnown(entities: ReadonlyMap<string, EntityDocument>, entity: string, filter: Filter, canRead: CanRead): boolean {
  const isKnown = (part: Filter): boolean => isFilterKnown(entities, entity, part, canRead);
  if ('and' in filter) return filter.and.every(isKnown);
  if ('or' in filter) return filter.or.every(isKnown);
  if ('not' in filter) return isKnown(filter.not);
  if ('formula' in filter) return false;
  if (!('related' in filter)) return isPathKnown(entities, entity, filter.field, canRead);
  const [incoming, relation] = filter.related.split(':') as [string, string | undefined];
  const [owner, field] = relation === undefined ? [entity, filter.related] : [incoming, relation];
  const target = relation === undefined ? entities.get(entity)?.fields.find(({ key }) => key === field)?.options?.['entity'] : incoming;
  if (!canRead(owner, field) || typeof target !== 'string') return false;
  const inner = relatedFilter(filter);
  return inner === undefined || isFilterKnown(entities, target, inner, canRead);
}

/** Over documents, because the cut must not depend on the whole design being sound. */
function isPathKnown(entities: ReadonlyMap<string, EntityDocument>, entity: string, path: string, canRead: CanRead): boolean {
  const steps = path.split('.');
  let at = entity;
  return steps.every((step, index) => {
    if (!canRead(at, step)) return false;
    const target = entities.get(at)?.fields.find(({ key }) => key === step)?.options?.['entity'];
    if (index < steps.length - 1) at = typeof target === 'string' ? target : '';
    return true;
  });
}
