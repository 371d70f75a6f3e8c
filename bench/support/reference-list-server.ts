/**
 * The reference of the list benchmark: Fastify and pg, one endpoint written by hand, the same rows and columns
 * by one prepared statement, stringified. No session, no rights beyond the two conditions in its text.
 * Arguments: database URL, schema, owner id, port.
 */

import fastify from 'fastify';
import pg from 'pg';

const [databaseUrl, schema, owner, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl!, max: 10 });
// As the server under test: decimals and times travel as text.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

const text = `
  SELECT a.id, a.version, a.code, a.name, a.type, a.level, a.industry, a.size, a.lifecycle, a.source, a.tags, a.phone, a.fax,
    a.website, a.country, a.region, a.city, a.address, a.postal_code, a.last_follow_up_at, a.created_at,
    m.id AS owner_id, m.name AS owner_name
  FROM "${schema!}"."account" a LEFT JOIN "${schema!}"."_member" m ON m.id = a.owner
  WHERE a.deleted_at IS NULL AND a.owner = $1 AND a.level = $2
  ORDER BY a.created_at DESC, a.id DESC LIMIT 51`;

const app = fastify();
app.get('/ready', async () => ({ status: 'ready' }));
app.get('/list', async (_request, reply) => {
  const { rows } = await pool.query({ name: 'list', text, values: [owner, 'a'] });
  const page = rows.slice(0, 50).map(({ id, version, owner_id, owner_name, ...values }) => ({
    id, version, values: { ...values, owner: { id: owner_id, label: owner_name } },
  }));
  return reply.type('application/json').send(JSON.stringify({ rows: page, next: rows.length > 50 ? page.at(-1)!.id : null }));
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
