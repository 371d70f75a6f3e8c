/**
 * What is behind a link for its visitors, given how its maker stands now: null when there is nothing (any more). Pure; whether
 * the one record of a link may still be shared is asked by reading it with `access`.
 */

import type { Access } from '@tessera/access';
import type { Filter, FormDocument, LocalizedText, SortKey } from '@tessera/contract';
import { LOCALES } from '@tessera/contract';
import { filterFields, pathFields, resolvePath, type Design, type EntityModel, type FieldModel } from '@tessera/model';
import type { Standing } from '../workspaces/standing.ts';
import type { ShareRow } from './share.row.ts';
import { sharedMaking, sharedReading } from './shared-access.ts';

/** A field of the entity, or one over relations, that visitors see. */
export interface Column {
  readonly name: string;
  readonly label: LocalizedText;
  readonly field: FieldModel;
}

export type Behind =
  | { readonly kind: 'record'; readonly label: LocalizedText; readonly access: Access; readonly columns: readonly Column[]; readonly record: string }
  | { readonly kind: 'view'; readonly label: LocalizedText; readonly access: Access; readonly columns: readonly Column[]; readonly filter: Filter | undefined; readonly sort: readonly SortKey[] }
  | { readonly kind: 'form'; readonly label: LocalizedText; readonly access: Access; readonly form: FormDocument; /** Keys, and `lines.quantity` for rows. */ readonly fields: readonly string[] };

export type SharedWhat = Pick<ShareRow, 'kind' | 'entity' | 'record' | 'document' | 'fields'>;
type Maker = Pick<Standing, 'access' | 'design' | 'model'>;

/** Kept by the maker's rights, so that statements compiled for it are found again. */
const kept = new WeakMap<Access, Map<string, Behind | null>>();

