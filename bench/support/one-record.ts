/** The world of the benchmarks of one record: customers, the representative who sees own ones, and the server written by hand. */

import { makeCustomerWorld, type CustomerWorld } from './customers.ts';
import { startReference, type Reference } from './reference.ts';
import { startStack, type Stack } from './stack.ts';

export interface OneRecordBench {
  readonly stack: Stack;
  readonly world: CustomerWorld;
  readonly reference: Reference;
  /** Ids of customers of the representative. */
  readonly own: readonly string[];
}

/** `searched`: with the search index, which writing pays for and reading one record does not. */
export async function withOneRecord(work: (bench: OneRecordBench) => Promise<void>, { searched = true } = {}): Promise<void> {
  const stack = await startStack();
  try {
    const world = await makeCustomerWorld(stack, Number(process.env['BENCH_ROWS'] ?? 1_000_000), { searched });
    const reference = await startReference('reference-record-server.ts', [stack.databaseUrl, world.schema, world.representativeId]);
    try {
      const { rows } = await stack.pool.query<{ id: string }>(`SELECT id FROM "${world.schema}"."account" WHERE owner = $1 ORDER BY id LIMIT 5000`, [world.representativeId]);
      await work({ stack, world, reference, own: rows.map(({ id }) => id) });
    } finally {
      await reference.stop();
    }
  } finally {
    await stack.stop();
  }
}

let turn = 0;
export const pick = <T>(list: readonly T[]): T => list[(turn = (turn * 7919 + 104_729) % 1_000_003) % list.length]!;

let made = 0;
/** Values of a new customer as a form sends them: sixteen fields. */
export function newCustomer(): Record<string, unknown> {
  made += 1;
  return {
    name: `New customer ${made}`, type: 'prospect', level: 'a', industry: 'retail', size: 'm', lifecycle: 'acquire', source: 'website', tags: ['vip'],
    phone: `021-${String(made).padStart(8, '0')}`, fax: '021-00000000', website: `https://example.com/${made}`, country: '中国', region: '上海', city: '上海',
    address: `浦东新区张江路 ${made} 号`, postal_code: '201203',
  };
}
