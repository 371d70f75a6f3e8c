/**
 * The rows of the proofs, written past the write door for speed. `variant` 0 is the world as it is; in another variant
 * everything that the eyes of `perspective` may not see has another value, another number of rows or another past, and
 * everything that they may see is the same.
 */

import { createHash } from 'node:crypto';
import type { TestDatabase } from '@tessera/testing';
import { Canaries, type Who } from './canaries.ts';

export type Perspective = 'rep' | 'manager';

export interface People {
  readonly admin: string;
  readonly manager: string;
  readonly rep: string;
  readonly rep2: string;
  readonly repB: string;
}

export interface Variation {
  readonly variant: number;
  readonly perspective: Perspective;
}

type Row = Record<string, unknown> & { readonly id: string };

const SCHEMA = 'ws_example';
const OWN: readonly Who[] = ['rep', 'key', 'viewer'];
/** What a link shows is what its maker, the representative, sees, of the fields it names. */
const IN_VIEW_LINK = new Set(['name', 'region', 'phone']);

/** `n`-th record of an entity. */
export const idOf = (entity: string, n: number): string => `${createHash('md5').update(entity).digest('hex').slice(0, 8)}-0000-7000-8000-${String(n).padStart(12, '0')}`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export async function writeRows(db: TestDatabase, people: People, { variant, perspective }: Variation): Promise<Canaries> {
  const canaries = new Canaries();
  const primes = primesFrom(1_000_003 + 500_000 * variant);
  const varied = (seers: readonly Who[]): number => (seers.includes(perspective) ? 0 : variant);
  const text = (where: string, seers: readonly Who[]): string => canaries.add(where, `CNRY${hashOf(`${where} ${varied(seers)}`).slice(0, 14)}`, seers);
  const phone = (where: string, seers: readonly Who[]): string => {
    const [middle, end] = [hashOf(`${where} ${varied(seers)}`), hashOf(where)].map((hash) => String(Number.parseInt(hash.slice(0, 8), 16) % 10_000).padStart(4, '0'));
    return canaries.add(where, `139${middle}${end}`, seers);
  };
  const secretNumber = (where: string): string => {
    const prime = primes.next().value as number;
    canaries.add(where, String(prime), []);
    canaries.add(`${where} doubled`, String(prime * 2), []);
    return String(prime);
  };
  const wechat = (where: string, seers: readonly Who[]): string => `wx9${text(where, seers)}${hashOf(where).slice(0, 4)}`;

  const dated = { version: 1, created_at: '2024-01-05T00:00:00Z', updated_at: '2024-01-05T00:00:00Z', created_by: people.admin, updated_by: people.admin };
  const tables = new Map<string, Row[]>();
  const put = (entity: string, n: number, values: Record<string, unknown>): void => {
    tables.set(entity, [...(tables.get(entity) ?? []), { id: idOf(entity, n), ...dated, ...values }]);
  };
  const inTeam = (owner: string | null): boolean => owner === people.rep || owner === people.rep2;
  const seersOf = (owner: string | null, shared = false): Who[] => [...(owner === people.rep ? (['export'] as const) : []), ...(owner === people.rep || shared ? OWN : []), ...(inTeam(owner) ? (['manager'] as const) : [])];

  const customers: { n: number; owner: string | null; shared: boolean; deleted?: boolean }[] = [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => ({ n, owner: people.rep, shared: n === 3 })),
    ...[10, 11, 12, 13, 14].map((n) => ({ n, owner: people.rep2, shared: n < 13 })),
    ...[20, 21, 22, 23, 24, 25].map((n) => ({ n, owner: people.repB, shared: n === 20 })),
    ...Array.from({ length: 3 + variant * 2 }, (_, n) => ({ n: 30 + n, owner: null, shared: false })),
    ...[40, 41, 42].map((n, at) => ({ n, owner: [people.rep, people.repB, people.rep2][at] ?? null, shared: false, deleted: true })),
  ];
  for (const { n, owner, shared, deleted } of customers) {
    const seen = seersOf(owner, shared);
    const clear = seersOf(owner);
    const at = (field: string): string => `customer.${field} of ${n}`;
    const inLink = (field: string, seers: readonly Who[]): Who[] => [...seers, ...(IN_VIEW_LINK.has(field) && seers.includes('rep') && n % 3 !== 2 ? (['viewLink'] as const) : []), ...(IN_VIEW_LINK.has(field) && n === 0 ? (['recordLink'] as const) : [])];
    const vary = varied(seen);
    put('customer', n, {
      owner,
      shared,
      name: text(at('name'), inLink('name', seen)),
      region: n % 2 ? ['North', 'South', '华东'][(n + vary) % 3] : text(at('region'), inLink('region', seen)),
      tag: ['x', 'y', null][(n + vary) % 3],
      tier: ['a', 'b', 'c'][seen.includes(perspective) ? n % 3 : (n + vary) % 3],
      visits: String((n * 7 + vary) % 5),
      since: `20${20 + ((n + vary) % 5)}-0${1 + (n % 9)}-11`,
      notes: `<p>${text(at('notes'), seen.filter((who) => who !== 'export'))}</p>`,
      email: `${text(at('email'), clear)}@example.com`.toLowerCase(),
      remark: text(at('remark'), clear),
      phone: phone(at('phone'), inLink('phone', clear)),
      wechat: wechat(at('wechat'), clear.filter((who) => who === 'manager' || who === 'viewer')),
      id_card: n % 4 === 3 + (variant % 2) ? null : text(at('id_card'), []),
      credit_limit: n === 5 ? null : secretNumber(at('credit_limit')),
      assistant: n % 3 ? people.rep2 : null,
      head: headOf(n, variant),
      secret_partner: n < 8 ? idOf('customer', 20 + ((n + variant) % 4)) : null,
      ...(deleted ? { deleted_at: '2024-02-01T00:00:00Z' } : {}),
      ...(vary > 0 ? { version: 1 + vary * 7, created_at: `2024-03-0${vary}T00:00:00Z` } : {}),
    });
  }
  for (const [n, owner] of [...[0, 1, 2, 3, 4, 5].map((one) => [one, people.rep] as const), ...[10, 11, 12, 13].map((one) => [one, people.rep2] as const), ...[20, 21, 22, 23].map((one) => [one, people.repB] as const)]) {
    const seen = seersOf(owner).filter((who) => who !== 'key');
    const vary = varied(seen);
    put('contact', n, { name: text(`contact.name of ${n}`, seen), title: n % 2 ? 'Buyer' : text(`contact.title of ${n}`, seen), mobile: phone(`contact.mobile of ${n}`, []), birthday: `19${80 + ((n + vary) % 9)}-04-01`, customer: idOf('customer', n), owner: people.admin });
    // Opportunities of others at the representative's customers, and theirs at customers out of sight.
    const customer = owner === people.repB ? n - 20 : n === 4 || n === 5 ? 21 + ((n + variant) % 3) : n;
    put('opportunity', n, { owner, name: text(`opportunity.name of ${n}`, seen), amount: `${100 + n + vary}.00`, stage: ['new', 'won', null][(n + vary) % 3], margin: secretNumber(`opportunity.margin of ${n}`), customer: idOf('customer', customer) });
    if (n % 10 > 2) continue;
    put('order', n, { owner, code: text(`order.code of ${n}`, seen), opportunity: idOf('opportunity', n) });
    for (const line of [0, 1]) {
      const at = n * 2 + line;
      put('order_line', at, { parent: idOf('order', n), position: line, product: line ? `Product ${n}` : text(`order_line.product of ${at}`, seen), quantity: String(1 + line + vary), amount: `${5 + at}.00`, cost: secretNumber(`order_line.cost of ${at}`), supplier: idOf('customer', 21 + ((at + varied([])) % 3)) });
    }
  }
  for (let n = 0; n < 4 + variant; n += 1) put('vault', n, { name: text(`vault.name of ${n}`, []), customer: idOf('customer', n), worth: secretNumber(`vault.worth of ${n}`) });

  for (const entity of ['customer', 'contact', 'opportunity', 'order', 'order_line', 'vault']) await upsert(db, entity, tables.get(entity) ?? []);
  await db.query(`DELETE FROM ${SCHEMA}._history`);
  await writeHistory(db, people, variant, perspective, text, seersOf, customers);
  return canaries;
}

