/** Operands of filters: checked against what the field's values are made of, and put into their one spelling. */

import { fail, ok, type FilterOperand, type FilterOperator, type Result } from '@tessera/contract';
import { Decimal } from 'decimal.js';
import type { FieldType, ValueKind } from '../field-type.ts';
import { isUuid } from '../values/address.ts';
import { canonicalDecimal, isDecimal } from '../values/decimal.ts';
import { isStorableText } from '../values/plain-text.ts';
import { canonicalInstant, isDateText, isInstantText } from '../values/time.ts';

const MAX_TEXT = 1000;
const MAX_LIST = 1000;

type Scalar = string | number | boolean;

/** `undefined` when the operator takes no operand. */
export function parseOperand(type: FieldType, op: FilterOperator, raw: unknown): Result<FilterOperand | undefined, 'operand'> {
  if (op === 'isEmpty' || op === 'isNotEmpty') return raw === undefined || raw === null ? ok(undefined) : fail('operand');
  if (op === 'in' || op === 'notIn') return parseList(type.valueKind, raw);
  if (isVariable(raw)) {
    const comparable = !['contains', 'startsWith'].includes(op);
    const name = type.variables.find((variable) => variable === raw.var);
    return comparable && name !== undefined ? ok({ var: name }) : fail('operand');
  }
  const value = parseScalar(type.valueKind, raw);
  return value === null ? fail('operand') : ok(value);
}

function parseList(kind: ValueKind, raw: unknown): Result<readonly Scalar[], 'operand'> {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > MAX_LIST) return fail('operand');
  const values = raw.map((item) => parseScalar(kind, item)).filter((value) => value !== null);
  return values.length === raw.length ? ok(values) : fail('operand');
}

function parseScalar(kind: ValueKind, raw: unknown): Scalar | null {
  switch (kind) {
    case 'text':
    case 'textList':
      return typeof raw === 'string' && raw.length <= MAX_TEXT && isStorableText(raw) ? raw : null;
    case 'decimal': {
      const text = typeof raw === 'number' && Number.isFinite(raw) ? new Decimal(raw).toFixed() : raw;
      return typeof text === 'string' && isDecimal(text) ? canonicalDecimal(text) : null;
    }
    case 'integer':
      return typeof raw === 'number' && Number.isInteger(raw) && Math.abs(raw) < 2 ** 31 ? raw : null;
    case 'boolean':
      return typeof raw === 'boolean' ? raw : null;
    case 'date':
      return typeof raw === 'string' && isDateText(raw) ? raw : null;
    case 'datetime':
      return typeof raw === 'string' && isInstantText(raw) ? canonicalInstant(raw) : null;
    case 'uuid':
    case 'uuidList':
      return typeof raw === 'string' && isUuid(raw) ? raw.toLowerCase() : null;
    case 'json':
    case 'rows':
    case 'computed':
    case 'none':
      return null;
  }
}

const isVariable = (raw: unknown): raw is { readonly var: unknown } =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && Object.keys(raw).length === 1 && Object.hasOwn(raw, 'var');
