/**
 * Problems of values, worded once per code in both languages. A wording names the field by its label, never by
 * its key, so that whoever fills in a form can act on it.
 */

import { textIn, type FieldProblemInput, type LocalizedText, type Locale } from '@tessera/contract';

type Params = Readonly<Record<string, unknown>>;
type Wording = Readonly<Record<Locale, (label: string, params: Params) => string>>;

const WORDINGS = {
  FIELD_REQUIRED: { en: (f) => `"${f}" is required.`, 'zh-CN': (f) => `“${f}”为必填项。` },
  FIELD_NOT_FOUND: { en: (f) => `There is no field "${f}".`, 'zh-CN': (f) => `不存在字段“${f}”。` },
  FIELD_MASKED: { en: (f) => `"${f}" is shown to you masked, so it cannot be asked for, sorted or grouped by.`, 'zh-CN': (f) => `“${f}”对您仅脱敏显示，不能用于筛选、排序或分组。` },
  FIELD_READ_ONLY: { en: (f) => `"${f}" cannot be changed by hand.`, 'zh-CN': (f) => `“${f}”不可手动修改。` },
  FIELD_KIND: { en: (f) => `The value of "${f}" has the wrong form.`, 'zh-CN': (f) => `“${f}”的值格式不正确。` },
  FIELD_NOT_TEXT: { en: (f) => `"${f}" must be text without control characters.`, 'zh-CN': (f) => `“${f}”必须是不含控制字符的文本。` },
  FIELD_NOT_NUMBER: { en: (f) => `"${f}" must be a number.`, 'zh-CN': (f) => `“${f}”必须是数字。` },
  FIELD_NUMBER_AS_TEXT: { en: (f) => `The number of "${f}" must be sent as text, such as "12.50", so that no digit is lost.`, 'zh-CN': (f) => `“${f}”的数字须以文本形式发送，如 "12.50"，以免丢失精度。` },
  FIELD_NOT_DATE: { en: (f) => `"${f}" must be a date such as 2024-01-05.`, 'zh-CN': (f) => `“${f}”必须是日期，如 2024-01-05。` },
  FIELD_NOT_DATETIME: { en: (f) => `"${f}" must be a date and time such as 2024-01-05 14:30.`, 'zh-CN': (f) => `“${f}”必须是日期时间，如 2024-01-05 14:30。` },
  FIELD_NOT_TIME: { en: (f) => `"${f}" must be a time of day such as 15:05.`, 'zh-CN': (f) => `“${f}”必须是时间，如 15:05。` },
  FIELD_NOT_DURATION: { en: (f) => `"${f}" must be a length of time with its unit, such as 1:30:00, 90 min or 1h30m.`, 'zh-CN': (f) => `“${f}”必须是带单位的时长，如 1:30:00、90分钟 或 1小时30分。` },
  FIELD_NOT_ID_CARD: { en: (f) => `"${f}" must be a valid identity card number of 18 characters.`, 'zh-CN': (f) => `“${f}”必须是有效的 18 位身份证号。` },
  FIELD_NOT_REGION: { en: (f) => `"${f}" must be a region of China, chosen as deep as the field asks.`, 'zh-CN': (f) => `“${f}”必须是有效的省市区，且选到要求的级别。` },
  FIELD_NOT_GEO_POINT: { en: (f) => `"${f}" must be latitude and longitude such as 31.23,121.47.`, 'zh-CN': (f) => `“${f}”必须是纬度和经度，如 31.23,121.47。` },
  FIELD_NOT_IMPORTABLE: { en: (f) => `"${f}" cannot be filled from a table; add it to the record by hand.`, 'zh-CN': (f) => `“${f}”无法通过表格导入，请在记录中添加。` },
  FIELD_NOT_CHECKBOX: { en: (f) => `"${f}" must be yes or no.`, 'zh-CN': (f) => `“${f}”必须为是或否。` },
  FIELD_NOT_EMAIL: { en: (f) => `"${f}" must be an e-mail address.`, 'zh-CN': (f) => `“${f}”必须是电子邮箱地址。` },
  FIELD_NOT_PHONE: { en: (f) => `"${f}" must be a telephone number.`, 'zh-CN': (f) => `“${f}”必须是电话号码。` },
  FIELD_NOT_URL: { en: (f) => `"${f}" must be an address that starts with http://, https://, mailto: or tel:.`, 'zh-CN': (f) => `“${f}”必须是以 http://、https://、mailto: 或 tel: 开头的网址。` },
  FIELD_NOT_REFERENCE: { en: (f) => `"${f}" does not name an existing record.`, 'zh-CN': (f) => `“${f}”没有指向有效的记录。` },
  FIELD_NOT_IN_FILTER: { en: (f) => `What "${f}" points to is not among the records that may be chosen here.`, 'zh-CN': (f) => `“${f}”所选的记录不在可选范围内。` },
  FIELD_DUPLICATE: { en: (f) => `This value of "${f}" is taken already.`, 'zh-CN': (f) => `“${f}”的值已被使用。` },
  FIELD_NOT_UNIQUE: { en: (f) => `Two records may have the same "${f}", so it cannot name one.`, 'zh-CN': (f) => `“${f}”的值可以重复，不能用来确定一条记录。` },
  FIELD_TOO_LONG: { en: (f, p) => `"${f}" may have at most ${p['limit']} characters.`, 'zh-CN': (f, p) => `“${f}”最多 ${p['limit']} 个字符。` },
  FIELD_TOO_SMALL: { en: (f, p) => `"${f}" must be at least ${p['limit']}.`, 'zh-CN': (f, p) => `“${f}”不得小于 ${p['limit']}。` },
  FIELD_TOO_LARGE: { en: (f, p) => `"${f}" must be at most ${p['limit']}.`, 'zh-CN': (f, p) => `“${f}”不得大于 ${p['limit']}。` },
  FIELD_TOO_PRECISE: { en: (f, p) => `"${f}" may have at most ${p['limit']} digits after the point.`, 'zh-CN': (f, p) => `“${f}”最多 ${p['limit']} 位小数。` },
  FIELD_PATTERN: { en: (f) => `"${f}" does not have the required form.`, 'zh-CN': (f) => `“${f}”不符合要求的格式。` },
  FIELD_CHOICE_UNKNOWN: { en: (f) => `"${f}" must be one of the choices.`, 'zh-CN': (f) => `“${f}”必须是选项之一。` },
  FIELD_CHOICE_REPEATED: { en: (f) => `"${f}" names the same entry twice.`, 'zh-CN': (f) => `“${f}”中有重复的项。` },
  FIELD_TOO_MANY: { en: (f, p) => `"${f}" may have at most ${p['limit']} entries.`, 'zh-CN': (f, p) => `“${f}”最多 ${p['limit']} 项。` },
} satisfies Record<string, Wording>;

export type FieldProblemCode = keyof typeof WORDINGS;

/** Both languages of one problem of a field; a label may also be a bare word, for what has no label. */
export function wordProblem(code: FieldProblemCode, label: LocalizedText | string, params: Params = {}): Readonly<Record<Locale, string>> {
  const name = (locale: Locale): string => (typeof label === 'string' ? label : textIn(label, locale));
  const wording: Wording = WORDINGS[code];
  return { en: wording.en(name('en'), params), 'zh-CN': wording['zh-CN'](name('zh-CN'), params) };
}

export function fieldProblem(path: string, code: FieldProblemCode, label: LocalizedText | string, params?: Params): FieldProblemInput {
  return { path, code, message: wordProblem(code, label, params), ...(params ? { params } : {}) };
}
