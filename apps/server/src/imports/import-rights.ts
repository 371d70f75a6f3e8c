/** What somebody may import, and the check of a mapping against it. */

import type { Access } from '@tessera/access';
import type { Capability, FieldProblemInput, ImportMapping, UploadTarget } from '@tessera/contract';
import type { Design, EntityModel } from '@tessera/model';
import { EntityNotFound } from '../records/record-errors.ts';
import { ImportForbidden, ImportMappingInvalid } from './import-errors.ts';
import { entityOf } from './import-rows.ts';
import { MEMBER_FIELDS } from './imported-member.ts';
import { EXTERNAL_KEY, PARENT_FIELD } from './row-values.ts';

interface Importer {
  readonly access: Access;
  readonly design: Design;
}

export function assertMayImport(importer: Importer & { readonly capabilities: ReadonlySet<Capability> }, target: UploadTarget): void {
  const { access, capabilities, design } = importer;
  if (target.kind === 'none') {
    if (!capabilities.has('design')) throw ImportForbidden({});
    return;
  }
  if (target.kind === 'members') {
    if (!capabilities.has('members')) throw ImportForbidden({});
    return;
  }
  const entity = design.entities.get(target.entity);
  if (!entity || !access.can('read', target.entity)) throw EntityNotFound({});
  const mayWrite = entity.parent === null ? access.can('create', target.entity) || access.can('update', target.entity) : access.can('update', entity.parent);
  if (!mayWrite || !access.can('import', target.entity)) throw ImportForbidden({});
}

/** Fields the actor may write; those of a subform's rows as a change of the record they belong to. Of members without an entity. */
export function importableFields({ access }: Importer, entity: EntityModel | null): readonly string[] {
  if (entity === null) return MEMBER_FIELDS;
  const { key, parent, fields } = entity;
  const actions = parent === null ? (['create', 'update'] as const) : (['update'] as const);
  const written = [...fields.values()].filter(({ type, key: field }) => type.refersTo !== 'rows' && type.pointsTo !== 'file' && !type.readOnly && actions.some((action) => access.canField(action, key, field)));
  return [...written.map((field) => field.key), ...(parent === null ? [] : [PARENT_FIELD])];
}

export function checkMapping(importer: Importer, target: UploadTarget, columns: readonly string[], mapping: ImportMapping): void {
  if (target.kind === 'none') throw ImportMappingInvalid({}, { fields: [targetMissing('target')] });
  const entity = entityOf(importer, target);
  const fields = importableFields(importer, entity);
  const problems = [
    ...mapping.columns.flatMap((column, index): FieldProblemInput[] => {
      const path = `columns.${index}`;
      if (column.column >= columns.length) return [{ path: `${path}.column`, code: 'IMPORT_COLUMN_UNKNOWN', message: { en: 'The file has no such column.', 'zh-CN': '文件中没有该列。' } }];
      if (column.field !== undefined && !fields.includes(column.field)) return [fieldUnknown(`${path}.field`, column.field)];
      return column.match === 'field' ? matchFieldProblems(importer, entity, column, path) : [];
    }),
    ...Object.keys(mapping.constants ?? {}).flatMap((field) => (fields.includes(field) ? [] : [fieldUnknown(`constants.${field}`, field)])),
    ...modeProblems(importer, entity, mapping),
  ];
  if (!mapping.columns.some(({ field }) => field !== undefined)) {
    problems.push({ path: 'columns', code: 'IMPORT_NOTHING_MAPPED', message: { en: 'Assign at least one column to a field.', 'zh-CN': '请至少为一列指定字段。' } });
  }
  if (problems.length > 0) throw ImportMappingInvalid({}, { fields: problems });
}

function matchFieldProblems(importer: Importer, entity: EntityModel | null, { field, matchField }: ImportMapping['columns'][number], path: string): FieldProblemInput[] {
  const model = entity?.fields.get(field ?? '');
  const name = matchField ?? '';
  if (model?.type.pointsTo === 'member') return ['name', 'email', 'phone'].includes(name) ? [] : [fieldUnknown(`${path}.matchField`, name)];
  const target = field === PARENT_FIELD ? entity?.parent : model?.type.refersTo === 'record' ? model.target : null;
  const found = importer.design.entities.get(target ?? '')?.fields.get(name);
  if (!target || !found || !importer.access.canField('read', target, name)) return [fieldUnknown(`${path}.matchField`, name)];
  return found.document.unique ? [] : [notUnique(`${path}.matchField`, name)];
}

/** `update` and `upsert` need to know which record a row is; a subform's rows and members are only ever added. */
function modeProblems(importer: Importer, entity: EntityModel | null, { mode = 'create', matchBy, columns }: ImportMapping): FieldProblemInput[] {
  if (mode === 'create') return [];
  if (entity === null || entity.parent !== null) return [{ path: 'mode', code: 'IMPORT_MODE_CREATE_ONLY', message: { en: 'These rows can only be added.', 'zh-CN': '这些行只能新增。' } }];
  const wanted = [...(mode === 'upsert' ? (['create', 'update'] as const) : (['update'] as const))];
  const refused = wanted.filter((action) => !importer.access.can(action, entity.key));
  if (refused.length > 0) throw ImportForbidden({});
  if (matchBy === undefined) return [{ path: 'matchBy', code: 'FIELD_REQUIRED', message: { en: 'Say by which field a row finds its record.', 'zh-CN': '请指定按哪个字段匹配已有记录。' } }];
  return matchBy.flatMap((name, index): FieldProblemInput[] => {
    const path = `matchBy.${index}`;
    const isMapped = name === EXTERNAL_KEY ? columns.some(({ externalKey }) => externalKey) : columns.some(({ field }) => field === name);
    if (name === EXTERNAL_KEY && matchBy.length > 1) return [notUnique(path, name)];
    if (name !== EXTERNAL_KEY && (!entity.fields.has(name) || !importer.access.canField('read', entity.key, name))) return [fieldUnknown(path, name)];
    if (name !== EXTERNAL_KEY && matchBy.length === 1 && !entity.fields.get(name)?.document.unique) return [notUnique(path, name)];
    return isMapped ? [] : [{ path, code: 'IMPORT_MATCH_NOT_MAPPED', params: { field: name }, message: { en: `No column gives "${name}".`, 'zh-CN': `没有列对应“${name}”。` } }];
  });
}

export const targetMissing = (path: string): FieldProblemInput => ({
  path,
  code: 'IMPORT_TARGET_MISSING',
  message: { en: 'Say either the table or that the rows are members.', 'zh-CN': '请指定数据表，或指定为成员，二者选一。' },
});
const fieldUnknown = (path: string, field: string): FieldProblemInput => ({
  path,
  code: 'FIELD_NOT_FOUND',
  params: { field },
  message: { en: `There is no field "${field}" to import into.`, 'zh-CN': `没有可导入的字段“${field}”。` },
});
const notUnique = (path: string, field: string): FieldProblemInput => ({
  path,
  code: 'IMPORT_MATCH_NOT_UNIQUE',
  params: { field },
  message: { en: `"${field}" does not tell one record from all others.`, 'zh-CN': `“${field}”不能唯一确定一条记录。` },
});
