/** Compiles the schemas of a route once; each check gives all problems at once and never changes a body. */

import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type { FieldProblemInput, Route } from '@tessera/contract';
import { isUuid } from '@tessera/model';
import { isStorable } from './json-body.ts';
import { TEXT_UNSTORABLE } from './request-errors.ts';
import { toFieldProblems } from './schema-problems.ts';

/** An id as it is written everywhere else, without the `urn:uuid:` that the format would allow. */
const addFormats = (ajv: Ajv): Ajv => (addFormatsModule as unknown as (ajv: Ajv) => Ajv)(ajv).addFormat('uuid', isUuid);
const common = { allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true, removeAdditional: false, useDefaults: false } as const;
const bodies = addFormats(new Ajv({ ...common, coerceTypes: false }));
/** Parameters arrive as text. */
const parameters = addFormats(new Ajv({ ...common, coerceTypes: true }));

export interface RouteSchemas {
  /** `params` and `query` are coerced in place. */
  check(sent: { params: unknown; query: unknown; body: unknown }): FieldProblemInput[];
  checkAnswer(answer: unknown): FieldProblemInput[];
}

const NOTHING = { type: 'object', additionalProperties: false } as const;

export function compileRoute(route: Route): RouteSchemas {
  const params = route.params && parameters.compile(route.params);
  const query = parameters.compile(route.query ?? NOTHING);
  const body = route.body && bodies.compile(route.body);
  let answer: ValidateFunction | undefined;
  return {
    check: (sent) => [
      ...(params ? [...run(params, sent.params), ...unstorable(sent.params)] : []),
      ...run(query, sent.query),
      ...unstorable(sent.query),
      ...(body ? run(body, sent.body === undefined ? {} : sent.body) : []),
    ],
    checkAnswer: (value) => {
      if (!route.answer) return [];
      answer ??= bodies.compile(route.answer);
      return run(answer, value);
    },
  };
}

function run(validate: ValidateFunction, value: unknown): FieldProblemInput[] {
  return validate(value) ? [] : toFieldProblems(validate.errors ?? []);
}

function unstorable(parameters: unknown): FieldProblemInput[] {
  return Object.entries(parameters as Record<string, unknown>).flatMap(([key, value]) =>
    typeof value === 'string' && !isStorable(value) ? [{ path: key, ...TEXT_UNSTORABLE }] : [],
  );
}
