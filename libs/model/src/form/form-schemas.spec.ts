import { describe, expect, it } from '@jest/globals';
import type { FormDocument } from '@tessera/contract';
import { createAjv } from '../schema/ajv.ts';
import { crmDesign, galleryDesign } from '../testing/index.ts';
import { checkForm, checkView } from './check-layout.ts';
import { formSchemas } from './form-schemas.ts';

const design = crmDesign();
const form = (entity: string, ...fields: string[]): FormDocument => ({
  key: entity,
  entity,
  label: { en: entity },
  sections: [{ key: 'main', title: { en: 'Main', 'zh-CN': '基本' }, columns: 2, items: fields.map((field) => ({ field, span: 3 })) }],
});
const all = (entity: string): string[] => [...(design.entities.get(entity)?.fields.keys() ?? [])];
const ID = '0190b0a0-0000-7000-8000-000000000001';

describe('formSchemas', () => {
  it('titles fields in the language of the reader and names the widgets of their types', () => {
    const { schema, uiSchema } = formSchemas(design, form('account', 'name', 'level', 'manager'), { readable: all('account'), writable: all('account'), locale: 'zh-CN' });
    expect(schema).toMatchObject({ properties: { name: { title: '客户名称' } }, required: ['name', 'level'] });
    expect(uiSchema).toMatchObject({
      'ui:order': ['name', 'level', 'manager', '*'],
      'ui:sections': [{ key: 'main', title: '基本', columns: 2, items: [{ field: 'name', span: 2 }, { field: 'level', span: 2 }, { field: 'manager', span: 2 }] }],
      name: { 'ui:widget': 'text' },
      level: { 'ui:widget': 'select', 'ui:options': { choices: [{ value: 'a', label: 'a级' }, { value: 'b', label: 'b级' }, { value: 'c', label: 'c级' }] } },
      manager: { 'ui:widget': 'member' },
    });
  });

  it('shows a subform as a table of its fields', () => {
    const { schema, uiSchema } = formSchemas(design, form('order', 'account', 'lines', 'total'), { readable: all('order'), writable: all('order'), locale: 'en' });
    expect(schema).toMatchObject({ properties: { lines: { items: { type: 'object', required: ['product', 'quantity', 'price'] } } } });
    expect(uiSchema).toMatchObject({
      account: { 'ui:widget': 'relation', 'ui:options': { entity: 'account' } },
      lines: {
        'ui:widget': 'table',
        'ui:options': { entity: 'order_line', columns: ['product', 'quantity', 'price', 'discount', 'amount'] },
        items: { product: { 'ui:widget': 'relation', 'ui:options': { entity: 'product' } }, amount: { 'ui:widget': 'formula', 'ui:readonly': true, 'ui:options': { as: 'money', currency: 'CNY', scale: 2 } } },
      },
      total: { 'ui:widget': 'rollup', 'ui:readonly': true },
    });
  });

  it('leaves no trace of a hidden field', () => {
    const made = formSchemas(design, form('account', 'name', 'credit_limit'), { readable: ['name'], writable: ['name'], locale: 'en' });
    expect(JSON.stringify(made)).not.toContain('credit');
    const rows = formSchemas(design, form('order', 'lines'), { readable: ['lines', 'lines.product'], writable: ['lines.product'], locale: 'en' });
    expect(JSON.stringify(rows)).not.toContain('price');
  });

  it('locks what cannot be written and does not judge it', () => {
    const { schema, uiSchema } = formSchemas(design, form('account', 'name', 'phone'), { readable: ['name', 'phone'], writable: [], locale: 'en' });
    expect(uiSchema).toMatchObject({ name: { 'ui:readonly': true } });
    expect(createAjv().validate(schema as object, { phone: 'written before phones were checked' })).toBe(true);
  });

  it('judges what is written as the server does', () => {
    const { schema } = formSchemas(design, form('order', 'account', 'paid', 'lines'), { readable: all('order'), writable: all('order'), locale: 'en' });
    const validate = createAjv().compile(schema as object);
    expect(validate({ account: ID, paid: '5.00', lines: [{ product: ID, quantity: '1', price: '1.00' }] })).toBe(true);
    expect(validate({ account: ID, paid: null, lines: null })).toBe(true);
    expect(validate({ account: ID, paid: '5.001' })).toBe(false);
    expect(validate({ account: ID, lines: [{ product: ID }] })).toBe(false);
    expect(validate({ paid: '5.00' })).toBe(false);
  });
});

