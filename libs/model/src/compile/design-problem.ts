/** Problems of a design, worded once per code. `{name}` stands for a parameter. Paths: `<entity>.fields.<field>.<setting>`. */

import { textIn, type EntityDocument, type FieldDocument, type FieldProblemInput, type Locale, type LocalizedText } from '@tessera/contract';

const WORDINGS = {
  ENTITY_KEY_INVALID: { en: '"{key}" cannot be the key of an entity: use a-z, 0-9 and _, starting with a letter, 48 at most.', 'zh-CN': '“{key}”不能作为实体标识：只可用小写字母、数字和下划线，以字母开头，最多 48 个字符。' },
  ENTITY_KEY_TAKEN: { en: 'There are two entities with the key "{key}".', 'zh-CN': '实体标识“{key}”重复。' },
  ENTITY_TITLE_UNKNOWN: { en: 'The title of "{label}" names a field it does not have.', 'zh-CN': '“{label}”的标题字段不存在。' },
  ENTITY_TITLE_NOT_TEXT: { en: 'The title of "{label}" must be a field of text.', 'zh-CN': '“{label}”的标题字段必须是文本类字段。' },
  ENTITY_PARENT_UNKNOWN: { en: '"{label}" belongs to an entity that does not exist.', 'zh-CN': '“{label}”所属的实体不存在。' },
  ENTITY_PARENT_NESTED: { en: '"{label}" belongs to rows that belong to a record themselves; subforms cannot be nested.', 'zh-CN': '“{label}”所属的实体本身就是子表；子表不可嵌套。' },
  FIELD_KEY_INVALID: { en: '"{key}" cannot be the key of a field: use a-z, 0-9 and _, starting with a letter, 48 at most.', 'zh-CN': '“{key}”不能作为字段标识：只可用小写字母、数字和下划线，以字母开头，最多 48 个字符。' },
  FIELD_KEY_RESERVED: { en: '"{key}" is a key the system uses itself.', 'zh-CN': '“{key}”是系统保留的标识。' },
  FIELD_KEY_TAKEN: { en: '"{entity}" has two fields with the key "{key}".', 'zh-CN': '“{entity}”中字段标识“{key}”重复。' },
  FIELD_TYPE_UNKNOWN: { en: '"{label}" has a type that does not exist.', 'zh-CN': '“{label}”的字段类型不存在。' },
  FIELD_OPTIONS_INVALID: { en: 'The settings of "{label}" are not right: {detail}.', 'zh-CN': '“{label}”的设置不正确：{detail}。' },
  FIELD_SETTING_MEANINGLESS: { en: '"{label}" cannot be {setting}.', 'zh-CN': '“{label}”不支持“{setting}”设置。' },
  FIELD_DEFAULT_INVALID: { en: 'The default of "{label}" is not a value it can have.', 'zh-CN': '“{label}”的默认值不是有效的值。' },
  FIELD_SETTING_UNKNOWN: { en: '"{label}" names the field "{field}", which does not exist.', 'zh-CN': '“{label}”的设置引用了不存在的字段“{field}”。' },
  FIELD_WATCHED_UNFIT: { en: '"{label}" cannot watch "{field}": nobody writes it.', 'zh-CN': '“{label}”不能监听“{field}”：该字段不由人填写。' },
  FIELD_UNIQUE_WITHIN_ALONE: { en: '"{label}" is not unique, so it cannot say how.', 'zh-CN': '“{label}”未设置唯一，无需设置唯一范围。' },
  FIELD_UNIQUE_CASE_UNFIT: { en: '"{label}" has no upper and lower case to ignore.', 'zh-CN': '“{label}”不支持忽略大小写。' },
  FIELD_UNIQUE_WHERE_UNFIT: { en: 'The condition for "{label}" to be unique may only use stored fields of the same record, and neither the time nor the current user.', 'zh-CN': '“{label}”的唯一条件只能使用本记录的存储字段，不可使用时间或当前用户。' },
  FIELD_ENCRYPTED_UNFIT: { en: '"{label}" cannot be encrypted: fields of this type are not.', 'zh-CN': '“{label}”的字段类型不支持加密。' },
  FIELD_ENCRYPTED_TITLE: { en: '"{label}" names the records, so it cannot be encrypted.', 'zh-CN': '“{label}”是标题字段，不可加密。' },
  DEFAULT_CYCLE: { en: 'The default of "{label}" waits for itself: {path}.', 'zh-CN': '“{label}”的默认值循环引用了自身：{path}。' },
  BUTTON_FIELD_UNFIT: { en: '"{label}" cannot set "{field}".', 'zh-CN': '“{label}”不能设置字段“{field}”。' },
  DUPLICATE_RULE_TAKEN: { en: 'There are two duplicate rules with the key "{key}".', 'zh-CN': '查重规则标识“{key}”重复。' },
  DUPLICATE_FIELD_UNKNOWN: { en: '"{label}" compares the field "{field}", which does not exist.', 'zh-CN': '查重规则“{label}”引用了不存在的字段“{field}”。' },
  DUPLICATE_FIELD_TWICE: { en: '"{label}" is compared twice in the same rule.', 'zh-CN': '“{label}”在同一查重规则中重复出现。' },
  DUPLICATE_FIELD_UNFIT: { en: '"{label}" cannot be compared in this way.', 'zh-CN': '“{label}”不支持这种查重方式。' },
  RELATION_FILTER_COMPUTED: { en: 'The filter of "{label}" may not depend on "{field}", which is computed.', 'zh-CN': '“{label}”的筛选条件不能依赖计算字段“{field}”。' },
  RELATION_TARGET_UNKNOWN: { en: '"{label}" points to an entity that does not exist.', 'zh-CN': '“{label}”关联的实体不存在。' },
  RELATION_TARGET_CHILD: { en: '"{label}" points to rows of a subform; point to the record that owns them.', 'zh-CN': '“{label}”关联到了子表；请关联到子表所属的实体。' },
  SUBFORM_TARGET_UNKNOWN: { en: '"{label}" shows rows of an entity that does not exist.', 'zh-CN': '“{label}”的子表实体不存在。' },
  SUBFORM_TARGET_FOREIGN: { en: '"{label}" shows rows that do not belong to "{entity}".', 'zh-CN': '“{label}”的子表不属于“{entity}”。' },
  SUBFORM_TARGET_TAKEN: { en: '"{label}" shows rows that another subform shows already.', 'zh-CN': '“{label}”的子表已被另一个子表字段使用。' },
  LOOKUP_RELATION_UNKNOWN: { en: '"{label}" follows a relation that does not exist or leads to many records.', 'zh-CN': '“{label}”所引用的关联字段不存在，或指向多条记录。' },
  LOOKUP_FIELD_UNKNOWN: { en: '"{label}" looks up a field that the related record does not have.', 'zh-CN': '“{label}”引用的字段在关联表中不存在。' },
  LOOKUP_FIELD_UNFIT: { en: '"{label}" cannot look up a field of this type.', 'zh-CN': '“{label}”不能引用该类型的字段。' },
  ROLLUP_SUBFORM_UNKNOWN: { en: '"{label}" sums up rows of a subform or relation that does not exist.', 'zh-CN': '“{label}”汇总的子表或关联不存在。' },
  ROLLUP_FIELD_UNKNOWN: { en: '"{label}" sums up a field that those rows do not have.', 'zh-CN': '“{label}”汇总的字段不存在。' },
  ROLLUP_FIELD_UNFIT: { en: '"{label}" cannot build this aggregate of a field of this type.', 'zh-CN': '“{label}”不能对该类型的字段做此汇总。' },
  FORMULA_CYCLE: { en: '"{label}" is computed from itself: {path}.', 'zh-CN': '“{label}”循环引用了自身：{path}。' },
  COMPUTED_TOO_LARGE: { en: '"{label}" comes to more than {limit} terms, with those of the computed fields it names. Compute it in fewer steps.', 'zh-CN': '“{label}”连同所引用的计算字段共超过 {limit} 项，请减少计算步骤。' },
  COMPUTED_TOO_DEEP: { en: '"{label}" is computed over more than {limit} fields, one from the other.', 'zh-CN': '“{label}”经过超过 {limit} 个字段逐级计算。' },
  ENTITY_COMPUTED_TOO_LARGE: { en: 'The computed fields of "{label}" come to more than {limit} terms together.', 'zh-CN': '“{label}”的计算字段合计超过 {limit} 项。' },
  LAYOUT_ENTITY_UNKNOWN: { en: '"{label}" is for an entity that does not exist.', 'zh-CN': '“{label}”所用的实体不存在。' },
  LAYOUT_FIELD_TWICE: { en: '"{label}" is on the form twice.', 'zh-CN': '“{label}”在表单中重复出现。' },
  LAYOUT_NOT_GROUPABLE: { en: 'Records cannot be grouped by "{label}".', 'zh-CN': '不能按“{label}”分组。' },
  LAYOUT_NOT_IN_TIME: { en: '"{label}" is neither a day nor an instant: it has no periods.', 'zh-CN': '“{label}”不是日期或时间字段，不能按周期分组。' },
  LAYOUT_GROUP_TWICE: { en: 'The view is grouped by "{label}" twice.', 'zh-CN': '视图重复按“{label}”分组。' },
  LAYOUT_NOT_AGGREGABLE: { en: '"{label}" cannot be added up in this way.', 'zh-CN': '“{label}”不支持这种汇总方式。' },
  LAYOUT_NOT_SORTABLE: { en: 'Records cannot be sorted by "{label}".', 'zh-CN': '不能按“{label}”排序。' },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;

export type DesignProblemCode = keyof typeof WORDINGS;

type Param = string | LocalizedText;

export function designProblem(path: string, code: DesignProblemCode, params: Readonly<Record<string, Param>> = {}): FieldProblemInput {
  const worded = (locale: Locale): string =>
    WORDINGS[code][locale].replace(/\{(\w+)\}/g, (_, name: string) => {
      const param = params[name];
      return typeof param === 'object' ? textIn(param, locale) : (param ?? '');
    });
  return { path, code, message: { en: worded('en'), 'zh-CN': worded('zh-CN') }, ...(Object.keys(params).length > 0 ? { params } : {}) };
}

export const fieldPath = (entity: EntityDocument, field: FieldDocument, setting?: string): string =>
  `${entity.key}.fields.${field.key}${setting === undefined ? '' : `.${setting}`}`;
