/**
 * Every operator of every field type, asked through the API of values stored through the API, against what a few plain
 * lines of JavaScript make of the values that are read back.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FIELD_TYPES, FILTER_OPERATORS, type EntityDocument, type FieldDocument, type FilterOperator, type RecordView } from '@tessera/contract';
import { compileDesign, htmlToText, operatorsOf, periodRange, type EntityModel, type FieldModel } from '@tessera/model';
import type { TestBrowser } from '../testing/test-server.ts';
import { memberId, ok } from './testing/crm-server.ts';
import { entity, field, relation, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

const choices = { choices: ['a', 'b', 'c'].map((value) => ({ value, label: { en: value } })) };
/** The smallest picture. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const WORDS = ['Alpha', 'alpha beta', '100%_\\', '北京上海', 'ZULU'];

/** For each type a field, and what is stored in it; nothing for what is computed or set by the system. */
const STORED: Readonly<Record<string, { readonly field: FieldDocument; readonly values: readonly unknown[] }>> = {
  text: { field: field('text', 'text'), values: WORDS },
  longText: { field: field('long_text', 'longText'), values: WORDS.map((word) => `${word}\nline`) },
  richText: { field: field('rich_text', 'richText'), values: ['<p>Alpha <strong>Beta</strong></p>', '<ul><li>A &amp; B</li><li>1 &lt; 2</li></ul>', '<p>北京</p><p>上海</p>', '<p>p strong</p>', '<blockquote>ZULU</blockquote>'] },
  number: { field: field('number', 'number'), values: ['-5', '0', '2.5', '10', '1000000'] },
  money: { field: field('money', 'money'), values: ['-5.00', '0.00', '2.50', '10.00', '1000000.00'] },
  percent: { field: field('percent', 'percent'), values: ['-0.5', '0', '0.15', '0.2', '1'] },
  rating: { field: field('rating', 'rating'), values: ['1', '2', '3', '4', '5'] },
  progress: { field: field('progress', 'progress'), values: ['0', '0.25', '0.5', '0.75', '1'] },
  date: { field: field('date', 'date'), values: ['0001-01-01', '2024-02-29', 'today', 'yesterday', '9999-12-31'] },
  datetime: { field: field('datetime', 'datetime'), values: ['1990-01-01T00:00:00Z', '2024-02-29T23:59:59.123Z', 'now', 'hour ago', '2100-01-01T00:00:00Z'] },
  time: { field: field('time', 'time'), values: ['00:00:00', '08:30:00', '12:00:00', '23:59:59', '09:15:00'] },
  duration: { field: field('duration', 'duration'), values: ['0', '60', '3600', '5400', '86400'] },
  checkbox: { field: field('checkbox', 'checkbox'), values: [true, false, true, false, true] },
  select: { field: field('select', 'select', { options: choices }), values: ['a', 'b', 'c', 'a', 'b'] },
  multiSelect: { field: field('multi_select', 'multiSelect', { options: choices }), values: [['a'], ['a', 'b'], ['c', 'b'], ['c'], ['b']] },
  phone: { field: field('phone', 'phone'), values: ['13800138000', '010-62345678', '+49 30 1234', '110', '400 800 1234'] },
  email: { field: field('email', 'email'), values: ['a@example.com', 'b.c@example.cn', 'Zulu@example.org', 'x_y@example.com', 'z%25@example.com'] },
  url: { field: field('url', 'url'), values: ['https://example.com', 'https://example.cn/a?b=1', 'mailto:a@example.com', 'http://xn--fiq.example', 'tel:110'] },
  idCard: { field: field('id_card', 'idCard'), values: ['11010519491231002X', '440524188001010014'] },
  region: { field: field('region', 'region'), values: ['110105', '310115', '320102', '440305', '110101'] },
  address: { field: field('address', 'address'), values: [{ detail: 'Alpha Road 1' }, { region: '310115', detail: '世纪大道100号', postalCode: '200120' }, { detail: '100%_\\' }, { detail: 'alpha', postalCode: 'A1' }, { detail: 'ZULU' }] },
  geoPoint: { field: field('geo_point', 'geoPoint'), values: [{ lat: '31.23', lng: '121.47' }, { lat: '0', lng: '0' }] },
  member: { field: field('member', 'member'), values: ['member 0', 'member 1', 'member 2', 'member 0', 'member 1'] },
  members: { field: field('members', 'members'), values: [['member 0'], ['member 1', 'member 0'], ['member 2'], ['member 2', 'member 1'], ['member 0']] },
  department: { field: field('unit', 'department'), values: ['department 0', 'department 1', 'department 0', 'department 1', 'department 0'] },
  file: { field: field('file', 'file'), values: [['Alpha.txt'], ['beta 100%_.txt', 'alpha.md'], ['合同.txt'], ['ZULU'], ['x']] },
  image: { field: field('image', 'image'), values: [['one.png'], ['two.png']] },
  signature: { field: field('signature', 'signature'), values: [['signed.png']] },
  relation: { field: relation('relation', 'site'), values: ['site 0', 'site 1', 'site 2', 'site 0', 'site 1'] },
};
const MORE: FieldDocument[] = [
  field('auto_number', 'autoNumber', { options: { prefix: 'N-', digits: 3 } }),
  field('modified_at', 'modifiedAt'),
  field('modified_by', 'modifiedBy', { options: { fields: ['number'] } }),
  relation('links', 'site', { cardinality: 'manyToMany' }),
  relation('sole', 'site', { cardinality: 'oneToOne' }),
  field('button', 'button', { options: { action: 'openUrl', url: '"https://example.com"' } }),
  ...['text', 'phone', 'email', 'url', 'idCard', 'number', 'money', 'longText'].map((type) => ({ ...(STORED[type] as { field: FieldDocument }).field, key: `sealed_${type.toLowerCase()}`, encrypted: true })),
  field('f_number', 'formula', { options: { expression: 'number * 2', scale: 1 } }),
  field('f_text', 'formula', { options: { expression: 'text & "!"' } }),
  field('f_boolean', 'formula', { options: { expression: 'number > 1' } }),
  field('f_date', 'formula', { options: { expression: 'EDATE(date, 0)' } }),
  field('f_datetime', 'formula', { options: { expression: 'datetime' } }),
  field('l_text', 'lookup', { options: { relation: 'up', field: 'text' } }),
  field('l_number', 'lookup', { options: { relation: 'up', field: 'number' } }),
  field('l_datetime', 'lookup', { options: { relation: 'up', field: 'datetime' } }),
  field('l_choices', 'lookup', { options: { relation: 'up', field: 'multi_select' } }),
  field('l_member', 'lookup', { options: { relation: 'up', field: 'member' } }),
  field('l_file', 'lookup', { options: { relation: 'up', field: 'file' } }),
  field('l_html', 'lookup', { options: { relation: 'up', field: 'rich_text' } }),
  field('l_address', 'lookup', { options: { relation: 'up', field: 'address' } }),
  field('r_count', 'rollup', { options: { subform: 'links', aggregate: 'count' } }),
  field('r_sum', 'rollup', { options: { subform: 'every:up', aggregate: 'sum', field: 'number' } }),
  field('r_names', 'rollup', { options: { subform: 'links', aggregate: 'concat', field: 'name' } }),
  field('rows', 'subform', { options: { entity: 'every_row' } }),
];
const EVERY: EntityDocument = entity('every', [field('name', 'text'), ...Object.values(STORED).map((one) => one.field), relation('up', 'every'), ...MORE]);
const ROW: EntityDocument = entity('every_row', [field('title', 'text')], { parent: 'every' });
const SITE: EntityDocument = entity('site', [field('name', 'text', { required: true }), field('city', 'text'), field('alarm_code', 'text')]);

