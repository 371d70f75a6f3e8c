import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import type { StorageKind } from '../../storage.ts';
import { exactTextOf, writeJson } from './binary-values.ts';
import { ByteWriter } from './byte-writer.ts';

describe('values in binary form', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  /** What becomes of a value sent by Postgres: its JSON and its exact text. */
  async function sent(kind: StorageKind, text: string): Promise<{ json: string; exact: string }> {
    const [row] = await db.query<{ bytes: Uint8Array }>(`SELECT ${SEND[kind]}($1::text::${kind}) AS bytes`, [text]);
    const out = new ByteWriter(4);
    // Not at the beginning, as in a row.
    const bytes = Uint8Array.from([9, 9, 9, ...row!.bytes]);
    writeJson(out, kind, bytes, 3, bytes.length - 3);
    return { json: new TextDecoder().decode(out.written()), exact: exactTextOf(kind, bytes, 3, bytes.length - 3) };
  }
  const SEND: Readonly<Record<StorageKind, string>> = {
    text: 'textsend', numeric: 'numeric_send', int: 'int4send', boolean: 'boolsend', date: 'date_send', timestamptz: 'timestamptz_send', uuid: 'uuid_send',
    'text[]': 'array_send', 'uuid[]': 'array_send', jsonb: 'jsonb_send',
  };
  const id = '0123abcd-ef45-7678-9abc-def012345678';

  it.each<[StorageKind, string, unknown]>([
    ['int', '-2147483648', -2147483648],
    ['int', '70000', 70000],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['uuid', id, id],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '0001-01-01', '0001-01-01'],
    ['date', '9999-12-31', '9999-12-31'],
    ['timestamptz', '2024-02-29 23:59:59.999999+00', '2024-02-29T23:59:59.999Z'],
    ['timestamptz', '1999-12-31 23:59:59.5+00', '1999-12-31T23:59:59.500Z'],
    ['timestamptz', '0001-01-01 00:00:00.000001+00', '0001-01-01T00:00:00.000Z'],
    ['timestamptz', '9999-12-31 23:59:59.123456+00', '9999-12-31T23:59:59.123Z'],
    ['text[]', '{"a,b","\\"q\\"",NULL,北京}', ['a,b', '"q"', null, '北京']],
    ['text[]', '{}', []],
    ['uuid[]', `{${id}}`, [id]],
    ['jsonb', '{"a":[1,"x"]}', { a: [1, 'x'] }],
  ])('of %s %s are %j', async (kind, text, json) => {
    expect(JSON.parse((await sent(kind, text)).json)).toEqual(json);
  });

  it('are decimals with every digit Postgres shows', async () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), digits, fc.option(digits), async (minus, whole, fraction) => {
        const text = `${minus ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`;
        const [row] = await db.query<{ text: string }>('SELECT ($1::numeric)::text AS text', [text]);
        expect(await sent('numeric', text)).toEqual({ json: JSON.stringify(row!.text), exact: row!.text });
      }),
      { numRuns: 200 },
    );
    expect((await sent('numeric', 'NaN')).exact).toBe('NaN');
  });

  it('are days and instants of every century, to the microsecond where nothing may be lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -719_000, max: 2_900_000 }), fc.integer({ min: 0, max: 86_399_999_999 }), async (day, micros) => {
        const [row] = await db.query<{ day: string; at: string; wire: string }>(
          `SELECT to_char(date '1970-01-01' + $1::int, 'YYYY-MM-DD') AS day, to_char(t, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, to_char(t, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS wire
           FROM (SELECT (date '1970-01-01' + $1::int)::timestamp + $2::bigint * interval '1 microsecond' AS t) x`,
          [day, micros],
        );
        expect((await sent('date', row!.day)).exact).toBe(row!.day);
        expect(await sent('timestamptz', row!.at)).toEqual({ json: JSON.stringify(row!.wire), exact: row!.at });
      }),
      { numRuns: 200 },
    );
  });
});
