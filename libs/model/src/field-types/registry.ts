/** All field types. A new one is a folder and one line here. */

import type { FieldDocument, FieldTypeKey, FilterOperator } from '@tessera/contract';
import type { FieldModel } from '../design.ts';
import type { FieldType } from '../field-type.ts';
import { address } from './address/index.ts';
import { autoNumber } from './autoNumber/index.ts';
import { button } from './button/index.ts';
import { checkbox } from './checkbox/index.ts';
import { date } from './date/index.ts';
import { datetime } from './datetime/index.ts';
import { department } from './department/index.ts';
import { duration } from './duration/index.ts';
import { email } from './email/index.ts';
import { encryptedType } from './encrypted.ts';
import { file } from './file/index.ts';
import { formula } from './formula/index.ts';
import { geoPoint } from './geoPoint/index.ts';
import { idCard } from './idCard/index.ts';
import { image } from './image/index.ts';
import { longText } from './longText/index.ts';
import { lookup } from './lookup/index.ts';
import { member } from './member/index.ts';
import { members } from './members/index.ts';
import { modifiedAt } from './modifiedAt/index.ts';
import { modifiedBy } from './modifiedBy/index.ts';
import { money } from './money/index.ts';
import { multiSelect } from './multiSelect/index.ts';
import { number } from './number/index.ts';
import { percent } from './percent/index.ts';
import { phone } from './phone/index.ts';
import { progress } from './progress/index.ts';
import { rating } from './rating/index.ts';
import { region } from './region/index.ts';
import { isToMany, manyRelation, relation } from './relation/index.ts';
import { richText } from './richText/index.ts';
import { rollup } from './rollup/index.ts';
import { select } from './select/index.ts';
import { signature } from './signature/index.ts';
import { subform } from './subform/index.ts';
import { text } from './text/index.ts';
import { time } from './time/index.ts';
import { url } from './url/index.ts';

const types: Readonly<Record<FieldTypeKey, FieldType>> = {
  text, longText, richText, number, money, percent, rating, progress, date, datetime, time, duration, checkbox, select, multiSelect,
  phone, email, url, idCard, region, address, geoPoint, autoNumber, member, members, department, file, image, signature,
  relation, subform, lookup, rollup, formula, modifiedAt, modifiedBy, button,
};

export const fieldType = (key: FieldTypeKey): FieldType => types[key];

/**
 * The type as this very field has it: a relation to many holds a list, an encrypted field can only be asked for
 * equality. Always prefer it to `fieldType(document.type)`.
 */
export function typeOf(field: FieldDocument): FieldType {
  const type = types[field.type];
  const shaped = type.refersTo === 'record' && isToMany(field) ? manyRelation : type;
  return field.encrypted && shaped.mayBeEncrypted ? encryptedType(shaped) : shaped;
}

/** Postgres type of the field's own column; null when the table has none. */
export const columnType = (field: FieldDocument): string | null => typeOf(field).column(field);

/** What a filter may ask of the field, computed or encrypted as it may be. */
export const operatorsOf = (field: FieldModel): readonly FilterOperator[] => field.valueType.operators;

export const isFieldType = (key: string): key is FieldTypeKey => Object.hasOwn(types, key);

/** In the order a designer is offered them. */
export const listFieldTypes = (): readonly FieldType[] => Object.values(types);
