/** Two things in turn, one call at a time: what each takes, in milliseconds, and the ratio of the medians. */

import { Agent, request } from 'node:http';
import type { Client } from './stack.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 10);
const CALLS = Number(process.env['BENCH_CALLS'] ?? 20);

export interface Side {
  readonly name: string;
  call(): Promise<unknown>;
}

const agent = new Agent({ keepAlive: true });

export const post = <Answer>(client: Client, path: string, body: unknown): Promise<Answer> => send<Answer>(client, 'POST', path, body);

/** A signed-in request over a connection that stays open, with less of a client's own time than `fetch` takes. */
export function send<Answer>(client: Client, method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, client.url), { method, agent, headers: { ...client.headers(), 'content-length': Buffer.byteLength(text) } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const said = Buffer.concat(chunks).toString('utf8');
        if (answer.statusCode === 200) resolve(JSON.parse(said) as Answer);
        else reject(new Error(`${path}: ${answer.statusCode} ${said}`));
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

/** Prints `name ours=…ms reference=…ms ratio=…`; the ratio is that of speeds, so that more is better, unless `latency` asks for the ratio of times. */
export async function compareLatency(name: string, ours: Side, reference: Side, { latency = false } = {}): Promise<void> {
  const times = new Map<Side, number[]>([[ours, []], [reference, []]]);
  for (const side of times.keys()) for (let call = 0; call < 5; call += 1) await side.call();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? [ours, reference] : [reference, ours]) {
      const started = performance.now();
      for (let call = 0; call < CALLS; call += 1) await side.call();
      times.get(side)!.push((performance.now() - started) / CALLS);
    }
    console.log(`round ${round + 1}: ${[ours, reference].map((side) => `${side.name} ${times.get(side)!.at(-1)!.toFixed(2)} ms`).join(', ')}`);
  }
  const [mine, theirs] = [ours, reference].map((side) => median(times.get(side)!)) as [number, number];
  const ratio = median(times.get(ours)!.map((time, round) => (latency ? time / times.get(reference)![round]! : times.get(reference)![round]! / time)));
  console.log(`${name} ours=${mine.toFixed(2)}ms reference=${theirs.toFixed(2)}ms ratio=${ratio.toFixed(2)}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
