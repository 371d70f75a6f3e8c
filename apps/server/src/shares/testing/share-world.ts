/** A workspace with leads that a rep may share: one field of them is masked for the rep, one hidden; what nobody outside may read says CANARY. */

import type { CreateShare, EntityDocument, FieldDocument, RecordView, RoleRule } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser } from '../../testing/test-server.ts';
import { memberId, ok, withCrm, type CrmServer } from '../../records/testing/crm-server.ts';

const field = (key: string, type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key, 'zh-CN': `${key} 字段` }, ...more });
const entity = (key: string, fields: FieldDocument[], more: Partial<EntityDocument> = {}): EntityDocument => ({ key, label: { en: key, 'zh-CN': `${key} 表` }, titleField: fields[0]?.key ?? 'name', fields, ...more });
const name = field('name', 'text', { required: true });
const choices = ['new', 'won'].map((value) => ({ value, label: { en: value } }));

const LEAD = entity('lead', [
  name,
  field('email', 'email', { unique: true }),
  field('phone', 'text'),
  field('secret', 'text'),
  field('stage', 'select', { options: { choices }, default: 'new' }),
  field('city', 'text'),
  field('note', 'longText'),
  field('firm', 'relation', { options: { entity: 'firm' } }),
  field('helpers', 'members'),
  field('paper', 'file'),
  field('lines', 'subform', { options: { entity: 'lead_line' } }),
  field('twice', 'rollup', { options: { subform: 'lines', aggregate: 'count' } }),
]);

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
export const REP: readonly RoleRule[] = [
  { effect: 'allow', actions: ['read', 'update', 'share', 'run'], entity: 'lead', where: MINE },
  { effect: 'allow', actions: ['create'], entity: 'lead' },
  { effect: 'deny', actions: ['read', 'create', 'update', 'share'], entity: 'lead', fields: ['secret'] },
  { effect: 'deny', actions: ['read'], entity: 'lead', fields: ['phone'] },
  { effect: 'allow', actions: ['read'], entity: 'lead', fields: ['phone'], where: MINE, mask: { start: 3, end: 4 } },
  { effect: 'allow', actions: ['read'], entity: 'firm' },
  { effect: 'allow', actions: ['share'], entity: 'firm', fields: ['city'] },
];

export interface ShareWorld extends CrmServer {
  readonly rep: TestBrowser;
  /** Reads leads and shares none. */
  readonly reader: TestBrowser;
  /** Nobody. */
  readonly visitor: TestBrowser;
  readonly firm: RecordView;
  lead(values?: Record<string, unknown>): Promise<RecordView>;
  /** The token of a new link. */
  link(wish: CreateShare, by?: TestBrowser): Promise<string>;
  open(token: string, password?: string): Promise<TestAnswer>;
  query(token: string, query?: Record<string, unknown>, pass?: string): Promise<TestAnswer>;
  send(token: string, values: Record<string, unknown>, pass?: string): Promise<TestAnswer>;
  saveRole(key: string, rules: readonly RoleRule[], capabilities?: readonly string[]): Promise<void>;
  saveView(key: string, over: Record<string, unknown>): Promise<void>;
}

export async function startShareWorld(): Promise<ShareWorld> {
  const server = await startTestServer();
  const crm = withCrm(server, await server.setup());
  const { admin } = crm;
  const saved = async (kind: string, key: string): Promise<number> => ok(await admin.get(`/api/design/${kind}`)).items.find((one: { document: { key: string } }) => one.document.key === key)?.version ?? 0;
  const save = async (document: EntityDocument, version = 0): Promise<void> => void ok(await admin.put(`/api/design/entities/${document.key}`, { version, document }));
  const saveRole = async (key: string, rules: readonly RoleRule[], capabilities: readonly string[] = []): Promise<void> =>
    void ok(await admin.put(`/api/design/roles/${key}`, { version: await saved('roles', key), document: { key, label: { en: key }, capabilities, rules } }));
  const saveView = async (key: string, over: Record<string, unknown>): Promise<void> =>
    void ok(await admin.put(`/api/design/views/${key}`, { version: await saved('views', key), document: { key, entity: 'lead', label: { en: key }, kind: 'grid', columns: ['name', 'phone', 'firm', 'firm.city', 'stage'].map((column) => ({ field: column })), ...over } }));
  await save(entity('firm', [name, field('city', 'text'), field('tax', 'text')]));
  await save({ ...LEAD, fields: LEAD.fields.filter(({ key }) => !['lines', 'twice'].includes(key)) });
  await save(entity('lead_line', [field('title', 'text'), field('price', 'money')], { parent: 'lead' }));
  await save(LEAD, 1);
  await saveRole('rep', REP);
  await saveRole('reader', [{ effect: 'allow', actions: ['read', 'create'], entity: 'lead' }]);
  await saveView('open', { filter: { and: [{ field: 'city', op: 'eq', value: 'Ulm' }, MINE] }, sort: [{ field: 'name' }] });
  const items = ['name', 'email', 'phone', 'secret', 'stage', 'city', 'firm', 'paper', 'lines'].map((key) => ({ field: key }));
  for (const [key, shown] of [['contact_us', items], ['nameless', items.slice(1)]] as const)
    ok(await admin.put(`/api/design/forms/${key}`, { version: 0, document: { key, entity: 'lead', label: { en: key }, sections: [{ key: 'one', columns: 1, items: shown }] } }));
  const rep = await server.join(admin, { name: '李销售', email: 'li@example.com', roles: ['rep'] });
  const reader = await server.join(admin, { name: '赵读者', email: 'zhao@example.com', roles: ['reader'] });
  const visitor = server.browser();
  const firm = await crm.make(admin, 'firm', { name: 'Alfreds', city: 'Bonn', tax: 'CANARY tax' });
  let count = 0;
  return {
    ...crm, rep, reader, visitor, firm, saveRole, saveView,
    lead: (values = {}) => crm.make(admin, 'lead', { name: `Lead ${(count += 1)}`, email: `lead${count}@example.com`, phone: '13812345678', secret: 'CANARY secret', city: 'Ulm', firm: firm.id, owner: memberId(rep), ...values }),
    link: async (wish, by = rep) => ok(await by.post<{ path: string }>('/api/shares', wish)).path.split('/').at(-1) ?? '',
    open: (token, password) => visitor.post(`/api/shared/${token}/open`, password === undefined ? {} : { password }),
    query: (token, query = {}, pass) => visitor.post(`/api/shared/${token}/query`, { query, ...(pass === undefined ? {} : { pass }) }),
    send: (token, values, pass) => visitor.post(`/api/shared/${token}/records`, { values, ...(pass === undefined ? {} : { pass }) }),
  };
}