export function behindLink(share: SharedWhat, maker: Maker): Behind | null {
  let known = kept.get(maker.access);
  if (!known) kept.set(maker.access, (known = new Map()));
  const { kind, entity, record, document, fields } = share;
  const key = JSON.stringify([kind, entity, record, document, fields]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const behind = look(share, maker);
  if (known.size >= 200) known.clear();
  known.set(key, behind);
  return behind;
}

function look(share: SharedWhat, maker: Maker): Behind | null {
  const entity = maker.design.entities.get(share.entity);
  if (!entity || entity.parent !== null || !maker.access.can('share', entity.key)) return null;
  switch (share.kind) {
    case 'record':
      return behindRecord(share, entity, maker);
    case 'view':
      return behindView(share, entity, maker);
    case 'form':
      return behindForm(share, entity, maker);
  }
}

function behindRecord({ record, fields }: SharedWhat, entity: EntityModel, { access: maker, design }: Maker): Behind | null {
  if (record === null) return null;
  const access = sharedReading(maker, { entity: entity.key, fields: new Set(fields), rows: { field: 'id', op: 'eq', value: record }, aside: titles(design, entity) });
  const columns = fields.flatMap((name) => columnOf(design, access, entity.key, name) ?? []);
  return columns.length === 0 ? null : { kind: 'record', label: entity.document.label, access, columns, record };
}

function behindView({ document }: SharedWhat, entity: EntityModel, { access: maker, design, model }: Maker): Behind | null {
  const view = model.documents.view.get(document ?? '')?.document;
  if (!view || view.entity !== entity.key) return null;
  const asked = view.filter === undefined ? [] : filterFields(design, entity.key, view.filter);
  const firsts = view.columns.map(({ field }) => field.split('.')[0] ?? '');
  const own = asked.flatMap(([owner, field]) => (owner === entity.key ? [field] : []));
  const names = titles(design, entity);
  const others = asked.filter(([owner]) => owner !== entity.key).map(([owner, field]) => `${owner}.${field}`);
  const access = sharedReading(maker, { entity: entity.key, fields: new Set([...firsts, ...own]), aside: new Set([...names, ...others]) });
  // What a filter asks for is read aside; to be a column, all of it must be free to leave.
  const mayLeave = ([owner, field]: readonly [string, string]): boolean => !others.includes(`${owner}.${field}`) || names.has(`${owner}.${field}`) || isSharedWhole(maker, owner, field);
  const columns = view.columns.flatMap(({ field }) => columnOf(design, access, entity.key, field, mayLeave) ?? []);
  // Half of a filter would mean something else, and so would one that asks for what its maker does not see.
  if (columns.length === 0 || !asked.every(([owner, field]) => field === 'id' || access.canField('read', owner, field))) return null;
  // Marks of pages hold what is sorted by: nothing but columns, and nothing that is masked on every row.
  const sort = (view.sort ?? []).filter(({ field }) => columns.some(({ name }) => name === field) && isClear(design, access, entity.key, field));
  return { kind: 'view', label: view.label, access, columns, filter: view.filter, sort };
}

function behindForm({ document }: SharedWhat, entity: EntityModel, { access: maker, design, model }: Maker): Behind | null {
  const form = model.documents.form.get(document ?? '')?.document;
  if (!form || form.entity !== entity.key) return null;
  const items = form.sections.flatMap((section) => section.items.filter(({ readOnly }) => !readOnly).map(({ field }) => field));
  const fields = [...new Set(items)].flatMap((key) => askedOf(design, maker, entity, key));
  if (fields.length === 0) return null;
  const byEntity = new Map<string, Set<string>>();
  const add = (owner: string, field: string): void => void byEntity.set(owner, (byEntity.get(owner) ?? new Set()).add(field));
  for (const name of fields) {
    const [key = '', row] = name.split('.');
    add(entity.key, key);
    const child = entity.children.find(({ field }) => field === key)?.entity;
    if (row !== undefined && child !== undefined) add(child, row);
  }
  return { kind: 'form', label: form.label, access: sharedMaking(maker, byEntity), form, fields };
}

/** What a visitor is asked for by an item of a form: nothing that would have to show them records, people or files. */
function askedOf(design: Design, maker: Access, entity: EntityModel, key: string): string[] {
  const field = entity.fields.get(key);
  if (!field || !maker.canField('create', entity.key, key)) return [];
  const child = design.entities.get(entity.children.find((link) => link.field === key)?.entity ?? '');
  if (!child) return isPlain(field) ? [key] : [];
  const rows = [...child.fields.values()].filter((row) => isPlain(row) && maker.canField('create', child.key, row.key));
  const isWhole = [...child.fields.values()].every((row) => !row.document.required || row.readOnly || hasDefault(row) || rows.includes(row));
  return isWhole ? rows.map((row) => `${key}.${row.key}`) : [];
}

const isPlain = ({ system, readOnly, type }: FieldModel): boolean => !system && !readOnly && type.pointsTo === null && type.refersTo === null && type.valueKind !== 'none';
const hasDefault = ({ document }: FieldModel): boolean => document.default !== undefined && document.default !== null;

/** Fields a record must have that neither the form nor a default gives; what is made without them is refused. */
export function missingOf(entity: EntityModel, fields: readonly string[]): readonly FieldModel[] {
  const given = new Set(fields.map((name) => name.split('.')[0]));
  return [...entity.fields.values()].filter((field) => field.document.required === true && !field.readOnly && !given.has(field.key) && !hasDefault(field));
}

/** What records of other entities are called, as `entity.field`; rows of the entity's own subforms are no others. */
const titles = (design: Design, entity: EntityModel): ReadonlySet<string> =>
  new Set([...design.entities.values()].filter(({ parent }) => parent !== entity.key).map(({ key, title }) => `${key}.${title.key}`));

const isSharedWhole = (maker: Access, entity: string, field: string): boolean =>
  JSON.stringify(maker.fieldScope('share', entity, field)) === JSON.stringify(maker.fieldScope('read', entity, field));

function columnOf(design: Design, access: Access, entity: string, name: string, mayLeave: (touched: readonly [string, string]) => boolean = () => true): Column | null {
  const path = resolvePath(design, entity, name);
  if (!path.ok || path.value.field.valueType.valueKind === 'none' || name === 'id') return null;
  const touched = pathFields(entity, path.value);
  const isThere = touched.every(([owner, field], index) => (index === touched.length - 1 ? access.knows(owner, field) : access.canField('read', owner, field)));
  if (!isThere || !touched.every(mayLeave)) return null;
  const words = touched.map(([owner, field]) => design.entities.get(owner)?.fields.get(field)?.document.label);
  const label = Object.fromEntries(LOCALES.map((locale) => [locale, words.map((word) => word?.[locale] ?? word?.en ?? '').join(' · ')])) as LocalizedText;
  return { name, label, field: path.value.field };
}

/** On some row. */
export function isClear(design: Design, access: Access, entity: string, name: string): boolean {
  const path = resolvePath(design, entity, name);
  return path.ok && pathFields(entity, path.value).every(([owner, field]) => access.canField('read', owner, field));
}
