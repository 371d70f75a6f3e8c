/** For every field type a field and arbitrary canonical values of it, so that laws can be checked of all of them. */

import fc from 'fast-check';
import type { FieldDocument, FieldTypeKey } from '@tessera/contract';
import { canonicalDecimal } from '../values/decimal.ts';
import { idCardCheck } from '../values/id-card.ts';
import { instantText } from '../values/time.ts';
import { choices, field } from './documents.ts';

export interface TypeSample {
  readonly field: FieldDocument;
  /** Null for types without values of their own. */
  readonly values: fc.Arbitrary<unknown> | null;
  /** Whether people can export a value and import it again; references and files are found by name elsewhere. */
  readonly travels: boolean;
}

const two = (n: number): string => String(n).padStart(2, '0');
const words = fc.stringMatching(/^[A-Za-z\u4e00-\u9fa5]{1,12}( [A-Za-z\u4e00-\u9fa5]{1,8})?$/);
const uuid = fc.uuid().map((id) => id.toLowerCase());
const decimal = (scale: number, min: number, max: number, padded = true): fc.Arbitrary<string> =>
  fc.integer({ min: Math.ceil(min * 10 ** scale), max: Math.floor(max * 10 ** scale) }).map((units) => {
    const sign = units < 0 ? '-' : '';
    const digits = String(Math.abs(units)).padStart(scale + 1, '0');
    const text = scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return padded ? canonicalDecimal(text, scale) : canonicalDecimal(text);
  });
const day = fc.record({ y: fc.integer({ min: 1, max: 9999 }), m: fc.integer({ min: 1, max: 12 }), d: fc.integer({ min: 1, max: 28 }) }).map(({ y, m, d }) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`);
const clock = fc.integer({ min: 0, max: 86_399 }).map((s) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`);
const idCard = fc.tuple(fc.integer({ min: 110000, max: 659999 }), fc.integer({ min: 1900, max: 2020 }), fc.integer({ min: 101, max: 128 }), fc.integer({ min: 0, max: 999 })).map(([region, year, rest, serial]) => {
  const stem = `${region}${year}0${rest}${String(serial).padStart(3, '0')}`;
  return stem + idCardCheck(stem);
});
const files = fc.uniqueArray(uuid, { minLength: 1, maxLength: 3 }).map((ids) => ids.map((id) => ({ id })));

export const TYPE_SAMPLES: Readonly<Record<FieldTypeKey, TypeSample>> = {
  text: { field: field('f', 'text'), values: words, travels: true },
  longText: { field: field('f', 'longText'), values: fc.array(words, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')), travels: true },
  richText: { field: field('f', 'richText'), values: fc.array(words, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((line) => `<p>${line}</p>`).join('')), travels: true },
  number: { field: field('f', 'number'), values: decimal(4, -1e6, 1e6, false), travels: true },
  money: { field: field('f', 'money'), values: decimal(2, -1e9, 1e9), travels: true },
  percent: { field: field('f', 'percent'), values: decimal(4, -2, 5, false), travels: true },
  rating: { field: field('f', 'rating'), values: decimal(0, 1, 5), travels: true },
  progress: { field: field('f', 'progress'), values: decimal(4, 0, 1, false), travels: true },
  date: { field: field('f', 'date'), values: day, travels: true },
  datetime: { field: field('f', 'datetime'), values: fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) }).map(instantText), travels: true },
  time: { field: field('f', 'time'), values: clock, travels: true },
  duration: { field: field('f', 'duration'), values: decimal(0, 0, 1e9), travels: true },
  checkbox: { field: field('f', 'checkbox'), values: fc.boolean(), travels: true },
  select: { field: field('f', 'select', { options: choices('a', 'b', 'c') }), values: fc.constantFrom('a', 'b', 'c'), travels: true },
  multiSelect: { field: field('f', 'multiSelect', { options: choices('a', 'b', 'c') }), values: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), travels: true },
  phone: { field: field('f', 'phone'), values: fc.stringMatching(/^1[3-9][0-9]{9}$/), travels: true },
  email: { field: field('f', 'email'), values: fc.stringMatching(/^[a-z0-9]{1,10}@[a-z]{1,10}\.cn$/), travels: true },
  url: { field: field('f', 'url'), values: fc.stringMatching(/^https:\/\/[a-z]{1,10}\.cn\/[a-z0-9]{0,10}$/), travels: true },
  idCard: { field: field('f', 'idCard'), values: idCard, travels: true },
  region: { field: field('f', 'region'), values: fc.constantFrom('310115', '320102', '441900', '110105'), travels: true },
  address: {
    field: field('f', 'address'),
    values: fc.record({ detail: fc.stringMatching(/^[A-Za-z\u4e00-\u9fa5]{1,10} [0-9]{1,3}$/), postalCode: fc.stringMatching(/^[0-9]{6}$/) }, { requiredKeys: ['detail'] }),
    travels: true,
  },
  geoPoint: { field: field('f', 'geoPoint'), values: fc.record({ lat: decimal(7, -90, 90, false), lng: decimal(7, -180, 180, false) }), travels: true },
  autoNumber: { field: field('f', 'autoNumber'), values: words, travels: false },
  member: { field: field('f', 'member'), values: uuid, travels: true },
  members: { field: field('f', 'members'), values: fc.uniqueArray(uuid, { minLength: 1, maxLength: 5 }), travels: true },
  department: { field: field('f', 'department'), values: uuid, travels: true },
  file: { field: field('f', 'file'), values: files, travels: false },
  image: { field: field('f', 'image'), values: files, travels: false },
  signature: { field: field('f', 'signature'), values: files.map((list) => list.slice(0, 1)), travels: false },
  relation: { field: field('f', 'relation', { options: { entity: 'thing' } }), values: uuid, travels: true },
  subform: { field: field('f', 'subform', { options: { entity: 'row' } }), values: null, travels: false },
  lookup: { field: field('f', 'lookup', { options: { relation: 'link', field: 'name' } }), values: null, travels: false },
  rollup: { field: field('f', 'rollup', { options: { subform: 'rows', aggregate: 'count' } }), values: null, travels: false },
  formula: { field: field('f', 'formula', { options: { expression: '1 + 1' } }), values: null, travels: false },
  modifiedAt: { field: field('f', 'modifiedAt'), values: fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) }).map(instantText), travels: false },
  modifiedBy: { field: field('f', 'modifiedBy'), values: uuid, travels: false },
  button: { field: field('f', 'button', { options: { action: 'openUrl', url: '"https://x.cn"' } }), values: null, travels: false },
};

/** The relation to many is a type of its own in all but name. */
export const MANY_SAMPLE: TypeSample = {
  field: field('f', 'relation', { options: { entity: 'thing', cardinality: 'manyToMany' } }),
  values: fc.uniqueArray(uuid, { minLength: 1, maxLength: 5 }),
  travels: true,
};
