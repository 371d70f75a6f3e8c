import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Mask } from '@tessera/contract';
import { maskText, maskValue, type FieldModel } from '@tessera/model';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import { specDesign } from '../testing/spec-world.ts';
import { maskedText } from './mask-sql.ts';

const account = specDesign().entities.get('account')!;
const field = (key: string): FieldModel => account.fields.get(key)!;
const masks: fc.Arbitrary<Mask> = fc.record({ start: fc.nat(20), end: fc.nat(20), domain: fc.boolean() });
const texts = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\0\ud800-\udfff]/gu, '')),
  fc.string({ unit: fc.constantFrom('a', '中', '😀', '@', '\n', "'", '%', ' ') }),
  fc.emailAddress(),
  fc.constantFrom('', '13812345678', 'a@b', '@'),
);

describe('the mask of a value', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await createTestDatabase()));
  afterAll(() => db.drop());

  it('is the same in SQL as in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(masks, fc.array(texts, { minLength: 1, maxLength: 30 }), async (mask, values) => {
        const rows = await db.query<{ shown: string }>(`SELECT ${maskedText(field('phone'), mask, 'v."t"')} AS shown FROM unnest($1::text[]) WITH ORDINALITY v("t", n) ORDER BY n`, [values]);
        expect(rows.map(({ shown }) => shown)).toEqual(values.map((value) => maskText(mask, value)));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['credit_limit', '12.50', 'numeric'],
    ['level', 'a', 'text'],
    ['vip', true, 'boolean'],
    ['since', '2024-01-05', 'date'],
    ['tags', ['x', 'y'], 'text[]'],
    ['phone', null, 'text'],
    ['credit_limit', null, 'numeric'],
  ])('of %s %j is the same too', async (key, value, type) => {
    const mask = { start: 1, end: 1 };
    const [row] = await db.query<{ shown: string | null }>(`SELECT ${maskedText(field(key), mask, `$1::${type}`)} AS shown`, [value]);
    expect(row?.shown).toBe(maskValue(field(key), mask, value));
    expect(row?.shown).toBe(value === null ? null : '****');
  });
});
