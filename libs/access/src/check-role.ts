/** What is wrong with a role document, for its editor. Building an Access copes with all of it by allowing less. */

import { ADMIN_ROLE, type FieldProblemInput, type Locale, type RoleDocument, type RoleRule } from '@tessera/contract';
import { fieldProblem, parseFilter, type Design, type EntityModel } from '@tessera/model';

export function checkRole(design: Design, role: RoleDocument): FieldProblemInput[] {
  const reserved = role.key === ADMIN_ROLE ? [roleProblem('key', 'ROLE_KEY_RESERVED')] : [];
  return [...reserved, ...role.rules.flatMap((rule, index) => checkRule(design, rule, `rules.${index}`))];
}

function checkRule(design: Design, rule: RoleRule, path: string): FieldProblemInput[] {
  const every = rule.entity === '*';
  const entities = every ? [...design.entities.values()] : [design.entities.get(rule.entity)].filter((model) => model !== undefined);
  if (!every && entities.length === 0) return [roleProblem(`${path}.entity`, 'ROLE_ENTITY_UNKNOWN', rule.entity)];
  return [...checkFields(rule, entities, path), ...checkWhere(design, rule, entities, path)];
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
  ROLE_FIELDS_EMPTY: { en: () => 'Name at least one field, or leave the list out to mean all of them.', 'zh-CN': () => '请至少选择一个字段；如适用于全部字段，请不要填写字段列表。' },
} as const satisfies Record<string, Readonly<Record<Locale, (name: string) => string>>>;

function roleProblem(path: string, code: keyof typeof WORDINGS, name = ''): FieldProblemInput {
  return { path, code, message: { en: WORDINGS[code].en(name), 'zh-CN': WORDINGS[code]['zh-CN'](name) } };
}
