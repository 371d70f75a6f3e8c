/**
 * Works out what the values of a field become when its type changes: for a preview, which counts and shows those that
 * do not convert, and for the change itself, which puts the pairs where its statement finds them. Both read each
 * different value once, in portions, so that a million rows take no memory.
 */

import type { Locale } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { analyzePairs, convertValue, createPairs, distinctValues, storePairs, type ConvertedPair, type DistinctValue, type FieldConversion } from '@tessera/sql/schema';
import type { Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';

/** Opens and seals the values of encrypted fields, in wire form. */
export interface ConversionCipher {
  open(entity: string, field: string, envelope: string): string;
  seal(entity: string, field: string, value: string): string;
  hash(entity: string, field: string, value: string): string;
}

export interface ConversionContext {
  readonly workspace: Workspace;
  readonly locale: Locale;
  readonly cipher: ConversionCipher;
}

export interface Converted extends DistinctValue {
  /** Plain, in wire form of the old type. */
  readonly from: unknown;
  /** Plain, in wire form of the new type. */
  readonly to: unknown;
  readonly whole: boolean;
}

const PORTION = 2_000;

/** Every different value with what it becomes. */
export async function* convertedValues(db: Db, { workspace, locale, cipher }: ConversionContext, conversion: FieldConversion): AsyncGenerator<Converted[]> {
  const { entity, before, after } = conversion;
  for await (const portion of portions<DistinctValue>(db, distinctValues(workspace.schema, conversion))) {
    yield portion.map((one) => {
      const from = before.encrypted ? cipher.open(entity, before.key, String(one.value)) : one.value;
      return { ...one, from, ...convertValue(before, after, from, { locale, timeZone: workspace.timeZone }) };
    });
  }
}

/** Fills the table of pairs. Gives how many rows hold a value that does not convert whole. */
export async function storeConversion(db: Db, context: ConversionContext, conversion: FieldConversion): Promise<number> {
  const { entity, after } = conversion;
  let lost = 0;
  await db.query(createPairs(conversion));
  for await (const portion of convertedValues(db, context, conversion)) {
    const pairs = portion.map(({ key, to }): ConvertedPair => (after.encrypted && to !== null ? { from: key, to: context.cipher.seal(entity, after.key, String(to)), hash: context.cipher.hash(entity, after.key, String(to)) } : { from: key, to }));
    await db.query(storePairs(conversion, pairs));
    for (const { whole, records } of portion) if (!whole) lost += records;
  }
  await db.query(analyzePairs(conversion));
  return lost;
}

/** What a person reads in a preview. */
export const shownValue = (field: FieldConversion['before'], value: unknown, { locale, workspace }: ConversionContext): string =>
  fieldType(field.type).formatText(value, field, { locale, timeZone: workspace.timeZone });

/** Rows of a query in portions, through a cursor of the transaction. */
async function* portions<Row>(db: Db, sql: string): AsyncGenerator<Row[]> {
  await db.query(`DECLARE _portions NO SCROLL CURSOR FOR ${sql}`);
  try {
    for (;;) {
      const rows = await db.query<Row>(`FETCH ${PORTION} FROM _portions`);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await db.query('CLOSE _portions').catch(() => {});
  }
}
