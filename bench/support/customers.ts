/**
 * The world of the list benchmarks: the customer management template, `count` customers of 20 fields owned by
 * twenty members, and a sales representative who sees own customers only and neither remarks nor tax numbers.
 * Rows are written straight into the table: what is measured is reading them.
 */

import type { RoleDocument } from '@tessera/contract';
import { withoutSearchIndexes } from './search-indexes.ts';
import { Client, type Stack } from './stack.ts';

const PASSWORD = 'bench-password-1';
const OWNERS = 20;

export const FIELDS = [
  'code', 'name', 'type', 'level', 'industry', 'size', 'lifecycle', 'source', 'tags', 'phone', 'fax', 'website',
  'country', 'region', 'city', 'address', 'postal_code', 'last_follow_up_at', 'created_at', 'owner',
] as const;

/** In the names of one customer in a thousand, all of them the representative's. */
export const RARE_WORD = '鑫瀚';

export interface CustomerWorld {
  readonly schema: string;
  readonly admin: Client;
  readonly representative: Client;
  readonly representativeId: string;
  /** Members in the order in which they are given customers; the representative is the first. */
  readonly owners: readonly string[];
}

/** `owners`: among how many members the customers are; the representative has their share. `searched`: with the search index. */
export async function makeCustomerWorld(stack: Stack, count: number, { owners = OWNERS, searched = true } = {}): Promise<CustomerWorld> {
  const admin = new Client(stack.url);
  const session = await admin.call<{ workspace: { key: string } }>('POST', '/api/setup', {
    name: 'Admin', email: 'admin@example.com', password: PASSWORD, workspace: 'Bench', locale: 'en', timeZone: 'Asia/Shanghai',
  });
  await admin.call('POST', '/api/templates/customer_management/install', { sampleData: false });
  await restrictRepresentative(admin);
  const invitation = await admin.call<{ path: string; member: { id: string } }>('POST', '/api/invitations', {
    name: 'Rep', email: 'rep@example.com', roles: ['sales_rep'],
  });
  const representative = new Client(stack.url);
  const token = invitation.path.split('/').at(-1)!;
  await representative.call('POST', `/api/invitations/${token}/accept`, { name: 'Rep', password: PASSWORD, locale: 'en' });
  const schema = `ws_${session.workspace.key}`;
  const representativeId = invitation.member.id;
  const world = { schema, admin, representative, representativeId, owners: [representativeId, ...(await insertMembers(stack, schema, owners - 1))] };
  await withoutSearchIndexes(stack, schema, () => addCustomers(stack, world, 1, count), { again: searched });
  return world;
}

async function restrictRepresentative(admin: Client): Promise<void> {
  const roles = await admin.call<{ items: { version: number; document: RoleDocument }[] }>('GET', '/api/design/roles');
  const role = roles.items.find(({ document }) => document.key === 'sales_rep')!;
  const own = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
  const rules: RoleDocument['rules'] = [
    ...role.document.rules.filter((rule) => rule.entity !== 'account'),
    { effect: 'allow', actions: ['read', 'create', 'update', 'import', 'export'], entity: 'account', where: own },
    { effect: 'deny', actions: ['read', 'create', 'update', 'import', 'export'], entity: 'account', fields: ['remark', 'tax_no'] },
  ];
  await admin.call('PUT', '/api/design/roles/sales_rep', { version: role.version, document: { ...role.document, rules } });
}

async function insertMembers(stack: Stack, schema: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  await stack.pool.query(`INSERT INTO "${schema}"."_member" (id, name, roles, status) SELECT id, 'Member ' || n, '{sales_rep}', 'imported' FROM unnest($1::uuid[]) WITH ORDINALITY AS m(id, n)`, [ids]);
  return ids;
}

/** Customers number `from` to `to`, the higher the older. */
export async function addCustomers(stack: Stack, { schema, owners }: Pick<CustomerWorld, 'schema' | 'owners'>, from: number, to: number): Promise<void> {
  await stack.pool.query(
    `INSERT INTO "${schema}"."account" (id, version, created_at, updated_at, owner, code, name, tax_no, type, level, industry, size, lifecycle, source, tags, phone, fax, website, country, region, city, address, postal_code, last_follow_up_at, remark)
     SELECT gen_random_uuid(), 1, now() - n * interval '1 minute', now(), ($3::uuid[])[1 + n % ${owners.length}],
       'C' || lpad(n::text, 9, '0'), 'Customer ' || md5(n::text) || CASE WHEN n % 1000 = 0 THEN ' ${RARE_WORD}科技有限公司' WHEN n % 3 = 0 THEN ' 上海贸易有限公司' ELSE '' END, '9131' || n,
       (ARRAY['prospect','new','existing','lost'])[1 + (n / 7) % 4], (ARRAY['a','b','c'])[1 + (n / 3) % 3],
       (ARRAY['manufacturing','retail','food','it','logistics'])[1 + (n / 11) % 5], (ARRAY['s','m','l'])[1 + (n / 5) % 3],
       (ARRAY['acquire','contact','won','service'])[1 + (n / 13) % 4], (ARRAY['website','ads','referral','phone'])[1 + (n / 17) % 4],
       CASE WHEN n % 5 = 0 THEN ARRAY['vip'] ELSE ARRAY['strategic','cross_border'] END,
       '021-' || lpad((n % 100000000)::text, 8, '0'), '021-' || lpad((n * 7 % 100000000)::text, 8, '0'), 'https://example.com/' || n,
       '中国', '上海', '上海', '浦东新区张江路 ' || n || ' 号', lpad((n % 1000000)::text, 6, '0'), now() - (n % 90) * interval '1 day', 'Remark ' || md5((n * 3)::text)
     FROM generate_series($1::int, $2::int) AS n`,
    [from, to, owners],
  );
  await stack.pool.query(`VACUUM ANALYZE "${schema}"."account"`);
}
