/**
 * The reference of the benchmarks of one record: Fastify and pg, three endpoints written by hand. Reading is one prepared
 * statement; creating and changing are one transaction that takes the number of the record, writes it, its history and the
 * outbox, and answers with what is stored. Values are held against a JSON Schema, as Fastify does. No session, no rights
 * beyond the condition in the text. Arguments: database URL, schema, owner id, port.
 */

import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const [databaseUrl, schema, owner, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl!, max: 16 });
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

const WRITTEN = ['name', 'type', 'level', 'industry', 'size', 'lifecycle', 'source', 'tags', 'phone', 'fax', 'website', 'country', 'region', 'city', 'address', 'postal_code'];
const account = `"${schema!}"."account"`;
const read = `
  SELECT a.id, a.version, a.code, a.name, a.type, a.level, a.industry, a.size, a.lifecycle, a.source, a.tags, a.phone, a.fax, a.website, a.country,
    a.region, a.city, a.address, a.postal_code, a.last_follow_up_at, a.created_at, a.updated_at, o.id AS owner_id, o.name AS owner_name,
    c.id AS creator_id, c.name AS creator_name, u.id AS changer_id, u.name AS changer_name, p.id AS parent_id, p.name AS parent_name
  FROM ${account} a LEFT JOIN "${schema!}"."_member" o ON o.id = a.owner LEFT JOIN "${schema!}"."_member" c ON c.id = a.created_by
    LEFT JOIN "${schema!}"."_member" u ON u.id = a.updated_by LEFT JOIN ${account} p ON p.id = a.parent_account AND p.deleted_at IS NULL AND p.owner = $2
  WHERE a.id = $1 AND a.deleted_at IS NULL AND a.owner = $2`;
const count = `INSERT INTO "${schema!}"."_counter" AS c (key, period, value) VALUES ('account.code', $1, 1) ON CONFLICT (key, period) DO UPDATE SET value = c.value + 1 RETURNING value`;
const insert = `INSERT INTO ${account} (id, version, created_at, created_by, updated_at, updated_by, owner, code, ${WRITTEN.join(', ')})
  VALUES ($1, 1, $2, $3, $2, $3, $3, $4, ${WRITTEN.map((_, index) => `$${index + 5}`).join(', ')})`;
const lock = `SELECT * FROM ${account} WHERE id = $1 AND deleted_at IS NULL AND owner = $2 FOR NO KEY UPDATE`;
const update = `UPDATE ${account} SET version = version + 1, updated_at = $2, updated_by = $3, phone = $4, city = $5 WHERE id = $1 RETURNING version`;
const history = `INSERT INTO "${schema!}"."_history" (id, entity, record_id, version, at, actor, action, via_kind, changes) VALUES ($1, 'account', $2, $3, $4, $5, $6, 'api', $7)`;
const outbox = `INSERT INTO "${schema!}"."_outbox" (at, entity, record_id, version, action) VALUES ($1, 'account', $2, $3, $4)`;

const text = { type: 'string', maxLength: 200 };
const valuesSchema = { type: 'object', additionalProperties: false, properties: { ...Object.fromEntries(WRITTEN.map((key) => [key, text])), tags: { type: 'array', items: text } } };
const body = { type: 'object', required: ['values'], properties: { values: valuesSchema, version: { type: 'integer' } } };

type Values = Record<string, unknown>;
interface Body { values: Values; version?: number }

async function viewOf(id: string): Promise<object | null> {
  const { rows } = await pool.query<Values>({ name: 'read', text: read, values: [id, owner] });
  const [row] = rows;
  if (!row) return null;
  const { id: own, version, owner_id, owner_name, creator_id, creator_name, changer_id, changer_name, parent_id, parent_name, ...values } = row;
  const ref = (key: unknown, label: unknown) => (key === null ? null : { id: key, label });
  return { id: own, version, values: { ...values, owner: ref(owner_id, owner_name), created_by: ref(creator_id, creator_name), updated_by: ref(changer_id, changer_name), parent_account: ref(parent_id, parent_name) }, can: { update: true, delete: false } };
}

async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const app = fastify();
app.get('/ready', async () => ({ status: 'ready' }));
app.get<{ Params: { id: string } }>('/record/:id', async (request, reply) => {
  const view = await viewOf(request.params.id);
  return view === null ? reply.code(404).send({ code: 'NOT_FOUND' }) : reply.type('application/json').send(JSON.stringify(view));
});
app.post<{ Body: Body }>('/record', { schema: { body } }, async (request, reply) => {
  const { values } = request.body;
  const [id, at] = [randomUUID(), new Date().toISOString()];
  const period = at.slice(0, 7).replace('-', '');
  await transaction(async (client) => {
    const counted = await client.query<{ value: string }>({ name: 'count', text: count, values: [period] });
    const code = `C${period}-${String(counted.rows[0]!.value).padStart(4, '0')}`;
    await client.query({ name: 'insert', text: insert, values: [id, at, owner, code, ...WRITTEN.map((key) => values[key] ?? null)] });
    const changes = Object.entries({ ...values, code, owner }).map(([field, to]) => ({ field, from: null, to }));
    await client.query({ name: 'history', text: history, values: [randomUUID(), id, 1, at, owner, 'create', JSON.stringify(changes)] });
    await client.query({ name: 'outbox', text: outbox, values: [at, id, 1, 'create'] });
  });
  return reply.type('application/json').send(JSON.stringify(await viewOf(id)));
});
app.patch<{ Params: { id: string }; Body: Body }>('/record/:id', { schema: { body } }, async (request, reply) => {
  const { id } = request.params;
  const { values } = request.body;
  const at = new Date().toISOString();
  const found = await transaction(async (client) => {
    const { rows } = await client.query<Values>({ name: 'lock', text: lock, values: [id, owner] });
    const [before] = rows;
    if (!before) return false;
    const changed = await client.query<{ version: number }>({ name: 'update', text: update, values: [id, at, owner, values['phone'] ?? before['phone'], values['city'] ?? before['city']] });
    const changes = Object.entries(values).map(([field, to]) => ({ field, from: before[field], to }));
    const version = changed.rows[0]!.version;
    await client.query({ name: 'history', text: history, values: [randomUUID(), id, version, at, owner, 'update', JSON.stringify(changes)] });
    await client.query({ name: 'outbox', text: outbox, values: [at, id, version, 'update'] });
    return true;
  });
  return found ? reply.type('application/json').send(JSON.stringify(await viewOf(id))) : reply.code(404).send({ code: 'NOT_FOUND' });
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
