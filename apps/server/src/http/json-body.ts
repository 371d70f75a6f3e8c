/**
 * Reads a JSON body and refuses what no schema can: names that mean something to JavaScript, text
 * Postgres cannot store (NUL, half a surrogate pair), nesting that would exhaust a stack.
 */

import type { FieldProblemInput, Result } from '@tessera/contract';
import { fail, ok } from '@tessera/contract';
import { JSON_MALFORMED, JSON_TOO_DEEP, KEY_FORBIDDEN, TEXT_UNSTORABLE } from './request-errors.ts';

export const MAX_JSON_DEPTH = 64;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An empty body is `undefined`. */
export function parseJsonBody(bytes: Uint8Array): Result<unknown, FieldProblemInput[]> {
  if (bytes.length === 0) return ok(undefined);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return fail([{ path: '', ...JSON_MALFORMED }]);
  }
  const problems: FieldProblemInput[] = [];
  inspect(value, '', 0, problems);
  return problems.length === 0 ? ok(value) : fail(problems);
}

function inspect(value: unknown, path: string, depth: number, problems: FieldProblemInput[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) problems.push({ path, ...TEXT_UNSTORABLE });
    return;
  }
  if (typeof value !== 'object' || value === null || problems.length >= 50) return;
  if (depth >= MAX_JSON_DEPTH) {
    problems.push({ path, ...JSON_TOO_DEEP });
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => inspect(item, joined(path, String(index)), depth + 1, problems));
    return;
  }
  for (const key of Object.keys(value)) {
    if (FORBIDDEN_KEYS.has(key)) problems.push({ path: joined(path, key), ...KEY_FORBIDDEN });
    else if (!isStorable(key)) problems.push({ path, ...TEXT_UNSTORABLE });
    else inspect((value as Record<string, unknown>)[key], joined(path, key), depth + 1, problems);
  }
}

export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
