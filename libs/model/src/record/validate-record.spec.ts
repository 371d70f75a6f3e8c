import { describe, expect, it } from '@jest/globals';
import { crmDesign } from '../testing/index.ts';
import { defaultValues } from './default-values.ts';
import { normalizeValues } from './normalize-values.ts';
import { recordSchema } from './record-schema.ts';
import { validateRecord, type ValidateOptions } from './validate-record.ts';

const design = crmDesign();
const ID = '0190b0a0-0000-7000-8000-000000000001';
const accountFields = [...(design.entities.get('account')?.fields.keys() ?? [])];
const orderFields = [...(design.entities.get('order')?.fields.keys() ?? [])];
const problems = (entity: string, values: unknown, options: Partial<ValidateOptions> = {}) =>
  validateRecord(design, entity, values, { fields: entity === 'account' ? accountFields : orderFields, mode: 'create', ...options });
const codes = (...args: Parameters<typeof problems>): string[] => problems(...args).map(({ path, code }) => `${path} ${code}`);

describe('validateRecord', () => {
  it('accepts a record with what is required and fills nothing in', () => {
    expect(codes('account', { name: 'Alfreds', credit_limit: '8000.00', owner: ID, tags: ['x'], vip: null })).toEqual([]);
  });

  it('words problems for people, with the label of the field', () => {
    expect(problems('account', {})).toEqual([{ path: 'values.name', code: 'FIELD_REQUIRED', message: { 'zh-CN': '“客户名称”为必填项。', en: '"Customer name" is required.' } }]);
  });

  it.each([null, '', '   ', undefined])('refuses %p for a required text', (name) => {
    expect(codes('account', { name })).toEqual(['values.name FIELD_REQUIRED']);
    expect(codes('account', { name }, { mode: 'update' })).toEqual(name === undefined ? [] : ['values.name FIELD_REQUIRED']);
  });

  it('lets a default stand in for a required field, but not for a null', () => {
    expect(codes('account', { name: 'x' })).toEqual([]);
    expect(codes('account', { name: 'x', level: null })).toEqual(['values.level FIELD_REQUIRED']);
  });

  it('takes null for everything that is not required', () => {
    const optional = accountFields.filter((key) => !['name', 'level'].includes(key) && !design.entities.get('account')?.fields.get(key)?.readOnly);
    expect(codes('account', Object.fromEntries(optional.map((key) => [key, null])), { mode: 'update' })).toEqual([]);
  });

  it('checks only what is there when updating', () => {
    expect(codes('account', { phone: '110' }, { mode: 'update' })).toEqual([]);
  });

  it('refuses values of the wrong kind, one problem a field', () => {
    const wrong = { name: 'x', employees: '1.5', credit_limit: 8000, discount: '1.5', since: '2024-02-30', last_contact: '2024-01-05', vip: 'yes', level: 'z', tags: ['x', 'q'], phone: 'call me', email: 'nobody', website: 'javascript:alert(1)', manager: 'Nancy', notes: 5 };
    expect(codes('account', wrong).sort()).toEqual([
      'values.credit_limit FIELD_NUMBER_AS_TEXT',
      'values.discount FIELD_TOO_LARGE',
      'values.email FIELD_NOT_EMAIL',
      'values.employees FIELD_TOO_PRECISE',
      'values.last_contact FIELD_NOT_DATETIME',
      'values.level FIELD_CHOICE_UNKNOWN',
      'values.manager FIELD_NOT_REFERENCE',
      'values.notes FIELD_NOT_TEXT',
      'values.phone FIELD_NOT_PHONE',
      'values.since FIELD_NOT_DATE',
      'values.tags FIELD_CHOICE_UNKNOWN',
      'values.vip FIELD_NOT_CHECKBOX',
      'values.website FIELD_NOT_URL',
    ]);
  });

  it('tells read-only fields from those that do not exist', () => {
    expect(codes('account', { name: 'x', code: 'C1', id: ID, version: 1, created_by: ID, nope: 1 })).toEqual([
      'values.code FIELD_READ_ONLY', 'values.id FIELD_READ_ONLY', 'values.version FIELD_READ_ONLY', 'values.created_by FIELD_READ_ONLY', 'values.nope FIELD_NOT_FOUND',
    ]);
    expect(codes('order', { account: ID, total: '5', open_amount: '5' })).toEqual(['values.total FIELD_READ_ONLY', 'values.open_amount FIELD_READ_ONLY']);
  });

  it('answers a hidden field exactly like one that does not exist', () => {
    const options = { fields: ['name'], readable: ['name', 'phone'] };
    const [hidden] = problems('account', { name: 'x', credit_limit: '1' }, options);
    const [missing] = problems('account', { name: 'x', xxxxxx_xxxxx: '1' }, options);
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(missing).replaceAll('xxxxxx_xxxxx', 'credit_limit'));
    expect(codes('account', { name: 'x', phone: '110' }, options)).toEqual(['values.phone FIELD_READ_ONLY']);
    expect(codes('account', { name: 'x', code: 'C1' }, options)).toEqual(['values.code FIELD_NOT_FOUND']);
  });

  it.each(['__proto__', 'constructor', 'toString', 'parent', 'deleted_at'])('refuses the unknown field %s', (key) => {
    expect(codes('account', JSON.parse(`{"name":"x","${key}":1}`))).toEqual([`values.${key} FIELD_NOT_FOUND`]);
  });

  it('refuses what is no object', () => {
    for (const values of [null, [], 'x', 5]) expect(codes('account', values)).toEqual(['values FIELD_KIND']);
  });

  it('checks every row of a subform, and says which', () => {
    const lines = [{ product: ID, quantity: '1', price: '2.00' }, { product: ID, quantity: '-1', price: '2.00', amount: '5', nope: 1 }, { quantity: '1' }, 7];
    expect(codes('order', { account: ID, lines }).sort()).toEqual([
      'values.lines.1.amount FIELD_READ_ONLY',
      'values.lines.1.nope FIELD_NOT_FOUND',
      'values.lines.1.quantity FIELD_TOO_SMALL',
      'values.lines.2.price FIELD_REQUIRED',
      'values.lines.2.product FIELD_REQUIRED',
      'values.lines.3 FIELD_KIND',
    ]);
    expect(problems('order', { account: ID, lines: [{ product: ID, price: '1' }] })[0]?.message['zh-CN']).toBe('“数量”为必填项。');
  });

  it('wants of a row that exists only what changes, and knows it by its id', () => {
    expect(codes('order', { lines: [{ id: ID, quantity: '2' }] }, { mode: 'update' })).toEqual([]);
    expect(codes('order', { lines: [{ id: ID, quantity: null }] }, { mode: 'update' })).toEqual(['values.lines.0.quantity FIELD_REQUIRED']);
    expect(codes('order', { lines: [{ quantity: '2' }] }, { mode: 'update' })).toEqual(['values.lines.0.product FIELD_REQUIRED', 'values.lines.0.price FIELD_REQUIRED']);
    expect(codes('order', { account: ID, lines: [{ id: ID, product: ID, quantity: '2', price: '1' }] })).toEqual(['values.lines.0.id FIELD_READ_ONLY']);
    expect(codes('order', { lines: [{ id: 'x' }] }, { mode: 'update' })).toEqual(['values.lines.0.id FIELD_NOT_REFERENCE']);
  });

  it('limits the fields of rows when it is told which', () => {
    const options = { fields: ['lines.quantity'], mode: 'update' as const };
    expect(codes('order', { lines: [{ id: ID, quantity: '2' }] }, options)).toEqual([]);
    expect(codes('order', { lines: [{ id: ID, price: '2' }] }, options)).toEqual(['values.lines.0.price FIELD_NOT_FOUND']);
    expect(codes('order', { lines: [{ id: ID, price: '2' }] }, { ...options, readable: ['lines.price'] })).toEqual(['values.lines.0.price FIELD_READ_ONLY']);
  });

  it('accepts values in the form in which they are read', () => {
    expect(codes('order', { account: { id: ID, label: 'Alfreds' }, lines: [{ id: ID, values: { product: { id: ID, label: 'Chai' }, quantity: '1' } }] }, { mode: 'update' })).toEqual([]);
  });
});