let world: GuardedWorld;
let admin: TestBrowser;
let rows: RecordView[] = [];
let today = '';
const model = modelOf();
beforeAll(async () => {
  world = await startGuardedWorld({ config: {} });
  ({ admin } = world);
  // Rows and what they belong to name each other.
  ok(await admin.put('/api/design/entities/every', { version: 0, document: { ...EVERY, fields: EVERY.fields.filter(({ key }) => !['rows', 'r_sum'].includes(key) && !key.startsWith('l_')) } }));
  ok(await admin.put('/api/design/entities/every_row', { version: 0, document: ROW }));
  ok(await admin.put('/api/design/entities/every', { version: 1, document: EVERY }));
  const [{ day }] = (await world.db.query(`SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day`)) as [{ day: string }];
  today = day;
  const names = await namedIds();
  const upload = async (name: string, key: string): Promise<{ id: string }> => ({ id: ok(await admin.send('POST', `/api/files?fileName=${encodeURIComponent(name)}&entity=every&field=${key}`, name.endsWith('.png') ? PNG : Buffer.from('plain text'))).id });
  const stored = async (key: string, value: unknown): Promise<unknown> => {
    if (['file', 'image', 'signature'].includes(key)) return Promise.all((value as string[]).map((name) => upload(name, key)));
    return Array.isArray(value) ? value.map((one) => names.get(one) ?? one) : (names.get(value as string) ?? value);
  };
  const made: RecordView[] = [];
  for (let n = 0; n < 5; n += 1) {
    const values: Record<string, unknown> = { name: `Row ${n}`, ...(made[0] ? { up: (n % 2 ? made[0] : made.at(-1))?.id } : {}), links: ['site 0', 'site 1', 'site 2'].slice(0, n % 4).map((name) => names.get(name)) };
    for (const { field: { key }, values: all } of Object.values(STORED)) if (all[n] !== undefined) values[key] = await stored(key, all[n]);
    for (const { key } of MORE) if (key.startsWith('sealed_')) values[key] = values[EVERY.fields.find((one) => key === `sealed_${one.type.toLowerCase()}` && one.encrypted !== true)?.key ?? ''] ?? null;
    values['sole'] = names.get(`site ${n}`) ?? null;
    made.push(await world.make(admin, 'every', values));
  }
  await world.make(admin, 'every', { name: 'Row without anything' });
  rows = ok(await world.ask(admin, 'query', { limit: 200 }, 'every')).rows;
});
afterAll(() => world.stop());

