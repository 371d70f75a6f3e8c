/** The names a formula over an entity's records may use, with their types and what people call them. Pure. */

import { textIn, type EntityDocument, type Locale } from '@tessera/contract';
import type { FormulaType } from '@tessera/formula';
import { PARENT_HOP, compileDesign, fieldType, formulaScope, type Design, type EntityModel } from '@tessera/model';
import { allFields } from '../fields/system-fields.ts';
import type { EditorScope } from '../formula-editor/index.ts';

/**
 * Takes all entities, for the types of computed fields and for paths over relations. What is still wrong in the design
 * is left out of it. `without`: a field that may not name itself.
 */
export function formulaScopeOf(entity: EntityDocument, entities: readonly EntityDocument[], without?: string): EditorScope {
  const own = without === undefined ? entity : { ...entity, fields: entity.fields.filter(({ key }) => key !== without) };
  const compiled = compileDesign([...entities.filter(({ key }) => key !== entity.key), own], { cut: true });
  return compiled.ok ? scopeIn(compiled.value, own) : { names: typesOf(own) };
}

/** Stored fields only: what a document alone says. */
const typesOf = ({ fields }: EntityDocument): Record<string, FormulaType> =>
  Object.fromEntries(fields.flatMap(({ key, type }) => {
    const { formulaType } = fieldType(type);
    return formulaType === null ? [] : [[key, formulaType] as const];
  }));

function scopeIn(design: Design, entity: EntityDocument): EditorScope {
  const scope = formulaScope(design, entity.key, entity.fields.map(({ key }) => key));
  const typed = (paths: readonly string[], keyOf: (path: string) => string): Record<string, FormulaType> =>
    Object.fromEntries(paths.flatMap((path) => {
      const type = scope.resolve?.(path);
      return type === undefined ? [] : [[keyOf(path), type] as const];
    }));
  return {
    ...scope,
    members: (path) => {
      if (path === '') return { ...scope.names, ...typed(incoming(design, entity.key), (name) => name) };
      const target = targetOf(design, entity.key, path);
      return target ? typed([...target.fields.keys()].map((key) => `${path}.${key}`), (name) => name.slice(path.length + 1)) : {};
    },
    label: (path, locale) => labelOf(design, entity.key, path, locale),
  };
}

/** Rows of other entities that point to this one: `[order:account]`. */
const incoming = (design: Design, entity: string): string[] =>
  [...design.entities.values()].flatMap((other) => [...other.fields.values()].filter((field) => field.type.refersTo === 'record' && field.target === entity).map((field) => `[${other.key}:${field.key}]`));

/** The entity whose fields may follow a path. */
function targetOf(design: Design, entity: string, path: string): EntityModel | undefined {
  let at = design.entities.get(entity);
  for (const step of path.split('.')) {
    const rows = /^\[(\w+):\w+\]$/.exec(step)?.[1];
    const next: string | null | undefined = rows ?? (step === PARENT_HOP ? at?.parent : at?.fields.get(step)?.target);
    at = next ? design.entities.get(next) : undefined;
  }
  return at;
}

function labelOf(design: Design, entity: string, path: string, locale: Locale): string | undefined {
  const point = path.lastIndexOf('.');
  const last = path.slice(point + 1);
  const [, rows, relation] = /^\[(\w+):(\w+)\]$/.exec(last) ?? [];
  if (rows !== undefined && relation !== undefined) {
    const other = design.entities.get(rows);
    const through = other?.fields.get(relation);
    return other && through ? `${textIn(other.document.labelPlural ?? other.document.label, locale)} · ${textIn(through.document.label, locale)}` : undefined;
  }
  const at = point < 0 ? design.entities.get(entity) : targetOf(design, entity, path.slice(0, point));
  const field = at?.fields.get(last);
  return field && textIn(field.document.label, locale);
}

/** What people call the fields, the system's own among them. */
export const fieldLabels = (entity: EntityDocument, locale: Locale): Readonly<Record<string, string>> =>
  Object.fromEntries(allFields(entity).map((field) => [field.key, textIn(field.label, locale)]));
