/**
 * Words what Ajv found, in both languages; one problem each, at the path a person can find. Of a union only what is wrong
 * with the kind that was meant is told: the one whose constants (`op: 'update'`) fit.
 */

import type { ErrorObject } from 'ajv';
import type { FieldProblemInput } from '@tessera/contract';

type Wording = { readonly code: string; readonly en: string; readonly zh: string };

/** More than that nobody reads; the first are told. */
const MOST_PROBLEMS = 100;

export function toFieldProblems(errors: readonly ErrorObject[]): FieldProblemInput[] {
  const problems = new Map<string, FieldProblemInput>();
  for (const error of ofKindsMeant(errors)) {
    if (problems.size >= MOST_PROBLEMS) break;
    const { code, en, zh } = wordingOf(error);
    const path = pathOf(error);
    problems.set(`${path} ${code}`, { path, code, params: error.params as Record<string, unknown>, message: { en, 'zh-CN': zh } });
  }
  return [...problems.values()];
}

/** Without the errors of kinds of a union that were not meant; where none was, the constants there are, as one error. */
function ofKindsMeant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  return unions.reduce<readonly ErrorObject[]>((left, union) => {
    const kinds = Map.groupBy(left.filter(({ instancePath, schemaPath }) => `${instancePath}/`.startsWith(`${union.instancePath}/`) && schemaPath.startsWith(`${union.schemaPath}/`)), ({ schemaPath }) => kindOf(union, schemaPath));
    const constants = [...kinds.values()].flatMap((kind) => kind.filter((error) => isConstantOf(union, error)));
    const meant = [...kinds.values()].filter((kind) => !kind.some((error) => isConstantOf(union, error)));
    const dropped = new Set([union, ...[...kinds.values()].filter((kind) => !meant.includes(kind)).flat()]);
    const [first] = constants;
    const others = left.filter((error) => !dropped.has(error));
    if (kinds.size === 0) return left;
    if (meant.length > 0 || !first) return others;
    return [...others, { ...first, keyword: 'enum', params: { allowedValues: constants.map(({ params }) => (params as { allowedValue: unknown }).allowedValue) } }];
  }, errors);
}

const kindOf = (union: ErrorObject, schemaPath: string): string => schemaPath.slice(union.schemaPath.length + 1).split('/', 1)[0] ?? '';
/** A constant in a member of the value itself, which tells its kind. */
const isConstantOf = (union: ErrorObject, { keyword, instancePath }: ErrorObject): boolean => keyword === 'const' && instancePath.slice(union.instancePath.length).split('/').length === 2;

function pathOf(error: ErrorObject): string {
  const steps = error.instancePath.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const last = error.keyword === 'required' ? params.missingProperty : params.additionalProperty;
  return [...steps, ...(last === undefined ? [] : [last])].join('.');
}

function wordingOf(error: ErrorObject): Wording {
  const p = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return { code: 'FIELD_REQUIRED', en: 'This is required.', zh: '此项必填。' };
    case 'additionalProperties':
      return { code: 'FIELD_UNKNOWN', en: 'This field does not exist here.', zh: '此处没有该字段。' };
    case 'type':
      return { code: 'VALUE_TYPE', en: `This must be of type ${String(p['type'])}.`, zh: `类型应为 ${String(p['type'])}。` };
    case 'enum':
      return { code: 'VALUE_NOT_ALLOWED', en: `This must be one of: ${list(p['allowedValues'])}.`, zh: `只能是：${list(p['allowedValues'])}。` };
    case 'const':
      return { code: 'VALUE_NOT_ALLOWED', en: `This must be ${JSON.stringify(p['allowedValue'])}.`, zh: `只能是 ${JSON.stringify(p['allowedValue'])}。` };
    case 'minLength':
      return { code: 'TEXT_TOO_SHORT', en: `This needs at least ${String(p['limit'])} characters.`, zh: `至少需要 ${String(p['limit'])} 个字符。` };
    case 'maxLength':
      return { code: 'TEXT_TOO_LONG', en: `This may have at most ${String(p['limit'])} characters.`, zh: `最多 ${String(p['limit'])} 个字符。` };
    case 'minItems':
      return { code: 'LIST_TOO_SHORT', en: `This needs at least ${String(p['limit'])} entries.`, zh: `至少需要 ${String(p['limit'])} 项。` };
    case 'maxItems':
      return { code: 'LIST_TOO_LONG', en: `This may have at most ${String(p['limit'])} entries.`, zh: `最多 ${String(p['limit'])} 项。` };
    case 'minProperties':
      return { code: 'VALUE_EMPTY', en: 'This may not be empty.', zh: '不能为空。' };
    case 'minimum':
    case 'exclusiveMinimum':
      return { code: 'NUMBER_TOO_SMALL', en: `This must be at least ${String(p['limit'])}.`, zh: `不能小于 ${String(p['limit'])}。` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { code: 'NUMBER_TOO_LARGE', en: `This must be at most ${String(p['limit'])}.`, zh: `不能大于 ${String(p['limit'])}。` };
    case 'format':
      return formatWording(String(p['format']));
    case 'pattern':
      return { code: 'TEXT_PATTERN', en: 'This does not have the required form.', zh: '格式不符合要求。' };
    default:
      return { code: 'VALUE_INVALID', en: 'This value is not valid.', zh: '该值无效。' };
  }
}

function formatWording(format: string): Wording {
  if (format === 'email') return { code: 'TEXT_NOT_EMAIL', en: 'This is not an e-mail address.', zh: '不是有效的邮箱地址。' };
  if (format === 'uuid') return { code: 'TEXT_NOT_ID', en: 'This is not an id.', zh: '不是有效的编号。' };
  return { code: 'TEXT_FORMAT', en: `This is not a valid ${format}.`, zh: `不是有效的 ${format}。` };
}

const list = (values: unknown): string => (Array.isArray(values) ? values.slice(0, 20).map(String).join(', ') : '');
