/** Problems of settings that name something outside of the model: roles, forms, fields, or a value out of a fixed list. */

import { defineProblem } from '../problem/process-problem.ts';

export const UnknownValue = defineProblem<{ setting: string; value: string; allowed: string }>({
  code: 'PROCESS_UNKNOWN_VALUE',
  severity: 'error',
  message: {
    en: ({ what, setting, value, allowed }) => `${what}: "${value}" is not a value of ${setting}; there is ${allowed}.`,
    'zh-CN': ({ what, setting, value, allowed }) => `${what}：${setting} 不能是“${value}”，可用：${allowed}。`,
  },
});
export const UnknownRole = defineProblem<{ role: string }>({
  code: 'PROCESS_UNKNOWN_ROLE',
  severity: 'error',
  message: {
    en: ({ what, role }) => `${what} names the role "${role}", which does not exist.`,
    'zh-CN': ({ what, role }) => `${what} 使用的角色“${role}”不存在。`,
  },
});
export const UnknownForm = defineProblem<{ form: string }>({
  code: 'PROCESS_UNKNOWN_FORM',
  severity: 'error',
  message: {
    en: ({ what, form }) => `${what} shows the form "${form}", which does not exist.`,
    'zh-CN': ({ what, form }) => `${what} 使用的表单“${form}”不存在。`,
  },
});
export const UnknownField = defineProblem<{ field: string; entity: string }>({
  code: 'PROCESS_UNKNOWN_FIELD',
  severity: 'error',
  message: {
    en: ({ what, field, entity }) => `${what} names the field "${field}", which "${entity}" does not have.`,
    'zh-CN': ({ what, field, entity }) => `${what} 使用的字段“${field}”在“${entity}”中不存在。`,
  },
});
export const ReadOnlyField = defineProblem<{ field: string }>({
  code: 'PROCESS_READ_ONLY_FIELD',
  severity: 'error',
  message: {
    en: ({ what, field }) => `${what} would write the field "${field}", which is computed or kept by the system.`,
    'zh-CN': ({ what, field }) => `${what} 要写入字段“${field}”，但它由系统计算或维护，不能写入。`,
  },
});
export const FieldNotSettable = defineProblem<{ field: string }>({
  code: 'PROCESS_FIELD_NOT_SETTABLE',
  severity: 'error',
  message: {
    en: ({ what, field }) => `${what} would set the field "${field}", which holds rows or a list; a formula cannot make those.`,
    'zh-CN': ({ what, field }) => `${what} 要设置字段“${field}”，但它存放子表或多个值，不能用公式设置。`,
  },
});