describe('normalizeValues', () => {
  it('has one spelling for every value', () => {
    const values = { account: { id: ID.toUpperCase(), label: 'Alfreds' }, paid: '8000', status: '', lines: [{ id: ID, values: { price: '1', product: { id: ID, label: 'Chai' } } }, { quantity: '2.50' }], nope: { a: 1 } };
    expect(normalizeValues(design, 'order', values)).toEqual({ account: ID, paid: '8000.00', status: null, lines: [{ id: ID, price: '1.00', product: ID }, { quantity: '2.5' }], nope: { a: 1 } });
  });

  it('changes nothing the second time', () => {
    const once = normalizeValues(design, 'account', { name: ' x ', credit_limit: '5', last_contact: '2024-01-05T18:00:00+08:00', tags: [] });
    expect(normalizeValues(design, 'account', once)).toEqual(once);
    expect(once).toEqual({ name: ' x ', credit_limit: '5.00', last_contact: '2024-01-05T10:00:00.000Z', tags: null });
  });
});

describe('defaultValues', () => {
  it('are what a new record holds, with whoever makes it as owner', () => {
    const env = { me: ID, today: '2024-01-05', now: '2024-01-05T02:00:00.000Z' };
    expect(defaultValues(design, 'account', env)).toEqual({ since: '2024-01-05', vip: false, level: 'b', owner: ID });
    expect(defaultValues(design, 'account', { ...env, me: null })).not.toHaveProperty('owner');
    expect(codes('account', { ...defaultValues(design, 'account', env), name: 'x' })).toEqual([]);
  });
});

describe('recordSchema', () => {
  it('never offers what nobody writes, and allows nothing else', () => {
    const schema = recordSchema(design, 'order', { fields: orderFields, mode: 'create' });
    expect(Object.keys(schema['properties'] as object)).toEqual(['account', 'status', 'placed', 'paid', 'lines', 'owner']);
    expect(schema).toMatchObject({ additionalProperties: false, required: ['account'] });
  });
});
