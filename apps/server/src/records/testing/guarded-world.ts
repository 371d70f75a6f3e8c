/**
 * A workspace for attacks: firms with fields of which an agent may know nothing, sites and deals of which they see their
 * own, a vault of which they see nothing, and whoever else tries. Every text that nobody of them may read says CANARY.
 */

import { expect } from '@jest/globals';
import type { EntityDocument, FieldDocument, RecordView, RoleRule } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser } from '../../testing/test-server.ts';
import { memberId, ok, withCrm, type CrmServer } from './crm-server.ts';

export const NOBODY = '00000000-0000-7000-8000-000000000000';

export const field = (key: string, type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key, 'zh-CN': `${key} 字段` }, ...more });
export const relation = (key: string, entity: string, options: Record<string, unknown> = {}): FieldDocument => field(key, 'relation', { options: { entity, ...options } });
export const entity = (key: string, fields: FieldDocument[], more: Partial<EntityDocument> = {}): EntityDocument => ({ key, label: { en: key, 'zh-CN': `${key} 表` }, titleField: fields[0]?.key ?? 'name', fields, ...more });

const name = field('name', 'text', { required: true });
const SITE = entity('site', [name, field('city', 'text'), field('alarm_code', 'text')]);
const VAULT = entity('vault', [name, relation('firm', 'firm')]);
const DEAL = entity('deal', [name, field('amount', 'money'), field('margin', 'money'), relation('firm', 'firm'), relation('firms', 'firm', { cardinality: 'manyToMany' })]);
const ROW = entity('firm_row', [field('title', 'text'), field('price', 'money'), field('cost', 'money'), relation('at', 'site')], { parent: 'firm' });

/** What the agent may not know of a firm. */
export const HIDDEN = ['tax', 'card', 'credit', 'scan', 'secret_site', 'secret_sites', 'twice_credit', 'secret_name', 'secret_sum', 'margins'] as const;

const FIRM = entity(
  'firm',
  [
    name,
    field('code', 'text', { unique: true, options: { maxLength: 40 } }),
    field('tax', 'text', { unique: true, options: { maxLength: 60 } }),
    field('pin', 'text', { encrypted: true, unique: true }),
    field('card', 'text', { encrypted: true }),
    field('credit', 'money'),
    field('city', 'text'),
    field('grade', 'select', { options: { choices: ['a', 'b', 'c'].map((value) => ({ value, label: { en: value.toUpperCase() } })) } }),
    field('notes', 'richText'),
    field('memo', 'longText'),
    field('paper', 'file'),
    field('scan', 'file'),
    relation('hq', 'firm'),
    relation('place', 'site', { filter: { field: 'city', op: 'eq', value: { record: 'city' } } }),
    relation('secret_site', 'site'),
    relation('sites', 'site', { cardinality: 'manyToMany' }),
    relation('secret_sites', 'site', { cardinality: 'manyToMany' }),
    relation('boxes', 'vault', { cardinality: 'manyToMany' }),
    field('lines', 'subform', { options: { entity: 'firm_row' } }),
    field('twice_credit', 'formula', { options: { expression: 'credit * 2', scale: 2 } }),
    field('place_name', 'lookup', { options: { relation: 'place', field: 'name' } }),
    field('secret_name', 'lookup', { options: { relation: 'secret_site', field: 'name' } }),
    field('deal_sum', 'rollup', { options: { subform: 'deal:firm', aggregate: 'sum', field: 'amount' } }),
    field('deal_names', 'rollup', { options: { subform: 'deal:firm', aggregate: 'concat', field: 'name' } }),
    field('margins', 'rollup', { options: { subform: 'deal:firm', aggregate: 'sum', field: 'margin' } }),
    field('site_names', 'rollup', { options: { subform: 'sites', aggregate: 'unique', field: 'name' } }),
    field('secret_sum', 'rollup', { options: { subform: 'secret_sites', aggregate: 'count' } }),
    field('box_count', 'rollup', { options: { subform: 'boxes', aggregate: 'count' } }),
    field('place_says', 'formula', { options: { expression: 'place.name & " in " & place.city' } }),
    field('map', 'button', { options: { action: 'openUrl', url: '"https://maps.example.com/?q=" & place.name' } }),
    field('pull', 'button', { options: { action: 'setFields', set: [{ field: 'memo', formula: 'place.name' }] } }),
    field('sums', 'button', { options: { action: 'setFields', set: [{ field: 'memo', formula: 'deal_names & deal_sum' }] } }),
    field('peek', 'button', { options: { action: 'openUrl', url: '"https://x.example.com/" & tax' } }),
  ],
  {
    duplicateRules: [
      { key: 'same_name', label: { en: 'Same name' }, fields: [{ field: 'name', as: 'name' }], onMatch: 'warn' },
      { key: 'same_tax', label: { en: 'Same tax number' }, fields: [{ field: 'tax', as: 'taxNumber' }], onMatch: 'refuse' },
    ],
  },
);