function modelOf(): EntityModel {
  const design = compileDesign([SITE, EVERY, ROW]);
  if (!design.ok) throw new Error(JSON.stringify(design.problem));
  return design.value.entities.get('every') as EntityModel;
}

/** Ids of what values name: `member 1`, `site 0`, `department 1`; and the days and instants around now. */
async function namedIds(): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [at, by] of [admin, world.agent, world.rival].entries()) names.set(`member ${at}`, memberId(by));
  for (let n = 0; n < 3; n += 1) names.set(`site ${n}`, (await world.site({ name: `Site ${n}` })).id);
  for (let n = 0; n < 2; n += 1) names.set(`department ${n}`, ok(await admin.post('/api/departments', { name: `Department ${n}`, parent: null, members: [] })).id);
  const now = Date.now();
  names.set('today', today).set('yesterday', new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10));
  names.set('now', new Date(now).toISOString()).set('hour ago', new Date(now - 3_600_000).toISOString());
  return names;
}

type Cell = string | number | boolean | readonly string[] | null;

/** A value as it was read: ids for references, words for what is looked through. */
function cellOf({ values, id, version }: RecordView, { key, valueType }: FieldModel): Cell {
  const value = key === 'id' ? id : key === 'version' ? version : values[key];
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (valueType.pointsTo === 'file') return (value as { name: string }[]).map(({ name }) => name);
  if (valueType.key === 'address') return ['detail', 'postalCode'].flatMap((part) => (value as Record<string, string>)[part] ?? []);
  if (valueType.html) return htmlToText(String(value));
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' ? (one as { id: string }).id : String(one)));
  return typeof value === 'object' ? ((value as { id?: string }).id ?? JSON.stringify(value)) : (value as Cell);
}

const collator = new Intl.Collator('zh');

