/** A server with an entity that has a field of nearly every kind, its subform and an entity beside it, for specs of changes. */

import type { EntityDocument, FieldDocument, HistoryEntry, RecordView } from '@tessera/contract';
import type { TestAnswer, TestBrowser } from '../../testing/test-server.ts';
import { ok, problemsOf, startCrm, type CrmServer } from './crm-server.ts';

export const NOBODY = '00000000-0000-7000-8000-000000000000';
const field = (key: string, type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key }, ...more });
const relation = (key: string, entity: string, more: Record<string, unknown> = {}): FieldDocument => field(key, 'relation', { options: { entity, ...more } });

const PART: EntityDocument = { key: 'part', label: { en: 'Part' }, titleField: 'name', parent: 'device', fields: [field('name', 'text'), field('serial', 'text', { unique: true, options: { maxLength: 40 } }), field('secret', 'text', { encrypted: true })] };
const SITE: EntityDocument = { key: 'site', label: { en: 'Site' }, titleField: 'name', fields: [field('name', 'text', { required: true }), field('city', 'text'), field('limit', 'number')] };
const DEVICE: EntityDocument = {
  key: 'device', label: { en: 'Device' }, titleField: 'name',
  fields: [
    field('name', 'text', { required: true }),
    field('tag', 'text', { unique: true, uniqueWithin: { ignoreCase: true, where: { field: 'status', op: 'ne', value: 'scrapped' } }, options: { maxLength: 40 } }),
    field('status', 'select', { default: 'used', options: { choices: ['used', 'scrapped'].map((value) => ({ value, label: { en: value } })) } }),
    field('city', 'text'),
    field('price', 'number', { options: { scale: 2 } }),
    field('double', 'number', { default: { formula: 'price * 2' }, options: { scale: 2 } }),
    field('start', 'date'),
    field('finish', 'date', { validation: [{ formula: 'OR(ISBLANK(start), ISBLANK(finish), finish >= start)', message: { en: 'It ends before it starts.', 'zh-CN': '结束早于开始。' } }] }),
    field('notes', 'richText'),
    field('pin', 'text', { encrypted: true, unique: true }),
    relation('site', 'site', { filter: { field: 'city', op: 'eq', value: { record: 'city' } } }),
    relation('home', 'site', { cardinality: 'oneToOne' }),
    relation('sites', 'site', { cardinality: 'manyToMany' }),
    relation('spare', 'device'),
    field('staff', 'members'),
    field('price_at', 'modifiedAt', { options: { fields: ['price'] } }),
    field('price_by', 'modifiedBy', { options: { fields: ['price'] } }),
    field('parts', 'subform', { options: { entity: 'part' } }),
    field('quota', 'number', { validation: [{ formula: 'OR(ISBLANK(quota), quota <= site.limit)', message: { en: 'Above the limit of the site.', 'zh-CN': '超过站点上限。' } }] }),
    field('scrap', 'button', { options: { action: 'setFields', set: [{ field: 'status', formula: '"scrapped"' }, { field: 'price', formula: 'price / 3' }] } }),
    field('map', 'button', { options: { action: 'openUrl', url: '"https://maps.example.com/?q=" & city' } }),
    field('trap', 'button', { options: { action: 'openUrl', url: 'city' } }),
  ],
  duplicateRules: [
    { key: 'same_name', label: { en: 'Same name' }, fields: [{ field: 'name', as: 'name' }], onMatch: 'warn' },
    { key: 'same_pin', label: { en: 'Same city and tag' }, fields: [{ field: 'city', as: 'exact' }, { field: 'tag', as: 'exact' }], onMatch: 'refuse' },
  ],
};

export interface DeviceWorld {
  readonly crm: CrmServer;
  readonly admin: TestBrowser;
  /** Sees and changes own devices only, own sites, and no pin. */
  readonly rep: TestBrowser;
  /** One more each time, for values that must differ. */
  next(): number;
  device(values?: Record<string, unknown>, by?: TestBrowser): Promise<RecordView>;
  site(values?: Record<string, unknown>): Promise<RecordView>;
  read(entity: string, id: string, by?: TestBrowser): Promise<RecordView>;
  history(entity: string, id: string, by?: TestBrowser): Promise<HistoryEntry[]>;
  bulk(mode: 'all' | 'each', changes: readonly unknown[], by?: TestBrowser, entity?: string, headers?: Record<string, string>): Promise<TestAnswer>;
  patch(record: { readonly id: string; readonly version?: number }, values: Record<string, unknown>, by?: TestBrowser, headers?: Record<string, string>): Promise<TestAnswer>;
  /** `path code` of each problem of the refusal, which must have changed nothing. */
  problems(request: () => Promise<TestAnswer>, status?: number, code?: string): Promise<string[]>;
}

export async function startDeviceWorld(): Promise<DeviceWorld> {
  const crm = await startCrm();
  const { admin } = crm;
  const rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
  ok(await admin.put('/api/design/entities/site', { version: 0, document: SITE }));
  // A subform and its parent name each other: the parent comes first without it.
  ok(await admin.put('/api/design/entities/device', { version: 0, document: { ...DEVICE, fields: DEVICE.fields.filter(({ key }) => key !== 'parts') } }));
  ok(await admin.put('/api/design/entities/part', { version: 0, document: PART }));
  ok(await admin.put('/api/design/entities/device', { version: 1, document: DEVICE }));
  const own = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
  await crm.changeRole('sales_rep', (role) => ({
    ...role,
    rules: [
      ...role.rules,
      { effect: 'allow', actions: ['read', 'create', 'update', 'delete'], entity: 'device', where: own },
      { effect: 'allow', actions: ['read', 'create', 'update', 'delete'], entity: 'part' },
      { effect: 'allow', actions: ['read'], entity: 'site', where: own },
      { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'device', fields: ['pin'] },
    ],
  }));
  let count = 0;
  const next = (): number => (count += 1);
  return {
    crm,
    admin,
    rep,
    next,
    device: (values = {}, by = admin) => crm.make(by, 'device', { name: `Device ${next()}`, tag: `T-${count}`, ...values }),
    site: (values = {}) => crm.make(admin, 'site', { name: `Site ${next()}`, ...values }),
    read: async (entity, id, by = admin) => ok(await by.get<RecordView>(`/api/records/${entity}/${id}`)),
    history: async (entity, id, by = admin) => ok(await by.get(`/api/records/${entity}/${id}/history`)).items,
    bulk: (mode, changes, by = admin, entity = 'device', headers = {}) => by.post(`/api/records/${entity}/bulk`, { mode, changes }, headers),
    patch: ({ id, version }, values, by = admin, headers = {}) => by.patch(`/api/records/device/${id}`, { ...(version ? { version } : {}), values }, headers),
    problems: async (request, status = 400, code = 'RECORD_INVALID') => problemsOf(await crm.refused(status, code, request)),
  };
}