/** Of some it is out of sight, and then another one in each variant. */
function headOf(n: number, variant: number): string | null {
  if (n === 1) return idOf('customer', 0);
  if (n === 2 || n === 4) return idOf('customer', 21 + ((n + variant) % 4));
  if (n === 3) return idOf('customer', 10);
  if (n === 6) return idOf('customer', 20);
  return n === 11 ? idOf('customer', 1) : null;
}

async function writeHistory(db: TestDatabase, people: People, variant: number, perspective: Perspective, text: (where: string, seers: readonly Who[]) => string, seersOf: (owner: string | null, shared?: boolean) => Who[], customers: readonly { n: number; owner: string | null; shared: boolean }[]): Promise<void> {
  const rows: unknown[] = [];
  for (const { n, owner, shared } of customers) {
    const [seen, clear] = [seersOf(owner, shared), seersOf(owner)];
    const tell = (step: number, action: string, changes: unknown[]): void =>
      void rows.push({ id: idOf(`history of ${n}`, step), entity: 'customer', record_id: idOf('customer', n), version: 1, at: '2024-01-05T00:00:00Z', actor: people.admin, action, via_kind: 'form', changes });
    tell(0, 'create', [
      { field: 'name', from: null, to: text(`first name of ${n}`, seen) },
      { field: 'remark', from: null, to: text(`first remark of ${n}`, clear) },
      { field: 'id_card', from: null, to: text(`first id_card of ${n}`, []) },
      { field: 'head', from: null, to: idOf('customer', 21 + (variant % 3)) },
    ]);
    // As many as chance has it: changes of hidden fields alone.
    for (let more = 0; more < (n + variant * 2) % 4; more += 1) tell(1 + more, 'update', [{ field: 'id_card', from: text(`id_card before ${more} of ${n}`, []), to: text(`id_card after ${more} of ${n}`, []) }]);
    tell(9, 'update', [{ field: 'wechat', from: `wx9${text(`old wechat of ${n}`, clear.filter((who) => who === 'manager'))}abcd`, to: `wx9${text(`new wechat of ${n}`, clear.filter((who) => who === 'manager'))}abcd` }]);
  }
  await db.query(`INSERT INTO ${SCHEMA}._history (id, entity, record_id, version, at, actor, action, via_kind, changes) SELECT id, entity, record_id, version, at, actor, action, via_kind, changes FROM jsonb_populate_recordset(NULL::${SCHEMA}._history, $1)`, [JSON.stringify(rows)]);
}

async function upsert(db: TestDatabase, entity: string, rows: readonly Row[]): Promise<void> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const list = names.map((name) => `"${name}"`).join(', ');
  await db.query(
    `INSERT INTO ${SCHEMA}."${entity}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${SCHEMA}."${entity}", $1) ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `"${name}" = EXCLUDED."${name}"`).join(', ')}`,
    [JSON.stringify(rows)],
  );
}

function* primesFrom(start: number): Generator<number, never> {
  for (let candidate = start; ; candidate += 2) {
    let prime = true;
    for (let divisor = 3; prime && divisor * divisor <= candidate; divisor += 2) prime = candidate % divisor !== 0;
    if (prime) yield candidate;
  }
}