function order(kind: string, a: Cell, b: Cell): number {
  if (kind === 'decimal' || kind === 'integer') return Number(a) - Number(b);
  if (kind === 'datetime') return Date.parse(String(a)) - Date.parse(String(b));
  if (kind === 'text') return collator.compare(String(a), String(b));
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

/** What an operator means, of a cell that is not empty. */
function holds(op: FilterOperator, kind: string, cell: Cell, operand: unknown): boolean {
  const same = (other: unknown): boolean => (Array.isArray(cell) ? cell.includes(other as string) : kind === 'decimal' ? Number(cell) === Number(other) : kind === 'datetime' ? Date.parse(String(cell)) === Date.parse(String(other)) : cell === other);
  const texts = (Array.isArray(cell) ? cell : [cell]).map((text) => String(text).toLowerCase());
  const text = String(operand).toLowerCase();
  switch (op) {
    case 'eq': case 'ne': return same(operand);
    case 'in': case 'notIn': return (operand as unknown[]).some(same);
    case 'lt': return order(kind, cell, operand as Cell) < 0;
    case 'lte': return order(kind, cell, operand as Cell) <= 0;
    case 'gt': return order(kind, cell, operand as Cell) > 0;
    case 'gte': return order(kind, cell, operand as Cell) >= 0;
    case 'between': return order(kind, cell, (operand as Cell[])[0] as Cell) >= 0 && order(kind, cell, (operand as Cell[])[1] as Cell) <= 0;
    case 'contains': case 'notContains': return ['textList', 'uuidList'].includes(kind) ? same(operand) : texts.some((one) => one.includes(text));
    case 'startsWith': return texts.some((one) => one.startsWith(text));
    case 'endsWith': return texts.some((one) => one.endsWith(text));
    case 'within': case 'notWithin': {
      const { from, to } = periodRange(operand as Parameters<typeof periodRange>[0], today);
      const day = kind === 'datetime' ? new Date(Date.parse(String(cell)) + 8 * 3_600_000).toISOString().slice(0, 10) : String(cell);
      return day >= from && day < to;
    }
    default: throw new Error(op);
  }
}

const OPPOSITES: readonly FilterOperator[] = ['ne', 'notIn', 'notContains', 'notWithin'];

/** Operands worth asking for: what is there, parts of it, and what is not. */
function operandsFor(op: FilterOperator, kind: string, cells: readonly Cell[]): unknown[] {
  const there = [...new Set(cells.filter((cell) => cell !== null).flat())] as (string | number | boolean)[];
  const [one, other = one] = [there[0], there.at(-1)];
  const isRef = ['uuid', 'uuidList'].includes(kind);
  const absent = isRef ? '00000000-0000-7000-8000-00000000ffff' : kind === 'decimal' ? '12345.5' : kind === 'integer' ? 99 : kind === 'date' ? '2001-01-01' : kind === 'datetime' ? '2001-01-01T00:00:00.000Z' : kind === 'boolean' ? true : 'not there';
  switch (op) {
    case 'in': case 'notIn': return [[one], [one, other, absent], [absent]];
    case 'between': return there.slice(0, 3).flatMap((low) => [[low, other], [other, low]]);
    case 'within': case 'notWithin': return [{ period: 'day', offset: 0 }, { period: 'day', offset: -1 }, { period: 'week', last: 2 }, { period: 'month', offset: 0 }, { period: 'year', next: 1 }, { period: 'quarter', offset: -40 }];
    case 'contains': case 'notContains': case 'startsWith': case 'endsWith':
      if (['textList', 'uuidList'].includes(kind)) return [...there.slice(0, 3), absent];
      return [...there.flatMap((text) => [String(text).slice(0, 3), String(text).slice(-2), String(text).toUpperCase()]), '%', '_', '\\', 'a', '京', 'strong', '<', '&', 'not there'];
    default: return [...there, absent];
  }
}

describe('every operator', () => {
  const fields = [...model.fields.values()].filter((one) => operatorsOf(one).length > 0);

  it('is of a type that is stored here, and every type and operator is asked for', () => {
    const types = new Set([...model.fields.values()].map(({ type }) => type.key));
    expect(FIELD_TYPES.filter((type) => !types.has(type))).toEqual([]);
    expect(FILTER_OPERATORS.filter((op) => !fields.some((one) => operatorsOf(one).includes(op)))).toEqual([]);
    expect(FIELD_TYPES.filter((type) => fields.every((one) => one.type.key !== type))).toEqual(['subform', 'button']);
  });

  it.each(fields.map((one): [string, FieldModel] => [one.key, one]))('of %s finds what it says', async (key, one) => {
    const kind = one.valueType.valueKind;
    const cells = rows.map((row) => cellOf(row, one));
    const found = async (filter: unknown): Promise<string[]> => ok(await world.ask(admin, 'query', { fields: ['name'], filter, sort: [{ field: 'name' }], limit: 200 }, 'every')).rows.map(({ values }: RecordView) => String(values['name']));
    const expected = (test: (cell: Cell) => boolean): string[] => rows.filter((_, at) => test(cells[at] ?? null)).map(({ values }) => String(values['name'])).sort();
    let hits = 0;
    for (const op of operatorsOf(one)) {
      if (op === 'isEmpty' || op === 'isNotEmpty') {
        expect([key, op, await found({ field: key, op })]).toEqual([key, op, expected((cell) => (cell === null) === (op === 'isEmpty'))]);
        continue;
      }
      for (const value of operandsFor(op, kind, cells)) {
        const wanted = expected((cell) => (OPPOSITES.includes(op) ? cell === null || !holds(op, kind, cell, value) : cell !== null && holds(op, kind, cell, value)));
        expect([key, op, value, await found({ field: key, op, value })]).toEqual([key, op, value, wanted]);
        hits += wanted.length;
      }
    }
    if (operatorsOf(one).length > 2) expect(hits).toBeGreaterThan(0);
  });
});
