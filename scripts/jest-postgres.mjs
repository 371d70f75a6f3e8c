/**
 * Before the `pg` tests: one embedded Postgres for the whole run, in a temporary folder, through the
 * product's own code. A TEST_DATABASE_URL that is already set is used instead.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded-postgres.ts';

const unsafeButFast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

export default async function startPostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: unsafeButFast });
  process.env.TEST_DATABASE_URL = postgres.url;
  globalThis.testPostgres = { dataDir, postgres };
}
