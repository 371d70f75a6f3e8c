/**
 * Declared errors: every kind has a code, an HTTP status and its message and hint in both languages,
 * declared once in the lib or feature that owns the concept. Never composed where they are thrown.
 * The registry behind `listErrorKinds` feeds docs/error-codes.md.
 */

import type { Locale } from '../text.ts';

export type ErrorParams = Readonly<Record<string, unknown>>;

export interface FieldProblem {
  /** Path in what was sent, e.g. `values.name` or `lines.0.quantity` or `elements.Task_1`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly params?: ErrorParams;
}

/** The wire shape of every error answer. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly hint?: string;
  readonly fields?: readonly FieldProblem[];
  readonly requestId: string;
}

type Wording<Params> = Readonly<Record<Locale, (params: Params) => string>>;

export interface ErrorDefinition<Params> {
  /** Area as prefix, upper snake case: `RECORD_VERSION_CONFLICT`. */
  readonly code: string;
  readonly status: number;
  readonly message: Wording<Params>;
  readonly hint?: Wording<Params>;
}

export interface ErrorKind<Params> extends ErrorDefinition<Params> {
  /** Builds the error; `fields` carries one entry per problem, `details` anything a client can use. */
  (params: Params, extra?: { fields?: readonly FieldProblemInput[]; details?: unknown }): AppError;
}

/** A problem of one field, worded when it is sent: message per language. */
export interface FieldProblemInput {
  readonly path: string;
  readonly code: string;
  readonly params?: ErrorParams;
  readonly message: Readonly<Record<Locale, string>>;
}

const kinds = new Map<string, ErrorDefinition<never>>();

export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: ErrorParams;
  readonly fields: readonly FieldProblemInput[];
  readonly details: unknown;
  private readonly definition: ErrorDefinition<never>;

  constructor(
    definition: ErrorDefinition<never>,
    params: ErrorParams,
    extra: { fields?: readonly FieldProblemInput[]; details?: unknown } = {},
  ) {
    super(definition.message.en(params as never));
    this.name = 'AppError';
    this.definition = definition;
    this.code = definition.code;
    this.status = definition.status;
    this.params = params;
    this.fields = extra.fields ?? [];
    this.details = extra.details;
  }

  /** The same refusal of one of many things that were asked for at once: its problems are at `place`, e.g. `changes.3`. */
  within(place: string): AppError {
    const { definition, params, details } = this;
    const message = { en: definition.message.en(params as never), 'zh-CN': definition.message['zh-CN'](params as never) };
    const fields = this.fields.length === 0 ? [{ path: place, code: this.code, message }] : this.fields.map((field) => ({ ...field, path: `${place}.${field.path}` }));
    return new AppError(definition, params, { fields, details });
  }

  /** The answer in the reader's language. */
  toBody(locale: Locale, requestId: string): ErrorBody {
    const hint = this.definition.hint?.[locale](this.params as never);
    return {
      code: this.code,
      message: this.definition.message[locale](this.params as never),
      ...(this.details === undefined ? {} : { details: this.details }),
      ...(hint ? { hint } : {}),
      ...(this.fields.length === 0
        ? {}
        : {
            fields: this.fields.map(({ message, ...field }) => ({ ...field, message: message[locale] })),
          }),
      requestId,
    };
  }
}

/** Declares an error kind; the returned function builds errors of it: `throw RecordNotFound({ entity })`. */
export function defineError<Params extends ErrorParams = Record<string, never>>(
  definition: ErrorDefinition<Params>,
): ErrorKind<Params> {
  if (kinds.has(definition.code)) throw new Error(`error code declared twice: ${definition.code}`);
  kinds.set(definition.code, definition as unknown as ErrorDefinition<never>);
  const build = (params: Params, extra?: { fields?: readonly FieldProblemInput[]; details?: unknown }): AppError =>
    new AppError(definition as unknown as ErrorDefinition<never>, params, extra);
  return Object.assign(build, definition);
}

/** All kinds declared by the modules loaded so far, by code. */
export function listErrorKinds(): readonly ErrorDefinition<never>[] {
  return [...kinds.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