export const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

const AGENT: RoleRule[] = [
  { effect: 'allow', actions: ['read', 'update', 'delete', 'export', 'import'], entity: 'firm', where: MINE },
  { effect: 'allow', actions: ['create'], entity: 'firm' },
  { effect: 'deny', actions: ['read', 'create', 'update', 'export', 'import'], entity: 'firm', fields: ['tax', 'card', 'credit', 'scan', 'secret_site', 'secret_sites'] },
  { effect: 'allow', actions: ['read', 'export'], entity: 'site', where: MINE },
  { effect: 'deny', actions: ['read', 'export'], entity: 'site', fields: ['alarm_code'] },
  { effect: 'allow', actions: ['read', 'create', 'update', 'delete', 'export'], entity: 'deal', where: MINE },
  { effect: 'deny', actions: ['read', 'create', 'update', 'export'], entity: 'deal', fields: ['margin'] },
  { effect: 'allow', actions: ['read', 'create', 'update'], entity: 'firm_row' },
  { effect: 'deny', actions: ['read', 'create', 'update', 'export'], entity: 'firm_row', fields: ['cost'] },
];

export interface GuardedWorld extends CrmServer {
  /** Sees own firms, sites and deals. */
  readonly agent: TestBrowser;
  /** Another one with the same role. */
  readonly rival: TestBrowser;
  /** May design, and has no right to any record. */
  readonly designer: TestBrowser;
  firm(values?: Record<string, unknown>, by?: TestBrowser): Promise<RecordView>;
  site(values?: Record<string, unknown>): Promise<RecordView>;
  /** Of the agent. */
  mine(values?: Record<string, unknown>): Promise<RecordView>;
  ask(by: TestBrowser, question: string, body: unknown, entity?: string): Promise<TestAnswer>;
  /** The answer, which must have changed nothing in the database. */
  untouched(request: () => Promise<TestAnswer>): Promise<TestAnswer>;
  saveRole(key: string, rules: RoleRule[], capabilities?: ('design' | 'members')[]): Promise<void>;
}

export async function startGuardedWorld(options: Parameters<typeof startTestServer>[0] = {}): Promise<GuardedWorld> {
  const server = await startTestServer(options);
  const crm = withCrm(server, await server.setup());
  const { admin } = crm;
  const save = async (document: EntityDocument, version = 0): Promise<void> => void ok(await admin.put(`/api/design/entities/${document.key}`, { version, document }));
  const saveRole = async (key: string, rules: RoleRule[], capabilities: ('design' | 'members')[] = []): Promise<void> => {
    const { items } = ok(await admin.get('/api/design/roles'));
    const version = items.find((one: { document: { key: string } }) => one.document.key === key)?.version ?? 0;
    ok(await admin.put(`/api/design/roles/${key}`, { version, document: { key, label: { en: key }, capabilities, rules } }));
  };
  // Tables that name each other are made in two steps.
  await save(SITE);
  const later = (key: string): boolean => ['lines', 'boxes', 'box_count', 'deal_sum', 'deal_names', 'margins', 'sums'].includes(key);
  await save({ ...FIRM, fields: FIRM.fields.filter(({ key }) => !later(key)) });
  for (const document of [VAULT, DEAL, ROW]) await save(document);
  await save(FIRM, 1);
  await saveRole('agent', AGENT);
  await saveRole('drawer', [], ['design']);
  const agent = await server.join(admin, { name: '林代理', email: 'lin@example.com', roles: ['agent'] });
  const rival = await server.join(admin, { name: '赵对手', email: 'zhao@example.com', roles: ['agent'] });
  const designer = await server.join(admin, { name: '钱设计', email: 'qian@example.com', roles: ['drawer'] });
  let count = 0;
  const firm = (values: Record<string, unknown> = {}, by = admin): Promise<RecordView> => crm.make(by, 'firm', { name: `Firm ${(count += 1)}`, code: `F-${count}`, ...values });
  return {
    ...crm,
    agent,
    rival,
    designer,
    firm,
    site: (values = {}) => crm.make(admin, 'site', { name: `Site ${(count += 1)}`, ...values }),
    mine: (values = {}) => firm({ owner: memberId(agent), ...values }),
    ask: (by, question, body, of = 'firm') => by.post(`/api/records/${of}/${question}`, body),
    untouched: async (request) => {
      const before = await crm.picture();
      const answer = await request();
      expect(await crm.picture()).toBe(before);
      return answer;
    },
    saveRole,
  };
}
