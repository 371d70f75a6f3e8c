/**
 * Runs planned changes of tables. Values that have to be converted are worked out first; an index that only makes reading
 * faster is left to the background where the table is large; what the rows that exist do not allow becomes a problem a
 * person understands.
 */

import type { FieldProblemInput } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { fieldOfUniqueIndex, type PlannedStatement } from '@tessera/sql/schema';
import type { Db } from '../platform/database.ts';
import { constraintOf, FOREIGN_KEY_VIOLATION, sqlStateOf, UNIQUE_VIOLATION } from '../platform/sqlstate.ts';
import { storeConversion, type ConversionContext } from './conversion.ts';
import { EntityLinked, EntityValuesNotUnique, EntityValuesUnconvertible, VALUES_NOT_UNIQUE, VALUES_UNCONVERTIBLE } from './design-errors.ts';

const DEPENDENT_OBJECTS = '2BP01';
const BAD_VALUE_CLASS = '22';

export interface DdlContext extends ConversionContext {
  readonly design: Design;
  /** Keys of fields whose values may be lost where they do not convert, because a person said so. */
  readonly mayClear: (field: string) => boolean;
}

export interface DecidedDdl {
  readonly statements: readonly PlannedStatement[];
  /** Names of the indexes they make, and of those they drop. */
  readonly made: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** Which of the planned statements run now; asked before any of them takes its lock. */
export async function decideDdl(db: Db, planned: readonly PlannedStatement[]): Promise<DecidedDdl> {
  const gone = namesIn(planned, /^DROP INDEX IF EXISTS "[^"]+"\."([^"]+)"/);
  const statements: PlannedStatement[] = [];
  for (const statement of planned) if (!statement.index || !(await isSpared(db, statement.index, statement.change.entity, gone))) statements.push(statement);
  return { statements, made: namesIn(statements, /^CREATE (?:UNIQUE )?INDEX "([^"]+)"/), gone };
}

const namesIn = (statements: readonly PlannedStatement[], pattern: RegExp): ReadonlySet<string> => new Set(statements.flatMap(({ sql }) => pattern.exec(sql)?.[1] ?? []));

/** Inside the transaction of the documents, as its last step: tables are held from here to the commit. One round trip where no value has to be converted. */
export async function runDdl(db: Db, context: DdlContext, { statements }: DecidedDdl): Promise<void> {
  const steps = statements.some(({ conversion }) => conversion) ? statements : [{ sql: statements.map(({ sql }) => sql).join(';\n') }];
  for (const step of steps) {
    if ('conversion' in step && step.conversion) await convert(db, context, step.conversion);
    if (step.sql === '') continue;
    try {
      await db.query(step.sql);
    } catch (error) {
      throw refusalOf(error, context.design) ?? error;
    }
  }
}

async function convert(db: Db, context: DdlContext, conversion: NonNullable<PlannedStatement['conversion']>): Promise<void> {
  const { key } = conversion.after;
  const lost = await storeConversion(db, context, conversion);
  if (lost === 0 || context.mayClear(key)) return;
  throw EntityValuesUnconvertible({}, { fields: [{ path: `document.fields.${key}.type`, ...VALUES_UNCONVERTIBLE, params: { records: lost } }] });
}

/** An index that is there already, made concurrently before (see unique-index.ts), or that is left to the background, which a unique one never is. */
async function isSpared(db: Db, index: NonNullable<PlannedStatement['index']>, entity: string, gone: ReadonlySet<string>): Promise<boolean> {
  const [made] = await db.query(
    `SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND i.indisvalid`,
    [db.schema, index.name],
  );
  return (made !== undefined && !gone.has(index.name)) || (!index.unique && (await isLarge(db, entity)));
}

/** A table of this size is read in a moment. */
const SMALL_BYTES = 4 * 1024 * 1024;

export async function isLarge(db: Db, entity: string): Promise<boolean> {
  const [table] = await db.query<{ large: boolean }>('SELECT pg_relation_size(c.oid) > $3 AS large FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2', [db.schema, entity, SMALL_BYTES]);
  return table?.large === true;
}

function refusalOf(error: unknown, design: Design): Error | undefined {
  const state = sqlStateOf(error) ?? '';
  if (state === UNIQUE_VIOLATION) return notUnique(design, constraintOf(error) ?? '');
  if (state === FOREIGN_KEY_VIOLATION || state === DEPENDENT_OBJECTS) return EntityLinked({});
  return state.startsWith(BAD_VALUE_CLASS) ? EntityValuesUnconvertible({}) : undefined;
}

export function notUnique(design: Design, constraint: string): Error {
  const place = fieldOfUniqueIndex(design, constraint);
  const fields: FieldProblemInput[] = place ? [{ path: `document.fields.${place.field}`, ...VALUES_NOT_UNIQUE }] : [];
  return EntityValuesNotUnique({}, { fields });
}
