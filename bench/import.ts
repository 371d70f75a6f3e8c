/**
 * A CSV file of customers through HTTP into the application, by the restricted role: upload, validation, rights, history;
 * reference: COPY of the very same rows into a table of the same columns and indexes. The reference runs
 * twice, the faster one counts.
 */

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { customerFile } from './support/customer-file.ts';
import { makeCustomerWorld } from './support/customers.ts';
import { startStack } from './support/stack.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 100_000);

interface ImportView {
  readonly id: string;
  readonly status: string;
  readonly imported: number;
  readonly refused: number;
  readonly mapping: unknown;
}

const stack = await startStack();
const copied = join(tmpdir(), `tessera-bench-copy-${process.pid}`);
try {
  const world = await makeCustomerWorld(stack, 0);
  const importer = world.representative;
  const table = `"${world.schema}"."account"`;
  await importFile(2000); // warm
  await stack.pool.query(`TRUNCATE "${world.schema}"."_history"`);
  await stack.pool.query(`DELETE FROM ${table}`);
  await stack.pool.query(`VACUUM FULL ${table}`);

  const { uploading, running } = await importFile(ROWS);
  await stack.pool.query(`COPY ${table} TO '${copied}'`);
  const references = [await copy(), await copy()];
  const reference = Math.min(...references);
  const rate = (seconds: number): string => `${Math.round(ROWS / seconds)}/s`;
  console.log(`upload and check ${uploading.toFixed(2)} s, import ${running.toFixed(2)} s, COPY ${references.map((seconds) => seconds.toFixed(2)).join(' and ')} s`);
  console.log(`import-run ours=${rate(running)} reference=${rate(reference)} ratio=${(reference / running).toFixed(2)}`);
  console.log(`import ours=${rate(uploading + running)} reference=${rate(reference)} ratio=${(reference / (uploading + running)).toFixed(2)}`);

  async function importFile(rows: number): Promise<{ uploading: number; running: number }> {
    const start = performance.now();
    const answer = await fetch(`${stack.url}/api/imports?fileName=customers.csv&entity=account`, {
      method: 'POST',
      headers: { ...importer.headers(), 'content-type': 'application/octet-stream' },
      body: customerFile(rows),
      duplex: 'half',
    } as RequestInit);
    const view = (await answer.json()) as ImportView;
    if (answer.status !== 200) throw new Error(JSON.stringify(view));
    const uploaded = performance.now();
    await importer.call('POST', `/api/imports/${view.id}/run`, view.mapping);
    for (;;) {
      const { status, imported, refused } = await importer.call<ImportView>('GET', `/api/imports/${view.id}`);
      if (status === 'done') {
        if (imported !== rows || refused > 0) throw new Error(`${imported} of ${rows} rows were imported: ${JSON.stringify(await importer.call('GET', `/api/imports/${view.id}/problems`)).slice(0, 500)}`);
        break;
      }
      if (status !== 'running') throw new Error(`the import is ${status}`);
      await wait(50);
    }
    return { uploading: (uploaded - start) / 1000, running: (performance.now() - uploaded) / 1000 };
  }

  async function copy(): Promise<number> {
    await stack.pool.query(`CREATE TABLE "${world.schema}"."_copied" (LIKE ${table} INCLUDING ALL)`);
    const start = performance.now();
    await stack.pool.query(`COPY "${world.schema}"."_copied" FROM '${copied}'`);
    const seconds = (performance.now() - start) / 1000;
    await stack.pool.query(`DROP TABLE "${world.schema}"."_copied"`);
    return seconds;
  }
} finally {
  await stack.stop();
  await rm(copied, { force: true });
}
