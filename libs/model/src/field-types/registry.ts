/** All field types. A new one is a folder and one line here. */

import type { FieldTypeKey } from '@tessera/contract';
import type { FieldType } from '../field-type.ts';
import { autoNumber } from './autoNumber/index.ts';
import { checkbox } from './checkbox/index.ts';
import { date } from './date/index.ts';
import { datetime } from './datetime/index.ts';
import { email } from './email/index.ts';
import { formula } from './formula/index.ts';
import { longText } from './longText/index.ts';
import { member } from './member/index.ts';
import { money } from './money/index.ts';
import { multiSelect } from './multiSelect/index.ts';
import { number } from './number/index.ts';
import { percent } from './percent/index.ts';
import { phone } from './phone/index.ts';
import { relation } from './relation/index.ts';
import { rollup } from './rollup/index.ts';
import { select } from './select/index.ts';
import { subform } from './subform/index.ts';
import { text } from './text/index.ts';
import { url } from './url/index.ts';

const types: Readonly<Record<FieldTypeKey, FieldType>> = {
  text, longText, number, money, percent, date, datetime, checkbox, select, multiSelect,
  phone, email, url, autoNumber, member, relation, subform, formula, rollup,
};

export const fieldType = (key: FieldTypeKey): FieldType => types[key];

export const isFieldType = (key: string): key is FieldTypeKey => Object.hasOwn(types, key);

/** In the order a designer is offered them. */
export const listFieldTypes = (): readonly FieldType[] => Object.values(types);
