/** What is wrong with a role document, for its editor. Building an Access copes with all of it by allowing less. */

import { ADMIN_ROLE, type FieldProblemInput, type Locale, type RoleDocument, type RoleRule } from '@tessera/contract';
import { fieldProblem, parseFilter, type Design, type EntityModel } from '@tessera/model';
import { LOOKS } from './actions.ts';
import { isMaskable } from './maskable.ts';

export function checkRole(design: Design, role: RoleDocument): FieldProblemInput[] {
  const reserved = role.key === ADMIN_ROLE ? [roleProblem('key', 'ROLE_KEY_RESERVED')] : [];
  return [...reserved, ...role.rules.flatMap((rule, index) => checkRule(design, rule, `rules.${index}`))];
}

function checkRule(design: Design, rule: RoleRule, path: string): FieldProblemInput[] {
  const every = rule.entity === '*';
  const entities = every ? [...design.entities.values()] : [design.entities.get(rule.entity)].filter((model) => model !== undefined);
  if (!every && entities.length === 0) return [roleProblem(`${path}.entity`, 'ROLE_ENTITY_UNKNOWN', rule.entity)];
  return [...checkFields(rule, entities, path), ...checkMask(rule, entities, path), ...checkSystem(rule, entities, path), ...checkDesign(design, rule, path), ...checkWhere(design, rule, entities, path)];
}

/** A mask says how named values are read, and nothing else. */
function checkMask({ mask, effect, actions, fields }: RoleRule, entities: readonly EntityModel[], path: string): FieldProblemInput[] {
  if (mask === undefined) return [];
  if (effect !== 'allow' || actions.length !== 1 || actions[0] !== 'read' || fields === undefined) return [roleProblem(`${path}.mask`, 'ROLE_MASK_MISPLACED')];
  return fields.flatMap((key, index) => {
    const bare = entities.find((entity) => {
      const field = entity.fields.get(key);
      return field !== undefined && !isMaskable(field);
    });
    return bare ? [roleProblem(`${path}.fields.${index}`, 'ROLE_MASK_FIELD', key)] : [];
  });
}

/** Who made a record and when comes with the record: a rule that hides it would be without effect. */
function checkSystem({ effect, actions, fields }: RoleRule, entities: readonly EntityModel[], path: string): FieldProblemInput[] {
  if (effect !== 'deny' || !actions.some((action) => LOOKS.includes(action))) return [];
  return (fields ?? []).flatMap((key, index) => {
    const kept = entities.some((entity) => {
      const field = entity.fields.get(key);
      return field?.system === true && field.readOnly;
    });
    return kept ? [roleProblem(`${path}.fields.${index}`, 'ROLE_FIELD_SYSTEM', key)] : [];
  });
}

/** Rows of a subform are designed with the record that owns them. */
function checkDesign(design: Design, { actions, entity, fields, where }: RoleRule, path: string): FieldProblemInput[] {
  if (!actions.includes('design')) return [];
  if (fields !== undefined || where !== undefined) return [roleProblem(`${path}.actions`, 'ROLE_DESIGN_PARTIAL')];
  const parent = design.entities.get(entity)?.parent ?? null;
  return parent === null ? [] : [roleProblem(`${path}.actions`, 'ROLE_DESIGN_SUBFORM', parent)];
}

/** A rule about every entity may name fields that only some of them have. */
function checkFields(rule: RoleRule, entities: readonly EntityModel[], path: string): FieldProblemInput[] {
  if (rule.fields === undefined) return [];
  if (rule.fields.length === 0) return [roleProblem(`${path}.fields`, 'ROLE_FIELDS_EMPTY')];
  return rule.fields.flatMap((field, index) =>
    entities.some(({ fields }) => fields.has(field)) ? [] : [fieldProblem(`${path}.fields.${index}`, 'FIELD_NOT_FOUND', field)],
  );
}

/** A condition of a rule about every entity must make sense for every one of them. */
function checkWhere(design: Design, rule: RoleRule, entities: readonly EntityModel[], path: string): FieldProblemInput[] {
  if (rule.where === undefined) return [];
  for (const { key } of entities) {
    const where = parseFilter(design, key, rule.where, () => true, { formulas: true });
    if (!where.ok) return where.problem.map((problem) => ({ ...problem, path: problem.path.replace(/^filter/, `${path}.where`) }));
  }
  return [];
}

const WORDINGS = {
  ROLE_KEY_RESERVED: { en: () => 'The role of administrators is built in and cannot be changed.', 'zh-CN': () => '管理员角色为内置角色，不可更改。' },
  ROLE_ENTITY_UNKNOWN: { en: (name) => `There is no entity "${name}".`, 'zh-CN': (name) => `不存在实体“${name}”。` },
  ROLE_MASK_MISPLACED: { en: () => 'A mask goes with a rule that allows reading named fields, and nothing else.', 'zh-CN': () => '脱敏仅适用于“允许读取指定字段”且不含其他操作的规则。' },
  ROLE_MASK_FIELD: { en: (name) => `"${name}" cannot be shown masked: it is computed, or points to records, rows or files, or is kept by the system.`, 'zh-CN': (name) => `“${name}”不能脱敏显示：该字段为计算字段、系统字段，或指向记录、明细或文件。` },
  ROLE_DESIGN_PARTIAL: { en: () => 'Designing is allowed for a whole entity: such a rule has neither fields nor a condition.', 'zh-CN': () => '设计权限针对整个实体，此类规则不能指定字段或条件。' },
  ROLE_DESIGN_SUBFORM: { en: (name) => `The rows of a subform are designed with their record: allow designing "${name}" instead.`, 'zh-CN': (name) => `子表随其主记录一起设计，请改为允许设计“${name}”。` },
  ROLE_FIELD_SYSTEM: { en: (name) => `"${name}" comes with every record and cannot be hidden; leave it out of the rule.`, 'zh-CN': (name) => `“${name}”随记录一起提供，不能隐藏，请从规则中移除。` },
  ROLE_FIELDS_EMPTY: { en: () => 'Name at least one field, or leave the list out to mean all of them.', 'zh-CN': () => '请至少选择一个字段；如适用于全部字段，请不要填写字段列表。' },
} as const satisfies Record<string, Readonly<Record<Locale, (name: string) => string>>>;

function roleProblem(path: string, code: keyof typeof WORDINGS, name = ''): FieldProblemInput {
  return { path, code, message: { en: WORDINGS[code].en(name), 'zh-CN': WORDINGS[code]['zh-CN'](name) } };
}
