/**
 * The world of the benchmarks of designs: `count` sales of 20 fields with three lines each, owned by twenty members, and a
 * representative who sees own sales only and neither remark nor tax number. Rows are written straight into the tables.
 */

import type { EntityDocument, FieldDocument, FieldTypeKey, PhysicalAid, RoleDocument, ViewDocument } from '@tessera/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { withoutSearchIndexes } from './search-indexes.ts';
import { Client, type Stack } from './stack.ts';

const PASSWORD = 'bench-password-1';
const OWNERS = 20;
const LINES = 3;

export interface SalesWorld {
  readonly schema: string;
  readonly admin: Client;
  readonly representative: Client;
}

const field = (key: string, type: FieldTypeKey, options?: Record<string, unknown>): FieldDocument => ({ key, type, label: { en: key }, ...(options ? { options } : {}) });
const TEXTS = ['code', 'tax_no', 'phone_no', 'country', 'region_name', 'city', 'street', 'postal_code', 'channel', 'remark'];

/** `total` and `margin` are computed; `total_plain` and `margin_plain` hold the same values as plain numbers. */
const LINE: EntityDocument = {
  key: 'sale_line', label: { en: 'Line' }, titleField: 'what', parent: 'sale',
  fields: [field('what', 'text'), field('quantity', 'number'), field('price', 'money'), field('amount', 'formula', { expression: 'quantity * price', scale: 2 })],
};
const SALE: EntityDocument = {
  key: 'sale', label: { en: 'Sale' }, titleField: 'name',
  fields: [
    field('name', 'text'), ...TEXTS.map((key) => field(key, 'text')), field('level', 'select', { choices: ['a', 'b', 'c'].map((value) => ({ value, label: { en: value } })) }),
    field('cost', 'number'), field('placed', 'date'), field('paid', 'checkbox'), field('lines', 'subform', { entity: 'sale_line' }),
    field('total_plain', 'number'), field('margin_plain', 'number'),
    field('total', 'rollup', { subform: 'lines', aggregate: 'sum', field: 'amount' }), field('margin', 'formula', { expression: 'total - cost' }),
  ],
};

export async function makeSalesWorld(stack: Stack, count: number): Promise<SalesWorld> {
  const admin = new Client(stack.url);
  const session = await admin.call<{ workspace: { key: string } }>('POST', '/api/setup', { name: 'Admin', email: 'admin@example.com', password: PASSWORD, workspace: 'Bench', locale: 'en', timeZone: 'Asia/Shanghai' });
  await admin.call('PUT', '/api/design/entities/sale', { version: 0, document: { ...SALE, fields: SALE.fields.slice(0, 1) } });
  await admin.call('PUT', '/api/design/entities/sale_line', { version: 0, document: LINE });
  await admin.call('PUT', '/api/design/entities/sale', { version: 1, document: SALE });
  const own = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
  const role: RoleDocument = {
    key: 'rep', label: { en: 'Rep' },
    rules: [{ effect: 'allow', actions: ['read', 'update'], entity: 'sale', where: own }, { effect: 'deny', actions: ['read', 'update'], entity: 'sale', fields: ['remark', 'tax_no'] }],
  };
  await admin.call('PUT', '/api/design/roles/rep', { version: 0, document: role });
  const invitation = await admin.call<{ path: string; member: { id: string } }>('POST', '/api/invitations', { name: 'Rep', email: 'rep@example.com', roles: ['rep'] });
  const representative = new Client(stack.url);
  await representative.call('POST', `/api/invitations/${invitation.path.split('/').at(-1)!}/accept`, { name: 'Rep', password: PASSWORD, locale: 'en' });
  const schema = `ws_${session.workspace.key}`;
  await withoutSearchIndexes(stack, schema, () => insertSales(stack, schema, invitation.member.id, count), { again: false });
  return { schema, admin, representative };
}

async function insertSales({ pool }: Stack, schema: string, representative: string, count: number): Promise<void> {
  const owners = [representative, ...Array.from({ length: OWNERS - 1 }, () => crypto.randomUUID())];
  const texts = TEXTS.map((key) => `"${key}"`).join(', ');
  await pool.query(
    `INSERT INTO "${schema}".sale (id, version, created_at, updated_at, owner, name, ${texts}, level, cost, placed, paid, total_plain, margin_plain)
     SELECT gen_random_uuid(), 1, now() - n * interval '1 minute', now(), ($2::uuid[])[1 + n % ${OWNERS}], 'Sale ' || md5(n::text), ${TEXTS.map((key) => `'${key} ' || n`).join(', ')},
       (ARRAY['a','b','c'])[1 + n % 3], n % 977, date '2020-01-01' + n % 2000, n % 2 = 0, 0, 0 FROM generate_series(1, $1::int) AS n`,
    [count, owners],
  );
  await pool.query(
    `INSERT INTO "${schema}".sale_line (id, version, created_at, updated_at, parent, position, what, quantity, price)
     SELECT gen_random_uuid(), 1, now(), now(), s.id, n, 'Line ' || n, 1 + (hashtext(s.id::text || n) & 63), round(((hashtext(s.name || n) & 65535) / 100.0)::numeric, 2) FROM "${schema}".sale s, generate_series(1, ${LINES}) n`,
  );
  await pool.query(
    `UPDATE "${schema}".sale s SET total_plain = l.total, margin_plain = l.total - s.cost FROM (SELECT parent, sum(round(quantity * price, 2)) AS total FROM "${schema}".sale_line GROUP BY parent) l WHERE l.parent = s.id`,
  );
  await pool.query(`VACUUM ANALYZE "${schema}".sale`);
  await pool.query(`VACUUM ANALYZE "${schema}".sale_line`);
}

export async function saveField({ admin }: SalesWorld, added: FieldDocument): Promise<void> {
  const { items } = await admin.call<{ items: { version: number; document: EntityDocument }[] }>('GET', '/api/design/entities');
  const { version, document } = items.find((item) => item.document.key === 'sale')!;
  await admin.call('PUT', '/api/design/entities/sale', { version, document: { ...document, fields: [...document.fields, added] } });
}

export const saveView = ({ admin }: SalesWorld, key: string, more: Pick<ViewDocument, 'sort' | 'filter'>): Promise<unknown> =>
  admin.call('PUT', `/api/design/views/${key}`, { version: 0, document: { key, entity: 'sale', label: { en: key }, kind: 'grid', columns: [{ field: 'name' }], ...more } });

/** Until the background has built everything; gives the milliseconds it took. */
export async function aidsAreReady({ admin }: SalesWorld): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { items } = await admin.call<{ items: PhysicalAid[] }>('GET', '/api/design/aids');
    if (items.some(({ status }) => status === 'failed')) throw new Error(`an aid failed: ${JSON.stringify(items)}`);
    if (items.every(({ status }) => status === 'ready')) return performance.now() - started;
    await wait(200);
  }
}
