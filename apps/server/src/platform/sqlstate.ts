/**
 * What an error of Postgres means to us: the only file that knows SQLSTATE codes. Kinds that belong to a
 * feature (a value taken twice, say) are recognised there with `sqlStateOf` and `constraintOf`.
 */

import { AppError, InternalError, ServiceBusy, defineError } from '@tessera/contract';

export const DatabaseUnavailable = defineError<Record<string, never>>({
  code: 'DATABASE_UNAVAILABLE',
  status: 503,
  message: { en: () => 'The database cannot be reached; nothing was changed.', 'zh-CN': () => '无法连接数据库，未做任何更改。' },
  hint: { en: () => 'Try again in a moment.', 'zh-CN': () => '请稍后重试。' },
});

export const ValueOutOfRange = defineError<Record<string, never>>({
  code: 'VALUE_OUT_OF_RANGE',
  status: 400,
  message: { en: () => 'A value is larger than can be stored; nothing was changed.', 'zh-CN': () => '某个值超出可存储的范围，未做任何更改。' },
});

export const DesignChanged = defineError<Record<string, never>>({
  code: 'DESIGN_CHANGED',
  status: 503,
  message: { en: () => 'The design was changed at this very moment; nothing was saved.', 'zh-CN': () => '设计刚刚发生更改，未做任何保存。' },
  hint: { en: () => 'Try again.', 'zh-CN': () => '请重试。' },
});

export const TookTooLong = defineError<Record<string, never>>({
  code: 'TOOK_TOO_LONG',
  status: 422,
  message: { en: () => 'This took too long and was stopped; nothing was changed.', 'zh-CN': () => '该操作耗时过长，已停止，未做任何更改。' },
  hint: { en: () => 'Ask for less at once: narrow the filter, or sort and group by fewer fields.', 'zh-CN': () => '请缩小范围：收窄筛选条件，或减少排序与分组的字段。' },
});

export const UNIQUE_VIOLATION = '23505';
export const FOREIGN_KEY_VIOLATION = '23503';
export const NOT_NULL_VIOLATION = '23502';
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const PLAN_OUTDATED = '0A000';
/** A field went between the compiling of a statement and its running: other processes hear of it within a second. */
const UNDEFINED_COLUMN = '42703';

const RETRIED = new Set(['40001', '40P01']);
/** Numeric overflow, bad text for a type, division by zero, datetime overflow, string too long. */
const BAD_VALUES = new Set(['22003', '22P02', '22008', '22001', '22021', '54000']);

interface PostgresError {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
  readonly driverError?: unknown;
}

/** TypeORM wraps what pg throws. */
function postgresErrorOf(error: unknown): PostgresError | undefined {
  if (!(error instanceof Error) || error instanceof AppError) return undefined;
  const wrapped = (error as PostgresError).driverError;
  return (wrapped instanceof Error ? wrapped : error) as PostgresError;
}

export function sqlStateOf(error: unknown): string | undefined {
  const code = postgresErrorOf(error)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Name of the constraint that refused, for mapping to a field; never for showing. */
export function constraintOf(error: unknown): string | undefined {
  const constraint = postgresErrorOf(error)?.constraint;
  return typeof constraint === 'string' ? constraint : undefined;
}

/** Serialization failure or deadlock: the same transaction may succeed when run again. */
export const isRetried = (error: unknown): boolean => RETRIED.has(sqlStateOf(error) ?? '');

/** A named statement whose result type changed with the design. */
export const isPlanOutdated = (error: unknown): boolean =>
  sqlStateOf(error) === PLAN_OUTDATED && (postgresErrorOf(error) as { routine?: string }).routine === 'RevalidateCachedQuery';

/** The error a person gets for what the database said. Errors of ours pass through. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = sqlStateOf(error);
  if (state === undefined) return isLostConnection(error) ? DatabaseUnavailable({}) : InternalError({});
  if (RETRIED.has(state) || state === LOCK_NOT_AVAILABLE) return ServiceBusy({});
  if (state === QUERY_CANCELED) return TookTooLong({});
  if (state === UNDEFINED_COLUMN) return DesignChanged({});
  if (BAD_VALUES.has(state)) return ValueOutOfRange({});
  if (/^(08|57P|53)/.test(state) || /^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_)/.test(state)) return DatabaseUnavailable({});
  return InternalError({});
}

/** What pg says without a code when the connection breaks, or none is free in time. */
const isLostConnection = (error: unknown): boolean =>
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(String(postgresErrorOf(error)?.message));
