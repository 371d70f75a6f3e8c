/**
 * A page of 50 of a million customers of 20 fields, filtered and sorted, as the restricted role, through the whole
 * HTTP stack; reference: a hand-written Fastify + pg endpoint (support/reference-list-server.ts). In turn, same run.
 */

import autocannon from 'autocannon';
import { FIELDS, makeCustomerWorld } from './support/customers.ts';
import { startReference } from './support/reference.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);
/** Many short turns: a slow moment of the machine falls on both sides. */
const ROUNDS = 12;
const CONNECTIONS = 16;

const stack = await startStack();
try {
  const world = await makeCustomerWorld(stack, ROWS, { searched: false });
  const reference = await startReference('reference-list-server.ts', [stack.databaseUrl, world.schema, world.representativeId]);
  try {
    const ourRequest = {
      url: `${stack.url}/api/records/account/query`,
      method: 'POST' as const,
      headers: world.representative.headers(),
      body: JSON.stringify({
        fields: [...FIELDS],
        filter: { field: 'level', op: 'eq', value: 'a' },
        sort: [{ field: 'created_at', desc: true }],
        limit: 50,
      }),
    };
    const referenceRequest = { url: `${reference.url}/list`, method: 'GET' as const };
    await assertSameRows(ourRequest, referenceRequest);
    const ours: number[] = [];
    const theirs: number[] = [];
    await load(ourRequest, 2);
    await load(referenceRequest, 2);
    for (let round = 0; round < ROUNDS; round += 1) {
      const turns = [async () => ours.push(await load(ourRequest, SECONDS)), async () => theirs.push(await load(referenceRequest, SECONDS))];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
      console.log(`round ${round + 1}: ours ${ours.at(-1)!.toFixed(0)} requests/s, reference ${theirs.at(-1)!.toFixed(0)} requests/s`);
    }
    const ratios = ours.map((rate, round) => rate / theirs[round]!);
    console.log(`ratio of the rounds: min ${Math.min(...ratios).toFixed(2)}, median ${median(ratios).toFixed(2)}, max ${Math.max(...ratios).toFixed(2)}`);
    console.log(`list ours=${median(ours).toFixed(0)}/s reference=${median(theirs).toFixed(0)}/s ratio=${median(ratios).toFixed(2)}`);
  } finally {
    await reference.stop();
  }
} finally {
  await stack.stop();
}

/** Requests per second; any answer that is not 200 makes the run worthless. */
async function load(request: { url: string; method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }, seconds: number): Promise<number> {
  const result = await autocannon({ ...request, connections: CONNECTIONS, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${request.url}: ${result.non2xx} refused, ${result.errors} errors`);
  return result.requests.total / result.duration;
}

/** Both sides must do the same work: the same fifty records with the same names and owners. */
async function assertSameRows(
  ourRequest: { url: string; method: string; headers: Record<string, string>; body: string },
  referenceRequest: { url: string },
): Promise<void> {
  type Page = { rows: { id: string; values: Record<string, unknown> }[]; next: string | null };
  const { url, ...options } = ourRequest;
  const [a, b] = (await Promise.all([fetch(url, options), fetch(referenceRequest.url)].map(async (answer) => (await answer).json()))) as [Page, Page];
  const facts = (page: Page): string => JSON.stringify(page.rows.map(({ id, values }) => [id, ...FIELDS.map((field) => values[field])]));
  if (a.rows?.length !== 50 || facts(a) !== facts(b) || !a.next) {
    throw new Error(`the two sides answer differently:\n${facts(a).slice(0, 800)}\n${facts(b).slice(0, 800)}`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
