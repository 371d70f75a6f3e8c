/**
 * Which sensitive fields are in a question: those whose clear values may be in its answer, and those it is decided by.
 * Sensitive are the fields a designer has said are, encrypted ones, and what is computed from either unless it was
 * published. Pure.
 *
 * They are named by their key, those of other entities than the one asked for as `entity.field`. A relation shows the
 * title of what it leads to, so it shows that field.
 */

import type { Access, LookAction } from '@tessera/access';
import { filterFields, parseFilter, pathFields, relatedField, resolvePath, resolveRelated, type Design, type EntityModel, type FieldModel } from '@tessera/model';

/** Null where there are none. */
export interface SensitiveParts {
  /** By the name of a value in the answer, the sensitive fields it shows. */
  readonly shown: ReadonlyMap<string, readonly string[]>;
  /** Asked for by filter or sort, or looked through by a search, whatever is shown. */
  readonly asked: readonly string[];
  /** Whether words are looked for in some of them. */
  readonly searched: boolean;
}

export interface QuestionParts {
  readonly entity: string;
  /** Names in the answer; absent: what is shown when nobody says. */
  readonly fields?: readonly string[] | undefined;
  /** Whether subforms are shown when nobody says. */
  readonly subforms?: boolean | undefined;
  readonly expand?: readonly string[] | undefined;
  readonly filter?: unknown;
  readonly sort?: readonly { readonly field: string }[] | undefined;
  readonly search?: string | undefined;
  /** How it goes out: `read` without it. */
  readonly as?: LookAction | undefined;
}

interface Asking {
  readonly design: Design;
  readonly access: Access;
  readonly as?: LookAction | undefined;
}

const known = new WeakMap<Design, ReadonlySet<string>>();

/** `entity.field` of all of a design. */
export function sensitiveFieldsOf(design: Design): ReadonlySet<string> {
  let found = known.get(design);
  if (found === undefined) {
    const all = [...design.entities.values()].flatMap(({ key, fields }) => [...fields.values()].map((field) => ({ name: `${key}.${field.key}`, field })));
    const marked = new Set(all.filter(({ field }) => field.document.sensitive === true || field.encrypted).map(({ name }) => name));
    found = new Set(all.filter(({ name, field }) => marked.has(name) || field.hiddenWith.some((source) => marked.has(source))).map(({ name }) => name));
    known.set(design, found);
  }
  return found;
}

export function sensitiveParts({ design, access }: Asking, question: QuestionParts): SensitiveParts | null {
  const asking = { design, access, as: question.as };
  const sensitive = sensitiveFieldsOf(asking.design);
  const entity = asking.design.entities.get(question.entity);
  if (sensitive.size === 0 || entity === undefined) return null;
  const shown = new Map<string, readonly string[]>();
  const show = (name: string, fields: readonly string[]): void => {
    if (fields.length > 0) shown.set(name, [...new Set([...(shown.get(name) ?? []), ...fields])].map((field) => spelled(entity.key, field)));
  };
  for (const name of question.fields ?? ownNames(entity, question.subforms ?? false)) show(name, shownByPath(asking, sensitive, entity.key, name));
  for (const name of question.expand ?? []) show(name, shownByExpansion(asking, sensitive, entity.key, name));
  const searched = question.search?.trim() ? searchedFields(asking, sensitive, entity) : [];
  const asked = [...new Set([...askedFields(asking, entity, question), ...searched])].filter((field) => sensitive.has(field)).map((field) => spelled(entity.key, field));
  return shown.size === 0 && asked.length === 0 ? null : { shown, asked, searched: searched.length > 0 };
}

const spelled = (entity: string, name: string): string => (name.startsWith(`${entity}.`) ? name.slice(entity.length + 1) : name);

const ownNames = ({ fields }: EntityModel, subforms: boolean): string[] => [...fields.values()].filter(({ type }) => subforms || type.refersTo !== 'rows').map(({ key }) => key);

function shownByPath(asking: Asking, sensitive: ReadonlySet<string>, entity: string, name: string): string[] {
  const path = resolvePath(asking.design, entity, name);
  return path.ok ? [...pathFields(entity, path.value).flatMap(([owner, field]) => clear(asking, sensitive, owner, field)), ...within(asking, sensitive, path.value.entity, path.value.field)] : [];
}

function shownByExpansion(asking: Asking, sensitive: ReadonlySet<string>, entity: string, name: string): string[] {
  const related = resolveRelated(asking.design, entity, name);
  return related.ok ? [...clear(asking, sensitive, ...relatedField(entity, related.value)), ...ownOf(asking, sensitive, related.value.entity), ...titleOf(asking, sensitive, related.value.entity)] : [];
}

/** What the value of a field shows besides itself. */
function within(asking: Asking, sensitive: ReadonlySet<string>, owner: string, field: FieldModel): string[] {
  if (!asking.access.canField(asking.as ?? 'read', owner, field.key)) return [];
  if (field.type.refersTo === 'rows') return ownOf(asking, sensitive, field.target ?? '');
  if (field.lookup) {
    const looked = asking.design.entities.get(field.lookup.entity)?.fields.get(field.lookup.field);
    return looked?.target && looked.type.refersTo === 'record' ? titleOf(asking, sensitive, looked.target) : [];
  }
  return field.target !== null && field.type.refersTo === 'record' ? titleOf(asking, sensitive, field.target) : [];
}

/** Of a record shown inside of another: its own fields, and the titles its relations show. */
function ownOf(asking: Asking, sensitive: ReadonlySet<string>, entity: string): string[] {
  const fields = [...(asking.design.entities.get(entity)?.fields.values() ?? [])].filter(({ type }) => type.refersTo !== 'rows');
  return fields.flatMap((field) => [...clear(asking, sensitive, entity, field.key), ...within(asking, sensitive, entity, field)]);
}

function titleOf(asking: Asking, sensitive: ReadonlySet<string>, entity: string): string[] {
  const title = asking.design.entities.get(entity)?.title.key;
  return title === undefined ? [] : clear(asking, sensitive, entity, title);
}

/** Of a field nobody may read clear nothing goes out. */
const clear = ({ access, as = 'read' }: Asking, sensitive: ReadonlySet<string>, owner: string, field: string): string[] =>
  sensitive.has(`${owner}.${field}`) && access.canField(as, owner, field) ? [`${owner}.${field}`] : [];

/** Computed and encrypted values are not searched (libs/sql, search-index.ts). */
const searchedFields = (asking: Asking, sensitive: ReadonlySet<string>, { key, fields }: EntityModel): string[] =>
  [...fields.values()].filter(({ computed, encrypted, valueType }) => valueType.searchable && !computed && !encrypted).flatMap((field) => clear(asking, sensitive, key, field.key));

function askedFields({ design }: Asking, { key }: EntityModel, { filter, sort }: QuestionParts): string[] {
  const parsed = filter === undefined || filter === null ? null : parseFilter(design, key, filter, () => true);
  const filtered = parsed?.ok ? filterFields(design, key, parsed.value) : [];
  const sorted = (sort ?? []).flatMap(({ field }) => {
    const path = resolvePath(design, key, field);
    return path.ok ? pathFields(key, path.value) : [];
  });
  return [...filtered, ...sorted].map(([owner, field]) => `${owner}.${field}`);
}
