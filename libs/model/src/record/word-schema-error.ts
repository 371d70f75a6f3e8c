/**
 * What Ajv says, as people say it. Works on the errors of our own validator and on those the browser's rjsf
 * hands on, which have lost all but keyword and parameters.
 */

import type { FieldProblemInput, LocalizedText } from '@tessera/contract';
import { fieldProblem, type FieldProblemCode } from './problem.ts';

export interface SchemaError {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** With Ajv's `verbose`. */
  readonly data?: unknown;
  readonly parentSchema?: { readonly format?: unknown; readonly type?: unknown };
}

const FORMATS: Readonly<Record<string, FieldProblemCode>> = {
  decimal: 'FIELD_NOT_NUMBER',
  date: 'FIELD_NOT_DATE',
  'date-time': 'FIELD_NOT_DATETIME',
  email: 'FIELD_NOT_EMAIL',
  phone: 'FIELD_NOT_PHONE',
  uri: 'FIELD_NOT_URL',
  uuid: 'FIELD_NOT_REFERENCE',
  text: 'FIELD_NOT_TEXT',
  clock: 'FIELD_NOT_TIME',
  'id-card': 'FIELD_NOT_ID_CARD',
  region: 'FIELD_NOT_REGION',
};

/** `path` is the path of the problem; for a missing field that of the field itself. */
export function wordSchemaError(error: SchemaError, path: string, label: LocalizedText | string): FieldProblemInput {
  const { params } = error;
  switch (error.keyword) {
    case 'required':
    case 'notBlank':
    case 'minItems':
      return fieldProblem(path, 'FIELD_REQUIRED', label);
    case 'additionalProperties':
      return fieldProblem(path, 'FIELD_NOT_FOUND', label);
    case 'type':
      return fieldProblem(path, wrongType(error), label);
    case 'format':
      return fieldProblem(path, FORMATS[String(params['format'])] ?? 'FIELD_KIND', label);
    case 'enum':
      return fieldProblem(path, error.data === null ? 'FIELD_REQUIRED' : 'FIELD_CHOICE_UNKNOWN', label);
    case 'uniqueItems':
      return fieldProblem(path, 'FIELD_CHOICE_REPEATED', label);
    case 'maxLength':
      return fieldProblem(path, 'FIELD_TOO_LONG', label, { limit: params['limit'] });
    case 'maxItems':
      return fieldProblem(path, 'FIELD_TOO_MANY', label, { limit: params['limit'] });
    case 'decimalMinimum':
      return fieldProblem(path, 'FIELD_TOO_SMALL', label, { limit: params['limit'] });
    case 'decimalMaximum':
      return fieldProblem(path, 'FIELD_TOO_LARGE', label, { limit: params['limit'] });
    case 'decimalScale':
      return fieldProblem(path, 'FIELD_TOO_PRECISE', label, { limit: params['limit'] });
    case 'regionLevel':
      return fieldProblem(path, 'FIELD_NOT_REGION', label);
    case 'safePattern':
      return fieldProblem(path, 'FIELD_PATTERN', label);
    default:
      return fieldProblem(path, 'FIELD_KIND', label);
  }
}

function wrongType({ data, parentSchema, params }: SchemaError): FieldProblemCode {
  if (data === null) return 'FIELD_REQUIRED';
  const { format } = parentSchema ?? {};
  if (format === 'decimal' && typeof data === 'number') return 'FIELD_NUMBER_AS_TEXT';
  if (typeof format === 'string') return FORMATS[format] ?? 'FIELD_KIND';
  return [params['type']].flat().includes('boolean') ? 'FIELD_NOT_CHECKBOX' : 'FIELD_KIND';
}
