import { describe, expect, it } from '@jest/globals';
import { systemAccess } from '@tessera/access';
import { specDesign } from '../testing/spec-world.ts';
import { incomingRelations, insertRows, isAnsweredByRow, lockRows, markRows, takeNumbers, updateRows, type TrailLine } from './index.ts';

const product = { schema: 'ws', design: specDesign(), entity: 'product' };
const line = { ...product, entity: 'order_line' };
const moment = { at: '2024-01-05T00:00:00.000Z', by: 'm' };
const told: TrailLine = { id: 'h', record: 'i', action: 'create', changes: '{}' };

describe('a write', () => {
  it('locks records in the order of their ids, less for a change than for a deletion', () => {
    expect(lockRows({ ...product, ids: ['i'], for: 'change' }, null).text).toMatch(/WHERE t1\."id" = ANY \(\$1::uuid\[\]\) AND t1\."deleted_at" IS NULL ORDER BY t1\."id" FOR NO KEY UPDATE OF t1$/);
    expect(lockRows({ ...product, ids: ['i'], for: 'delete' }, null).text).toMatch(/FOR UPDATE OF t1$/);
  });

  it('inserts the values given, in the order of the design', () => {
    expect(insertRows(product, [{ id: 'i', values: { owner: 'o', price: '8.00', title: 'T' } }], moment)).toEqual({
      text: `WITH saved AS (INSERT INTO "ws"."product" ("id", "version", "created_at", "created_by", "updated_at", "updated_by", "title", "price", "owner") SELECT r."id", 1, $1::timestamptz, $2::uuid, $1::timestamptz, $2::uuid, r."title", r."price", r."owner" FROM json_to_recordset($3::json) AS r("id" uuid, "title" text, "price" numeric, "owner" uuid) RETURNING "id", "version") SELECT saved."id", saved."version", TRUE AS "allowed", '{}'::text[] AS "refused" FROM saved`,
      values: [moment.at, 'm', '[{"owner":"o","price":"8.00","title":"T","id":"i"}]'],
    });
  });

  it.each([1, 500])('is one text for the same fields, however many records: %s', (count) => {
    const rows = Array.from({ length: count }, (_, position) => ({ id: `i${position}`, parent: 'p', position, values: { quantity: '1' } }));
    const lines = rows.map(({ id }) => ({ ...told, record: id }));
    const options = { trail: { via: { kind: 'form' }, action: 'create' as const, lines } };
    expect(insertRows(line, rows, moment, options).text).toBe(insertRows(line, rows.slice(0, 1), moment, { trail: { ...options.trail, lines: lines.slice(0, 1) } }).text);
  });

  it('writes the history and the outbox in the very statement', () => {
    const { text } = updateRows(product, [{ id: 'i', values: { cost: null } }], moment, { trail: { via: { kind: 'api' }, action: 'update', lines: [told] } });
    expect(text).toMatch(/told AS \(INSERT INTO "ws"\."_history" .* JOIN saved s ON s\."id" = l\."record"\), sent AS \(INSERT INTO "ws"\."_outbox" .* FROM saved s\)/);
  });

  it('leaves alone what another row of the same statement changes', () => {
    const same = updateRows(product, [{ id: 'a', values: { price: '1' } }, { id: 'b', values: { price: '2' } }], moment);
    const mixed = updateRows(product, [{ id: 'a', values: { price: '1' } }, { id: 'b', values: { title: 'T' } }], moment);
    expect(same.text).toContain('"price" = r."price"');
    expect(mixed.text).toContain(`"price" = CASE WHEN 'price' = ANY (r."~given") THEN r."price" ELSE t."price" END`);
  });

  it('marks deleted records, and takes the mark away', () => {
    expect(markRows(product, ['i'], true, moment).text).toContain('"deleted_at" = $1::timestamptz WHERE t."id" = ANY ($3::uuid[]) AND t."deleted_at" IS NULL');
    expect(markRows(product, ['i'], false, moment).text).toContain('"deleted_at" = NULL WHERE t."id" = ANY ($3::uuid[]) AND t."deleted_at" IS NOT NULL');
  });

  it('takes numbers from a counter', () => {
    expect(takeNumbers({ schema: 'ws', key: 'order.number', period: '202401' })).toEqual({
      text: 'INSERT INTO "ws"."_counter" AS c ("key", "period", "value") VALUES ($1::text, $2::text, $3::bigint) ON CONFLICT ("key", "period") DO UPDATE SET "value" = c."value" + EXCLUDED."value" RETURNING c."value"::float8 AS "value"',
      values: ['order.number', '202401', 1],
    });
  });

  it('refuses fields that are not written like this', () => {
    for (const key of ['id', 'version', 'created_at', 'no_such_thing', 'title"; --', '_hash_title']) expect(() => updateRows(product, [{ id: 'i', values: { [key]: 'x' } }], moment)).toThrow('is not written like this');
    expect(() => updateRows({ ...product, entity: 'order' }, [{ id: 'i', values: { total: '1' } }], moment)).toThrow('order.total is not written like this');
  });

  it('knows who points to an entity', () => {
    const links = incomingRelations(product.design, 'account').map(({ entity, field, onDelete, many }) => `${entity}.${field} ${many ? 'many' : 'one'} ${onDelete}`);
    expect(links).toEqual(expect.arrayContaining(['order.account one refuse', 'contact.account one refuse']));
  });

  it('asks the statement itself for rights only where the row can answer', () => {
    const permission = { access: systemAccess(), member: null, timeZone: 'UTC', action: 'create' as const, fields: [] };
    const where = (filter: object) => ({ ...permission, access: { ...permission.access, rowScope: () => ({ kind: 'where', filter }) } as never });
    expect(isAnsweredByRow(permission, product)).toBe(true);
    expect(isAnsweredByRow(where({ field: 'owner', op: 'eq', value: 'x' }), product)).toBe(true);
    expect(isAnsweredByRow(where({ and: [{ field: 'account.name', op: 'eq', value: 'x' }] }), { ...product, entity: 'order' })).toBe(true);
    expect(isAnsweredByRow(where({ not: { field: 'total', op: 'gt', value: '1' } }), { ...product, entity: 'order' })).toBe(false);
    expect(isAnsweredByRow(where({ related: 'lines', some: { field: 'quantity', op: 'gt', value: '1' } }), { ...product, entity: 'order' })).toBe(false);
  });
});
