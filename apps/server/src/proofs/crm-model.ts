/**
 * The customer management of the proofs: what is hidden from whom. Representatives read their own customers and those that
 * are shared; a manager those of the team. Some fields are hidden from all of them, some masked, some hidden or masked on
 * the rows of others only, and there are computed fields over every kind.
 */

import type { EntityDocument, FieldDocument, FormDocument, RoleDocument, RoleRule, ViewDocument } from '@tessera/contract';

const field = (key: string, type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: { en: key, 'zh-CN': `${key} 字段` }, ...more });
const relation = (key: string, entity: string, options: Record<string, unknown> = {}): FieldDocument => field(key, 'relation', { options: { entity, ...options } });
const formula = (key: string, expression: string, options: Record<string, unknown> = {}): FieldDocument => field(key, 'formula', { options: { expression, ...options } });
const lookup = (key: string, relationKey: string, of: string): FieldDocument => field(key, 'lookup', { options: { relation: relationKey, field: of } });
const rollup = (key: string, options: Record<string, unknown>): FieldDocument => field(key, 'rollup', { options });
const entity = (key: string, fields: FieldDocument[], more: Partial<EntityDocument> = {}): EntityDocument => ({ key, label: { en: key, 'zh-CN': `${key} 表` }, titleField: fields[0]?.key ?? 'name', fields, ...more });
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ value, label: { en: value.toUpperCase() } })) });
const name = field('name', 'text', { required: true });

export const CUSTOMER = entity(
  'customer',
  [
    name,
    field('email', 'email', { unique: true }),
    field('phone', 'phone', { sensitive: true }),
    field('wechat', 'text'),
    field('tag', 'text'),
    field('id_card', 'text', { sensitive: true, unique: true, options: { maxLength: 60 } }),
    field('card', 'text', { encrypted: true, sensitive: true }),
    field('credit_limit', 'number'),
    field('tier', 'select', { options: choices('a', 'b', 'c') }),
    field('region', 'text'),
    field('shared', 'checkbox'),
    field('visits', 'number', { options: { scale: 0 } }),
    field('since', 'date'),
    field('notes', 'richText'),
    field('remark', 'longText'),
    field('paper', 'file'),
    field('contract', 'file', { sensitive: true }),
    field('assistant', 'member'),
    relation('head', 'customer'),
    relation('secret_partner', 'customer'),
    relation('partners', 'customer', { cardinality: 'manyToMany' }),
    formula('score', 'credit_limit * 2'),
    formula('vip', 'IF(credit_limit > 5000000, "Y", "N")'),
    formula('phone_says', '"tel " & phone'),
    formula('remark_says', '"says " & remark'),
    lookup('head_limit', 'head', 'credit_limit'),
    lookup('head_phone', 'head', 'phone'),
    lookup('head_name', 'head', 'name'),
    rollup('contact_count', { subform: 'contact:customer', aggregate: 'count' }),
    rollup('mobiles', { subform: 'contact:customer', aggregate: 'concat', field: 'mobile' }),
    rollup('margins', { subform: 'opportunity:customer', aggregate: 'sum', field: 'margin' }),
    rollup('amounts', { subform: 'opportunity:customer', aggregate: 'sum', field: 'amount' }),
    field('call', 'button', { options: { action: 'openUrl', url: '"https://tel.example.com/" & phone' } }),
    field('peek', 'button', { options: { action: 'openUrl', url: '"https://x.example.com/" & id_card' } }),
    field('pull', 'button', { options: { action: 'setFields', set: [{ field: 'tag', formula: 'head.tag' }] } }),
  ],
  {
    duplicateRules: [
      { key: 'same_name', label: { en: 'Same name' }, fields: [{ field: 'name', as: 'name' }], onMatch: 'warn' },
      { key: 'same_card', label: { en: 'Same card' }, fields: [{ field: 'id_card', as: 'exact' }], onMatch: 'refuse' },
      { key: 'same_phone', label: { en: 'Same phone' }, fields: [{ field: 'phone', as: 'phone' }], onMatch: 'warn' },
    ],
  },
);
export const CONTACT = entity('contact', [name, field('mobile', 'phone'), field('birthday', 'date'), field('title', 'text'), relation('customer', 'customer')]);
export const OPPORTUNITY = entity('opportunity', [
  name,
  field('amount', 'money'),
  field('stage', 'select', { options: choices('new', 'won', 'lost') }),
  field('margin', 'money'),
  relation('customer', 'customer'),
  lookup('customer_limit', 'customer', 'credit_limit'),
  lookup('customer_phone', 'customer', 'phone'),
  lookup('customer_region', 'customer', 'region'),
]);
export const ORDER_LINE = entity('order_line', [field('product', 'text'), field('quantity', 'number'), field('amount', 'money'), field('cost', 'money'), relation('supplier', 'customer')], { parent: 'order' });
export const ORDER = entity('order', [
  field('code', 'text', { required: true }),
  relation('opportunity', 'opportunity'),
  field('lines', 'subform', { options: { entity: 'order_line' } }),
  rollup('total', { subform: 'lines', aggregate: 'sum', field: 'amount' }),
  rollup('cost_total', { subform: 'lines', aggregate: 'sum', field: 'cost' }),
  lookup('won', 'opportunity', 'stage'),
]);
/** Nobody but administrators knows of it. */
export const VAULT = entity('vault', [name, relation('customer', 'customer'), field('worth', 'money')]);

