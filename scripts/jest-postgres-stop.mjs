/** After the `pg` tests: ends the Postgres of scripts/jest-postgres.mjs and removes its data. */
import { rm } from 'node:fs/promises';

export default async function stopPostgres() {
  const running = globalThis.testPostgres;
  if (running === undefined) return;
  await running.postgres.stop();
  await rm(running.dataDir, { recursive: true, force: true });
}
