/** Designs carried out on a real Postgres as the server does it, and what the catalogue then says. For specs. */

import type { EntityDocument } from '@tessera/contract';
import { crmDesign } from '@tessera/model/testing';
import { convertValue, createPairs, diffEntities, distinctValues, planDdl, storePairs, type DistinctValue, type FieldConversion, type SchemaChange } from '../schema/index.ts';

export const ENV = { locale: 'en', timeZone: 'Asia/Shanghai' } as const;

/** The part of a test database it uses. */
interface SpecDatabase {
  readonly pool: { connect(): Promise<SpecConnection> };
  query(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}
interface SpecConnection {
  query(text: string | { text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
  release(): void;
}

export class SchemaWorld {
  private revision = 0;
  private readonly db: SpecDatabase;
  readonly schema: string;
  documents: readonly EntityDocument[] = [];

  constructor(db: SpecDatabase, schema: string) {
    this.db = db;
    this.schema = schema;
  }

  static async with(db: SpecDatabase, schema: string, documents: readonly EntityDocument[]): Promise<SchemaWorld> {
    await db.query(`CREATE SCHEMA "${schema}"`);
    const world = new SchemaWorld(db, schema);
    await world.change(documents);
    return world;
  }

  /** Becomes these documents; entities that are missing go to the trash. Gives the revision of what was put aside. */
  async change(after: readonly EntityDocument[]): Promise<number> {
    const of = (key: string): EntityDocument | null => this.documents.find((document) => document.key === key) ?? null;
    const removed = this.documents.filter(({ key }) => !after.some((document) => document.key === key));
    return this.apply(after, [...removed.map((document): SchemaChange => ({ kind: 'removeEntity', entity: document.key, document })), ...after.flatMap((document) => diffEntities(of(document.key), document))]);
  }

  async apply(after: readonly EntityDocument[], changes: readonly SchemaChange[]): Promise<number> {
    this.revision += 1;
    const client = await this.db.pool.connect();
    try {
      await client.query('BEGIN');
      for (const { sql, conversion } of planDdl(this.schema, crmDesign(after), changes, this.revision)) {
        if (conversion) {
          await client.query(createPairs(conversion));
          const { rows } = await client.query(distinctValues(this.schema, conversion));
          await client.query(storePairs(conversion, (rows as DistinctValue[]).map((row) => pair(conversion, row))));
        }
        await client.query(sql);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
    this.documents = after;
    return this.revision;
  }

  /** Everything the catalogue knows of the tables but what was put aside; columns by name, because their order is history. */
  async catalogue(): Promise<unknown> {
    const columns = await this.db.query(
      `SELECT table_name AS t, column_name AS c, data_type, udt_name, numeric_precision, numeric_scale, is_nullable, collation_name FROM information_schema.columns
       WHERE table_schema = $1 AND column_name NOT LIKE '\\_trash%' AND table_name NOT LIKE '\\_trash%' ORDER BY 1, 2`,
      [this.schema],
    );
    const constraints = await this.db.query(
      `SELECT conrelid::regclass::text AS t, conname, convalidated, pg_get_constraintdef(c.oid) AS definition FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
       WHERE connamespace = $1::regnamespace AND contype IN ('f', 'p', 'u') AND r.relname NOT LIKE '\\_trash%' ORDER BY 1, 2`,
      [this.schema],
    );
    const indexes = await this.db.query(`SELECT tablename AS t, indexname, indexdef AS definition FROM pg_indexes WHERE schemaname = $1 AND tablename NOT LIKE '\\_trash%' ORDER BY 2`, [this.schema]);
    return JSON.parse(JSON.stringify([columns, constraints, indexes]).replaceAll(`${this.schema}.`, '').replaceAll(`\\"${this.schema}\\".`, ''));
  }
}

const pair = ({ before, after }: FieldConversion, { key, value }: DistinctValue) => ({ from: key, to: convertValue(before, after, value, ENV).to });
