/**
 * Memory of the server while a million customers come in as a CSV file and go out as CSV, workbook and JSON, all through
 * HTTP by the restricted role: how much it grows above what it takes after a small import and export. The reference is
 * the aim of 300 MB, so that a ratio below 1 is within it.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { customerFile } from './support/customer-file.ts';
import { makeCustomerWorld } from './support/customers.ts';
import { residentMegabytes, startStack, type Client } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const AIM = 300;

interface Progress {
  readonly id: string;
  readonly status: string;
  readonly imported: number;
  readonly mapping: unknown;
}

const stack = await startStack();
try {
  const world = await makeCustomerWorld(stack, 0);
  const client = world.representative;
  await importFile(client, 5000);
  for (const format of ['csv', 'xlsx', 'json']) await download(client, format);
  await wait(2000);
  const before = await residentMegabytes(stack.serverPid);
  const growths: string[] = [];
  let most = 0;
  const measured = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    let [peak, isOver] = [before, false];
    const watching = (async () => {
      for (; !isOver; await wait(100)) peak = Math.max(peak, await residentMegabytes(stack.serverPid));
    })();
    const start = performance.now();
    await work();
    isOver = true;
    await watching;
    most = Math.max(most, peak - before);
    growths.push(`${name} +${(peak - before).toFixed(0)} MB in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    console.log(growths.at(-1));
  };
  await measured('import', () => importFile(client, ROWS));
  for (const format of ['csv', 'xlsx', 'json']) await measured(`export ${format}`, () => download(client, format));
  await measured('export job', () => exportJob(client));
  console.log(`stream ours=${most.toFixed(0)}MB reference=${AIM}MB ratio=${(most / AIM).toFixed(2)}`);
} finally {
  await stack.stop();
}

async function importFile(by: Client, rows: number): Promise<void> {
  const answer = await fetch(`${stack.url}/api/imports?fileName=customers.csv&entity=account`, {
    method: 'POST', headers: { ...by.headers(), 'content-type': 'application/octet-stream' }, body: customerFile(rows), duplex: 'half',
  } as RequestInit);
  const view = (await answer.json()) as Progress;
  if (answer.status !== 200) throw new Error(JSON.stringify(view));
  await by.call('POST', `/api/imports/${view.id}/run`, view.mapping);
  const done = await finished(by, `/api/imports/${view.id}`);
  if (done.imported !== rows) throw new Error(`${done.imported} of ${rows} rows were imported`);
}

/** Reads the file to its end and forgets it, as slowly as it comes. */
async function download(by: Client, format: string): Promise<void> {
  const answer = await fetch(`${stack.url}/api/records/account/export`, { method: 'POST', headers: by.headers(), body: JSON.stringify({ format }) });
  if (!answer.ok || !answer.body) throw new Error(await answer.text());
  let bytes = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
  if (bytes === 0) throw new Error('an empty file');
}

async function exportJob(by: Client): Promise<void> {
  const { id } = await by.call<Progress>('POST', '/api/exports', { entity: 'account', format: 'csv' });
  await finished(by, `/api/exports/${id}`);
  const answer = await fetch(`${stack.url}/api/exports/${id}/file`, { headers: by.headers() });
  for await (const _ of answer.body as unknown as AsyncIterable<Uint8Array>);
}

async function finished(by: Client, path: string): Promise<Progress> {
  for (;;) {
    const view = await by.call<Progress>('GET', path);
    if (view.status === 'done') return view;
    if (!['running', 'waiting'].includes(view.status)) throw new Error(`${path} is ${view.status}`);
    await wait(200);
  }
}
