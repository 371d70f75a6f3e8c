/**
 * The world of the benchmark of permissions: `count` sales of 20 fields owned by two thousand people in a tree of a thousand
 * departments, and a manager with five roles of eight rules each: rows of their team, fields that are clear, masked or hidden
 * row by row. One sale in ten is the manager's to see; it is marked, so that an administrator can ask for the very same rows.
 */

import type { EntityDocument, FieldDocument, FieldTypeKey, Filter, RoleDocument } from '@tessera/contract';
import { withoutSearchIndexes } from './search-indexes.ts';
import { Client, type Stack } from './stack.ts';

const PASSWORD = 'Bench-password-1-long';
const DEPARTMENTS = 1000;
const PEOPLE = 2000;

export interface GuardedSales {
  readonly schema: string;
  readonly admin: Client;
  readonly manager: Client;
}

const field = (key: string, type: FieldTypeKey, options?: Record<string, unknown>): FieldDocument => ({ key, type, label: { en: key }, ...(options ? { options } : {}) });
const TEXTS = ['code', 'tax_no', 'phone_no', 'country', 'region_name', 'city', 'street', 'postal_code', 'channel', 'remark'];
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ value, label: { en: value } })) });

const SALE: EntityDocument = {
  key: 'sale', label: { en: 'Sale' }, titleField: 'name',
  fields: [
    field('name', 'text'), ...TEXTS.map((key) => field(key, 'text')), field('level', 'select', choices('a', 'b', 'c')), field('reach', 'select', choices('team', 'other')),
    field('cost', 'number'), field('placed', 'date'), field('paid', 'checkbox'), field('price', 'number'), field('team', 'department'), field('margin', 'formula', { expression: 'price - cost' }),
  ],
};

type Rule = RoleDocument['rules'][number];
const look: Rule['actions'] = ['read', 'export'];
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const inList = (list: 'myTeam' | 'myReports' | 'myColleagues' | 'myGroupMembers') => ({ field: 'owner', op: 'in', value: { var: list } }) as const;
const level = (value: string) => ({ field: 'level', op: 'eq', value }) as const;
const unpaid = { field: 'paid', op: 'ne', value: true } as const;
const [team, reports, colleagues, project] = [inList('myTeam'), inList('myReports'), inList('myColleagues'), inList('myGroupMembers')];
const own = (where: Filter): Rule => ({ effect: 'allow', actions: look, entity: 'sale', where });
const hide = (fields: string[], where?: Filter): Rule => ({ effect: 'deny', actions: look, entity: 'sale', fields, ...(where ? { where } : {}) });
/** Shows fields masked on rows of the role, which are not more for it. */
const masks = (rows: Filter) => (fields: string[], start: number, end: number, where?: Filter): Rule => ({ effect: 'allow', actions: ['read'], entity: 'sale', fields, mask: { start, end }, where: where ? { and: [rows, where] } : rows });
const role = (key: string, ...rules: Rule[]): RoleDocument => ({ key, label: { en: key }, rules });

/** Five roles, forty rules. */
const ROLES: readonly RoleDocument[] = [
  role('team_lead', own(team), hide(['remark']), hide(['cost'], level('c')), hide(['tax_no'], unpaid), masks(team)(['phone_no'], 3, 2), masks(team)(['street'], 2, 0, level('a')), hide(['channel'], { not: mine }), { effect: 'allow', actions: ['update'], entity: 'sale', where: mine }),
  role('seller', own(mine), hide(['tax_no']), hide(['cost'], unpaid), masks(mine)(['phone_no'], 3, 4, level('b')), masks(mine)(['code'], 2, 2, level('c')), hide(['price'], level('c')), { effect: 'allow', actions: ['create'], entity: 'sale' }, { effect: 'allow', actions: ['delete'], entity: 'sale', where: mine }),
  role('supervisor', own(reports), hide(['remark'], unpaid), hide(['postal_code'], level('b')), masks(reports)(['tax_no'], 2, 2), masks(reports)(['city'], 1, 0, unpaid), hide(['cost'], { not: mine }), hide(['channel']), { effect: 'allow', actions: ['comment'], entity: 'sale', where: mine }),
  role('colleague', own(colleagues), hide(['cost', 'price']), masks(colleagues)(['phone_no', 'street'], 1, 1), masks(colleagues)(['code'], 1, 1, unpaid), hide(['remark']), hide(['country'], level('a')), { effect: 'allow', actions: ['share'], entity: 'sale', where: mine }, { effect: 'allow', actions: ['print'], entity: 'sale' }),
  role('project', own(project), hide(['tax_no', 'remark']), masks(project)(['phone_no'], 2, 2, level('a')), hide(['cost'], level('a')), masks(project)(['postal_code'], 2, 0), hide(['channel'], unpaid), masks(project)(['street'], 3, 0), { effect: 'allow', actions: ['run'], entity: 'sale', where: mine }),
];

