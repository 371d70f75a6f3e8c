/**
 * Ours and a reference in turn, in many short turns, so that a slow moment of the machine falls on both. Every request may
 * be another one; any answer that is not 2xx makes the run worthless.
 */

import autocannon from 'autocannon';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 2);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 10);
const CONNECTIONS = 16;

export interface Load {
  readonly url: string;
  readonly headers?: Record<string, string>;
  /** Called for each request. */
  next(): { readonly method: 'GET' | 'POST' | 'PATCH'; readonly path: string; readonly body?: unknown };
}

/** Prints `name ours=… reference=… ratio=…`, the median of the rounds. */
export async function compare(name: string, ours: Load, reference: Load): Promise<void> {
  await run(ours);
  await run(reference);
  const rounds: { ours: number; reference: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await run(round % 2 === 0 ? ours : reference);
    const second = await run(round % 2 === 0 ? reference : ours);
    const turns = round % 2 === 0 ? { ours: first, reference: second } : { ours: second, reference: first };
    rounds.push(turns);
    console.log(`round ${round + 1}: ours ${turns.ours.toFixed(0)} requests/s, reference ${turns.reference.toFixed(0)} requests/s`);
  }
  const ratios = rounds.map((round) => round.ours / round.reference);
  console.log(`ratio of the rounds: min ${Math.min(...ratios).toFixed(2)}, median ${median(ratios).toFixed(2)}, max ${Math.max(...ratios).toFixed(2)}`);
  console.log(`${name} ours=${median(rounds.map((round) => round.ours)).toFixed(0)}/s reference=${median(rounds.map((round) => round.reference)).toFixed(0)}/s ratio=${median(ratios).toFixed(2)}`);
}

async function run({ url, headers = {}, next }: Load): Promise<number> {
  const request = {
    setupRequest: (options: autocannon.Request): autocannon.Request => {
      const { method, path, body } = next();
      return { ...options, method, path, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    },
  };
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests: [request] });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors`);
  return result.requests.total / result.duration;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
