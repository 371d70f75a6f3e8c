/**
 * `npm run audit:verify [-- --workspace KEY] [--head SEQ:HASH]`: checks the audit trail of each workspace, beside a running
 * server or without one, and ends with 1 when one is broken, 2 when it could not be checked. The database is found as the
 * server finds it: DATABASE_URL, or the embedded Postgres of DATA_DIR (which is started when it does not run).
 * `--head` is one the server's log has named (`audit.head`): the chain must go through it.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensure, root } from './ensure.mjs';

const USAGE = 'npm run audit:verify [-- --workspace KEY] [--head SEQ:HASH]';

/** Gives the exit code; `say` takes its lines. */
export async function verifyAll(client, { workspace, head }, say) {
  const { verifyTrail } = await import('../apps/server/src/audit/verify-trail.ts');
  const database = { read: async ({ text, values = [] }) => (await client.query(text, [...values])).rows };
  const workspaces = await database.read({ text: 'SELECT key, schema FROM tessera.workspace WHERE $1::text IS NULL OR key = $1 ORDER BY key', values: [workspace ?? null] });
  if (workspaces.length === 0) {
    say(workspace === undefined ? 'There is no workspace.' : `There is no workspace "${workspace}".`);
    return 2;
  }
  let code = 0;
  for (const { key, schema } of workspaces) {
    const { intact, checked, broken } = await verifyTrail(database, schema, head ?? null);
    say(`${key}: ${intact ? `intact, ${checked} entries` : `BROKEN at entry ${broken.seq} (${broken.reason}${broken.id ? `, ${broken.id}` : ''}); ${checked} entries before it are as they were sealed`}`);
    if (!intact) code = 1;
  }
  return code;
}

/** What was asked; null when it cannot be. */
export function parseArguments(args) {
  const asked = {};
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    if (value === undefined) return null;
    const head = /^(\d+):([0-9a-f]{64})$/.exec(value);
    if (args[at] === '--workspace') asked.workspace = value;
    else if (args[at] === '--head' && head) asked.head = { seq: Number(head[1]), hash: Buffer.from(head[2], 'hex') };
    else return null;
  }
  return asked.head && asked.workspace === undefined ? null : asked;
}

async function connect() {
  const { default: pg } = await import('pg');
  const open = async (url) => {
    const client = new pg.Client({ connectionString: url, application_name: 'tessera audit' });
    await client.connect();
    return client;
  };
  if (process.env.DATABASE_URL) {
    const client = await open(process.env.DATABASE_URL);
    return { client, close: () => client.end() };
  }
  const dataDir = resolve(process.env.DATA_DIR ?? join(root, 'data'));
  const { password, port } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'));
  const running = port === undefined ? null : await open(`postgres://tessera:${password}@127.0.0.1:${port}/tessera`).catch(() => null);
  if (running) return { client: running, close: () => running.end() };
  const { startEmbeddedPostgres } = await import('../apps/server/src/platform/embedded-postgres.ts');
  const postgres = await startEmbeddedPostgres({ dataDir });
  const client = await open(postgres.url);
  return { client, close: async () => (await client.end(), postgres.stop()) };
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  await ensure(import.meta.url);
  const asked = parseArguments(process.argv.slice(2));
  if (asked === null) {
    console.error(`${USAGE}; --head is of one workspace`);
    process.exit(2);
  }
  try {
    const { client, close } = await connect();
    const code = await verifyAll(client, asked, (line) => console.log(line)).finally(close);
    process.exit(code);
  } catch (error) {
    console.error(`The audit trail could not be checked: ${error.message}`);
    process.exit(2);
  }
}
