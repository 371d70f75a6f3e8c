/** Operands of filters: checked against what the field's values are made of, and put into their one spelling. */

import { fail, ok, type FilterOperand, type FilterOperator, type Result } from '@tessera/contract';
import { Decimal } from 'decimal.js';
import type { FieldModel } from '../design.ts';
import type { ValueKind } from '../field-type.ts';
import { isUuid } from '../values/address.ts';
import { canonicalDecimal, isDecimal } from '../values/decimal.ts';
import { isStorableText } from '../values/plain-text.ts';
import { canonicalInstant, isDateText, isInstantText } from '../values/time.ts';
import { parsePeriod } from './period.ts';

export const MAX_TEXT = 1000;
export const MAX_LIST = 1000;

type Scalar = string | number | boolean;
type Operand = Result<FilterOperand | undefined, 'operand'>;

/** A field and the entity it belongs to. */
export interface PlacedField {
  readonly entity: string;
  readonly field: FieldModel;
}

/** Finds the field a `{ record }` operand names; null where such operands are not allowed. */
export type RecordField = ((key: string) => PlacedField | undefined) | null;

/** `undefined` when the operator takes no operand. */
export function parseOperand(placed: PlacedField, op: FilterOperator, raw: unknown, recordField: RecordField): Operand {
  const { field } = placed;
  switch (op) {
    case 'isEmpty':
    case 'isNotEmpty':
      return raw === undefined || raw === null ? ok(undefined) : fail('operand');
    case 'in':
    case 'notIn':
      return isNamed(raw, 'record') ? parseRecord(placed, raw.record, recordField, true) : parseList(field, raw, 1, MAX_LIST);
    case 'between':
      return parseList(field, raw, 2, 2);
    case 'within':
    case 'notWithin': {
      const period = parsePeriod(raw);
      return period ? ok(period) : fail('operand');
    }
    default:
      return parseComparand(placed, op, raw, recordField);
  }
}

function parseComparand(placed: PlacedField, op: FilterOperator, raw: unknown, recordField: RecordField): Operand {
  const { field } = placed;
  const { valueType } = field;
  // Of a list, `contains` asks whether an entry is equal; of a text, whether it is part of it.
  const compares = !['contains', 'notContains', 'startsWith', 'endsWith'].includes(op) || isList(valueType.valueKind);
  if (isNamed(raw, 'var')) {
    const name = valueType.variables.find((variable) => variable === raw.var);
    return compares && name !== undefined ? ok({ var: name }) : fail('operand');
  }
  if (isNamed(raw, 'record')) return parseRecord(placed, raw.record, recordField, false);
  const value = compares ? parseValue(field, raw) : parseScalar('text', raw);
  return value === null ? fail('operand') : ok(value);
}

function parseList(field: FieldModel, raw: unknown, least: number, most: number): Operand {
  if (!Array.isArray(raw) || raw.length < least || raw.length > most) return fail('operand');
  const values = raw.map((item) => parseValue(field, item)).filter((value) => value !== null);
  return values.length === raw.length ? ok(values) : fail('operand');
}

/** A field of the record whose relation is filtered: its values must be of the same stuff, and lists only where a list is asked for. */
function parseRecord(placed: PlacedField, key: unknown, recordField: RecordField, wantsList: boolean): Operand {
  const named = typeof key === 'string' ? recordField?.(key) : undefined;
  if (!named || named.field.encrypted || placed.field.encrypted) return fail('operand');
  const [kind, other] = [placed.field.valueType.valueKind, named.field.valueType.valueKind];
  const fits = isList(other) === wantsList && entryKind(kind) === entryKind(other) && !['rows', 'json', 'computed', 'none'].includes(other);
  return fits && pointAlike(placed, named) ? ok({ record: key as string }) : fail('operand');
}

const isList = (kind: ValueKind): boolean => kind === 'textList' || kind === 'uuidList';
const entryKind = (kind: ValueKind): ValueKind => (kind === 'textList' ? 'text' : kind === 'uuidList' ? 'uuid' : kind);

/** Ids of members are never those of records; the id of a record itself is compared with relations. */
function pointAlike(placed: PlacedField, named: PlacedField): boolean {
  return entryKind(placed.field.valueType.valueKind) !== 'uuid' || whatIdsName(placed) === whatIdsName(named);
}

function whatIdsName({ entity, field }: PlacedField): string | null {
  if (field.system && field.key === 'id') return `record ${entity}`;
  return field.target === null ? field.valueType.pointsTo : `record ${field.target}`;
}

/** A value to be equal to or lie between: in the spelling in which values of the field are kept. */
function parseValue(field: FieldModel, raw: unknown): Scalar | null {
  const { valueType, valueDocument, encrypted } = field;
  const value = parseScalar(valueType.valueKind, raw);
  if (value === null || !(encrypted || valueType.valueKind === 'text')) return value;
  return (valueType.canonical(value, valueDocument) as Scalar | null) ?? value;
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

const isNamed = <Name extends string>(raw: unknown, name: Name): raw is Readonly<Record<Name, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && Object.keys(raw).length === 1 && Object.hasOwn(raw, name);