describe('checkForm and checkView', () => {
  it('find what is not there', () => {
    expect(checkForm(design, form('account', 'name', 'nope', 'name')).map(({ path, code }) => `${path} ${code}`)).toEqual(['sections.0.items.1.field FIELD_NOT_FOUND', 'sections.0.items.2.field LAYOUT_FIELD_TWICE']);
    expect(checkForm(design, form('nope', 'name')).map(({ code }) => code)).toEqual(['LAYOUT_ENTITY_UNKNOWN']);
    const view = { key: 'v', entity: 'order', label: { en: 'v' }, kind: 'grid' as const, columns: [{ field: 'account.name' }, { field: 'x' }], sort: [{ field: 'lines' }], filter: { field: 'y', op: 'isEmpty' as const } };
    expect(checkView(design, view).map(({ path, code }) => `${path} ${code}`)).toEqual(['columns.1.field FIELD_NOT_FOUND', 'sort.0.field LAYOUT_NOT_SORTABLE', 'filter.field FIELD_NOT_FOUND']);
  });

  it('find what a view cannot be grouped by, nor add up', () => {
    const view = {
      key: 'v', entity: 'order', label: { en: 'v' }, kind: 'grid' as const, columns: [{ field: 'number' }],
      groups: [{ field: 'status' }, { field: 'lines' }, { field: 'account.name', bucket: 'month' as const }, { field: 'status' }, { field: 'x' }],
      totals: [{ field: 'total', aggregate: 'sum' as const }, { field: 'status', aggregate: 'sum' as const }, { field: 'lines', aggregate: 'filled' as const }, { field: 'x', aggregate: 'max' as const }],
    };
    expect(checkView(design, view).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'groups.1.field LAYOUT_NOT_GROUPABLE', 'groups.2.bucket LAYOUT_NOT_IN_TIME', 'groups.3.field LAYOUT_GROUP_TWICE', 'groups.4.field FIELD_NOT_FOUND',
      'totals.1.aggregate LAYOUT_NOT_AGGREGABLE', 'totals.2.aggregate LAYOUT_NOT_AGGREGABLE', 'totals.3.field FIELD_NOT_FOUND',
    ]);
  });
});

describe('a form of every field type', () => {
  const gallery = galleryDesign();
  const project = gallery.entities.get('project');
  const keys = [...(project?.fields.keys() ?? [])];
  const { schema, uiSchema } = formSchemas(gallery, form('project', ...keys), { readable: keys, writable: keys, locale: 'zh-CN' });
  const ui = (key: string) => uiSchema[key] as { readonly 'ui:widget': string; readonly 'ui:readonly'?: boolean; readonly 'ui:options': Readonly<Record<string, unknown>> };

  it('names the widget of each', () => {
    for (const field of project?.fields.values() ?? []) expect([field.key, ui(field.key)['ui:widget']]).toEqual([field.key, field.type.widget]);
  });

  it('locks what nobody writes', () => {
    const locked = keys.filter((key) => ui(key)['ui:readonly']);
    expect(locked).toEqual(keys.filter((key) => project?.fields.get(key)?.readOnly));
    expect(locked).toEqual(expect.arrayContaining(['number', 'client_limit', 'hours', 'rate', 'edited', 'editor', 'finish', 'id']));
  });

  it('tells widgets what they need to know', () => {
    expect(ui('place')['ui:options']).toEqual({ level: 'district' });
    expect(ui('stars')['ui:options']).toEqual({ max: 5 });
    expect(ui('labels')['ui:options']).toEqual({ entity: 'label', many: true });
    expect(ui('client_limit')['ui:options']).toEqual({ as: 'money', scale: 3, currency: 'CNY' });
    expect(ui('finish')['ui:options']).toEqual({ action: 'setFields' });
    expect(ui('papers')['ui:options']).toEqual({ maxFiles: 10, maxMegabytes: 20, accept: [] });
  });

  it('takes an empty record with its title, and what the server takes', () => {
    const validate = createAjv().compile(schema as object);
    expect(validate({ name: 'x' })).toBe(true);
    expect(validate({ name: 'x', address: { detail: '世纪大道' }, spot: { lat: '1', lng: '2' }, crew: [ID], papers: [{ id: ID }], labels: null, done: '0.5' })).toBe(true);
    expect(validate({ name: 'x', spot: { lat: '1' } })).toBe(false);
    expect(validate({ name: 'x', hours: 'anything that was computed', edited: null, finish: null })).toBe(true);
  });
});
