import { describe, expect, it } from '@jest/globals';
import { specDesign } from '../testing/spec-world.ts';
import { deleteRecord, incomingRelations, insertRecord, insertRecords, lockRecord, takeNumbers, updateRecord } from './index.ts';

const product = { schema: 'ws', design: specDesign(), entity: 'product' };
const line = { ...product, entity: 'order_line' };
const moment = { at: '2024-01-05T00:00:00.000Z', by: 'm' };

describe('a write', () => {
  it('locks a record less for a change than for a deletion', () => {
    expect(lockRecord({ ...product, id: 'i', for: 'change' }).text).toMatch(/WHERE t1\."id" = \$1::uuid AND t1\."deleted_at" IS NULL FOR NO KEY UPDATE$/);
    expect(lockRecord({ ...product, id: 'i', for: 'delete' }).text).toMatch(/FOR UPDATE$/);
  });

  it('inserts the values given, in the order of the design', () => {
    expect(insertRecord(product, { id: 'i', values: { owner: 'o', price: '8.00', title: 'T' } }, moment)).toEqual({
      text: 'INSERT INTO "ws"."product" ("id", "version", "created_at", "created_by", "updated_at", "updated_by", "title", "price", "owner") VALUES ($3::uuid, 1, $1::timestamptz, $2::uuid, $1::timestamptz, $2::uuid, $4::text, $5::numeric, $6::uuid) RETURNING "id", "version"',
      values: [moment.at, 'm', 'i', 'T', '8.00', 'o'],
    });
  });

  it('inserts many records of the same fields by one text, however many', () => {
    const some = (count: number) => insertRecords(line, Array.from({ length: count }, (_, position) => ({ id: 'i', parent: 'p', position, values: { quantity: '1' } })), moment);
    expect(some(1).text).toBe(
      'INSERT INTO "ws"."order_line" ("id", "parent", "position", "quantity", "version", "created_at", "created_by", "updated_at", "updated_by") SELECT r."id", r."parent", r."position", r."quantity", 1, $1::timestamptz, $2::uuid, $1::timestamptz, $2::uuid FROM jsonb_to_recordset($3::jsonb) AS r("id" uuid, "parent" uuid, "position" int, "quantity" numeric) RETURNING "id", "version"',
    );
    expect(some(500).text).toBe(some(1).text);
  });

  it('changes what is given and counts the version up', () => {
    expect(updateRecord(product, { id: 'i', values: { cost: null } }, moment)).toEqual({
      text: 'UPDATE "ws"."product" SET "version" = "version" + 1, "updated_at" = $1::timestamptz, "updated_by" = $2::uuid, "cost" = $3::numeric WHERE "id" = $4::uuid AND "deleted_at" IS NULL RETURNING "version"',
      values: [moment.at, 'm', null, 'i'],
    });
  });

  it('marks a deleted record', () => {
    expect(deleteRecord(product, 'i', moment).text).toContain('"deleted_at" = $1::timestamptz WHERE "id" = ANY ($3::uuid[]) AND "deleted_at" IS NULL');
  });

  it('takes numbers from a counter', () => {
    expect(takeNumbers({ schema: 'ws', key: 'order.number', period: '202401' })).toEqual({
      text: 'INSERT INTO "ws"."_counter" AS c ("key", "period", "value") VALUES ($1::text, $2::text, $3::bigint) ON CONFLICT ("key", "period") DO UPDATE SET "value" = c."value" + EXCLUDED."value" RETURNING c."value"::float8 AS "value"',
      values: ['order.number', '202401', 1],
    });
  });

  it('refuses fields that are not written like this', () => {
    for (const key of ['id', 'version', 'created_at', 'no_such_thing', 'title"; --']) expect(() => updateRecord(product, { id: 'i', values: { [key]: 'x' } }, moment)).toThrow('is not written like this');
    expect(() => updateRecord({ ...product, entity: 'order' }, { id: 'i', values: { total: '1' } }, moment)).toThrow('order.total is not written like this');
  });

  it('knows who points to an entity', () => {
    expect(incomingRelations(product.design, 'account').map(({ entity, field, onDelete }) => `${entity}.${field} ${onDelete}`)).toEqual(['order.account refuse', 'contact.account refuse']);
  });
});