export async function makeGuardedSales(stack: Stack, count: number): Promise<GuardedSales> {
  const admin = new Client(stack.url);
  const session = await admin.call<{ workspace: { key: string } }>('POST', '/api/setup', { name: 'Admin', email: 'admin@example.com', password: PASSWORD, workspace: 'Bench', locale: 'en', timeZone: 'Asia/Shanghai' });
  await admin.call('PUT', '/api/design/entities/sale', { version: 0, document: SALE });
  for (const document of ROLES) await admin.call('PUT', `/api/design/roles/${document.key}`, { version: 0, document });
  const invitation = await admin.call<{ path: string; member: { id: string } }>('POST', '/api/invitations', { name: 'Manager', email: 'manager@example.com', roles: ROLES.map(({ key }) => key) });
  const manager = new Client(stack.url);
  await manager.call('POST', `/api/invitations/${invitation.path.split('/').at(-1)!}/accept`, { name: 'Manager', password: PASSWORD, locale: 'en' });
  const schema = `ws_${session.workspace.key}`;
  await withoutSearchIndexes(stack, schema, () => fill(stack, schema, invitation.member.id, count), { again: false });
  return { schema, admin, manager };
}

/** Ten departments a level: the manager leads one of the second, which has a tenth of all below it. */
async function fill({ pool }: Stack, schema: string, manager: string, count: number): Promise<void> {
  const own = (table: string): string => `"${schema}".${table}`;
  const departments = Array.from({ length: DEPARTMENTS }, () => crypto.randomUUID());
  const people = Array.from({ length: PEOPLE }, () => crypto.randomUUID());
  const parentOf = (n: number): number | null => (n === 0 ? null : Math.floor((n - 1) / 10));
  const chain = (n: number): number[] => [n, ...(parentOf(n) === null ? [] : chain(parentOf(n)!))];
  const pairs = departments.flatMap((below, n) => chain(n).map((above) => ({ department: departments[above], below })));
  await pool.query(`INSERT INTO ${own('_department')} (id, name, parent, created_at) SELECT id, 'Department ' || n, parent, now() FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY d(id, parent, n)`, [departments, departments.map((_, n) => (parentOf(n) === null ? null : departments[parentOf(n)!]))]);
  await pool.query(`DELETE FROM ${own('_department_below')}`);
  await pool.query(`INSERT INTO ${own('_department_below')} SELECT * FROM unnest($1::uuid[], $2::uuid[])`, [pairs.map(({ department }) => department), pairs.map(({ below }) => below)]);
  await pool.query(`INSERT INTO ${own('_member')} (id, name, roles, status) SELECT id, 'Person ' || n, '{seller}', 'imported' FROM unnest($1::uuid[]) WITH ORDINALITY m(id, n)`, [people]);
  await pool.query(`INSERT INTO ${own('_department_member')} (department, member) SELECT * FROM unnest($1::uuid[], $2::uuid[])`, [[...people.map((_, n) => departments[n % DEPARTMENTS]), departments[1]], [...people, manager]]);
  await pool.query(`UPDATE ${own('_department')} SET supervisor = $1 WHERE id = $2`, [manager, departments[11]]);
  const inTeam = new Set(departments.flatMap((_, n) => (chain(n).includes(1) ? [n] : [])));
  const owners = [...people.map((id, n) => ({ id, department: n % DEPARTMENTS })), { id: manager, department: 1 }];
  await pool.query(
    `INSERT INTO ${own('sale')} (id, version, created_at, updated_at, owner, team, reach, name, ${TEXTS.map((key) => `"${key}"`).join(', ')}, level, cost, price, placed, paid)
     SELECT gen_random_uuid(), 1, now() - n * interval '1 minute', now(), ($2::uuid[])[at], ($3::uuid[])[at], ($4::text[])[at], 'Sale ' || md5(n::text), ${TEXTS.map((key) => `'${key} ' || n`).join(', ')},
       (ARRAY['a','b','c'])[1 + n % 3], n % 977, n % 1511, date '2020-01-01' + n % 2000, n % 2 = 0 FROM (SELECT n, 1 + abs(hashint4(n)::bigint) % ${owners.length} AS at FROM generate_series(1, $1::int) AS n) x`,
    [count, owners.map(({ id }) => id), owners.map(({ department }) => departments[department]), owners.map(({ department }) => (inTeam.has(department) ? 'team' : 'other'))],
  );
  for (const table of ['sale', '_member', '_department', '_department_below', '_department_member', '_group_member']) await pool.query(`VACUUM ANALYZE ${own(table)}`);
}
