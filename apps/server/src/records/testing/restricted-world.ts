/**
 * What a representative may see of a company, and two worlds that differ only in what they may not: hidden fields of
 * records they see, everything of records they do not. Every hidden cell holds a mark of its own, so that a spec can
 * also search each byte that is sent for it.
 */

import { createHash, randomUUID } from 'node:crypto';
import { memberId, startCrm, type CrmServer } from './crm-server.ts';
import type { TestBrowser } from '../../testing/test-server.ts';

export interface RestrictedWorld {
  readonly crm: CrmServer;
  readonly rep: TestBrowser;
  /** Marks of everything that is hidden now. */
  readonly marks: () => readonly string[];
  /** Makes everything hidden anew; what the representative may see stays as it is. */
  change(): Promise<void>;
}

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

/** `n`-th record of an entity. */
export const idOf = (entity: string, n: number): string => `${createHash('md5').update(entity).digest('hex').slice(0, 8)}-0000-7000-8000-${String(n).padStart(12, '0')}`;

export async function startRestrictedWorld(): Promise<RestrictedWorld> {
  const crm = await startCrm();
  const { admin } = crm;
  const rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
  await crm.dragOntoForm('account', { key: 'credit_limit', type: 'money', label: { 'zh-CN': '信用额度', en: 'Credit limit' }, help: { en: 'Agreed with the bank' } });
  await crm.dragOntoForm('account', { key: 'room', type: 'formula', label: { 'zh-CN': '双倍额度', en: 'Room' }, options: { expression: 'credit_limit * 2', scale: 2, currency: 'CNY' } });
  await crm.changeRole('sales_rep', (role) => ({
    ...role,
    rules: [
      ...role.rules.filter(({ entity }) => entity !== 'account'),
      { effect: 'allow', actions: ['read', 'update', 'export'], entity: 'account', where: MINE },
      { effect: 'allow', actions: ['create'], entity: 'account' },
      { effect: 'deny', actions: ['read', 'create', 'update', 'export'], entity: 'account', fields: ['credit_limit', 'tax_no'] },
      { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'contact', fields: ['mobile', 'wechat'] },
      { effect: 'allow', actions: ['export', 'import'], entity: 'contact' },
    ],
  }));

  let marks: string[] = [];
  let round = 0;
  const mark = (): string => {
    marks.push(`CNRY${createHash('md5').update(`${round} ${marks.length}`).digest('hex').slice(0, 12)}`);
    return marks.at(-1) ?? '';
  };
  const amount = (): string => {
    const value = 100_000_007 + round * 33_333_333 + marks.length * 7919;
    marks.push(String(value), String(value * 2));
    return `${value}.00`;
  };
  const owner = memberId(rep);
  const someoneElse = memberId(admin);
  const put = async (entity: string, n: number, values: Record<string, unknown>): Promise<void> => {
    const row = { id: idOf(entity, n), version: 1, created_at: '2024-01-05T00:00:00Z', updated_at: '2024-01-05T00:00:00Z', ...values };
    const names = Object.keys(row);
    const sets = names.map((name) => `"${name}" = EXCLUDED."${name}"`).join(', ');
    await crm.db.query(
      `INSERT INTO ws_example."${entity}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')}) ON CONFLICT (id) DO UPDATE SET ${sets}`,
      Object.values(row),
    );
  };
  const story = async (entity: string, n: number, action: string, changes: unknown[]): Promise<void> => {
    const id = action === 'create' ? idOf(`${entity} made`, n) : randomUUID();
    await crm.db.query(
      `INSERT INTO ws_example._history (id, entity, record_id, version, at, actor, action, via_kind, changes) VALUES ($6, $1, $2, 1, '2024-01-05', $3, $4, 'form', $5)`,
      [entity, idOf(entity, n), someoneElse, action, JSON.stringify(changes), id],
    );
  };

  /** Rows 0 to 5 belong to the representative, those from 10 on do not. */
  const load = async (): Promise<void> => {
    marks = [];
    await crm.db.query(`DELETE FROM ws_example._history`);
    for (let n = 0; n < 6; n += 1) {
      const seen = { owner, name: `Mine ${n} ${'äöü北上'[n % 5]}`, city: ['Berlin', 'Köln', '北京'][n % 3], level: ['a', 'b', null][n % 3], type: 'new', lifecycle: 'won' };
      await put('account', n, { ...seen, credit_limit: n === 5 ? null : amount(), tax_no: mark() });
      await story('account', n, 'create', [{ field: 'name', from: null, to: seen.name }, { field: 'credit_limit', from: null, to: amount() }]);
      // As many as chance has it: changes of hidden fields alone.
      for (let more = 0; more < (n + round * 2) % 4; more += 1) await story('account', n, 'update', [{ field: 'tax_no', from: mark(), to: mark() }]);
    }
    for (let n = 10; n < 16 + round * 3; n += 1) {
      await put('account', n, { owner: n % 2 ? someoneElse : null, name: mark(), city: mark(), remark: mark(), phone: '110', level: 'a', credit_limit: amount(), tax_no: mark(), version: 1 + round * 7, created_at: `2024-0${1 + round}-09T00:00:00Z` });
      await story('account', n, 'create', [{ field: 'name', from: null, to: mark() }]);
    }
    for (let n = 0; n < 8; n += 1) {
      // A contact of theirs on an account that is not, another one in each world.
      const account = n < 6 ? idOf('account', n) : idOf('account', 10 + ((n + round) % 5));
      await put('contact', n, { owner, name: `Contact ${n}`, title: n % 2 ? 'Buyer' : null, account, mobile: `1${String(marks.length).padStart(9, '0')}`, wechat: mark() });
      await story('contact', n, 'update', [{ field: 'account', from: idOf('account', 11 + round), to: idOf('account', 12 + round) }]);
    }
    for (let n = 10; n < 14; n += 1) await put('contact', n, { owner: someoneElse, name: mark(), title: mark(), account: idOf('account', 10 + (n % 3)), wechat: mark() });
    for (let n = 0; n < 4; n += 1) await put('product', n, { name: `Product ${n}`, unit_price: `${n + 1}.00`, status: 'on_sale', cost: amount() });
    for (let n = 0; n < 3; n += 1) {
      await put('order', n, { owner, code: `SO-${n}`, account: idOf('account', n), status: 'draft', order_date: '2024-02-01' });
      await put('order_line', n, { parent: idOf('order', n), position: 0, product: idOf('product', n), quantity: '2', unit_price: '5.00' });
    }
    for (let n = 10; n < 13; n += 1) {
      await put('order', n, { owner: someoneElse, code: mark(), account: idOf('account', n), status: 'draft', order_date: '2024-02-01', ship_name: mark() });
      await put('order_line', n, { parent: idOf('order', n), position: 0, product: idOf('product', 1), quantity: String(round + 1), unit_price: amount(), description: mark() });
    }
  };
  await load();
  return {
    crm,
    rep,
    marks: () => marks,
    change: async () => {
      round += 1;
      await load();
    },
  };
}

const disguises = new Map<string, readonly string[]>();

/** The ways in which a mark could be smuggled out. */
function disguisesOf(mark: string): readonly string[] {
  const known = disguises.get(mark);
  if (known) return known;
  const bytes = Buffer.from(mark);
  const hashes = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(mark).digest('hex'));
  // Inside a longer text base64 takes one of three forms; what is cut off here is what its neighbours change.
  const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').slice(before === 0 ? 0 : before + 1, -4));
  const forms = [...new Set([mark, mark.toLowerCase(), mark.toUpperCase(), bytes.toString('hex'), [...mark].reverse().join(''), ...hashes, ...base64])];
  disguises.set(mark, forms);
  return forms;
}

/** Marks that are in a text in any disguise. */
export const found = (text: string, marks: readonly string[]): string[] => marks.filter((mark) => disguisesOf(mark).some((form) => text.includes(form)));