/** Tables that name each other are made in two steps: fields that have to wait for the second. */
export const LATER: Readonly<Record<string, readonly string[]>> = { customer: ['contact_count', 'mobiles', 'margins', 'amounts'], order: ['lines', 'total', 'cost_total'] };

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const NOT_MINE = { not: MINE } as const;
const SHARED = { field: 'shared', op: 'eq', value: true } as const;
/** Hidden from everybody but administrators; of a customer everything computed from them as well. */
const HIDDEN_OF_CUSTOMER = ['id_card', 'card', 'credit_limit', 'contract', 'secret_partner'];

const allow = (actions: RoleRule['actions'], entityKey: string, more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions, entity: entityKey, ...more });
const deny = (actions: RoleRule['actions'], entityKey: string, fields?: string[], more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'deny', actions, entity: entityKey, ...(fields ? { fields } : {}), ...more });
const EVERY: RoleRule['actions'] = ['read', 'create', 'update', 'export', 'import'];

const hiddenFromAll: RoleRule[] = [
  deny(EVERY, 'customer', HIDDEN_OF_CUSTOMER),
  deny(EVERY, 'contact', ['mobile']),
  deny(EVERY, 'opportunity', ['margin']),
  deny(EVERY, 'order_line', ['cost']),
];

export const REP: RoleDocument = {
  key: 'rep',
  label: { en: 'Representative' },
  capabilities: ['keys'],
  rules: [
    allow(['read', 'update', 'delete', 'export', 'import', 'print', 'share', 'comment', 'run'], 'customer', { where: MINE }),
    allow(['read'], 'customer', { where: SHARED }),
    allow(['create'], 'customer'),
    allow(['read'], 'customer', { fields: ['phone'], where: { and: [SHARED, NOT_MINE] }, mask: { start: 3, end: 4 } }),
    allow(['read'], 'customer', { fields: ['wechat'], where: { or: [SHARED, MINE] }, mask: { start: 3, end: 4 } }),
    deny(['read', 'export'], 'customer', ['remark', 'email'], { where: NOT_MINE }),
    deny(['export'], 'customer', ['notes']),
    allow(['read', 'create', 'update', 'delete', 'export', 'import'], 'contact', { where: { field: 'customer.owner', op: 'eq', value: { var: 'me' } } }),
    allow(['read', 'create', 'update', 'delete', 'export'], 'opportunity', { where: MINE }),
    allow(['read', 'create', 'update', 'export'], 'order', { where: MINE }),
    allow(['read', 'create', 'update', 'export'], 'order_line'),
    ...hiddenFromAll,
  ],
};
export const MANAGER: RoleDocument = {
  key: 'manager',
  label: { en: 'Manager' },
  capabilities: [],
  rules: [
    allow(['read', 'update', 'export', 'print', 'share', 'import'], 'customer', { where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }),
    allow(['read', 'export'], 'contact', { where: { field: 'customer.owner', op: 'in', value: { var: 'myTeam' } } }),
    allow(['read', 'update', 'export'], 'opportunity', { where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }),
    allow(['read', 'export'], 'order', { where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }),
    allow(['read', 'export'], 'order_line'),
    ...hiddenFromAll,
  ],
};
/** Reads the trail and no record. */
export const AUDITOR: RoleDocument = { key: 'auditor', label: { en: 'Auditor' }, capabilities: ['audit'], rules: [] };
/** May nothing at all. */
export const GUEST: RoleDocument = { key: 'guest', label: { en: 'Guest' }, capabilities: [], rules: [] };
/** Not to be had through the API: a rule of no fields at all, as one that was stored long ago. It is nothing, never everything. */
export const EMPTY_RULE = { effect: 'allow', actions: ['read', 'export'], entity: 'customer', fields: [] };
/** Another representative's role besides: together with REP it must not show a cell that neither shows alone. */
export const SECOND: RoleDocument = {
  key: 'second',
  label: { en: 'Second' },
  capabilities: [],
  rules: [allow(['read'], 'customer', { fields: ['name', 'region', 'id_card'], where: { field: 'region', op: 'eq', value: 'Nowhere' } }), allow(['read'], 'vault', { where: { field: 'name', op: 'eq', value: 'none is called so' } })],
};

export const CUSTOMER_FORM: FormDocument = { key: 'wish', entity: 'customer', label: { en: 'Wish' }, sections: [{ key: 'main', columns: 1, items: ['name', 'region', 'since', 'tier', 'id_card', 'credit_limit', 'phone'].map((key) => ({ field: key })) }] };
export const CUSTOMER_VIEW: ViewDocument = { key: 'board', entity: 'customer', label: { en: 'Board' }, kind: 'grid', columns: ['name', 'region', 'tier', 'phone', 'wechat', 'score', 'id_card'].map((key) => ({ field: key })), filter: { field: 'tier', op: 'ne', value: 'c' }, sort: [{ field: 'name' }] };
